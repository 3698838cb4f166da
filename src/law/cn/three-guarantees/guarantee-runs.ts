import type { DayNumber } from "#kernel/time";
import type { Matter } from "../../pack.ts";
import { type PeriodEnd, rolled } from "../periods.ts";
import { timeInRepair, warrantyEnd } from "../warranty-period.ts";
import type { ListedGoods } from "./listed-goods.ts";

/** How long the guarantee runs: for the body, for main parts, and as the shop promised (null: it did not). */
export type GuaranteeRuns = {
  readonly body: PeriodEnd;
  readonly mainParts: PeriodEnd;
  readonly promised: PeriodEnd | null;
};

/** A shop's shorter term is ineffective, a longer one counts (CN-QLT-06). */
export function guaranteeRuns(matter: Matter, listed: ListedGoods, startOn: DayNumber): GuaranteeRuns {
  const promised = matter.facts.promises.warrantyMonths ?? 0;
  const until = (months: number) => runsUntil(matter, months, startOn);
  return {
    body: until(Math.max(listed.bodyMonths, promised)),
    mainParts: until(Math.max(listed.mainPartMonths, promised)),
    promised: promised > 0 ? until(promised) : null,
  };
}

/** So many months from the delivery or installation, time in repair not counted. */
export function runsUntil(matter: Matter, months: number, deliveredOn: DayNumber): PeriodEnd {
  const { installed: installedOn, replaced: replacedOn } = matter.facts.days;
  return rolled(warrantyEnd({ months, deliveredOn, installedOn, replacedOn, repairs: timeInRepair(matter) }), matter);
}
