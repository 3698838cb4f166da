import { type ParseArgsOptionsConfig, parseArgs } from "node:util";

/** Wrong usage: exit code 2. */
export class UsageError extends Error {}

/** Reads options; anything not declared is wrong usage. */
export function readArguments<const O extends ParseArgsOptionsConfig>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split("\n")[0]}.`);
  }
}
