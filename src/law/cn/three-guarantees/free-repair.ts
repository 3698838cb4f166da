import { dateText } from "../../date-text.ts";
import { faultDay } from "../../facts.ts";
import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { faultyGoods, warrantyRuns } from "../non-conformity/rules.ts";
import { rolled, within } from "../periods.ts";
import { receiptOf } from "../receipt.ts";
import { warrantyEnd } from "../warranty-period.ts";
import type { ListedGoods } from "./listed-goods.ts";

/**
 * Repair is free while the guarantee runs. A shop's shorter term is ineffective, a longer one counts (CN-QLT-06). For
 * main parts the guarantee may run longer than for the body; which part failed is then for a person to see.
 */
export function freeRepair(ruling: Ruling, matter: Matter, listed: ListedGoods, onTheLadder: boolean): void {
  const { facts, notice } = matter;
  const { on: deliveredOn } = receiptOf(facts);
  if (deliveredOn === null) return;
  const promised = facts.promises.warrantyMonths ?? 0;
  const { installed: installedOn, replaced: replacedOn } = facts.days;
  const runs = { deliveredOn, installedOn, replacedOn, repairs: facts.repairs };
  const until = (months: number) => rolled(warrantyEnd({ ...runs, months }), matter);
  if (promised > 0 && promised < listed.bodyMonths) {
    ruling.warn("promised-warranty-too-short", { promised, months: listed.bodyMonths }, warrantyRuns);
  }
  const fault = faultDay(facts, notice);
  const body = until(Math.max(listed.bodyMonths, promised));
  const mainParts = until(Math.max(listed.mainPartMonths, promised));
  const terms = { lastDay: body.lastDay, freightPayer: "seller", amount: null } as const;
  if (onTheLadder) {
    ruling.offer("repair", terms, listed.ladder);
  } else if (promised > 0 && within(fault, until(promised)) === "in-time") {
    // What was agreed binds by itself (Consumer Law 24), also before the regulation put it so.
    ruling.note("within-promised-warranty", { lastDay: dateText(until(promised).lastDay) }, faultyGoods);
    ruling.offer("repair", terms, faultyGoods);
  } else if (within(fault, body) === "in-time") {
    ruling.note("within-guarantee", { lastDay: dateText(body.lastDay) }, listed.row);
    ruling.offer("repair", terms, listed.row);
  } else if (within(fault, mainParts) === "in-time") {
    ruling.review("main-parts-only", { lastDay: dateText(mainParts.lastDay) }, listed.row);
    ruling.offerAfterReview("repair", { ...terms, lastDay: mainParts.lastDay }, listed.row);
  } else if (within(fault, mainParts) === "unknown") {
    const params = { lastDay: dateText(mainParts.lastDay), year: mainParts.unpublishedYear };
    ruling.review("calendar-not-published", params, listed.row);
    ruling.offerAfterReview("repair", { ...terms, lastDay: mainParts.lastDay }, listed.row);
  } else {
    ruling.deny("guarantee-over", { lastDay: dateText(mainParts.lastDay) }, listed.row);
  }
}
