import { holdUnits, linesForCase, lockOrder } from "#domains/orders";
import { grant, refuse } from "#kernel/outcome";
import { action, any, holds, is, recipient } from "#platform/action";
import { claimFiles, kindsOfFiles } from "#platform/files";
import { isShown, taxonomyVersion } from "../contract/reasons.ts";
import { movedShape, resubmitInput } from "../contract.ts";
import { isFor, limits, termsOf } from "../model.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { policyOf } from "../queries/policy-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { ifMerchantIsSilent } from "../rules/handling.ts";
import { judgeAgain } from "../rules/judge-again.ts";
import { heldBy, unitsTaken } from "../rules/units-taken.ts";
import { caseLines, moveCase, setJudged } from "../store/case.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { waitFor } from "./wait-for.ts";

/** After a refusal the shopper asks again, with better words or photos; the merchant answers anew. */
export const resubmitCase = action({
  name: "returns.resubmit",
  input: resubmitInput,
  output: movedShape,
  allow: any(is("shopper"), recipient, holds("cases.create")),
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
    // How old the child was is asked with a request, and a second reason is none.
    const unasked = input.reason !== undefined && input.reason !== row.reason && termsOf(input.reason).byChild === true;
    if (input.reason !== undefined && (unasked || !isFor(input.reason, row.kind)))
      return refuse("reason-not-for-kind", { reason: input.reason, kind: row.kind });
    // A reason that pays more must bring the proof that a new request would need.
    const shown = await kindsOfFiles(tx, row.customer_id, input.evidence);
    const reason = input.reason ?? row.reason;
    const anew = reason !== row.reason;
    // Files that are not there are refused as such when the case takes them.
    if (anew && !isShown(reason, shown) && (input.evidence.length === 0 || shown.length > 0))
      return refuse("evidence-needed", { reason, needs: termsOf(reason).evidence.join(" ") });
    await lockOrder(tx, row.customer_id, row.order_number);
    const [lines, order, handling, { policy }] = await Promise.all([
      caseLines(tx, row.customer_id, row.id),
      linesForCase(tx, row.customer_id, row.order_number),
      handlingOf(tx, row),
      policyOf(tx, row.policy_id, row.policy_version),
    ]);
    const held = heldBy(lines);
    if (unitsTaken(held, order)) return refuse("unit-not-free", { number: row.number });
    if (input.evidence.length > 0) {
      const claimed = await claimFiles(tx, row.customer_id, row.order_id, input.evidence, row.id, row.merchant_id);
      if (!claimed.ok) return refuse("evidence-not-found", claimed.params);
    }
    const attempt = row.attempt + 1;
    const known = lines.map((line) => ({ ...line, told: order.find(({ id }) => id === line.line_id)?.told ?? null }));
    const judged = judgeAgain(known, policy, { kind: row.kind, reason, anew, shown, now });
    // A second reason for what was refused under a first one is for a person, whatever it would give by itself.
    const verdict = anew ? "REVIEW" : judged.standing.verdict === "ALLOW" ? "ALLOW" : row.verdict;
    record.cancelDeadlines();
    record.line("resubmitted", { note: input.note, reason, attempt });
    const changes = {
      case_state: "submitted",
      verdict,
      ...waitFor(record, "merchant-answers", ifMerchantIsSilent(row.kind, reason, verdict), {
        version: row.version,
        handling,
        now,
        about: row.kind,
      }),
      attempt,
      reason,
      ...(anew ? { reason_version: taxonomyVersion, reason_words: termsOf(reason).words } : {}),
      asked_kind: row.kind,
      asked_reason: reason,
      note: input.note === "" ? row.note : input.note,
      reject_reason: null,
    } as const;
    record.fact(caseFact("returns.resubmitted", { ...row, ...changes }));
    holdUnits(record, row.customer_id, row.id, held);
    setJudged(
      record,
      row,
      judged.lines.map((line) => ({ ...line, verdict: line.standing.verdict })),
    );
    return grant(moved(moveCase(row, record, changes)));
  },
});
