import { currency, money, toWire } from "#kernel/money";
import type { CaseRow as CaseRowOnWire } from "../contract.ts";
import type { CaseRow } from "../store/case.ts";

export type ListedCase = CaseRow & { merchant_name: string; merchant_name_en: string; assigned_name: string | null };

/** Columns of the lists, with the names of merchant and colleague. `c`, `m`, `s` are the aliases used. */
export const listColumns =
  "c.customer_id, c.id, c.number, c.order_id, c.order_number, c.merchant_id, c.kind, c.reason, c.case_state, c.goods_state, c.money_state, c.outbound_state, c.dispute_state, c.waiting_on, c.due_at, c.due_action, c.title, c.title_en, c.picture, c.units, c.verdict, c.requested_minor, c.approved_minor, c.currency, c.shopper_mask, c.assigned_to, c.requested_at, c.closed_at, m.name as merchant_name, m.name_en as merchant_name_en, s.name as assigned_name";
export const listJoins =
  "left join parties.merchant m on m.id = c.merchant_id left join parties.staff s on s.id = c.assigned_to";
/** Shoppers see no staff. */
export const shopperColumns = listColumns
  .replace("c.assigned_to", "null as assigned_to")
  .replace("s.name as assigned_name", "null as assigned_name");
export const shopperJoins = "left join parties.merchant m on m.id = c.merchant_id";

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
    waitingOn: row.waiting_on,
    dueAt: row.due_at?.toString() ?? null,
    dueAction: row.due_action,
    verdict: row.verdict,
    amount: toWire(money(row.approved_minor ?? row.requested_minor, currency(row.currency))),
    merchant: { id: row.merchant_id, name: { zh: row.merchant_name ?? "", en: row.merchant_name_en ?? "" } },
    shopperMask: row.shopper_mask,
    customerId: row.customer_id,
    assignedTo: row.assigned_to === null ? null : { id: row.assigned_to, name: row.assigned_name },
    requestedAt: row.requested_at.toString(),
    closedAt: row.closed_at?.toString() ?? null,
  };
}
