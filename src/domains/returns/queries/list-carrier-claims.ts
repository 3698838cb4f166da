import { currency, money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { all, holds, is, not, query } from "#platform/action";
import { pageOfRows, placeOf } from "#platform/paging";
import { carrierClaimPageShape, carrierClaimQuery } from "../contract.ts";

type Row = {
  readonly id: string;
  readonly number: string;
  readonly order_number: string;
  readonly merchant_name: string;
  readonly merchant_name_en: string;
  readonly carrier: string | null;
  readonly tracking_number: string | null;
  readonly direction: "return" | "outbound";
  readonly amount_minor: bigint;
  readonly currency: string;
  readonly at: Temporal.Instant;
};

/**
 * GET /api/v1/carrier-claims — what carriers lost or spoilt and are to pay, as somebody decided, the newest first. The merchant has
 * it in the books already, and sees its own.
 */
export const listCarrierClaims = query({
  name: "returns.carrier-claims",
  input: carrierClaimQuery,
  output: carrierClaimPageShape,
  allow: all(holds("deposits.read"), not(is("shopper"))),
  run: async (tx, { cursor, limit }) => {
    const after = placeOf(cursor);
    if (after === "broken") return refuse("cursor-broken");
    const merchantId = tx.principal.kind === "merchant" ? tx.principal.merchantId : null;
    const rows = await tx.rows<Row>(
      `select x.id, c.number, c.order_number, m.name as merchant_name, m.name_en as merchant_name_en,
              coalesce(x.carrier, came.carrier) as carrier, coalesce(x.tracking_number, came.tracking_number) as tracking_number,
              x.direction, x.amount_minor, x.currency, x.at
         from returns.loss x
         join returns.return_case c on c.customer_id = x.customer_id and c.id = x.case_id
         join parties.merchant m on m.id = x.merchant_id
         left join lateral (
           select p.carrier, p.tracking_number from returns.case_line l
             join orders.unit u on u.customer_id = l.customer_id and u.line_id = l.line_id and u.unit_no = any (l.unit_nos)
             join orders.parcel p on p.customer_id = u.customer_id and p.id = u.parcel_id
            where l.customer_id = x.customer_id and l.case_id = x.case_id and x.carrier is null and x.direction = 'outbound'
            order by p.parcel_no limit 1
         ) came on true
        where x.borne_by = 'carrier' and ($1::uuid is null or x.merchant_id = $1)
          and ($2::timestamptz is null or (x.at, x.id) < ($2, $3::uuid))
        order by x.at desc, x.id desc limit $4`,
      [merchantId, after?.at, after?.id, limit + 1],
    );
    return grant(
      pageOfRows(
        rows,
        limit,
        ({ at, id }) => ({ at, id }),
        (row) => ({
          id: row.id,
          caseNumber: row.number,
          orderNumber: row.order_number,
          merchantName: { zh: row.merchant_name, en: row.merchant_name_en },
          carrier: row.carrier,
          trackingNumber: row.tracking_number,
          direction: row.direction,
          amount: toWire(money(row.amount_minor, currency(row.currency))),
          at: row.at.toString(),
        }),
      ),
    );
  },
});
