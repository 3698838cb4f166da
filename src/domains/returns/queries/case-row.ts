import { currency, money, toWire } from "#kernel/money";
import type { CaseRow as CaseRowOnWire } from "../contract.ts";
import { amountOf } from "../rules/amount-of.ts";
import type { CaseRow } from "../store/case.ts";

export type ListedCase = CaseRow & {
  merchant_name: string;
  merchant_name_en: string;
  assigned_name: string | null;
  /** What a ruling gives that can still be appealed against, where it gives a part. */
  ruled_minor: bigint | null;
};

/** Columns of the lists, with the names of merchant and colleague. `c`, `m`, `s`, `d` are the aliases used. */
export const listColumns =
  "c.customer_id, c.id, c.number, c.order_id, c.order_number, c.merchant_id, c.kind, c.reason, c.case_state, c.goods_state, c.money_state, c.outbound_state, c.dispute_state, c.interception_state, c.waiting_on, c.due_at, c.due_action, c.title, c.title_en, c.picture, c.units, c.verdict, c.requested_minor, c.approved_minor, c.withheld_minor, c.currency, c.shopper_mask, c.assigned_to, c.requested_at, c.closed_at, m.name as merchant_name, m.name_en as merchant_name_en, s.name as assigned_name, d.amount_minor as ruled_minor";
const ruling =
  "left join returns.dispute d on d.customer_id = c.customer_id and d.case_id = c.id and c.dispute_state = 'ruled'";
export const listJoins = `left join parties.merchant m on m.id = c.merchant_id left join parties.staff s on s.id = c.assigned_to ${ruling}`;
/** Shoppers see no staff. */
export const shopperColumns = listColumns
  .replace("c.assigned_to", "null as assigned_to")
  .replace("s.name as assigned_name", "null as assigned_name");
export const shopperJoins = `left join parties.merchant m on m.id = c.merchant_id ${ruling}`;

export function rowOnWire(row: ListedCase): CaseRowOnWire {
  return {
    number: row.number,
    orderNumber: row.order_number,
    kind: row.kind,
    reason: row.reason,
    title: { zh: row.title, en: row.title_en },
    picture: row.picture,
    units: row.units,
    caseState: row.case_state,
    goodsState: row.goods_state,
    moneyState: row.money_state,
    outboundState: row.outbound_state,
    disputeState: row.dispute_state,
    interceptionState: row.interception_state,
    waitingOn: row.waiting_on,
    dueAt: row.due_at?.toString() ?? null,
    dueAction: row.due_action,
    verdict: row.verdict,
    amount: toWire(money(amountOf(row, row.ruled_minor), currency(row.currency))),
    merchant: { id: row.merchant_id, name: { zh: row.merchant_name ?? "", en: row.merchant_name_en ?? "" } },
    shopperMask: row.shopper_mask,
    customerId: row.customer_id,
    assignedTo: row.assigned_to === null ? null : { id: row.assigned_to, name: row.assigned_name },
    requestedAt: row.requested_at.toString(),
    closedAt: row.closed_at?.toString() ?? null,
  };
}
