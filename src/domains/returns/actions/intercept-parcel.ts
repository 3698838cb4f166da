import { grant } from "#kernel/outcome";
import { action, all, any, holds, is, type Recorder, sameMerchant } from "#platform/action";
import { interceptInput, movedShape } from "../contract.ts";
import { caseFact } from "../rules/case-fact.ts";
import { mayBeTurnedRound } from "../rules/may-be-turned-round.ts";
import { moveCase } from "../store/case.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";

/** The parcel is to be turned round before it is at the door: either side may have the carrier asked. */
export const interceptParcel = action({
  name: "returns.intercept",
  input: interceptInput,
  output: movedShape,
  allow: any(is("shopper"), holds("cases.create"), all(holds("cases.decide"), sameMerchant)),
  idempotency: "required",
  refusals: ["case-not-found", "move-not-allowed", "version-changed"],
  subject: caseToMove,
  run: async ({ subject: { row }, record }) => {
    if (!mayBeTurnedRound(row)) return notAllowed(row, "intercept");
    const changes = { interception_state: "wanted" } as const;
    askedOfCarrier(record, { ...row, ...changes });
    return grant(moved(moveCase(row, record, changes)));
  },
});

/** Said and told, so that the worker goes to the carrier. */
export function askedOfCarrier(record: Recorder, after: Parameters<typeof caseFact>[1]): void {
  record.line("interception-wanted", {});
  record.fact(caseFact("returns.interception-wanted", after));
}
