import { interceptionLifecycle } from "../model.ts";
import type { CaseRow } from "../store/case.ts";

/** A parcel that nobody is to take in, still on its way, of which the carrier was not asked before. */
export function mayBeTurnedRound(
  row: Pick<CaseRow, "kind" | "case_state" | "goods_state" | "interception_state">,
): boolean {
  return (
    row.kind === "refuse-delivery" &&
    row.case_state === "approved" &&
    row.goods_state === "in-transit" &&
    interceptionLifecycle.can(row.interception_state, "ask")
  );
}
