import { mayTake } from "#domains/parties";
import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { assignInput, movedShape } from "../contract.ts";
import { moveCase } from "../store/case.ts";
import { caseToMove, moved } from "./case-to-move.ts";

/** Somebody takes the case, or gives it to a colleague; null lets go of it. */
export const assignCase = action({
  name: "returns.assign",
  input: assignInput,
  output: movedShape,
  allow: all(holds("cases.assign"), sameMerchant),
  idempotency: "optional",
  refusals: ["case-not-found", "version-changed", "staff-not-found"],
  subject: caseToMove,
  run: async ({ tx, input, subject: { row }, record }) => {
    if (input.staffId !== null && !(await mayTake(tx, input.staffId, row.merchant_id)))
      return refuse("staff-not-found", { staffId: input.staffId });
    record.line("assigned", { staffId: input.staffId });
    return grant(moved(moveCase(row, record, { assigned_to: input.staffId })));
  },
});
