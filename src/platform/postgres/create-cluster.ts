import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { appendFile, chown, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { explainFileError, type Secrets } from "#platform/config";
import type { Log } from "#platform/log";
import type { Binaries } from "./binaries.ts";
import type { ClusterFiles } from "./cluster-files.ts";
import { explainEnd } from "./explain-end.ts";
import { superuser } from "./prepare-database.ts";
import { cleanEnvironment, type RunAs } from "./run-as.ts";

/** Made beside its final place and moved there when complete, so that a killed or failed attempt leaves no half. */
export async function createCluster(
  files: ClusterFiles,
  binaries: Binaries,
  runAs: RunAs,
  { secrets, throwAway, log }: { secrets: Secrets; throwAway: boolean; log: Log },
): Promise<void> {
  await removeDrafts(files.cluster);
  const draft = `${files.cluster}.new-${randomUUID()}`;
  const passwordFile = `${draft}.password`;
  log.info("creating the embedded PostgreSQL database", { folder: files.cluster });
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, secrets.databasePasswords.superuser, { mode: 0o600 });
    if (runAs.owner) {
      await chown(draft, runAs.owner.uid, runAs.owner.gid);
      await chown(passwordFile, runAs.owner.uid, runAs.owner.gid);
    }
    // The character class must know Chinese letters, or trigram search skips them; macOS has no C.UTF-8.
    const locale = process.platform === "darwin" ? "en_US.UTF-8" : "C.UTF-8";
    const options = [
      ...["-U", superuser, "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8"],
      ...["--locale-provider=builtin", "--builtin-locale=C.UTF-8", `--locale=${locale}`],
      // Cleaning up is ours: what lies there still shows whether the disk was full.
      "--no-clean",
      ...(throwAway ? ["--no-sync"] : []),
    ];
    await runInitdb(binaries.initdb, runAs, { draft, log: files.log, options });
    await rename(draft, files.cluster);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw explainFileError(error, files.cluster);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** The initdb of a killed start may still be at work in its draft; then the next start removes the rest. */
async function removeDrafts(clusterDir: string): Promise<void> {
  const folder = dirname(clusterDir);
  const drafts = (await readdir(folder)).filter((name) => name.startsWith(`${basename(clusterDir)}.new-`));
  for (const name of drafts) await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
}

async function runInitdb(initdb: string, runAs: RunAs, { draft, log, options }: InitdbRun): Promise<void> {
  const [program = initdb, ...words] = [...runAs.prefix, initdb, "-D", draft, ...options];
  try {
    await promisify(execFile)(program, words, { env: cleanEnvironment(), cwd: draft });
  } catch (error) {
    const said = error instanceof Error && "stderr" in error && error.stderr ? String(error.stderr) : String(error);
    await appendFile(log, said, { mode: 0o600 }).catch(() => undefined);
    throw await explainEnd(said, dirname(draft), "initdb");
  }
}

type InitdbRun = { draft: string; log: string; options: string[] };
