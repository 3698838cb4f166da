import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { tradesRegularly } from "./rules.ts";

/** Consumer law binds who trades; who sells a used thing now and then is bound by the contract alone (CN-PLT-07). */
export function soldByOperator(ruling: Ruling, { facts: { seller } }: Matter): void {
  if (seller.trades === "occasionally") ruling.deny("seller-is-no-operator", {}, tradesRegularly);
  else if (seller.trades === "disputed") ruling.review("operator-disputed", {}, tradesRegularly);
}

/** Where the contract gives much the same as consumer law would, its terms are for a person to read. */
export function soldByOperatorOrByContract(ruling: Ruling, { facts: { seller } }: Matter): void {
  if (seller.trades !== "regularly") ruling.review("contract-alone-binds", {}, tradesRegularly);
}
