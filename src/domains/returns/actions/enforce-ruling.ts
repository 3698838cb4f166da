import { releaseUnits } from "#domains/orders";
import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { kindTraits } from "../model.ts";
import { caseFact } from "../rules/case-fact.ts";
import type { CaseHandling } from "../rules/handling.ts";
import { sendsParts } from "../rules/missing-parts.ts";
import { anotherParcel } from "../rules/outbound-trouble.ts";
import type { CaseRow } from "../store/case.ts";
import type { DisputeRow } from "../store/dispute.ts";
import { approvedChanges, granted } from "./approve-case.ts";
import { bearLoss } from "./bear-loss.ts";
import { replacementKept } from "./replacement-kept.ts";
import { nobody, waitFor } from "./wait-for.ts";

/** What a ruling does to the case once nobody can appeal any more. */
export async function enforced(
  tx: Tx,
  row: CaseRow,
  { ruling, amount_minor, blame, ruled_by }: Pick<DisputeRow, "ruling" | "amount_minor" | "blame" | "ruled_by">,
  handling: CaseHandling,
  record: Recorder,
  now: Temporal.Instant,
): Promise<Partial<CaseRow>> {
  record.line("ruling-enforced", { ruling });
  const inShop = row.goods_state === "inspected" || row.goods_state === "arrived";
  if (ruling === "refuse") {
    if (inShop) return sentBack(tx, { ...row, dispute_state: "closed" }, handling, record, now);
    const changes = { case_state: "closed", dispute_state: "closed", closed_at: now, ...nobody } as const;
    await replacementKept(tx, { ...row, ...changes }, record);
    releaseUnits(record, row.customer_id, row.order_id, row.id);
    record.fact(caseFact("returns.closed", { ...row, ...changes }));
    return changes;
  }
  // What a part that is sent after is worth was not ruled on.
  const lost = amount_minor ?? (sendsParts(row) ? 0n : row.requested_minor);
  // Goods that are still to come back are lost only once they are accepted.
  const toCome = ruling === "grant" && kindTraits[row.kind].goodsBack && row.goods_state === "none";
  if (blame === "carrier" && ruled_by !== null && lost > 0n && !toCome) {
    const direction = row.goods_state === "none" ? "outbound" : "return";
    bearLoss(record, row, { direction, borneBy: "carrier", minor: lost, by: ruled_by, now });
  }
  const closed = { ...row, dispute_state: "closed" } as const;
  if (ruling === "grant")
    return { dispute_state: "closed", ...(await granted(tx, closed, handling, record, now, "ruling")) };
  if (inShop) {
    // Part of the money for goods that are here: nothing is exchanged any more, and the rest is withheld.
    const partly = {
      kind: kindTraits[row.kind].goodsOut ? "return-and-refund" : row.kind,
      withheld_minor: row.requested_minor - (amount_minor ?? 0n),
      dispute_state: "closed",
    } as const;
    return { ...partly, ...(await granted(tx, { ...row, ...partly }, handling, record, now, "ruling")) };
  }
  const partly = {
    kind: "refund-only",
    allowance: true,
    requested_minor: amount_minor ?? 0n,
    dispute_state: "closed",
  } as const;
  return { ...partly, ...approvedChanges({ ...row, ...partly }, handling, record, now, "ruling") };
}

/** Refused for good while the goods lie in the warehouse: they go back to the shopper, and the case is over when they are there. */
export async function sentBack(
  tx: Tx,
  row: CaseRow,
  handling: CaseHandling,
  record: Recorder,
  now: Temporal.Instant,
): Promise<Partial<CaseRow>> {
  await replacementKept(tx, row, record, now);
  record.line("goods-go-back", {});
  const changes = {
    case_state: "rejected",
    dispute_state: row.dispute_state,
    outbound_state: "to-ship",
    // A replacement may have gone out before: this is another parcel.
    ...anotherParcel(row),
    ...waitFor(record, "replacement-sent", "hand-to-platform", { version: row.version, handling, now }),
  } as const;
  releaseUnits(record, row.customer_id, row.order_id, row.id);
  record.fact(caseFact("returns.goods-go-back", { ...row, ...changes }));
  return changes;
}
