import { existsSync, statSync } from "node:fs";
import { chmod, cp, mkdtemp, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { explainFileError, writeDurably } from "#platform/config";
import type { Binaries } from "./binaries.ts";
import { canExecute, type RunAs } from "./run-as.ts";

/**
 * The binaries themselves where the chosen user may execute them; else a copy in a folder open to everybody, because
 * PostgreSQL asks access(2), which ignores the right to enter closed folders. Made once (60 MB) and remembered.
 */
export async function openToUser(binaries: Binaries, runAs: RunAs, rememberedAt: string): Promise<Binaries> {
  if (runAs.owner === undefined || canExecute(runAs, binaries.postgres)) return binaries;
  const remembered = (await readFile(rememberedAt, "utf8").catch(() => "")).trim();
  const copy = usable(remembered, binaries) ? remembered : await copyNative(binaries, rememberedAt);
  return { ...binaries, native: copy, initdb: join(copy, "bin/initdb"), postgres: join(copy, "bin/postgres") };
}

/** Only root's own copy of this very version: anybody may put something into a temporary folder. */
function usable(copy: string, binaries: Binaries): boolean {
  return (
    basename(copy).startsWith(prefix(binaries)) &&
    existsSync(join(copy, "bin/postgres")) &&
    statSync(copy).uid === process.getuid?.()
  );
}

async function copyNative(binaries: Binaries, rememberedAt: string): Promise<string> {
  const parent = existsSync("/var/tmp") ? "/var/tmp" : "/tmp";
  try {
    const copy = await mkdtemp(join(parent, prefix(binaries)));
    await cp(binaries.native, copy, { recursive: true, verbatimSymlinks: true });
    await chmod(copy, 0o755);
    await writeDurably(rememberedAt, `${copy}\n`, 0o644);
    return copy;
  } catch (error) {
    throw explainFileError(error, parent);
  }
}

function prefix(binaries: Binaries): string {
  return `aftercare-postgres-${binaries.version}-`;
}
