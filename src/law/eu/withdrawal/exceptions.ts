import type { Facts } from "../../facts.ts";
import type { Matter } from "../../pack.ts";
import { article, type Rule, rule } from "../../rule.ts";
import type { Ruling } from "../../ruling.ts";
import { consumerRights } from "../sources.ts";
import { nationalLawNotRead } from "./rules.ts";

type Exception = {
  readonly rule: Rule;
  readonly exclusion: string;
  readonly holds: (facts: Facts) => boolean;
};

const customMade = exception("c", "custom", ({ goods }) => goods.specialClass === "custom");
const digitalContent = exception(
  "m",
  "digital-download",
  ({ goods, condition }) => goods.specialClass === "digital-download" && condition.downloaded === true,
);

/** Art. 16, letter by letter: the contracts without a right to withdraw. Only the heading was read. */
const exceptions: readonly Exception[] = [
  exception("a", "service-performed", ({ goods }) => goods.service === "performed"),
  exception("b", "gold", ({ goods }) => goods.specialClass === "gold"),
  customMade,
  exception("d", "perishable", ({ goods }) => goods.specialClass === "perishable"),
  exception("e", "hygiene-sealed", hygieneSealBroken),
  exception("f", "inseparably-mixed", ({ goods }) => goods.withdrawalException === "inseparably-mixed"),
  exception("g", "alcohol-future", ({ goods }) => goods.withdrawalException === "alcohol-future"),
  exception("h", "urgent-repair", ({ goods }) => goods.withdrawalException === "urgent-repair"),
  exception("i", "digital-media", ({ goods, condition }) => goods.specialClass === "digital-media" && condition.opened),
  exception(
    "j",
    "periodical",
    ({ goods, days }) => goods.specialClass === "periodical" && days.firstOfRegular === null,
  ),
  exception("k", "public-auction", ({ goods }) => goods.withdrawalException === "public-auction"),
  exception("l", "ticket", ({ goods }) => goods.specialClass === "ticket"),
  digitalContent,
];

export const exceptionRules = exceptions.map(({ rule }) => rule);

/** Every exception that may hold; that a standard article is made after the order does not make it custom. */
export function excepted(ruling: Ruling, { facts }: Matter): void {
  for (const { rule, exclusion, holds } of exceptions) {
    if (holds(facts)) ruling.deny("withdrawal-excepted", { exclusion }, rule);
  }
  const { specialClass } = facts.goods;
  if (specialClass === "digital-download" && facts.condition.downloaded === null) {
    ruling.review("download-not-shown", {}, digitalContent.rule);
  }
  if (specialClass === "made-to-order") ruling.review("made-to-order", {}, customMade.rule);
  if (specialClass === "medicine" || specialClass === "medical-device") {
    ruling.review("law-not-read", {}, nationalLawNotRead);
  }
}

function exception(letter: string, exclusion: string, holds: Exception["holds"]): Exception {
  return {
    rule: rule(`EU-CRD-16-${letter}`, "orderedAt", article(consumerRights, `16(${letter})`, "M")),
    exclusion,
    holds,
  };
}

function hygieneSealBroken({ goods, condition }: Facts): boolean {
  if (condition.hygieneSealBroken) return true;
  return goods.confirmationClass === "unsafe-or-altered-once-opened" && condition.opened;
}
