import { formatMoney, fromWire } from "#kernel/money";
import type { NewsParams } from "../shapes.ts";
import en from "../text/en.json" with { type: "json" };
import zhCN from "../text/zh-CN.json" with { type: "json" };
import type { LetterPlaces } from "./mail-job.ts";

export type Letter = { readonly subject: string; readonly text: string; readonly html: string };
type Text = typeof zhCN;
type MailedKind = keyof Text["news"];

type Language = "zh-CN" | "en";

const texts: Readonly<Record<Language, Text>> = { "zh-CN": zhCN, en };

/** The mail that tells of one message: plain text, and the same in simple HTML with everything escaped. */
export function letter(kind: string, params: NewsParams, asked: string, { publicUrl, zone }: LetterPlaces): Letter {
  const language = asked === "en" ? "en" : "zh-CN";
  const text = texts[language];
  const news = isMailed(kind) ? text.news[kind] : text.otherNews;
  const said = spoken(params, language, zone, text);
  const link = `${publicUrl}/cases/${encodeURIComponent(params.number)}`;
  const waiting = params.dueAt === null ? undefined : lookUp(text.waiting, params.waitingOn);
  const lines = [text.greeting, news.body, waiting]
    .filter((line) => line !== undefined)
    .map((line) => fill(line, said));
  return {
    subject: fill(news.subject, said).replace(/\s+/g, " "),
    text: [...lines, `${text.link} ${link}`, text.footer].join("\n\n"),
    html: [
      `<!doctype html><html lang="${language}"><meta charset="utf-8"><body>`,
      ...lines.map((line) => `<p>${escaped(line)}</p>`),
      `<p><a href="${escaped(link)}">${escaped(text.link)}</a></p>`,
      `<p><small>${escaped(text.footer)}</small></p></body></html>`,
    ].join("\n"),
  };
}

function isMailed(kind: string): kind is MailedKind {
  return Object.hasOwn(zhCN.news, kind);
}

function spoken(params: NewsParams, language: Language, zone: string, text: Text): Record<string, string> {
  const title = language === "en" ? params.titleEn || params.titleZh : params.titleZh || params.titleEn;
  return {
    number: params.number,
    orderNumber: params.orderNumber,
    title,
    kind: lookUp(text.kinds, params.kind) ?? text.kinds.other,
    amount: params.amount === null ? "" : formatMoney(fromWire(params.amount), language),
    dueAt: params.dueAt === null ? "" : moment(params.dueAt, language, zone),
  };
}

/** With the offset, because a mail is read anywhere: 2026年11月28日 23:59 (UTC+8). */
function moment(instant: string, language: Language, zone: string): string {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  const day = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: zone }).format(local.epochMilliseconds);
  const time = local.toPlainTime().toString({ smallestUnit: "minute" });
  return `${day} ${time} (UTC${local.offset.replace(/^([+-])0?(\d+):(00)?/, "$1$2")})`;
}

function lookUp(words: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(words, code) ? words[code] : undefined;
}

/** One pass, so that a title with braces in it stays what it is. */
function fill(line: string, said: Readonly<Record<string, string>>): string {
  return line.replace(/\{(\w+)\}/g, (_, name: string) => said[name] ?? "");
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
