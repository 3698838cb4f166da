import { holdUnits, linesForCase, lockOrder } from "#domains/orders";
import { grant, refuse } from "#kernel/outcome";
import { action, any, holds, is } from "#platform/action";
import { claimFiles } from "#platform/files";
import { movedShape, resubmitInput } from "../contract.ts";
import { limits, type Reason, reasons } from "../model.ts";
import { policyOf } from "../queries/policy-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { ifMerchantIsSilent } from "../rules/handling.ts";
import { heldBy, unitsTaken } from "../rules/units-taken.ts";
import { caseLines, moveCase } from "../store/case.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { waitFor } from "./wait-for.ts";

/** After a refusal the shopper asks again, with better words or photos; the merchant answers anew. */
export const resubmitCase = action({
  name: "returns.resubmit",
  input: resubmitInput,
  output: movedShape,
  allow: any(is("shopper"), holds("cases.create")),
  idempotency: "required",
  refusals: [
    "case-not-found",
    "move-not-allowed",
    "version-changed",
    "too-many-attempts",
    "unit-not-free",
    "evidence-needed",
    "evidence-not-found",
    "reason-not-for-kind",
  ],
  subject: caseToMove,
  run: async ({ tx, input, subject: { row }, record, now }) => {
    if (row.case_state !== "rejected" || row.goods_state !== "none" || row.dispute_state !== "none")
      return notAllowed(row, "resubmit");
    if (row.attempt >= limits.attemptsPerCase) return refuse("too-many-attempts", { limit: limits.attemptsPerCase });
    if (input.reason !== undefined && !(reasons[input.reason].kinds as readonly string[]).includes(row.kind))
      return refuse("reason-not-for-kind", { reason: input.reason, kind: row.kind });
    // A reason that pays more must bring the proof that a new request would need.
    if (input.reason !== undefined && input.reason !== row.reason && needsProof(input.reason, input.evidence))
      return refuse("evidence-needed", { reason: input.reason });
    await lockOrder(tx, row.customer_id, row.order_number);
    const [lines, order, policy] = await Promise.all([
      caseLines(tx, row.customer_id, row.id),
      linesForCase(tx, row.customer_id, row.order_number),
      policyOf(tx, row.policy_id, row.policy_version),
    ]);
    const held = heldBy(lines);
    if (unitsTaken(held, order)) return refuse("unit-not-free", { number: row.number });
    if (input.evidence.length > 0) {
      const claimed = await claimFiles(tx, row.customer_id, row.order_id, input.evidence, row.id, row.merchant_id);
      if (!claimed.ok) return refuse("evidence-not-found", claimed.params);
    }
    const attempt = row.attempt + 1;
    const reason = input.reason ?? row.reason;
    // Another reason has not been judged: a person looks, and no right to it is claimed yet.
    const verdict = reason === row.reason ? row.verdict : "REVIEW";
    record.cancelDeadlines();
    record.line("resubmitted", { note: input.note, reason, attempt });
    const changes = {
      case_state: "submitted",
      verdict,
      ...waitFor(record, "merchant-answers", ifMerchantIsSilent(row.kind, reason, verdict), {
        version: row.version,
        handling: policy.handling,
        now,
      }),
      attempt,
      reason,
      note: input.note === "" ? row.note : input.note,
      reject_reason: null,
    } as const;
    record.fact(caseFact("returns.resubmitted", { ...row, ...changes }));
    holdUnits(record, row.customer_id, row.id, held);
    return grant(moved(moveCase(row, record, changes)));
  },
});

function needsProof(reason: Reason, evidence: readonly string[]): boolean {
  return reasons[reason].evidence && evidence.length === 0;
}
