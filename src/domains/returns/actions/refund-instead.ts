import type { Recorder } from "#platform/action";
import { caseFact } from "../rules/case-fact.ts";
import type { CaseHandling } from "../rules/handling.ts";
import { paidFor } from "../rules/missing-parts.ts";
import type { CaseRow } from "../store/case.ts";
import { approvedChanges } from "./approve-case.ts";
import { handedToPlatform } from "./hand-to-platform.ts";
import { goodsAccepted, takenForLost } from "./refund-falls-due.ts";
import { goodsStillToCome, waitForGoods } from "./replacement-in-trouble.ts";

/**
 * What was promised does not reach the shopper: not sent, or lost or refused on the way. Where the goods are back already the
 * money follows them; an exchange whose goods are still to come becomes a return. What never arrived and is not sent again is
 * paid for; of missing parts a person says what they are worth, which comes back while the goods stay.
 */
export function refundInstead(
  row: CaseRow,
  by: "deadline" | "person",
  handling: CaseHandling,
  record: Recorder,
  now: Temporal.Instant,
  partsMinor?: bigint,
): Partial<CaseRow> {
  const off = { outbound_state: "cancelled", outbound_trouble: null, outbound_delivered_at: null } as const;
  const why = by === "deadline" ? "deadline" : "ruling";
  if (row.kind === "reship") {
    if (by === "deadline" && row.reason !== "never-arrived") {
      record.line("replacement-not-sent", {});
      return { ...off, ...handedToPlatform(row, handling, record, now) };
    }
    if (by === "deadline") record.line("refund-instead", {});
    const turned = { ...off, ...paidFor(partsMinor) } as const;
    return { ...turned, ...approvedChanges({ ...row, ...turned }, handling, record, now, why), ...off };
  }
  if (by === "deadline") record.line("refund-instead", {});
  const turned = { ...off, kind: "return-and-refund", ship_first: false, units_out: null } as const;
  const after = { ...row, ...turned };
  if (row.goods_state === "lost") return { ...turned, ...takenForLost(after, handling, record, now) };
  if (row.goods_state === "inspected") return { ...turned, ...goodsAccepted(after, handling, record, now) };
  if (goodsStillToCome(row)) {
    const waiting = { ...turned, ...waitForGoods(after, handling, record, now) } as const;
    record.fact(caseFact("returns.exchange-off", { ...row, ...waiting }));
    return waiting;
  }
  return { ...turned, ...approvedChanges(after, handling, record, now, why), ...off };
}
