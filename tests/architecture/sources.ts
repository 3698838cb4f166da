import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");

/** A source file of the house; `path` is relative to the repository, with forward slashes. */
export type Source = { readonly path: string; readonly text: string };

/** Program files below the folders, without tests. */
export function sources(...folders: string[]): Source[] {
  return filesOf(folders).filter(({ path }) => !/\.test\.tsx?$/.test(path));
}

export function tests(...folders: string[]): Source[] {
  return filesOf(folders).filter(({ path }) => /\.test\.tsx?$/.test(path));
}

function filesOf(folders: readonly string[]): Source[] {
  const patterns = folders.map((folder) => `${folder}/**/*.{ts,tsx}`);
  return globSync(patterns, { cwd: root, exclude: ["**/node_modules/**", "**/dist/**"] })
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

/** One import or re-export; `values` are the names that exist at run time (`*` for all of them), none where only types are taken. */
export type Import = { readonly as: string; readonly values: readonly string[] };

export function importsOf(source: Source): Import[] {
  const code = codeOf(source);
  const named = [...code.matchAll(/^\s*(?:import|export)\s([^;"']*?)\sfrom\s+"([^"]+)"/gm)];
  const whole = [...code.matchAll(/^\s*import\s+"([^"]+)"/gm), ...code.matchAll(/\bimport\(\s*"([^"]+)"/g)];
  return [
    ...named.map(([, clause = "", as = ""]) => ({ as, values: valuesOf(clause) })),
    ...whole.map(([, as = ""]) => ({ as, values: ["*"] })),
  ];
}

/** `default, { a, type B, c as d }` → default, a, c. */
function valuesOf(clause: string): string[] {
  if (/^type\s/.test(clause)) return [];
  if (clause.includes("*")) return ["*"];
  const [, standard = "", list = ""] = /^([^{]*)(?:\{([^}]*)\})?/.exec(clause) ?? [];
  const names = list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "));
  return [...(/\w/.test(standard) ? ["default"] : []), ...names.map((name) => name.replace(/\sas\s.*$/, ""))];
}

/** The file or door an import leads to, relative to the repository; undefined for packages and Node's own modules. */
export function targetOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) return relative(root, resolve(root, dirname(from), specifier));
  const [door = "", ...rest] = specifier.split("/");
  switch (door) {
    case "#law":
      // The arithmetic of a refund has a door of its own, because the pages do it again.
      return rest[0] === "refund" ? "src/law/refund-entitlement.ts" : "src/law/index.ts";
    case "#contract":
      return `src/domains/${rest.join("/")}/contract.ts`;
    case "#kernel":
    case "#platform":
    case "#domains":
    case "#screens":
      return `src/${door.slice(1)}/${rest.join("/")}/index.ts`;
    default:
      return undefined;
  }
}

/** The text without comments, so that a word in a sentence is not taken for code. Strings stay. */
export function codeOf({ text }: Source): string {
  const token = /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
  return text.replaceAll(token, (_all, string: string | undefined) => string ?? "");
}
