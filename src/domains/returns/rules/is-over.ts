import { disputeLifecycle, kindTraits, outboundLifecycle } from "../model.ts";
import type { CaseRow } from "../store/case.ts";

type Standing = Pick<CaseRow, "kind" | "goods_state" | "outbound_state" | "money_state" | "dispute_state">;

/** Whether an approved case has nothing left to do: each axis is at its end, or was never needed. */
export function isOver(row: Standing): boolean {
  const { goodsBack, goodsOut, money } = kindTraits[row.kind];
  const goods =
    row.goods_state === "inspected" || row.goods_state === "not-sent" || row.goods_state === "lost" || !goodsBack;
  const outbound = outboundLifecycle.isEnd(row.outbound_state) || (!goodsOut && row.outbound_state === "none");
  const paid =
    row.money_state === "settled" || ((money === "none" || money === "difference") && row.money_state === "none");
  const dispute = row.dispute_state === "none" || disputeLifecycle.isEnd(row.dispute_state);
  return goods && outbound && paid && dispute;
}
