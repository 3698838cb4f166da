import { grant, refuse } from "#kernel/outcome";
import { all, holds, is, not, query } from "#platform/action";
import { pageOfRows, placeOf } from "#platform/paging";
import { returnFreightListQuery, returnFreightPageShape } from "../contract.ts";
import { freightOnWire, type ListedFreight, listedFreight } from "./freight-of.ts";

type Row = ListedFreight & {
  readonly merchant_name: string;
  readonly merchant_name_en: string;
  readonly asked_at: Temporal.Instant;
};

/**
 * GET /api/v1/return-freights: what shoppers laid out above the policy's sum and somebody is to look at, the soonest due first; or
 * everything, the newest first. The case is often over by then. A merchant sees its own.
 */
export const listReturnFreights = query({
  name: "payments.list-return-freights",
  input: returnFreightListQuery,
  output: returnFreightPageShape,
  allow: all(holds("cases.read"), not(is("shopper"))),
  run: async (tx, { state, cursor, limit }) => {
    const after = placeOf(cursor);
    if (after === "broken") return refuse("cursor-broken");
    const merchantId = tx.principal.kind === "merchant" ? tx.principal.merchantId : null;
    const waiting = state === "to-decide";
    const [at, way, order] = waiting ? ["f.due_at", ">", ""] : ["f.asked_at", "<", "desc"];
    const rows = await tx.rows<Row>(
      `select ${listedFreight.columns}, f.asked_at, m.name as merchant_name, m.name_en as merchant_name_en
         from ${listedFreight.from} join parties.merchant m on m.id = f.merchant_id
        where ${waiting ? "f.state = 'to-decide'" : "true"} and ($1::uuid is null or f.merchant_id = $1)
          and ($2::timestamptz is null or (${at}, f.id) ${way} ($2::timestamptz, $3::uuid))
        order by ${at} ${order}, f.id ${order} limit $4`,
      [merchantId, after?.at, after?.id, limit + 1],
    );
    return grant(
      pageOfRows(
        rows,
        limit,
        (row) => ({ at: waiting && row.due_at !== null ? row.due_at : row.asked_at, id: row.id }),
        (row) => ({
          ...freightOnWire(row, tx.principal),
          caseNumber: row.case_number,
          merchantName: { zh: row.merchant_name, en: row.merchant_name_en },
          askedAt: row.asked_at.toString(),
        }),
      ),
    );
  },
});
