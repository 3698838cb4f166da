import { currency, money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { action, holds } from "#platform/action";
import type { Tx } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import { compensationMovedShape, compensationNumberInput } from "../contract.ts";
import { compensationLifecycle } from "../model.ts";
import { goodwillAgreed } from "../queries/goodwill-left.ts";
import { limitsNow } from "../queries/limits-now.ts";
import { agree } from "../rules/approval.ts";
import { compensationMoved } from "../rules/facts.ts";
import { isOwed } from "../rules/goodwill.ts";
import {
  approvedBy,
  decideCompensation,
  insertApproval,
  lockCompensation,
  readCompensation,
} from "../store/compensation.ts";
import { roleOf } from "./propose-compensation.ts";

/** Somebody else agrees, within an own limit; above all limits a second person must as well. */
export const approveCompensation = action({
  name: "payments.approve-compensation",
  input: compensationNumberInput,
  output: compensationMovedShape,
  allow: holds("compensation.approve"),
  idempotency: "required",
  refusals: [
    "compensation-not-found",
    "compensation-decided",
    "own-proposal",
    "agreed-already",
    "above-own-limit",
    "no-limit-in-currency",
  ],
  subject: (tx, { number }) => compensationToDecide(tx, number),
  run: async ({ tx, subject: { row, approvals }, principal, record, now }) => {
    if (!compensationLifecycle.can(row.state, "approve"))
      return refuse("compensation-decided", { number: row.number, state: row.state });
    const by = { staffId: "staffId" in principal ? principal.staffId : "", role: roleOf(principal) };
    const about = { customerId: row.customer_id, caseId: row.case_id };
    const before = isOwed(row.kind) ? 0n : await goodwillAgreed(tx, about, row.currency);
    const agreed = agree(
      { minor: row.amount_minor + before, currency: row.currency },
      { ...by, proposedBy: row.proposed_by, approvedBy: approvals, needed: row.approvals_needed },
      await limitsNow(tx),
    );
    if (!agreed.ok) return agreed;
    insertApproval(record, row, by, now);
    decideCompensation(record, row, { state: agreed.value }, now);
    record.fact(compensationMoved(row, agreed.value));
    record.detail({ state: agreed.value, amountMinor: row.amount_minor.toString(), currency: row.currency });
    return grant({
      number: row.number,
      state: agreed.value,
      amount: toWire(money(row.amount_minor, currency(row.currency))),
    });
  },
});

/** The compensation under its lock, with who has agreed so far. */
export async function compensationToDecide(tx: Tx, number: string) {
  const found = await findInDirectory(tx, "compensation", number);
  if (found === undefined) return refuse("compensation-not-found", { number });
  const row = await lockCompensation(tx, found.customerId, found.id);
  if (row === undefined) {
    // Row security lets people lock only what is not decided yet.
    const decided = await readCompensation(tx, found.customerId, found.id);
    return decided === undefined
      ? refuse("compensation-not-found", { number })
      : refuse("compensation-decided", { number, state: decided.state });
  }
  return grant({
    row,
    merchantId: row.merchant_id,
    approvals: await approvedBy(tx, row.customer_id, row.id),
    about: {
      kind: "compensation",
      id: row.id,
      customerId: row.customer_id,
      merchantId: row.merchant_id,
      orderId: row.order_id,
    },
  });
}
