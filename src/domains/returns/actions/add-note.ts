import { grant, refuse } from "#kernel/outcome";
import { action, all, any, holds, is, recipient, sameMerchant } from "#platform/action";
import { claimFiles } from "#platform/files";
import { addNoteInput, movedShape } from "../contract.ts";
import { caseFact } from "../rules/case-fact.ts";
import { moveCase } from "../store/case.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";

/** Either side adds words or photos that both can read. */
export const addNote = action({
  name: "returns.note",
  input: addNoteInput,
  output: movedShape,
  allow: any(is("shopper"), recipient, all(holds("cases.read"), sameMerchant)),
  idempotency: "required",
  refusals: ["case-not-found", "move-not-allowed", "version-changed", "evidence-not-found"],
  subject: caseToMove,
  run: async ({ tx, input, subject: { row }, record }) => {
    if (row.closed_at !== null) return notAllowed(row, "note");
    if (input.evidence.length > 0) {
      const claimed = await claimFiles(tx, row.customer_id, row.order_id, input.evidence, row.id, row.merchant_id);
      if (!claimed.ok) return refuse("evidence-not-found", claimed.params);
    }
    record.line("noted", { note: input.note, photos: input.evidence.length });
    record.fact(caseFact("returns.noted", row));
    return grant(moved(moveCase(row, record, {})));
  },
});
