import type { Tx } from "#platform/db";
import type { Told } from "../model.ts";
import { type LockedOrder, lockedColumns, type StoredDiscount } from "../store/lock-order.ts";

export type LoadedLine = {
  readonly id: string;
  readonly line_no: number;
  readonly merchant_id: string;
  readonly product_number: string;
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
  readonly tax_minor: bigint;
  /** What points took off: they come back as points. */
  readonly points_minor: bigint;
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
  readonly told: Told | null;
};

export type LoadedUnit = {
  readonly no: number;
  readonly paid: string;
  readonly case: string | null;
  readonly back: "changed-mind" | "sellers-fault" | null;
  readonly parcel: string | null;
  /** Paid back while the unit stayed, minor units. */
  readonly allowance: string;
  /** What exchanges have made of it, the latest first; empty: it is as it was bought. */
  readonly replacements: readonly LoadedReplacement[];
};
export type LoadedReplacement = {
  readonly case: string;
  /** Null: the same goods again. */
  readonly goods: ReplacedGoods | null;
  readonly shipped_at: Temporal.Instant | null;
  readonly delivered_at: Temporal.Instant;
  /** What was paid more for it, minor units. */
  readonly paid: bigint;
  /** What of that has not been given back. */
  readonly surcharge: bigint;
};
/** The goods of a replacement, with what the catalog says of their category. */
export type ReplacedGoods = Pick<
  LoadedLine,
  | "product_number"
  | "title"
  | "title_en"
  | "variant"
  | "picture"
  | "category_code"
  | "special_class"
  | "law_category"
  | "category_special"
  | "confirmation_class"
  | "durable"
  | "listed_as"
>;
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
  readonly promised_by: Temporal.Instant | null;
  readonly lost_at: Temporal.Instant | null;
  readonly installed_at: Temporal.Instant | null;
};

/** An order as `lockOrder` gives it, without the lock, for questions. */
export function readOrder(tx: Tx, customerId: string, number: string): Promise<LockedOrder | undefined> {
  return tx.maybe<LockedOrder>(
    `select ${lockedColumns} from orders.shop_order where customer_id = $1 and number = $2`,
    [customerId, number],
  );
}

export type OrderContents = { readonly lines: readonly LoadedLine[]; readonly parcels: readonly LoadedParcel[] };

/**
 * Lines with their units, what was confirmed at purchase and what the catalog says of the category; and the parcels of the
 * order. Facts that lie in the future of the business clock, as in a source that was moved to today, have not happened yet.
 */
export async function contentsForCase(tx: Tx, customerId: string, orderNumber: string): Promise<OrderContents> {
  const rows = await tx.rows<LoadedLine & { parcels: ParcelInJson[] | null; replaced: ReplacementInJson[] | null }>(
    `with o as (select id from orders.shop_order where customer_id = $1 and number = $2)
     select l.id, l.line_no, l.merchant_id, l.product_number, l.title, l.title_en, l.variant, l.picture, l.category_code, l.special_class, l.quantity, l.unit_list_minor, l.paid_minor,
            l.freight_minor, l.tax_minor, l.points_minor, l.is_gift, l.is_adjustment, l.gift_price_minor, l.discounts, l.told,
            c.law_category, c.special_class as category_special, c.confirmation_class, c.durable, c.listed_as,
            coalesce((select json_agg(json_build_object('no', u.unit_no, 'paid', u.paid_minor::text, 'case', u.case_id, 'back', u.returned_for, 'parcel', u.parcel_id, 'allowance', u.allowance_minor::text) order by u.unit_no)
               from orders.unit u where u.customer_id = l.customer_id and u.line_id = l.id), '[]'::json) as units,
            (select to_json(f) from orders.confirmation f where f.customer_id = l.customer_id and f.order_id = l.order_id and f.line_id = l.id order by f.confirmed_at desc limit 1) as confirmation,
            (select json_agg(json_build_object('id', p.id, 'shipped', case when p.shipped_at <= $3 then p.shipped_at end, 'delivered', case when p.delivered_at <= $3 then p.delivered_at end,
                                               'pickedUp', case when p.picked_up_at <= $3 then p.picked_up_at end, 'signedBy', p.signed_by,
                                               'promisedBy', p.promised_by, 'lost', case when p.lost_at <= $3 then p.lost_at end, 'installed', case when p.installed_at <= $3 then p.installed_at end) order by p.parcel_no)
               from orders.parcel p where p.customer_id = $1 and p.order_id = (select id from o)) as parcels,
            (select json_agg(json_build_object('line', r.line_id, 'unit', r.unit_no, 'case', r.case_id, 'shipped', r.shipped_at, 'delivered', r.delivered_at, 'paid', r.surcharge_minor::text, 'surcharge', (r.surcharge_minor - r.surcharge_back_minor)::text,
                                               'goods', case when r.product_number is not null then json_build_object('product_number', r.product_number, 'title', r.title, 'title_en', r.title_en, 'variant', r.variant, 'picture', r.picture,
                                                 'category_code', r.category_code, 'special_class', r.special_class, 'law_category', k.law_category, 'category_special', k.special_class, 'confirmation_class', k.confirmation_class, 'durable', k.durable, 'listed_as', k.listed_as) end)
                                order by r.delivered_at desc, r.case_id desc)
               from orders.replacement r left join catalog.category k on k.code = r.category_code where r.customer_id = $1 and r.order_id = (select id from o)) as replaced
       from orders.line l
       left join catalog.category c on c.code = l.category_code
      where l.customer_id = $1 and l.order_id = (select id from o)
      order by l.line_no`,
    [customerId, orderNumber, tx.now],
  );
  const replaced = rows[0]?.replaced ?? [];
  const lines = rows.map((line) => ({
    ...line,
    units: line.units.map((unit) => ({
      ...unit,
      replacements: replaced.filter((one) => one.line === line.id && one.unit === unit.no).map(replacementOf),
    })),
  }));
  return { lines, parcels: (rows[0]?.parcels ?? []).map(parcelOf) };
}

/** The lines alone. */
export async function linesForCase(tx: Tx, customerId: string, orderNumber: string): Promise<readonly LoadedLine[]> {
  return (await contentsForCase(tx, customerId, orderNumber)).lines;
}

type ReplacementInJson = {
  readonly line: string;
  readonly unit: number;
  readonly case: string;
  readonly shipped: string | null;
  readonly delivered: string;
  readonly paid: string;
  readonly surcharge: string;
  readonly goods: ReplacedGoods | null;
};

function replacementOf(row: ReplacementInJson): LoadedReplacement {
  return {
    case: row.case,
    goods: row.goods,
    shipped_at: row.shipped === null ? null : Temporal.Instant.from(row.shipped),
    delivered_at: Temporal.Instant.from(row.delivered),
    paid: BigInt(row.paid),
    surcharge: BigInt(row.surcharge),
  };
}

type ParcelInJson = {
  readonly id: string;
  readonly shipped: string | null;
  readonly delivered: string | null;
  readonly pickedUp: string | null;
  readonly signedBy: string | null;
  readonly promisedBy: string | null;
  readonly lost: string | null;
  readonly installed: string | null;
};

function parcelOf({
  id,
  shipped,
  delivered,
  pickedUp,
  signedBy,
  promisedBy,
  lost,
  installed,
}: ParcelInJson): LoadedParcel {
  const at = (text: string | null) => (text === null ? null : Temporal.Instant.from(text));
  return {
    id,
    shipped_at: at(shipped),
    delivered_at: at(delivered),
    picked_up_at: at(pickedUp),
    signed_by: signedBy,
    promised_by: at(promisedBy),
    lost_at: at(lost),
    installed_at: at(installed),
  };
}
