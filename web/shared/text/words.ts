import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../data/api.ts";
import { type Format, formatFor } from "../format/index.ts";

type Params = Readonly<Record<string, unknown>>;

/** Everything a screen says: its own text by `t`, the server's codes by the rest, figures by `format`. */
export type Words = {
  readonly t: TFunction;
  readonly language: string;
  readonly format: Format;
  /** A reason of a decision, a refusal: `because:<code>`. */
  because(reason: { code: string; params?: Params } | null | undefined): string;
  /** A sentence about what went wrong, whatever it was. */
  trouble(error: unknown): string;
  /** One word of a closed list: `of("kind", "refund-only")` reads `because:kind.refund-only`, else `because:kind.other`. */
  of(list: string, value: string, params?: Params): string;
  /** The side of a title that this language reads. */
  title(title: { zh: string; en: string }): string;
};

export function useWords(): Words {
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  return useMemo(() => wordsFor(t, language), [t, language]);
}

export function wordsFor(t: TFunction, language: string): Words {
  const format = formatFor(language);
  const spoken = (params: Params = {}) => speakable(t, format, language, params);
  const of = (list: string, value: string, params?: Params) =>
    t([`because:${list}.${value}`, `because:${list}.other`], spoken(params));
  const because: Words["because"] = (reason) =>
    reason ? t([`because:${reason.code}`, "because:other"], spoken(reason.params)) : "";
  return {
    t,
    language,
    format,
    because,
    trouble: (error) => {
      if (!(error instanceof Problem)) return t("because:page-trouble");
      return t(
        [`because:${error.code}`, error.status >= 500 ? "because:server-trouble" : "because:refused"],
        spoken(error.params),
      );
    },
    of,
    title: ({ zh, en }) => (language === "en" ? en || zh : zh || en),
  };
}

/** Parameters as people read them: amounts, days, instants and codes of closed lists become words. */
function speakable(t: TFunction, format: Format, language: string, params: Params): Record<string, unknown> {
  const said: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(params)) said[name] = sayOne(t, format, name, value, params);
  const [zh, en] = [params.titleZh, params.titleEn];
  if (said.title === undefined && (zh || en)) said.title = language === "en" ? en || zh : zh || en;
  return said;
}

function sayOne(t: TFunction, format: Format, name: string, value: unknown, params: Params): unknown {
  if (typeof value === "object" && value !== null) {
    if ("amount" in value && "currency" in value)
      return format.money({ amount: String(value.amount), currency: String(value.currency) });
    if ("zh" in value && "en" in value) return format.language === "en" ? value.en || value.zh : value.zh || value.en;
    return "";
  }
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return name === "count" ? value : format.number(value);
  if (typeof value !== "string") return "";
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return format.day(value);
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return format.moment(value);
  const codes = codesOf[name];
  if (codes !== undefined)
    return value
      .split(" ")
      .map((one) => t([`because:${codes}.${one}`, `because:${codes}.other`]))
      .join(t("common:list-or"));
  const list = listOf[name];
  // A merchant's reason to refuse is called a reason as well.
  const second = list === "reason" ? [`because:reject.${value}`] : [];
  if (list !== undefined) return t([`because:${list}.${value}`, ...second, `because:${list}.other`]);
  const currency = params.currency;
  if (amountNames.test(name) && /^-?\d+(\.\d+)?$/.test(value))
    return format.money({ amount: value, currency: typeof currency === "string" ? currency : "CNY" });
  return value;
}

const amountNames = /amount|total|paid|off|freight|threshold|shortfall|price|refund|settled|share/i;

/** Parameters that carry several codes, with a space between them. */
const codesOf: Record<string, string> = {
  needs: "evidence-kind",
  flaws: "confirmation-flaw",
  may: "role",
};

/** Parameters that carry a code, and the list that words it. */
const listOf: Record<string, string> = {
  reason: "reason",
  evidenceKind: "evidence-kind",
  rejectReason: "reject",
  kind: "kind",
  caseKind: "kind",
  requestedKind: "kind",
  way: "way",
  wayBack: "way",
  carrier: "carrier",
  tender: "tender",
  grade: "grade",
  disposition: "disposition",
  funder: "funder",
  waitingOn: "waiting-on",
  freightPayer: "freight-payer",
  caseState: "case",
  goodsState: "goods",
  moneyState: "money",
  route: "route",
  remedy: "remedy",
  exclusion: "exclusion",
  specialClass: "exclusion",
  confirmationClass: "exclusion",
  trace: "trace",
  condition: "condition",
  actor: "actor",
  toKind: "kind",
  ruling: "ruling",
  blame: "blame",
};
