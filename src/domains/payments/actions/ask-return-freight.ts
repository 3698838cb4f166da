import { humanNumber, newId } from "#kernel/ids";
import { localDateAt, zone } from "#kernel/time";
import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { limits } from "../model.ts";
import { returnFreightMoved } from "../rules/facts.ts";
import { insertReturnFreight, type NewReturnFreight } from "../store/return-freight.ts";

export type AskReturnFreight = {
  readonly customerId: string;
  readonly orderId: string;
  readonly merchantId: string;
  readonly caseId: string;
  readonly caseNumber: string;
  /** What the shopper says, and shows, to have paid. */
  readonly paidMinor: bigint;
  /** Up to here nobody needs to look. */
  readonly atOnceMinor: bigint;
  readonly currency: string;
  readonly payer: "merchant" | "platform";
};

/**
 * The shopper laid the return freight out for whoever bears it, and the goods were accepted: in the transaction of the case and in
 * the system role. Once for each case; asking again changes nothing.
 */
export async function askReturnFreight(tx: Tx, wanted: AskReturnFreight): Promise<void> {
  const known = await tx.maybe(
    "select 1 as there from payments.return_freight where customer_id = $1 and case_id = $2",
    [wanted.customerId, wanted.caseId],
  );
  if (known !== undefined) return;
  const { paidMinor, atOnceMinor } = wanted;
  const atOnce = paidMinor <= atOnceMinor;
  const due = atOnce ? null : tx.now.add({ hours: limits.returnFreightHours });
  const row: NewReturnFreight = {
    customer_id: wanted.customerId,
    id: newId<"return-freight">(),
    number: humanNumber("FR", localDateAt(tx.now, zone("Asia/Shanghai"))),
    order_id: wanted.orderId,
    merchant_id: wanted.merchantId,
    case_id: wanted.caseId,
    case_number: wanted.caseNumber,
    state: atOnce ? "approved" : "to-decide",
    paid_by_shopper_minor: paidMinor,
    at_once_minor: atOnce ? paidMinor : atOnceMinor,
    amount_minor: paidMinor,
    currency: wanted.currency,
    payer: wanted.payer,
    decided_by_kind: atOnce ? "policy" : null,
    due_at: due,
    decided_at: atOnce ? tx.now : null,
  };
  const record = new Recorder();
  insertReturnFreight(record, row, tx.now);
  record.about({
    kind: "return-freight",
    id: row.id,
    customerId: row.customer_id,
    merchantId: row.merchant_id,
    orderId: row.order_id,
  });
  if (due !== null)
    record.deadline({ kind: "return-freight-decided", epoch: 1, waitingOn: row.payer, dueAt: due, calendar: "plain" });
  record.fact(returnFreightMoved(row));
  record.detail({ case: row.case_number, state: row.state, amountMinor: row.amount_minor.toString() });
  record.write(tx, "payments.ask-return-freight", true, undefined, undefined);
}
