import { currency, money, toWire } from "#kernel/money";
import { holdsRight, type Principal, type Tx } from "#platform/db";
import type { Discrepancy } from "../contract.ts";
import type { CollectionState, RefundState } from "../model.ts";
import { waysToEnd } from "../rules/ways-to-end.ts";
import { type DiscrepancyRow, discrepancyColumns } from "../store/discrepancy.ts";

export type ListedRow = DiscrepancyRow & {
  readonly order_number: string;
  readonly refund_number: string | null;
  readonly collection_number: string | null;
  readonly due_minor: bigint | null;
  readonly due_currency: string | null;
  readonly of_payout_number: string | null;
  /** Other money that is taken back leaves something unpaid that has no other way. */
  readonly without_way: boolean;
  readonly asked_number: string | null;
  readonly asked_state: CollectionState | null;
  readonly payout_number: string | null;
  readonly payout_state: RefundState | null;
};

/** Discrepancies with what they are of and what came of them; `x` is their alias. */
export const listedDiscrepancy = {
  columns: `${discrepancyColumns
    .split(", ")
    .map((name) => `x.${name}`)
    .join(", ")},
    o.number as order_number, r.number as refund_number, k.number as collection_number, coalesce(s.amount_minor, k.amount_minor, w.amount_minor) as due_minor, coalesce(r.currency, k.currency, w.currency) as due_currency,
    w.number as of_payout_number, d.refund_id is not null and x.payout_id is null and coalesce(s.state <> 'settled', true) as without_way, a.number as asked_number, a.state as asked_state, p.number as payout_number, p.state as payout_state`,
  from: `payments.discrepancy x
    join orders.shop_order o on o.customer_id = x.customer_id and o.id = x.order_id
    left join payments.refund r on r.customer_id = x.customer_id and r.id = x.refund_id
    left join payments.refund_part s on s.customer_id = x.customer_id and s.refund_id = x.refund_id and s.id = x.part_id
    left join payments.collection k on k.customer_id = x.customer_id and k.id = x.collection_id
    left join payments.payout w on w.customer_id = x.customer_id and w.id = x.payout_id
    left join payments.detour d on d.customer_id = x.customer_id and d.refund_id = x.refund_id
    left join payments.collection a on a.customer_id = x.customer_id and a.cause_kind = 'discrepancy' and a.cause_id = x.id
    left join payments.payout p on p.customer_id = x.customer_id and p.cause_kind = 'discrepancy' and p.cause_id = x.id`,
};

/** Of the refunds of one cause, the oldest first. */
export function discrepanciesOf(tx: Tx, customerId: string, causeId: string): Promise<ListedRow[]> {
  return tx.rows<ListedRow>(
    `select ${listedDiscrepancy.columns} from ${listedDiscrepancy.from} where x.customer_id = $1 and r.cause_id = $2 order by x.opened_at, x.id`,
    [customerId, causeId],
  );
}

export function discrepancyOnWire(row: ListedRow, principal: Principal): Discrepancy {
  const cash = (minor: bigint, code: string) => toWire(money(minor, currency(code)));
  const mayEnd = principal.kind === "staff" && holdsRight(principal, "refunds.resolve") && row.state === "open";
  return {
    number: row.number,
    kind: row.kind,
    state: row.state,
    orderNumber: row.order_number,
    refund: row.refund_number,
    collection: row.collection_number,
    ofPayout: row.of_payout_number,
    due: row.due_minor === null || row.due_currency === null ? null : cash(row.due_minor, row.due_currency),
    came: cash(row.came_minor, row.currency),
    tooMuch: cash(row.amount_minor, row.currency),
    ending: row.ending,
    agreed: row.state === "open" ? row.agreed_ending : null,
    reference: row.reference,
    note: row.note,
    openedAt: row.opened_at.toString(),
    dueAt: row.due_at?.toString() ?? null,
    endedAt: row.ended_at?.toString() ?? null,
    asked:
      row.asked_number === null || row.asked_state === null
        ? null
        : { number: row.asked_number, state: row.asked_state },
    payout:
      row.payout_number === null || row.payout_state === null
        ? null
        : { number: row.payout_number, state: row.payout_state },
    ways: mayEnd ? [...waysToEnd(row.kind, { payableAnew: !row.without_way, asked: row.ending !== null })] : [],
  };
}
