import type { Disposition } from "../model.ts";
import type { CaseRow } from "../store/case.ts";
import { goesOut } from "./goes-out.ts";

const becomes: Readonly<Record<Disposition, readonly Disposition[]>> = {
  none: ["restock", "refurbish", "scrap"],
  // What was meant to go back and was accepted after all is the shop's.
  "return-to-shopper": ["restock", "refurbish", "scrap"],
  refurbish: ["restock", "scrap"],
  restock: ["refurbish", "scrap"],
  scrap: [],
};

/** What may become of a piece after this; nothing, once it is scrapped. */
export function whatBecomes(of: Disposition): readonly Disposition[] {
  return becomes[of];
}

/** The goods are the shop's for good: counted and accepted, with no word of shopper or platform on them to come. */
export function goodsAreKept(
  row: Pick<CaseRow, "kind" | "case_state" | "goods_state" | "waiting_on" | "outbound_state">,
): boolean {
  if (row.goods_state !== "inspected" || row.kind === "repair") return false;
  if (row.case_state === "completed") return true;
  return (
    row.case_state === "approved" && row.waiting_on !== "platform" && (row.waiting_on === "payment" || goesOut(row))
  );
}
