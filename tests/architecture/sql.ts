import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root, type Source, sources } from "./sources.ts";

/** An SQL text in a program file. `open`: something is put into it at run time, shown as …. */
export type Statement = { readonly path: string; readonly line: number; readonly sql: string; readonly open: boolean };

/** Every string of the program that is an SQL statement on tables of ours. */
export function statements(...folders: string[]): Statement[] {
  const onTables = new RegExp(`\\b(${schemas.join("|")})\\."?\\w`);
  return sources(...folders).flatMap((source) =>
    literalsOf(source)
      .filter(
        ({ sql }) =>
          /^\s*(select|insert into|update|delete from|with|merge|truncate|lock)\s/i.test(sql) && onTables.test(sql),
      )
      .map((statement) => ({ ...statement, path: source.path })),
  );
}

export const migrations: readonly Source[] = globSync("db/migrations/*.sql", { cwd: root })
  .sort()
  .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

export const schemas = [
  ...new Set(
    migrations.flatMap(({ text }) =>
      [...text.matchAll(/create schema (?:if not exists )?(\w+)/gi)].map(([, name]) => name ?? ""),
    ),
  ),
];

/** Tables by the kind that the comment of each says: shopper, reference, local. */
export const kindOfTable: ReadonlyMap<string, string> = new Map(
  migrations.flatMap(({ text }) =>
    [...text.matchAll(/comment on table ([\w."]+) is 'kind: (\w+)/g)].map(
      ([, table = "", kind = ""]) => [table.replaceAll('"', ""), kind] as const,
    ),
  ),
);

/** String and template literals. What is put into a template is scanned too; regular expressions and comments are skipped. */
function literalsOf({ text }: Source): { line: number; sql: string; open: boolean }[] {
  const found: { line: number; sql: string; open: boolean }[] = [];
  let at = 0;
  let before = "";
  const scan = (until: "}" | undefined): void => {
    for (let depth = 0; at < text.length; at++) {
      const char = text[at] ?? "";
      const pair = text.slice(at, at + 2);
      if (pair === "//") at = endOf("\n", at) - 1;
      else if (pair === "/*") at = endOf("*/", at) + 1;
      else if (char === "/" && /(^|[=(,:[!&|?{};]|return)$/.test(before)) skipRegex();
      else if (char === '"' || char === "'") quoted(char);
      else if (char === "`") template();
      else if (char === "{") depth += 1;
      else if (char === "}" && depth-- === 0 && until === "}") return;
      if (!/\s/.test(char)) before = `${before}${char}`.slice(-6);
    }
  };
  const endOf = (mark: string, from: number): number => {
    const end = text.indexOf(mark, from + 1);
    return end === -1 ? text.length : end;
  };
  const skipRegex = (): void => {
    for (let inClass = false; ++at < text.length; ) {
      if (text[at] === "\\") at += 1;
      else if (text[at] === "[") inClass = true;
      else if (text[at] === "]") inClass = false;
      else if ((text[at] === "/" && !inClass) || text[at] === "\n") return;
    }
  };
  const quoted = (quote: string): void => {
    const start = at;
    while (++at < text.length && text[at] !== quote) if (text[at] === "\\") at += 1;
    found.push({ line: lineOf(start), sql: text.slice(start + 1, at).replaceAll(/\\(.)/g, "$1"), open: false });
  };
  const template = (): void => {
    const start = at;
    let sql = "";
    let open = false;
    while (++at < text.length && text[at] !== "`") {
      if (text[at] === "\\") sql += text[++at];
      else if (text.slice(at, at + 2) === "${") {
        at += 2;
        before = "(";
        scan("}");
        sql += "…";
        open = true;
      } else sql += text[at];
    }
    found.push({ line: lineOf(start), sql, open });
  };
  const lineOf = (index: number): number => text.slice(0, index).split("\n").length;
  scan(undefined);
  return found;
}
