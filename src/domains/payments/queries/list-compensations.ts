import { grant, refuse } from "#kernel/outcome";
import { all, holds, is, not, query } from "#platform/action";
import { pageOfRows, placeOf } from "#platform/paging";
import { compensationListQuery, compensationPageShape } from "../contract.ts";
import {
  compensationOnWire,
  type ListedCompensation,
  listedColumns,
  listedJoin,
  shopperColumns,
} from "./compensation-row.ts";
import { limitsNow } from "./limits-now.ts";

/** GET /api/v1/compensations: what waits for somebody's agreement, the oldest first; or everything, the newest first. */
export const listCompensations = query({
  name: "payments.list-compensations",
  input: compensationListQuery,
  output: compensationPageShape,
  allow: all(holds("compensation.read"), not(is("shopper"))),
  run: async (tx, { state, cursor, limit }) => {
    const after = placeOf(cursor);
    if (after === "broken") return refuse("cursor-broken");
    const waiting = state === "waiting";
    const way = waiting ? ">" : "<";
    const order = waiting ? "c.proposed_at, c.id" : "c.proposed_at desc, c.id desc";
    const limits = await limitsNow(tx);
    const rows = await tx.rows<ListedCompensation>(
      `select ${tx.principal.kind === "staff" ? listedColumns : shopperColumns} from payments.compensation c ${listedJoin}
        where ${waiting ? "c.state in ('proposed', 'awaiting-approval')" : "true"}
          and ($1::timestamptz is null or (c.proposed_at, c.id) ${way} ($1::timestamptz, $2::uuid)) order by ${order} limit $3`,
      [after?.at, after?.id, limit + 1],
    );
    return grant(
      pageOfRows(
        rows,
        limit,
        ({ proposed_at, id }) => ({ at: proposed_at, id }),
        (row) => compensationOnWire(row, tx.principal, limits),
      ),
    );
  },
});
