import type { Words } from "../../../shared/text/index.ts";
import type { Clause } from "./compare.ts";

/** A clause as a sentence; one that has no sentence of its own lists what it says. */
export function clauseSays(words: Words, { code, params }: Clause): string {
  const { t, format } = words;
  if (code === "policy-clause") return promiseSays(words, params);
  if (code === "handling-auto-approve") return autoApprovalSays(words, params);
  if (code === "handling-reminders")
    return t("desk:clause.handling-reminders", {
      list: parts(params["percents"])
        .map((percent) => `${percent}%`)
        .join(t("desk:case.separator")),
    });
  if (code === "handling-pause")
    return t("desk:clause.handling-pause", {
      label: params["label"],
      from: format.moment(String(params["from"])),
      until: format.moment(String(params["until"])),
      who: parts(params["holds"])
        .map((who) => t([`desk:clockPauses.who.${who}`, "desk:clause.other"]))
        .join(t("desk:case.separator")),
    });
  if (code === "handling-merchant-answers-for")
    return t("desk:clause.handling-merchant-answers-for", {
      what: params["id"] === "after-offer" ? t("desk:draft.afterOffer") : words.of("kind", String(params["id"])),
      hours: params["hours"],
    });
  const list = Object.entries(params)
    .map(([name, value]) => `${name} ${value}`)
    .join(" · ");
  return t([`desk:clause.${code}`, "desk:clause.other"], { ...params, code, list });
}

/** What is approved at once, up to how much, for which reasons, and for shoppers with how many cases before. */
function autoApprovalSays(words: Words, params: Clause["params"]): string {
  const { t, format } = words;
  const kinds = listed(words, "kind", params["kinds"]);
  if (kinds === "") return t("desk:clause.handling-auto-approve-none");
  const limit = Number(params["upToMinor"]);
  const amount = { amount: (limit / 100).toFixed(2), currency: "CNY" };
  const reasons = listed(words, "reason", params["reasons"]);
  const history = params["casesIn90Days"];
  return [
    limit >= noLimitMinor
      ? t("desk:clause.handling-auto-approve-any", { kinds })
      : t("desk:clause.handling-auto-approve", { kinds, limit: format.money(amount) }),
    reasons === "" ? "" : t("desk:clause.handling-auto-approve-reasons", { reasons }),
    typeof history === "number" ? t("desk:clause.handling-auto-approve-history", { n: history }) : "",
  ]
    .filter((part) => part !== "")
    .join(words.language === "en" ? " " : "");
}

/** From this many minor units on, a limit is meant as none. */
const noLimitMinor = 99_999_999_999;

/** For whom and what, until when, what one gets, who pays the way back, and under which conditions. */
function promiseSays(words: Words, params: Clause["params"]): string {
  const { t, of } = words;
  const { from, days, hours } = params;
  const start = t([`desk:clause.from.${from}`, "desk:clause.from.other"]);
  const window =
    typeof days === "number"
      ? t("desk:clause.window.days", { from: start, days })
      : typeof hours === "number"
        ? t("desk:clause.window.hours", { from: start, hours })
        : t("desk:clause.window.none");
  const separator = t("desk:case.separator");
  const conditions = [
    parts(params["conditions"]).length > 0
      ? t("desk:clause.conditions", { list: listed(words, "condition", params["conditions"]) })
      : "",
    parts(params["evidence"]).length > 0
      ? t("desk:clause.evidence", {
          list: parts(params["evidence"])
            .map((proof) => t([`desk:proof.${proof}`, "desk:proof.other"]))
            .join(separator),
        })
      : "",
    parts(params["categories"]).length > 0
      ? t("desk:clause.categories", {
          list: parts(params["categories"])
            .map((category) => t([`desk:category.${category}`, "desk:category.other"]))
            .join(separator),
        })
      : "",
  ];
  const { feeBasisPoints, feeMinor } = params;
  const fee =
    typeof feeBasisPoints === "number"
      ? `${feeBasisPoints / 100}%`
      : typeof feeMinor === "string"
        ? words.format.money({ amount: (Number(feeMinor) / 100).toFixed(2), currency: "CNY" })
        : "";
  conditions.push(
    fee === "" ? "" : t("desk:clause.fee", { fee }),
    parts(params["waysBack"]).length > 0
      ? t("desk:clause.waysBack", { list: listed(words, "way", params["waysBack"]) })
      : "",
  );
  return t("desk:clause.policy-clause", {
    reasons: parts(params["reasons"])
      .map((claim) => t([`desk:claim.${claim}`, "desk:claim.other"]))
      .join(separator),
    remedies: listed(words, "remedy", params["remedies"]),
    window,
    freight: of("freight-payer", String(params["freight"])),
    conditions: conditions.filter((part) => part !== "").join(t("desk:clause.stop")),
  });
}

function listed({ t, of }: Words, list: string, value: Clause["params"][string] | undefined): string {
  return parts(value)
    .map((part) => of(list, part))
    .join(t("desk:case.separator"));
}

function parts(value: Clause["params"][string] | undefined): string[] {
  return typeof value === "string" && value !== "" ? value.split(",") : [];
}
