import { grant, refuse } from "#kernel/outcome";
import { action, all, any, holds, is, recipient, sameMerchant } from "#platform/action";
import { appealInput, movedShape } from "../contract.ts";
import { disputeLifecycle } from "../model.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { moveCase } from "../store/case.ts";
import { changeDispute } from "../store/dispute.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { waitFor } from "./wait-for.ts";

/** A side does not accept the ruling: somebody else of the platform looks, once and for good. */
export const appealRuling = action({
  name: "returns.appeal",
  input: appealInput,
  output: movedShape,
  allow: any(is("shopper"), recipient, all(holds("cases.decide"), sameMerchant)),
  idempotency: "required",
  refusals: ["case-not-found", "move-not-allowed", "version-changed", "neither-side"],
  subject: caseToMove,
  run: async ({ tx, input, principal, subject: { row }, record, now }) => {
    if (!disputeLifecycle.can(row.dispute_state, "appeal")) return notAllowed(row, "appeal");
    if (principal.kind === "staff") return refuse("neither-side", { number: row.number });
    const side = principal.kind === "shopper" ? "shopper" : "merchant";
    const handling = await handlingOf(tx, row);
    record.cancelDeadlines();
    record.line("appealed", { side, note: input.note });
    changeDispute(record, row, { appealed_by: side, appealed_at: now, appeal_note: input.note });
    const changes = {
      dispute_state: "appeal",
      ...waitFor(record, "platform-decides", null, { version: row.version, handling, now }),
    } as const;
    record.fact(caseFact("returns.appealed", { ...row, ...changes }));
    return grant(moved(moveCase(row, record, changes)));
  },
});
