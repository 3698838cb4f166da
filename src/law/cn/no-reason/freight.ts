import type { FreightPayer } from "../../decision.ts";
import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { freightOfReturn } from "./rules.ts";

/** The shopper pays the way back unless somebody promised to or insured it (CN-NRR-09). */
export function returnFreight(ruling: Ruling, { facts }: Matter): FreightPayer {
  ruling.cite(freightOfReturn);
  return facts.promises.returnFreight ?? (facts.promises.freightInsurance ? "insurer" : "shopper");
}
