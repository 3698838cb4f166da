import { unitsExchanged } from "#domains/orders";
import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { caseFact } from "../rules/case-fact.ts";
import { worthOfPiecesOut } from "../rules/exchange-difference.ts";
import { ownGoodsGoBack } from "../rules/goes-out.ts";
import { heldBy } from "../rules/units-taken.ts";
import { type CaseRow, caseLines } from "../store/case.ts";
import { bearLoss } from "./bear-loss.ts";
import { becomes } from "./refund-falls-due.ts";

/**
 * The replacement that went out first is there, while its old goods are refused or nobody has said that they are accepted: written
 * down, and the case waits for whom it waited before.
 */
export async function replacementNoted(
  tx: Tx,
  row: CaseRow,
  { by, at }: { readonly by: "shopper" | "carrier"; readonly at: Temporal.Instant },
  record: Recorder,
): Promise<Partial<CaseRow>> {
  const changes = {
    outbound_state: by === "shopper" ? "delivered" : "arrived",
    outbound_trouble: null,
    outbound_delivered_at: row.outbound_delivered_at ?? at,
  } as const;
  const after = { ...row, ...changes };
  record.line(by === "shopper" ? "replacement-received" : "replacement-arrived", {});
  if (row.case_state === "rejected" || row.case_state === "closed") await replacementKept(tx, after, record);
  if (row.closed_at === null) record.fact(caseFact("returns.replacement-received", after));
  return changes;
}

/** The replacement does not get there, and whether another one goes out hangs on the old goods: nothing does until then. */
export function replacementLostMeanwhile(
  row: CaseRow,
  state: "lost" | "returned",
  record: Recorder,
  now: Temporal.Instant,
): Partial<CaseRow> {
  record.line(state === "lost" ? "replacement-lost" : "replacement-returned", {});
  // Nobody is asked what becomes of it, so the carrier's own word says who bears it.
  if (state === "lost")
    bearLoss(record, row, {
      direction: "outbound",
      borneBy: "carrier",
      minor: worthOfPiecesOut(row),
      by: "system:returns",
      now,
    });
  const changes = { outbound_state: "cancelled", outbound_trouble: null, outbound_delivered_at: null } as const;
  record.fact(caseFact("returns.replacement-off", { ...row, ...changes }));
  return changes;
}

/**
 * The old goods are refused and the replacement is with the shopper: it is what these units are from now on, whoever holds them. A
 * parcel that nobody has spoken of counts as there once the old goods go back (`at`): there is no other that the shopper could have.
 */
export async function replacementKept(
  tx: Tx,
  row: CaseRow,
  record: Recorder,
  at: Temporal.Instant | null = null,
): Promise<void> {
  const there = row.outbound_delivered_at ?? (row.outbound_state === "shipped" ? at : null);
  if (row.kind !== "exchange" || !row.ship_first || there === null || ownGoodsGoBack(row)) return;
  const lines = await caseLines(tx, row.customer_id, row.id);
  unitsExchanged(record, row.customer_id, row.order_id, row.id, {
    ...becomes(row),
    deliveredAt: there,
    units: heldBy(lines),
  });
}
