import { grant, refuse } from "#kernel/outcome";
import { all, holds, is, not, query } from "#platform/action";
import { pageOfRows, placeOf } from "#platform/paging";
import { discrepancyListQuery, discrepancyPageShape } from "../contract.ts";
import { discrepancyOnWire, type ListedRow, listedDiscrepancy } from "./discrepancy-row.ts";

type Row = ListedRow & { readonly merchant_name: string; readonly merchant_name_en: string };

/**
 * GET /api/v1/discrepancies: money that came wrong and waits for the platform, the soonest due first; or everything, the newest
 * first. The case is often over by then. A merchant sees its own.
 */
export const listDiscrepancies = query({
  name: "payments.list-discrepancies",
  input: discrepancyListQuery,
  output: discrepancyPageShape,
  allow: all(holds("cases.read"), not(is("shopper"))),
  run: async (tx, { state, cursor, limit }) => {
    const after = placeOf(cursor);
    if (after === "broken") return refuse("cursor-broken");
    const merchantId = tx.principal.kind === "merchant" ? tx.principal.merchantId : null;
    const waiting = state === "open";
    const [at, way, order] = waiting ? ["x.due_at", ">", ""] : ["x.opened_at", "<", "desc"];
    const rows = await tx.rows<Row>(
      `select ${listedDiscrepancy.columns}, m.name as merchant_name, m.name_en as merchant_name_en
         from ${listedDiscrepancy.from} join parties.merchant m on m.id = x.merchant_id
        where ${waiting ? "x.state = 'open'" : "true"} and ($1::uuid is null or x.merchant_id = $1)
          and ($2::timestamptz is null or (${at}, x.id) ${way} ($2::timestamptz, $3::uuid))
        order by ${at} ${order}, x.id ${order} limit $4`,
      [merchantId, after?.at, after?.id, limit + 1],
    );
    return grant(
      pageOfRows(
        rows,
        limit,
        (row) => ({ at: waiting && row.due_at !== null ? row.due_at : row.opened_at, id: row.id }),
        (row) => ({
          ...discrepancyOnWire(row, tx.principal),
          merchantName: { zh: row.merchant_name, en: row.merchant_name_en },
        }),
      ),
    );
  },
});
