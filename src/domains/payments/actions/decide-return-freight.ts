import { currency, fromWire, money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, Recorder, sameMerchant } from "#platform/action";
import { principalName, system } from "#platform/db";
import { markFired } from "#platform/deadlines";
import { findInDirectory } from "#platform/directory";
import type { App, DueDeadline } from "#platform/domain";
import { decideReturnFreightInput, returnFreightMovedShape } from "../contract.ts";
import { returnFreightLifecycle } from "../model.ts";
import { returnFreightMoved } from "../rules/facts.ts";
import {
  decideReturnFreight,
  lockReturnFreight,
  type ReturnFreightRow,
  readReturnFreight,
} from "../store/return-freight.ts";

/** The way back cost more than the policy pays unseen: a person says how much of it is paid back, and why. */
export const decideFreight = action({
  name: "payments.decide-return-freight",
  input: decideReturnFreightInput,
  output: returnFreightMovedShape,
  allow: all(holds("cases.decide"), sameMerchant),
  idempotency: "required",
  refusals: [
    "return-freight-not-found",
    "return-freight-decided",
    "currency-differs",
    "freight-below-policy",
    "freight-above-paid",
    "payer-not-allowed",
  ],
  subject: async (tx, { number }) => {
    const found = await findInDirectory(tx, "return-freight", number);
    // Row security lets people lock only what is not decided yet.
    const locked = found === undefined ? undefined : await lockReturnFreight(tx, found.customerId, found.id);
    const row = locked ?? (found === undefined ? undefined : await readReturnFreight(tx, found.customerId, found.id));
    return row === undefined
      ? refuse("return-freight-not-found", { number })
      : grant({ row, merchantId: row.merchant_id, about: aboutFreight(row) });
  },
  run: async ({ input, principal, subject: { row }, record, now }) => {
    if (!returnFreightLifecycle.can(row.state, "approve"))
      return refuse("return-freight-decided", { number: row.number, state: row.state });
    if (principal.kind === "merchant" && row.payer !== "merchant") return refuse("payer-not-allowed");
    const amount = fromWire(input.amount);
    if (amount.currency !== row.currency) return refuse("currency-differs", { currency: row.currency });
    const cash = (minor: bigint) => toWire(money(minor, currency(row.currency))).amount;
    if (amount.minor < row.at_once_minor)
      return refuse("freight-below-policy", { amount: cash(row.at_once_minor), currency: row.currency });
    if (amount.minor > row.paid_by_shopper_minor)
      return refuse("freight-above-paid", { amount: cash(row.paid_by_shopper_minor), currency: row.currency });
    const decision = { amountMinor: amount.minor, kind: "person", by: principalName(principal) } as const;
    decideReturnFreight(record, row, { ...decision, note: input.note ?? "" }, now);
    record.cancelDeadlines();
    record.fact(returnFreightMoved({ ...row, state: "approved", amount_minor: amount.minor }));
    record.detail({ case: row.case_number, amountMinor: amount.minor.toString(), currency: row.currency });
    return grant({ number: row.number, state: "approved" as const, amount: input.amount });
  },
});

/** Nobody has looked in time: it is paid as it was told. */
export async function freightByClock(app: App, deadline: DueDeadline): Promise<void> {
  await app.db.withTx(system("deadlines"), async (tx) => {
    const row = await lockReturnFreight(tx, deadline.customerId, deadline.subjectId);
    if (!(await markFired(tx, deadline.id)) || row?.state !== "to-decide") return;
    const record = new Recorder();
    record.about(aboutFreight(row));
    const decision = { amountMinor: row.paid_by_shopper_minor, kind: "clock", by: "system:deadlines" } as const;
    decideReturnFreight(record, row, { ...decision, note: "" }, tx.now);
    record.fact(returnFreightMoved({ ...row, state: "approved", amount_minor: row.paid_by_shopper_minor }));
    record.write(tx, "payments.freight-by-clock", true, undefined, undefined);
  });
  app.nudge();
}

export function aboutFreight(row: ReturnFreightRow) {
  return {
    kind: "return-freight",
    id: row.id,
    customerId: row.customer_id,
    merchantId: row.merchant_id,
    orderId: row.order_id,
  };
}
