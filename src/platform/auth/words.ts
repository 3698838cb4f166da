import { readFileSync } from "node:fs";

/** What people read in texts and mails of the door. The wording is in text/, one file per language. */
type Locale = "zh-CN" | "en";
type Name = "code" | "code-subject" | "invitation" | "invitation-subject" | "reset" | "reset-subject";

const texts: Readonly<Record<Locale, Readonly<Record<string, string>>>> = { "zh-CN": read("zh-CN"), en: read("en") };

/** @param asked a language as a person or a browser names it; what is not English is answered in Chinese */
export function words(asked: string | undefined, name: Name, params: Readonly<Record<string, string>> = {}): string {
  const locale: Locale = /^\s*en\b/i.test(asked ?? "") ? "en" : "zh-CN";
  const text = texts[locale][name];
  if (text === undefined) throw new Error(`text/${locale}.json has no ${name}`);
  return text.replace(/\{(\w+)\}/g, (_, key: string) => params[key] ?? "");
}

function read(locale: Locale): Record<string, string> {
  return JSON.parse(readFileSync(new URL(`./text/${locale}.json`, import.meta.url), "utf8"));
}
