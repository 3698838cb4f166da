import type { FreightPayer } from "../../decision.ts";
import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { sendingBack } from "./rules.ts";

/** The shopper pays the way back unless somebody agreed to, insured it, or nobody said so beforehand (EU-CRD-14). */
export function wayBack(ruling: Ruling, { facts: { promises, withdrawal } }: Matter): FreightPayer {
  ruling.cite(sendingBack);
  if (promises.returnFreight !== null) return promises.returnFreight;
  // What is not known counts against nobody: the rule is that the shopper pays.
  if (withdrawal.informed === false || withdrawal.returnCostExplained === false) {
    ruling.note("return-cost-not-explained", {}, sendingBack);
    return "seller";
  }
  return promises.freightInsurance ? "insurer" : "shopper";
}
