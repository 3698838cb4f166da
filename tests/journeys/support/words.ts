import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Language = "zh-CN" | "en";

/** What a page says, read from the same text files: a journey looks for the meaning, and a better wording breaks nothing. */
export function wordsOf(language: Language): Words {
  const t = (key: string, params: Readonly<Record<string, string | number>> = {}) => {
    const [file = "", name = ""] = key.split(/:(.*)/s);
    const words = wordsIn(language, file);
    const text = words[name] ?? words[`${name}_other`];
    if (text === undefined) throw new Error(`no text ${key} in ${language}`);
    return text.replace(/\{\{(\w+)\}\}/g, (_, param: string) => String(params[param] ?? ""));
  };
  return {
    t,
    of: (list, value) => t(`because:${list}.${value}`),
    part: (key) => new RegExp(pattern(t, key)),
  };
}

export type Words = {
  t(key: string, params?: Readonly<Record<string, string | number>>): string;
  /** One word of a closed list, such as `of("kind", "refund-only")`. */
  of(list: string, value: string): string;
  /** A text whose parameters may be anything. */
  part(key: string): RegExp;
};

function pattern(t: Words["t"], key: string): string {
  const hole = "\u0000";
  const filled = t(key, new Proxy({}, { get: () => hole }));
  return filled
    .split(hole)
    .map((fixed) => fixed.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
}

const files = new Map<string, Readonly<Record<string, string>>>();

function wordsIn(language: Language, file: string): Readonly<Record<string, string>> {
  const path = join(import.meta.dirname, "../../../web/shared/text", language, `${file}.json`);
  const known = files.get(path) ?? (JSON.parse(readFileSync(path, "utf8")) as Record<string, string>);
  files.set(path, known);
  return known;
}
