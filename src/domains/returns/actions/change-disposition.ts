import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { personBehind } from "#platform/db";
import { changeDispositionInput, dispositionChangedShape } from "../contract.ts";
import { goodsAreKept, whatBecomes } from "../rules/what-becomes.ts";
import { goodsInHouse, moveInHouse } from "../store/goods-in-house.ts";
import { caseToMove, notAllowed } from "./case-to-move.ts";

/** After the count pieces are dealt with otherwise: what was to be refurbished goes into stock, or is scrapped after all. */
export const changeDisposition = action({
  name: "returns.change-disposition",
  input: changeDispositionInput,
  output: dispositionChangedShape,
  allow: all(holds("cases.inspect"), sameMerchant),
  idempotency: "required",
  refusals: ["case-not-found", "move-not-allowed", "version-changed", "pieces-not-there", "disposition-final"],
  subject: caseToMove,
  run: async ({ tx, input, subject: { row }, record, now }) => {
    if (!goodsAreKept(row)) return notAllowed(row, "change-disposition");
    const { lineId, from, to, quantity, note } = input;
    const standing = await goodsInHouse(tx, row.customer_id, row.id);
    const there =
      standing.find(({ line_id, disposition }) => line_id === lineId && disposition === from)?.quantity ?? 0;
    if (there < quantity) return refuse("pieces-not-there", { disposition: from, there, asked: quantity });
    if (!whatBecomes(from).includes(to)) return refuse("disposition-final", { from, to });
    moveInHouse(record, row, { lineId, from, to, quantity, note, by: personBehind(tx.principal) }, now);
    record.fact({
      kind: "returns.disposition-changed",
      version: 1,
      payload: { caseId: row.id, number: row.number, lineId, from, to, quantity },
    });
    record.detail({ lineId, from, to, quantity });
    return grant({ number: row.number, lineId, from, to, quantity });
  },
});
