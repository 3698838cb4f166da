import { grant, refuse } from "#kernel/outcome";
import { action, any, holds, is, recipient } from "#platform/action";
import { claimFiles } from "#platform/files";
import { movedShape, objectReplacementInput } from "../contract.ts";
import { limits, outboundLifecycle } from "../model.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { sentTooSoon } from "../rules/goes-out.ts";
import { moveCase } from "../store/case.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { replacementInTrouble } from "./replacement-in-trouble.ts";

/** What was sent did not arrive, or is wrong or broken. From here who sent it is waited for, and no silence of the shopper counts. */
export const objectReplacement = action({
  name: "returns.object-replacement",
  input: objectReplacementInput,
  output: movedShape,
  allow: any(is("shopper"), recipient, holds("cases.create")),
  idempotency: "required",
  refusals: [
    "case-not-found",
    "move-not-allowed",
    "version-changed",
    "trouble-not-shown",
    "evidence-not-found",
    "still-on-its-way",
  ],
  subject: caseToMove,
  run: async ({ tx, input, subject: { row }, record, now }) => {
    const missing = input.trouble === "not-arrived";
    if (
      row.closed_at !== null ||
      sentTooSoon(row) ||
      !outboundLifecycle.can(row.outbound_state, missing ? "lose" : "refuse")
    )
      return notAllowed(row, "object-replacement");
    const soonest = row.outbound_shipped_at?.add({ hours: 24 * limits.missedAfterDays });
    if (
      missing &&
      row.outbound_state === "shipped" &&
      soonest !== undefined &&
      Temporal.Instant.compare(now, soonest) < 0
    )
      return refuse("still-on-its-way", { from: soonest.toString() });
    if (!missing && input.evidence.length === 0) return refuse("trouble-not-shown", {});
    if (input.evidence.length > 0) {
      const claimed = await claimFiles(tx, row.customer_id, row.order_id, input.evidence, row.id, row.merchant_id);
      if (!claimed.ok) return refuse("evidence-not-found", claimed.params);
    }
    const handling = await handlingOf(tx, row);
    record.line(`objected-${input.trouble}`, { note: input.note });
    return grant(moved(moveCase(row, record, replacementInTrouble(row, input.trouble, handling, record, now))));
  },
});
