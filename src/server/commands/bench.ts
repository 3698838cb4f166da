import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readArguments, UsageError } from "./arguments.ts";

const folder = join(import.meta.dirname, "../../../bench");

/** `bench [NAME]`: runs the file bench/NAME.ts, or all of them; one JSON line per figure. */
export default async function bench(args: string[]): Promise<number> {
  const { positionals } = readArguments(args, { json: { type: "boolean" } });
  const names = existsSync(folder)
    ? (await readdir(folder))
        .filter((file) => /^[a-z-]+\.ts$/.test(file))
        .map((file) => file.slice(0, -3))
        .sort()
    : [];
  const [name] = positionals;
  if (name !== undefined && !names.includes(name))
    throw new UsageError(`There is no benchmark "${name}"; there are: ${names.join(", ")}.`);
  for (const one of name === undefined ? names : [name]) {
    const { default: run } = (await import(join(folder, `${one}.ts`))) as { default: () => Promise<object[]> };
    for (const line of await run()) process.stdout.write(`${JSON.stringify(line)}\n`);
  }
  return 0;
}
