import type { Id } from "#kernel/ids";
import { arraysOf, asTable, type BulkColumns, type BulkRow, insertMany } from "#platform/bulk";
import type { Tx } from "#platform/db";

/** An order as it stands, locked until the transaction ends. */
export type KnownOrder = {
  readonly number: string;
  readonly customer_id: Id<"customer">;
  readonly id: Id<"order">;
  readonly source_updated_at: Temporal.Instant;
  readonly source_hash: string;
  /** A case asked for goods of it once: what was agreed stays as it was. */
  readonly had_case: boolean;
  readonly shift_days: number;
};

/** Locks these orders in one order everywhere, so that two imports of the same ones wait for each other. */
export async function lockOrders(tx: Tx, numbers: readonly string[]): Promise<Map<string, KnownOrder>> {
  const known =
    "from platform.directory d join orders.shop_order o on o.customer_id = d.customer_id and o.id = d.id where d.kind = 'order' and d.key = any($1::text[])";
  const [rows, withCase] = await Promise.all([
    tx.rows<Omit<KnownOrder, "had_case">>(
      `select o.number, o.customer_id, o.id, o.source_updated_at, o.source_hash, o.shift_days ${known} order by o.id for no key update of o`,
      [numbers],
    ),
    // A statement of its own, which sees what was written while the first one waited for its locks.
    tx.rows<{ id: string }>(
      `select o.id ${known} and exists (select 1 from orders.unit u where u.customer_id = o.customer_id and u.order_id = o.id and u.had_case)`,
      [numbers],
    ),
  ]);
  const frozen = new Set(withCase.map(({ id }) => id));
  return new Map(rows.map((row) => [row.number, { ...row, had_case: frozen.has(row.id) }]));
}

/** Who these shoppers are, by source and external id. */
export async function customersOfShoppers(tx: Tx, keys: readonly string[]): Promise<Map<string, Id<"customer">>> {
  const rows = await tx.rows<{ key: string; customer_id: Id<"customer"> }>(
    "select key, customer_id from platform.directory where kind = 'shopper' and key = any($1::text[])",
    [keys],
  );
  return new Map(rows.map((row) => [row.key, row.customer_id]));
}

const factColumns = {
  customer_id: "uuid",
  id: "uuid",
  source_updated_at: "timestamptz",
  source_hash: "text",
  paid_at: "timestamptz",
  cancelled_at: "timestamptz",
  context: "jsonb",
  recipient_name_enc: "bytea",
  recipient_name_mask: "text",
  recipient_phone_enc: "bytea",
  recipient_phone_mask: "text",
  recipient_phone_index: "text",
  address_enc: "bytea",
  address_mask: "text",
  address_index: "text",
  recipient_region: "text",
} as const satisfies BulkColumns<string>;
export type OrderFactsRow = BulkRow<keyof typeof factColumns>;

const agreedColumns = {
  merchant_ids: "uuid[]",
  placed_at: "timestamptz",
  country: "text",
  zone: "text",
  currency: "text",
  list_minor: "bigint",
  freight_minor: "bigint",
  paid_minor: "bigint",
  promotions: "jsonb",
  consumer_purchase: "boolean",
} as const satisfies BulkColumns<string>;
const madeColumns = {
  number: "text",
  source: "text",
  policy_id: "text",
  policy_version: "int",
  shop_policies: "jsonb",
  shift_days: "int",
  imported_at: "timestamptz",
} as const satisfies BulkColumns<string>;
const orderColumns = { ...factColumns, ...agreedColumns, ...madeColumns };
export type OrderRow = BulkRow<keyof typeof orderColumns>;

const parcelColumns = {
  customer_id: "uuid",
  id: "uuid",
  order_id: "uuid",
  parcel_no: "int",
  merchant_id: "uuid",
  carrier: "text",
  tracking_number: "text",
  shipped_at: "timestamptz",
  delivered_at: "timestamptz",
  signed_by: "text",
  picked_up_at: "timestamptz",
  promised_by: "timestamptz",
  lost_at: "timestamptz",
  installed_at: "timestamptz",
} as const satisfies BulkColumns<string>;
export type ParcelRow = BulkRow<keyof typeof parcelColumns>;

const lineColumns = {
  customer_id: "uuid",
  id: "uuid",
  order_id: "uuid",
  line_no: "int",
  merchant_id: "uuid",
  product_id: "uuid",
  product_number: "text",
  title: "text",
  title_en: "text",
  variant: "text",
  picture: "text",
  category_code: "text",
  special_class: "text",
  quantity: "int",
  unit_list_minor: "bigint",
  list_minor: "bigint",
  paid_minor: "bigint",
  freight_minor: "bigint",
  tax_minor: "bigint",
  points_minor: "bigint",
  discounts: "jsonb",
  gift_price_minor: "bigint",
  is_gift: "boolean",
  is_adjustment: "boolean",
  told: "jsonb",
} as const satisfies BulkColumns<string>;
export type LineRow = BulkRow<keyof typeof lineColumns>;

const unitColumns = {
  customer_id: "uuid",
  order_id: "uuid",
  line_id: "uuid",
  unit_no: "int",
  merchant_id: "uuid",
  parcel_id: "uuid",
  paid_minor: "bigint",
  serial_number: "text",
} as const satisfies BulkColumns<string>;
export type UnitRow = BulkRow<keyof typeof unitColumns>;

const tenderColumns = {
  customer_id: "uuid",
  id: "uuid",
  order_id: "uuid",
  merchant_ids: "uuid[]",
  tender_no: "int",
  kind: "text",
  provider_reference: "text",
  captured_minor: "bigint",
  installments: "int",
} as const satisfies BulkColumns<string>;
export type TenderRow = BulkRow<keyof typeof tenderColumns>;

const confirmationColumns = {
  customer_id: "uuid",
  id: "uuid",
  order_id: "uuid",
  line_id: "uuid",
  merchant_id: "uuid",
  exclusion: "text",
  shown_prominently: "boolean",
  pre_ticked: "boolean",
  per_order: "boolean",
  in_mandatory_flow: "boolean",
  confirmed_at: "timestamptz",
  snapshot: "text",
} as const satisfies BulkColumns<string>;
export type ConfirmationRow = BulkRow<keyof typeof confirmationColumns>;

/** What belongs to orders, each row with its order's ids. */
export type Contents = {
  readonly parcels: ParcelRow[];
  readonly lines: LineRow[];
  readonly units: UnitRow[];
  readonly tenders: TenderRow[];
  readonly confirmations: ConfirmationRow[];
};

export function insertOrders(tx: Tx, orders: readonly OrderRow[]): void {
  insertMany(tx, "orders.shop_order", orderColumns, orders);
}

/** Agreed anew by the shop before any case. The policy pin, the shift and the day of import stay. */
export function updateOrders(tx: Tx, orders: readonly OrderRow[]): void {
  if (orders.length === 0) return;
  tx.send(
    `update orders.shop_order o set ${[...Object.keys(agreedColumns).map((name) => `${name} = r.${name}`), ...movedFacts].join(", ")}
       from ${asTable(orderColumns)} where o.customer_id = r.customer_id and o.id = r.id`,
    arraysOf(orderColumns, orders),
  );
}

/** Only what may still move once a case exists: delivery, recipient, context. */
export function updateOrderFacts(tx: Tx, orders: readonly OrderFactsRow[]): void {
  if (orders.length === 0) return;
  tx.send(
    `update orders.shop_order o set ${movedFacts.join(", ")} from ${asTable(factColumns)} where o.customer_id = r.customer_id and o.id = r.id`,
    arraysOf(factColumns, orders),
  );
}

// A recipient field that is not told stays as it is.
const movedFacts = Object.keys(factColumns)
  .filter((name) => name !== "customer_id" && name !== "id")
  .map((name) => {
    if (name === "recipient_region") return `${name} = coalesce(r.${name}, o.${name})`;
    const group = /^(recipient_name|recipient_phone|address)_/.exec(name)?.[1];
    return group === undefined
      ? `${name} = r.${name}`
      : `${name} = case when r.${group}_mask is null then o.${name} else r.${name} end`;
  });

export function insertContents(tx: Tx, { parcels, lines, units, tenders, confirmations }: Contents): void {
  insertMany(tx, "orders.parcel", parcelColumns, parcels);
  insertMany(tx, "orders.line", lineColumns, lines);
  insertMany(tx, "orders.unit", unitColumns, units);
  insertMany(tx, "orders.tender", tenderColumns, tenders);
  insertMany(tx, "orders.confirmation", confirmationColumns, confirmations);
}

type OrderIds = { readonly customer_id: string; readonly id: string };
const idColumns = { customer_id: "uuid", id: "uuid" } as const satisfies BulkColumns<string>;

/** Takes the contents out before they are written anew under the same ids. */
export function deleteContents(tx: Tx, orders: readonly OrderIds[]): void {
  if (orders.length === 0) return;
  const ids = arraysOf(idColumns, orders);
  for (const table of ["confirmation", "unit", "line", "tender", "parcel"])
    tx.send(
      `delete from orders.${table} t using ${asTable(idColumns)} where t.customer_id = r.customer_id and t.order_id = r.id`,
      ids,
    );
}

/** Ids of the contents of orders by order, kind and number: `<order id>|line|1`. What is written again keeps its id. */
export async function idsOfContents(tx: Tx, orders: readonly OrderIds[]): Promise<Map<string, string>> {
  if (orders.length === 0) return new Map();
  const ids = arraysOf(idColumns, orders);
  const of = (table: string, kind: string, no: string) =>
    tx.rows<{ key: string; id: string }>(
      `select t.order_id || '|${kind}|' || t.${no} as key, t.id from orders.${table} t, ${asTable(idColumns)} where t.customer_id = r.customer_id and t.order_id = r.id`,
      ids,
    );
  const found = await Promise.all([
    of("line", "line", "line_no"),
    of("parcel", "parcel", "parcel_no"),
    of("tender", "tender", "tender_no"),
  ]);
  return new Map(found.flat().map((row) => [row.key, row.id]));
}

const carriedColumns = {
  customer_id: "uuid",
  order_id: "uuid",
  line_no: "int",
  parcel_no: "int",
} as const satisfies BulkColumns<string>;
export type CarriedRow = BulkRow<keyof typeof carriedColumns>;

/** Delivery moves while a case holds the allocation: parcels come and change, units follow them. */
export function moveParcels(tx: Tx, parcels: readonly ParcelRow[], carried: readonly CarriedRow[]): void {
  const told = Object.keys(parcelColumns).filter(
    (name) => !["customer_id", "id", "order_id", "parcel_no", "merchant_id"].includes(name),
  );
  insertMany(
    tx,
    "orders.parcel",
    parcelColumns,
    parcels,
    `on conflict (customer_id, order_id, parcel_no) do update set ${told.map((name) => `${name} = excluded.${name}`).join(", ")}`,
  );
  if (carried.length === 0) return;
  tx.send(
    `update orders.unit u set parcel_id = p.id from ${asTable(carriedColumns)}
       join orders.line l on l.customer_id = r.customer_id and l.order_id = r.order_id and l.line_no = r.line_no
       join orders.parcel p on p.customer_id = r.customer_id and p.order_id = r.order_id and p.parcel_no = r.parcel_no
      where u.customer_id = r.customer_id and u.line_id = l.id and u.parcel_id is distinct from p.id`,
    arraysOf(carriedColumns, carried),
  );
}
