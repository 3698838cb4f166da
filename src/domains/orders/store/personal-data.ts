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
      const [orders, keys] = await Promise.all([
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
      };
    },
    eraseFor: async (tx, customerId) => {
      tx.send(
        `update orders.shop_order set recipient_name_enc = null, recipient_name_mask = null, recipient_phone_enc = null, recipient_phone_mask = null, recipient_phone_index = null,
            address_enc = null, address_mask = null where customer_id = $1`,
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
