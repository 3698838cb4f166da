import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { becauseCodes, refundStepCodes } from "#law";

/**
 * Fails when a word is missing: a key the pages use, a code the server may send, or one side of a translation.
 *
 *     node tools/check-text.ts [--unused]
 */
const languages = ["zh-CN", "en"] as const;
const files = ["common", "because", "portal", "desk"] as const;
const root = resolve(import.meta.dirname, "..");
const { values: options } = parseArgs({ options: { unused: { type: "boolean", default: false } } });

/** Lists of the contracts and the prefix that words their values: in because.json where no file is named. */
const closedLists: readonly [string, string][] = [
  ["caseKinds", "kind"],
  ["reasons", "reason"],
  ["rights", "desk:right"],
  ["roles", "desk:role"],
  ["rejectReasons", "reject"],
  ["grades", "grade"],
  ["dispositions", "disposition"],
  ["waysBack", "way"],
  ["tenderKinds", "tender"],
  ["funders", "funder"],
  ["deliveryStates", "delivery"],
  ["refundStates", "refund"],
  ["specialClasses", "exclusion"],
];

const words = new Map<string, Map<string, string>>();
for (const language of languages) words.set(language, await wordsOf(language));
const used = await keysUsed();
const needed = await codesSent();

const faults = [...oneSided(), ...missing(), ...unlikeParameters()];
if (options.unused)
  for (const key of known()) if (!used.has(key) && !key.startsWith("because:")) faults.push(`${key} is used nowhere`);
for (const fault of faults) console.error(fault);
console.log(
  faults.length === 0
    ? `${known().size} texts, complete in ${languages.join(" and ")}`
    : `${faults.length} faults in the texts`,
);
process.exitCode = faults.length === 0 ? 0 : 1;

/** `portal:home.title` → text; the endings of plural forms are cut off, since languages have different ones. */
async function wordsOf(language: string): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  for (const file of files) {
    const text = await readFile(`${root}/web/shared/text/${language}/${file}.json`, "utf8").catch(() => "{}");
    for (const [key, said] of Object.entries(JSON.parse(text) as Record<string, string>)) {
      if (typeof said !== "string" || said.trim() === "")
        throw new Error(`${language}/${file}.json: ${key} has no text`);
      all.set(`${file}:${bare(key)}`, said);
    }
  }
  return all;
}

function known(): Set<string> {
  return new Set([...words.values()].flatMap((texts) => [...texts.keys()]));
}

function oneSided(): string[] {
  return [...known()].flatMap((key) =>
    languages.filter((one) => !words.get(one)?.has(key)).map((one) => `${key} is not written in ${one}`),
  );
}

function missing(): string[] {
  const here = known();
  const unwritten = [...used]
    .filter(([key]) => !here.has(key))
    .map(([key, where]) => `${key} is used in ${where} and written nowhere`);
  return [
    ...unwritten,
    ...[...needed]
      .filter(([key]) => !here.has(key))
      .map(([key, where]) => `${key} is sent by ${where} and written nowhere`),
  ];
}

/** A translation that forgets a parameter forgets a fact; `count` may be words in one language and a figure in the other. */
function unlikeParameters(): string[] {
  const [first, second] = languages.map((language) => words.get(language) ?? new Map<string, string>());
  return [...(first ?? [])].flatMap(([key, text]) => {
    const other = second?.get(key);
    if (other === undefined || parameters(text) === parameters(other)) return [];
    return [`${key} names {{${parameters(text)}}} in one language and {{${parameters(other)}}} in the other`];
  });
}

function parameters(text: string): string {
  const names = [...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => name ?? "").filter((name) => name !== "count");
  return [...new Set(names)].sort().join(", ");
}

/**
 * Every `"file:key"` of both apps. Of a key put together at run time (`file:part.${value}`) only the beginning is known:
 * whatever begins so counts as used, and nothing beginning so is a fault.
 */
async function keysUsed(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const path of await sources(`${root}/web`)) {
    const source = await readFile(path, "utf8");
    const where = path.slice(root.length + 1);
    for (const [, key] of source.matchAll(/["'`]((?:common|because|portal|desk):[a-z][\w.-]*)["'`]/gi))
      if (key) found.set(key, where);
    for (const [, start] of source.matchAll(/`((?:common|because|portal|desk):[\w.-]*)\$\{/g)) {
      const begun = [...known()].filter((key) => start !== undefined && key.startsWith(start));
      for (const key of begun) found.set(key, where);
      if (begun.length === 0 && start) found.set(`${start}…`, where);
    }
  }
  return found;
}

async function sources(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(
      (entry) =>
        entry.isFile() &&
        /\.tsx?$/.test(entry.name) &&
        !/\.test\.tsx?$/.test(entry.name) &&
        !/\/(dist|node_modules)(\/|$)/.test(entry.parentPath),
    )
    .map((entry) => `${entry.parentPath}/${entry.name}`);
}

/** What may arrive: the contracts' refusals, facts and closed lists, the law's reasons, and the codes written in the source. */
async function codesSent(): Promise<Map<string, string>> {
  const sent = new Map<string, string>();
  const add = (prefix: string, values: readonly string[], where: string) => {
    const file = prefix.includes(":") ? "" : "because:";
    for (const value of values) sent.set(`${file}${prefix}${value}`, where);
  };
  for (const name of await readdir(`${root}/src/domains`)) {
    const path = `${root}/src/domains/${name}/contract.ts`;
    if (!existsSync(path)) continue;
    const contract = (await import(path)) as Record<string, unknown>;
    add("", strings(contract.refusals), `${name}'s refusals`);
    // Of the facts only those about cases reach a shopper.
    if (name === "returns")
      for (const prefix of ["inbox.", "inbox-body."]) add(prefix, strings(contract.factPayloads), "returns' facts");
    for (const [list, prefix] of closedLists) add(`${prefix}.`, strings(contract[list]), `${name}'s ${list}`);
  }
  add("", strings(becauseCodes), "the law");
  add("receipt.", strings(refundStepCodes), "the law");
  for (const path of await sources(`${root}/src`)) {
    const source = await readFile(path, "utf8");
    const where = path.slice(root.length + 1);
    for (const [, code] of source.matchAll(/\b(?:refuse|Refusal)\(\s*"([a-z-]+)"/g)) if (code) add("", [code], where);
    for (const [, kind] of source.matchAll(/\brecord\.line\(\s*"([a-z-]+)"/g))
      if (kind) add("timeline.", [kind], where);
    for (const [, code] of source.matchAll(/\bsteps(?:\.push\(|: \[)(?:\.\.\.[\w.]+, )?\{ code: ([^,]+),/g))
      add(
        "receipt.",
        [...(code ?? "").matchAll(/"([a-z-]+)"/g)].flatMap(([, one]) => one ?? []),
        where,
      );
  }
  return sent;
}

function strings(list: unknown): string[] {
  if (Array.isArray(list)) return list.filter((value) => typeof value === "string");
  return typeof list === "object" && list !== null ? Object.keys(list) : [];
}

function bare(key: string): string {
  return key.replace(/_(zero|one|two|few|many|other)$/, "");
}
