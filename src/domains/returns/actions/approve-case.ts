import { holdUnits, linesForCase, lockOrder } from "#domains/orders";
import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, type Recorder, sameMerchant } from "#platform/action";
import { approveInput, movedShape } from "../contract.ts";
import type { CaseKind } from "../model.ts";
import { caseLifecycle } from "../model.ts";
import { policyOf } from "../queries/policy-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { handedOver } from "../rules/handed-over.ts";
import { dueAt, type Handling } from "../rules/handling.ts";
import { heldBy, unitsTaken } from "../rules/units-taken.ts";
import { type CaseRow, caseLines, moveCase } from "../store/case.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { refundFallsDue, takenForLost } from "./refund-falls-due.ts";

/** The merchant (or the platform) agrees: goods are asked back, or the money falls due. */
export const approveCase = action({
  name: "returns.approve",
  input: approveInput,
  output: movedShape,
  allow: all(holds("cases.decide"), sameMerchant),
  idempotency: "required",
  refusals: ["case-not-found", "move-not-allowed", "version-changed", "unit-not-free"],
  subject: caseToMove,
  run: async ({ tx, input, subject: { row }, record, now }) => {
    if (handedOver(row)) {
      record.cancelDeadlines();
      if (input.note !== undefined && input.note !== "") record.line("noted", { note: input.note });
      record.line("approved");
      const changes = row.goods_state === "inspected" ? refundFallsDue(row, record, now) : takenForLost(row, record);
      return grant(moved(moveCase(row, record, changes)));
    }
    if (!caseLifecycle.can(row.case_state, "approve") || row.goods_state !== "none") return notAllowed(row, "approve");
    if (row.case_state === "rejected") {
      // The refusal has let go of the units, and another case may hold them since.
      await lockOrder(tx, row.customer_id, row.order_number);
      const [lines, order] = await Promise.all([
        caseLines(tx, row.customer_id, row.id),
        linesForCase(tx, row.customer_id, row.order_number),
      ]);
      const held = heldBy(lines);
      if (unitsTaken(held, order)) return refuse("unit-not-free", { number: row.number });
      holdUnits(record, row.customer_id, row.id, held);
    }
    const { handling } = await policyOf(tx, row.policy_id, row.policy_version);
    record.cancelDeadlines();
    if (input.note !== undefined && input.note !== "") record.line("noted", { note: input.note });
    return grant(moved(moveCase(row, record, approvedChanges(row, handling, record, now, "person"))));
  },
});

type Approvable = Pick<
  CaseRow,
  | "id"
  | "number"
  | "order_id"
  | "order_number"
  | "kind"
  | "case_state"
  | "goods_state"
  | "money_state"
  | "waiting_on"
  | "due_at"
  | "approved_minor"
  | "requested_minor"
  | "currency"
  | "reason"
  | "title"
  | "title_en"
>;

/** What approval changes, with its lines, facts and the next deadline. `by`: a person, the policy at once, or the deadline. */
export function approvedChanges(
  row: Approvable & { attempt?: number },
  handling: Handling,
  record: Recorder,
  now: Temporal.Instant,
  by: "person" | "policy" | "deadline",
) {
  const changes = {
    case_state: "approved",
    decided_at: now,
    approved_minor: row.requested_minor,
    ...afterApproval(row.kind, handling, now),
  } as const;
  const after = { ...row, ...changes };
  if (by === "person") record.line("approved");
  else record.line(by === "policy" ? "approved-by-policy" : "approved-by-deadline", {}, { kind: "system", id: by });
  record.fact(caseFact("returns.approved", after));
  if (changes.money_state === "due") record.fact(caseFact("returns.refund-due", after));
  if (changes.due_at !== null)
    record.deadline({
      kind: "shopper-sends",
      epoch: row.attempt ?? 1,
      waitingOn: "shopper",
      dueAt: changes.due_at,
      calendar: "plain",
    });
  return changes;
}

function afterApproval(kind: CaseKind, handling: Handling, now: Temporal.Instant) {
  return kind === "return-and-refund"
    ? ({
        goods_state: "awaiting-shipment",
        money_state: "none",
        waiting_on: "shopper",
        due_at: dueAt("shopper-sends", handling, now),
        due_action: "close",
      } as const)
    : ({ goods_state: "none", money_state: "due", waiting_on: "payment", due_at: null, due_action: null } as const);
}
