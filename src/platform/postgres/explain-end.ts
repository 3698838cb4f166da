import { statfs } from "node:fs/promises";
import { StartError } from "#platform/config";

const walSegmentBytes = 16 * 1024 ** 2;

/**
 * Says in one sentence why initdb or postgres gave up, from what it wrote. A full disk keeps it from writing even that,
 * so no room for one more write-ahead segment explains an end as well.
 */
export async function explainEnd(said: string, where: string, program: "initdb" | "postgres"): Promise<StartError> {
  const { bavail, bsize } = await statfs(where);
  const text = bavail * bsize < walSegmentBytes ? `${said}\nNo space left on device` : said;
  const known = causes.find(({ sign }) => sign.test(text));
  if (known) return new StartError({ ...known, where });
  return new StartError({
    what: `The embedded PostgreSQL did not ${program === "initdb" ? "create its cluster" : "start"}: ${lastWords(text)}`,
    where,
    todo: "see postgres.log beside it, or set DATABASE_URL to another PostgreSQL",
  });
}

const causes: { sign: RegExp; what: string; todo: string; passing?: boolean }[] = [
  {
    sign: /No space left on device|Disk quota exceeded/,
    what: "The disk is full",
    todo: "free some space and start again; nothing already saved is lost",
    passing: true,
  },
  {
    sign: /Read-only file system/,
    what: "The folder is read-only",
    todo: "make it writable, or set AFTERCARE_DATA_DIR to a folder that is",
  },
  {
    sign: /wrong ownership/,
    what: "The database folder belongs to another user",
    todo: "start as that user, or set AFTERCARE_DATA_DIR to another folder",
  },
  {
    sign: /files are incompatible with server|was initialized by PostgreSQL version/,
    what: "The database folder was made by another version of PostgreSQL",
    todo: "start the release that made it, or set AFTERCARE_DATA_DIR to another folder",
  },
  {
    sign: /Cannot allocate memory|could not map anonymous shared memory|could not create shared memory/,
    what: "There is not enough memory for PostgreSQL",
    todo: "free about 500 MB of memory and start again",
  },
  {
    sign: /Address already in use/,
    what: "The port of the embedded PostgreSQL was taken by another program",
    todo: "end that program and start again",
  },
  {
    sign: /error while loading shared libraries|Library not loaded|cannot execute|No such file or directory.*(ld-linux|ld-musl)/,
    what: "The embedded PostgreSQL cannot run on this system",
    todo: "run npm ci again, or set DATABASE_URL to a PostgreSQL 15 to 18",
  },
  {
    sign: /setpriv: |unshare: |sudo: /,
    what: "PostgreSQL refuses to run as root, and root may not become another user here",
    todo: "start as an ordinary user, or set DATABASE_URL to a PostgreSQL 15 to 18",
  },
  {
    sign: /Permission denied/,
    what: "PostgreSQL, which may not run as root, cannot enter or write its folder",
    todo: "set AFTERCARE_DATA_DIR to a folder every user may enter, for example /var/lib/aftercare, or start as an ordinary user",
  },
];

function lastWords(text: string): string {
  const lines = text.trim().split("\n");
  const telling = lines.findLast((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1) ?? "";
  return telling.replace(/^.*?(FATAL|PANIC|error):\s*/, "").slice(0, 300) || "it said nothing";
}
