import type { Order } from "#contract/orders";
import type { Tx } from "#platform/db";
import type { CaseRow } from "../store/case.ts";

/** The cases of one order, newest first: what the order's page shows of this floor. */
export async function casesOfOrder(tx: Tx, customerId: string, orderNumber: string): Promise<Order["cases"]> {
  const rows = await tx.rows<
    Pick<
      CaseRow,
      | "number"
      | "kind"
      | "case_state"
      | "goods_state"
      | "money_state"
      | "outbound_state"
      | "dispute_state"
      | "waiting_on"
      | "requested_at"
    >
  >(
    `select number, kind, case_state, goods_state, money_state, outbound_state, dispute_state, waiting_on, requested_at from returns.return_case
      where customer_id = $1 and order_id = (select id from orders.shop_order where customer_id = $1 and number = $2) order by requested_at desc limit 100`,
    [customerId, orderNumber],
  );
  return rows.map((row) => ({
    number: row.number,
    kind: row.kind,
    caseState: row.case_state,
    goodsState: row.goods_state,
    moneyState: row.money_state,
    outboundState: row.outbound_state,
    disputeState: row.dispute_state,
    waitingOn: row.waiting_on,
    requestedAt: row.requested_at.toString(),
  }));
}
