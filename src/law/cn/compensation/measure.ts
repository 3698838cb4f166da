import type { CompensationDecision } from "../../decision.ts";
import type { Ruling } from "../../ruling.ts";
import { freeGoods } from "./rules.ts";

/** How much, measured by what; null: a person has to find it. */
export type Measure = { readonly amount: bigint | null; readonly basis: CompensationDecision["basis"] };

/** "Free" is no defence, and what the price is multiplied from is for a person to find. */
export function ofGift(ruling: Ruling, isGift: boolean): void {
  if (isGift) ruling.review("free-is-no-defence", {}, freeGoods);
}
