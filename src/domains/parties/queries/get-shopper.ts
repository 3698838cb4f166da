import { grant, refuse } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import type { Tx } from "#platform/db";
import type { MoneyOnWire } from "#platform/wire";
import { shopperIdInput, shopperShape } from "../contract.ts";
import { type ShopperRecord, shopperRow, shopperSql } from "./search-shoppers.ts";

/** What was paid back to a shopper, by currency. Refunds live on a higher floor, so the reader is handed in. */
export type RefundedReader = (tx: Tx, customerId: string) => Promise<MoneyOnWire[]>;

/** One shopper, masked, with counts and the other ids of the same person. */
export function getShopper(refunded: RefundedReader) {
  return query({
    name: "parties.get-shopper",
    input: shopperIdInput,
    output: shopperShape,
    allow: holds("shoppers.read"),
    run: async (tx, { customerId }) => {
      const [row, counts, links, paidBack] = await Promise.all([
        tx.maybe<ShopperRecord>(`${shopperSql} where customer_id = $1`, [customerId]),
        tx.one<{ orders: number; cases: number }>(
          `select count(*) filter (where kind = 'order')::int as orders, count(*) filter (where kind = 'case')::int as cases
             from platform.directory where customer_id = $1 and kind in ('order', 'case')`,
          [customerId],
        ),
        tx.rows<{ linked_customer_id: string; name_mask: string | null; reason: string; linked_at: Temporal.Instant }>(
          `select l.linked_customer_id, s.name_mask, l.reason, l.linked_at
             from parties.person_link l left join parties.shopper s on s.customer_id = l.linked_customer_id
            where l.customer_id = $1 order by l.linked_at desc`,
          [customerId],
        ),
        refunded(tx, customerId),
      ]);
      if (row === undefined) return refuse("shopper-not-found", { customerId });
      return grant({
        ...shopperRow(row),
        ...counts,
        refunded: paidBack,
        links: links.map((link) => ({
          customerId: link.linked_customer_id,
          nameMask: link.name_mask,
          reason: link.reason,
          linkedAt: link.linked_at.toString(),
        })),
      });
    },
  });
}
