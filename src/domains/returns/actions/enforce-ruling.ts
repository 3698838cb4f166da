import { releaseUnits } from "#domains/orders";
import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { caseFact } from "../rules/case-fact.ts";
import type { Handling } from "../rules/handling.ts";
import { type CaseRow, caseLines, setAccepted } from "../store/case.ts";
import type { DisputeRow } from "../store/dispute.ts";
import { approvedChanges } from "./approve-case.ts";
import { goodsAccepted } from "./refund-falls-due.ts";
import { nobody, waitFor } from "./wait-for.ts";

/** What a ruling does to the case once nobody can appeal any more. */
export async function enforced(
  tx: Tx,
  row: CaseRow,
  { ruling, amount_minor }: Pick<DisputeRow, "ruling" | "amount_minor">,
  handling: Handling,
  record: Recorder,
  now: Temporal.Instant,
): Promise<Partial<CaseRow>> {
  record.line("ruling-enforced", { ruling });
  const inShop = row.goods_state === "inspected";
  if (ruling === "refuse") {
    if (inShop) return sentBack({ ...row, dispute_state: "closed" }, handling, record, now);
    const changes = { case_state: "closed", dispute_state: "closed", closed_at: now, ...nobody } as const;
    releaseUnits(record, row.customer_id, row.order_id, row.id);
    record.fact(caseFact("returns.closed", { ...row, ...changes }));
    return changes;
  }
  if (inShop) {
    // The count of the bench is overruled: what was sent in counts as accepted.
    const lines = await caseLines(tx, row.customer_id, row.id);
    setAccepted(
      record,
      row.customer_id,
      row.id,
      lines.map((line) => ({ lineId: line.line_id, quantity: line.quantity })),
    );
    const withheld = ruling === "partial" ? row.requested_minor - (amount_minor ?? 0n) : 0n;
    const approved = { ...row, case_state: "approved", dispute_state: "closed", withheld_minor: withheld } as const;
    return {
      case_state: "approved",
      dispute_state: "closed",
      decided_at: now,
      withheld_minor: withheld,
      ...goodsAccepted(approved, handling, record, now),
    };
  }
  const agreed =
    ruling === "partial"
      ? ({ kind: "refund-only", allowance: true, requested_minor: amount_minor ?? 0n } as const)
      : {};
  const closed = { ...agreed, dispute_state: "closed" } as const;
  return { ...closed, ...approvedChanges({ ...row, ...closed }, handling, record, now, "ruling") };
}

/** Refused for good while the goods lie in the warehouse: they go back to the shopper, and the case is over when they are there. */
export function sentBack(row: CaseRow, handling: Handling, record: Recorder, now: Temporal.Instant): Partial<CaseRow> {
  record.line("goods-go-back", {});
  const changes = {
    case_state: "rejected",
    dispute_state: row.dispute_state,
    outbound_state: "to-ship",
    ...waitFor(record, "replacement-sent", "hand-to-platform", { version: row.version, handling, now }),
  } as const;
  releaseUnits(record, row.customer_id, row.order_id, row.id);
  record.fact(caseFact("returns.goods-go-back", { ...row, ...changes }));
  return changes;
}
