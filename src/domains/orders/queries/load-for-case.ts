import type { Tx } from "#platform/db";
import { type LockedOrder, lockedColumns, type StoredDiscount } from "../store/lock-order.ts";

export type LoadedLine = {
  readonly id: string;
  readonly line_no: number;
  readonly merchant_id: string;
  readonly title: string;
  readonly title_en: string;
  readonly variant: string;
  readonly picture: string;
  readonly category_code: string;
  readonly special_class: string | null;
  readonly quantity: number;
  readonly unit_list_minor: bigint;
  readonly paid_minor: bigint;
  readonly freight_minor: bigint;
  readonly is_gift: boolean;
  readonly is_adjustment: boolean;
  readonly gift_price_minor: bigint | null;
  readonly discounts: readonly StoredDiscount[];
  readonly law_category: string | null;
  readonly category_special: string | null;
  readonly confirmation_class: string | null;
  readonly durable: boolean | null;
  readonly listed_as: string | null;
  readonly units: readonly LoadedUnit[];
  readonly confirmation: LoadedConfirmation | null;
};

export type LoadedUnit = {
  readonly no: number;
  readonly paid: string;
  readonly case: string | null;
  readonly back: "changed-mind" | "sellers-fault" | null;
  readonly parcel: string | null;
};
export type LoadedConfirmation = {
  readonly exclusion: string;
  readonly shown_prominently: boolean;
  readonly pre_ticked: boolean;
  readonly per_order: boolean;
  readonly in_mandatory_flow: boolean;
  readonly confirmed_at: string;
  readonly snapshot: string;
};
export type LoadedParcel = {
  readonly id: string;
  readonly shipped_at: Temporal.Instant | null;
  readonly delivered_at: Temporal.Instant | null;
  readonly picked_up_at: Temporal.Instant | null;
  readonly signed_by: string | null;
};

/** An order as `lockOrder` gives it, without the lock, for questions. */
export function readOrder(tx: Tx, customerId: string, number: string): Promise<LockedOrder | undefined> {
  return tx.maybe<LockedOrder>(
    `select ${lockedColumns} from orders.shop_order where customer_id = $1 and number = $2`,
    [customerId, number],
  );
}

/** Lines with their units, what was confirmed at purchase, and what the catalog says of the category. */
export function linesForCase(tx: Tx, customerId: string, orderNumber: string): Promise<LoadedLine[]> {
  return tx.rows<LoadedLine>(
    `select l.id, l.line_no, l.merchant_id, l.title, l.title_en, l.variant, l.picture, l.category_code, l.special_class, l.quantity, l.unit_list_minor, l.paid_minor,
            l.freight_minor, l.is_gift, l.is_adjustment, l.gift_price_minor, l.discounts,
            c.law_category, c.special_class as category_special, c.confirmation_class, c.durable, c.listed_as,
            (select json_agg(json_build_object('no', u.unit_no, 'paid', u.paid_minor::text, 'case', u.case_id, 'back', u.returned_for, 'parcel', u.parcel_id) order by u.unit_no)
               from orders.unit u where u.customer_id = l.customer_id and u.line_id = l.id) as units,
            (select to_json(f) from orders.confirmation f where f.customer_id = l.customer_id and f.order_id = l.order_id and f.line_id = l.id order by f.confirmed_at desc limit 1) as confirmation
       from orders.line l
       left join catalog.category c on c.code = l.category_code
      where l.customer_id = $1 and l.order_id = (select id from orders.shop_order where customer_id = $1 and number = $2)
      order by l.line_no`,
    [customerId, orderNumber],
  );
}

/** Facts that lie in the future of the business clock, as in a source that was moved to today, have not happened yet. */
export function parcelsForCase(tx: Tx, customerId: string, orderNumber: string): Promise<LoadedParcel[]> {
  return tx.rows<LoadedParcel>(
    `select id, case when shipped_at <= $3 then shipped_at end as shipped_at, case when delivered_at <= $3 then delivered_at end as delivered_at,
            case when picked_up_at <= $3 then picked_up_at end as picked_up_at, signed_by
       from orders.parcel
      where customer_id = $1 and order_id = (select id from orders.shop_order where customer_id = $1 and number = $2)`,
    [customerId, orderNumber, tx.now],
  );
}
