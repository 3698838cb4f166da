import type { PersonalData } from "#platform/domain";
import type { Personal } from "#platform/personal";

type Row = {
  readonly id: string;
  readonly number: string;
  readonly placed_at: Temporal.Instant;
  readonly recipient_name_enc: Uint8Array | null;
  readonly recipient_phone_enc: Uint8Array | null;
  readonly address_enc: Uint8Array | null;
  readonly currency: string;
  readonly paid_minor: bigint;
  readonly lines: string[] | null;
};

/** E-commerce Law 31 and PIPL 19 (CN-PI-08): goods, transaction and payment records stay three years from completion. */
const yearsKept = 3;

/**
 * Orders hold a recipient's name, phone and address. Erasing takes those out of every order; the records of trade stay without
 * them, for as long as the law obliges.
 */
export function ordersPersonalData(personal: Personal): PersonalData {
  return {
    exportFor: async (tx, customerId) => {
      const of = (sql: string) => tx.rows(sql, [customerId]);
      const [orders, keys, parcels, pieces, tenders, confirmations, replacements, presents] = await Promise.all([
        tx.rows<Row>(
          `select o.id, o.number, o.placed_at, o.recipient_name_enc, o.recipient_phone_enc, o.address_enc, o.currency, o.paid_minor,
                  (select array_agg(l.title order by l.line_no) from orders.line l where l.customer_id = $1 and l.order_id = o.id and not l.is_adjustment) as lines
             from orders.shop_order o where o.customer_id = $1 order by o.placed_at`,
          [customerId],
        ),
        tx.maybe<{ wrapped_key: Uint8Array | null; master_version: number }>(
          "select wrapped_key, master_version from parties.shopper_key where customer_id = $1",
          [customerId],
        ),
        of(
          "select o.number, p.carrier, p.tracking_number, p.shipped_at::text as shipped_at, p.delivered_at::text as delivered_at, p.signed_by from orders.parcel p join orders.shop_order o on o.customer_id = p.customer_id and o.id = p.order_id where p.customer_id = $1 order by o.placed_at, p.parcel_no",
        ),
        of(
          "select o.number, l.title, u.unit_no, u.paid_minor::text as paid_minor, u.allowance_minor::text as allowance_minor, u.returned_at::text as returned_at, u.returned_for from orders.unit u join orders.line l on l.customer_id = u.customer_id and l.id = u.line_id join orders.shop_order o on o.customer_id = u.customer_id and o.id = u.order_id where u.customer_id = $1 order by o.placed_at, l.line_no, u.unit_no",
        ),
        of(
          "select o.number, t.kind, t.captured_minor::text as captured_minor, t.refunded_minor::text as refunded_minor from orders.tender t join orders.shop_order o on o.customer_id = t.customer_id and o.id = t.order_id where t.customer_id = $1 order by o.placed_at, t.tender_no",
        ),
        of(
          "select o.number, f.exclusion, f.confirmed_at::text as confirmed_at, f.snapshot from orders.confirmation f join orders.shop_order o on o.customer_id = f.customer_id and o.id = f.order_id where f.customer_id = $1 order by f.confirmed_at",
        ),
        of(
          "select o.number, r.title, r.variant, r.delivered_at::text as delivered_at, r.surcharge_minor::text as surcharge_minor from orders.replacement r join orders.shop_order o on o.customer_id = r.customer_id and o.id = r.order_id where r.customer_id = $1 order by r.delivered_at",
        ),
        of(
          "select o.number, p.line_nos, p.made_by, p.made_at::text as made_at, p.ended_at::text as ended_at from orders.present p join orders.shop_order o on o.customer_id = p.customer_id and o.id = p.order_id where p.customer_id = $1 order by p.made_at",
        ),
      ]);
      const wrapped = keys?.wrapped_key ?? null;
      const key = keys === undefined || wrapped === null ? undefined : personal.unwrap(wrapped, keys.master_version);
      const opened = (column: string, rowId: string, sealed: Uint8Array | null) =>
        key === undefined || sealed === null
          ? null
          : personal.open(key, { table: "orders.shop_order", column, rowId }, sealed);
      return {
        orders: orders.map((order) => ({
          number: order.number,
          placedAt: order.placed_at.toString(),
          currency: order.currency,
          paidMinor: order.paid_minor.toString(),
          goods: order.lines ?? [],
          recipient: {
            name: opened("recipient_name_enc", order.id, order.recipient_name_enc),
            phone: opened("recipient_phone_enc", order.id, order.recipient_phone_enc),
            address: opened("address_enc", order.id, order.address_enc),
          },
        })),
        parcels,
        pieces,
        payments: tenders,
        confirmations,
        replacements,
        presents,
      };
    },
    eraseFor: async (tx, customerId) => {
      tx.send(
        `update orders.shop_order set recipient_name_enc = null, recipient_name_mask = null, recipient_phone_enc = null, recipient_phone_mask = null, recipient_phone_index = null,
            address_enc = null, address_mask = null, address_index = null where customer_id = $1`,
        [customerId],
      );
      const last = await tx.one<{ completed: Temporal.Instant | null }>(
        `select greatest(max(o.placed_at), max(p.delivered_at)) as completed
           from orders.shop_order o left join orders.parcel p on p.customer_id = o.customer_id and p.order_id = o.id where o.customer_id = $1`,
        [customerId],
      );
      const until = last.completed?.toZonedDateTimeISO("UTC").add({ years: yearsKept });
      const held = until !== undefined && Temporal.Instant.compare(until.toInstant(), tx.now) > 0;
      return {
        erased: ["recipient-name", "recipient-phone", "recipient-address"],
        kept: held ? [{ what: "orders", until: until.toPlainDate().toString(), because: "CN-PI-08" }] : [],
      };
    },
  };
}
