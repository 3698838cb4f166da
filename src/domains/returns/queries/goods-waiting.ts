import { grant, refuse } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import { pageOfRows, placeOf } from "#platform/paging";
import { goodsWaitingQuery, goodsWaitingShape } from "../contract.ts";
import type { Disposition, grades } from "../model.ts";
import { whatBecomes } from "../rules/what-becomes.ts";

type Row = {
  readonly number: string;
  readonly case_id: string;
  readonly line_id: string;
  readonly disposition: Disposition;
  readonly quantity: number;
  readonly since: Temporal.Instant;
  readonly title: string;
  readonly title_en: string;
  readonly variant: string;
  readonly picture: string;
  readonly product_number: string;
  readonly merchant_name: string;
  readonly merchant_name_en: string;
  readonly grade: (typeof grades)[number];
  readonly note: string;
};

/** Pieces that were counted and wait for what is to become of them, longest first. Row security shows a merchant the own ones. */
export const goodsWaiting = query({
  name: "returns.goods-waiting",
  input: goodsWaitingQuery,
  output: goodsWaitingShape,
  allow: holds("cases.inspect"),
  run: async (tx, { disposition, cursor, limit }) => {
    const after = placeOf(cursor);
    if (after === "broken") return refuse("cursor-broken");
    const merchantId = tx.principal.kind === "merchant" ? tx.principal.merchantId : null;
    const rows = await tx.rows<Row>(
      `select c.number, h.case_id, h.line_id, h.disposition, h.quantity, h.since, l.title, l.title_en, l.variant, l.picture, l.product_number,
              m.name as merchant_name, m.name_en as merchant_name_en, i.grade, i.note
         from returns.goods_in_house h
         join returns.return_case c on c.customer_id = h.customer_id and c.id = h.case_id and c.goods_state = 'inspected'
          and (c.case_state = 'completed' or (c.case_state = 'approved' and c.waiting_on <> 'platform' and (c.waiting_on = 'payment' or c.outbound_state not in ('none', 'cancelled'))))
         join orders.line l on l.customer_id = h.customer_id and l.id = h.line_id
         join parties.merchant m on m.id = h.merchant_id
         cross join lateral (select grade, note from returns.inspection i where i.customer_id = h.customer_id and i.case_id = h.case_id and i.line_id = h.line_id order by i.at desc limit 1) i
        where h.disposition = $1 and h.disposition in ('refurbish', 'none') and h.quantity > 0 and ($2::uuid is null or h.merchant_id = $2)
          and ($3::timestamptz is null or (h.since, h.line_id) > ($3, $4))
        order by h.since, h.line_id limit $5`,
      [disposition, merchantId, after?.at, after?.id, limit + 1],
    );
    return grant(
      pageOfRows(
        rows,
        limit,
        (row) => ({ at: row.since, id: row.line_id }),
        (row) => ({
          number: row.number,
          lineId: row.line_id,
          productNumber: row.product_number,
          title: { zh: row.title, en: row.title_en },
          variant: row.variant,
          picture: row.picture,
          merchantName: { zh: row.merchant_name, en: row.merchant_name_en },
          grade: row.grade,
          note: row.note,
          disposition: row.disposition,
          quantity: row.quantity,
          next: [...whatBecomes(row.disposition)],
          since: row.since.toString(),
        }),
      ),
    );
  },
});
