import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Outcome } from "#kernel/outcome";
import {
  builtInPolicy,
  type Decision,
  decide,
  exampleFacts,
  factsJsonSchema,
  type PolicyVersion,
  packIds,
  parseFacts,
  policySchema,
} from "#law";
import { readArguments, UsageError } from "./arguments.ts";

/** `decide FACTS.json`: one decision as JSON; `decide -`: JSON lines in, JSON lines out. */
export default async function decideCommand(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    schema: { type: "boolean" },
    example: { type: "boolean" },
    law: { type: "string" },
    at: { type: "string" },
    policy: { type: "string" },
    json: { type: "boolean" },
  });
  if (values.schema === true) return print(factsJsonSchema());
  if (values.example === true) return print(exampleFacts);
  const pack = packIds.find((id) => id === values.law);
  if (values.law !== undefined && pack === undefined)
    throw new UsageError(`There is no law pack "${values.law}"; the packs are: ${packIds.join(", ")}.`);
  const at = values.at === undefined ? undefined : instant(values.at);
  const policy = values.policy === undefined ? builtInPolicy : await readPolicy(values.policy);
  const options = { ...(at === undefined ? {} : { at }), ...(pack === undefined ? {} : { pack }) };
  const [path] = positionals;
  if (path === undefined || positionals.length > 1)
    throw new UsageError("Name one file of facts, or - for JSON lines.");
  if (path === "-") return batch(policy, options);
  const text = await textOf(path);
  const answer = decideText(text, policy, options);
  if (answer.ok) return print(answer.value);
  process.stderr.write(`${path}: ${wordsOf(answer)}\n`);
  return 1;
}

async function batch(policy: PolicyVersion, options: Parameters<typeof decide>[2]): Promise<number> {
  let line = 0;
  let refused = 0;
  for await (const text of createInterface({ input: process.stdin })) {
    line += 1;
    if (text.trim() === "") continue;
    const answer = decideText(text, policy, options);
    if (!answer.ok) {
      refused += 1;
      process.stderr.write(`line ${line}: ${wordsOf(answer)}\n`);
    }
    // A slow reader slows us down instead of filling memory.
    const more = process.stdout.write(
      `${JSON.stringify(answer.ok ? answer.value : { error: { line, code: answer.code, params: answer.params } })}\n`,
    );
    if (!more) await new Promise((resolve) => process.stdout.once("drain", resolve));
  }
  return refused > 0 ? 1 : 0;
}

function decideText(text: string, policy: PolicyVersion, options: Parameters<typeof decide>[2]): Outcome<Decision> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { ok: false, code: "not-json", params: { detail: (error as Error).message } };
  }
  const facts = parseFacts(json);
  return facts.ok ? { ok: true, value: decide(facts.value, policy, options) } : facts;
}

function wordsOf({ code, params }: { code: string; params: Readonly<Record<string, unknown>> }): string {
  const fields = Object.entries(params).map(([field, rule]) => `${field}: ${rule}`);
  return `${code}: ${fields.join("; ")}. See decide --schema and decide --example.`;
}

async function readPolicy(path: string): Promise<PolicyVersion> {
  const parsed = policySchema.safeParse(jsonOf(path, await textOf(path)));
  if (!parsed.success)
    throw new UsageError(
      `${path} is no policy: ${parsed.error.issues[0]?.path.join(".")} ${parsed.error.issues[0]?.message}.`,
    );
  return parsed.data;
}

async function textOf(path: string): Promise<string> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "ENOENT" ? "there is no such file" : error.message;
    throw new UsageError(`${path} cannot be read: ${why}.`);
  });
}

function jsonOf(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is no JSON: ${(error as Error).message}.`);
  }
}

function instant(text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text);
  } catch {
    throw new UsageError(`--at ${text} is no instant such as 2026-11-21T10:00:00+08:00.`);
  }
}

function print(value: unknown): number {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  return 0;
}
