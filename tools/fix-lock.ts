import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

/**
 * Completes package-lock.json after a change of dependencies: a registry that does not carry the binaries of other platforms
 * leaves their entries out, and `npm ci` then refuses the lock. An entry for another platform is never fetched.
 *
 *     node tools/fix-lock.ts
 */
const path = resolve(import.meta.dirname, "../package-lock.json");

type Entry = {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
};
type Lock = { packages: Record<string, Entry> };

const lock = JSON.parse(readFileSync(path, "utf8")) as Lock;
const added = complete(lock);
if (added.length > 0) {
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(added.length === 0 ? "The lock file is complete" : `Added ${added.join(", ")}`);

/** Adds what an optional dependency names and the lock lacks; answers the names. */
function complete({ packages }: Lock): string[] {
  const missing = Object.entries(packages).flatMap(([from, { optionalDependencies, dev }]) =>
    Object.entries(optionalDependencies ?? {})
      .filter(([name]) => !isIn(packages, from, name))
      .map(([name, range]) => ({ name, version: range.replace(/^[\^~]/, ""), dev: dev === true })),
  );
  for (const { name, version, dev } of missing) {
    const platform = platformOf(name);
    if (platform === undefined) throw new Error(`${name} is missing from the lock file and its name tells no platform`);
    const { os, cpu, libc } = platform;
    // In npm's own order, so that its next writing changes nothing.
    packages[`node_modules/${name}`] = {
      version,
      ...(cpu && { cpu }),
      ...(dev && { dev }),
      ...(libc && { libc }),
      optional: true,
      ...(os && { os }),
    };
  }
  return missing.map(({ name }) => name);
}

/** Looks where Node would: beside the package, then in every folder above. */
function isIn(packages: Lock["packages"], from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (packages[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === "") return false;
  }
}

/** `@biomejs/cli-linux-arm64-musl` → linux, arm64, musl. */
function platformOf(name: string): Pick<Entry, "os" | "cpu" | "libc"> | undefined {
  const systems = /(darwin|win32|linux|android|freebsd|openbsd|netbsd|sunos|aix|openharmony|wasm32|webcontainer)/;
  const os = systems.exec(name)?.[1];
  if (os === undefined) return undefined;
  if (os === "wasm32" || os === "webcontainer") return { cpu: ["wasm32"] };
  const cpu = /(arm64|x64|ia32|ppc64|riscv64|s390x|loong64|arm)/.exec(name)?.[1];
  return {
    os: [os],
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(name.includes("musl") ? { libc: ["musl"] } : {}),
  };
}
