import type { Recorder } from "#platform/action";
import { type OutboundTrouble, outboundLifecycle } from "../model.ts";
import { caseFact } from "../rules/case-fact.ts";
import { type CaseHandling, ifWarehouseIsSilent } from "../rules/handling.ts";
import { inTrouble } from "../rules/outbound-trouble.ts";
import type { CaseRow } from "../store/case.ts";
import { waitFor, waitForBench } from "./wait-for.ts";

/**
 * Something is the matter with what was sent. Who sent it says whether it is sent again or paid for, and who says nothing in
 * time leaves it to the platform. The line that says so is the caller's.
 */
export function replacementInTrouble(
  row: CaseRow,
  trouble: OutboundTrouble,
  handling: CaseHandling,
  record: Recorder,
  now: Temporal.Instant,
): Partial<CaseRow> {
  const refused = trouble === "wrong" || trouble === "broken" || trouble === "returned";
  record.cancelDeadlines();
  const changes = {
    outbound_state: refused ? "refused" : "lost",
    outbound_trouble: trouble,
    outbound_delivered_at: null,
    ...waitFor(record, "trouble-answered", "hand-to-platform", { version: row.version, handling, now }),
  } as const;
  record.fact(caseFact("returns.replacement-in-trouble", { ...row, ...changes }));
  return changes;
}

/** What came back is refused: nothing goes out for it any more, unless it is with the shopper or on its way. */
export function nothingGoesOut({ outbound_state }: Pick<CaseRow, "outbound_state">): Partial<CaseRow> {
  if (!outboundLifecycle.can(outbound_state, "cancel")) return {};
  return { outbound_state: "cancelled", outbound_trouble: null, outbound_delivered_at: null };
}

/** Who is waited for next where only the goods that go out are left: by what is known of them. */
export function waitForReplacement(row: CaseRow, handling: CaseHandling, record: Recorder, now: Temporal.Instant) {
  const waiting = { version: row.version, handling, now };
  if (inTrouble(row)) return waitFor(record, "trouble-answered", "hand-to-platform", waiting);
  if (row.outbound_state === "to-ship") return waitFor(record, "replacement-sent", "refund-instead", waiting);
  return waitFor(record, "replacement-received", row.outbound_state === "arrived" ? "complete" : "look-into", waiting);
}

/** Who is waited for where the shopper's own goods are still to come; undefined where they are not. */
export function waitForGoods(row: CaseRow, handling: CaseHandling, record: Recorder, now: Temporal.Instant) {
  // What is refused for good goes back and is looked at by nobody any more.
  if (row.case_state === "rejected") return undefined;
  const waiting = { version: row.version, handling, now };
  switch (row.goods_state) {
    case "awaiting-shipment":
      return waitFor(record, "shopper-sends", row.ship_first ? "hand-to-platform" : "close", waiting);
    case "in-transit":
      return waitFor(record, "goods-arrive", ifWarehouseIsSilent("nothing"), waiting);
    case "arrived":
      return waitForBench(record, row.kind, waiting);
    default:
      return undefined;
  }
}

/** Whether the shopper's own goods are still on their way, or here and not counted. */
export function goodsStillToCome({ case_state, goods_state }: Pick<CaseRow, "case_state" | "goods_state">): boolean {
  if (case_state === "rejected") return false;
  return goods_state !== "none" && goods_state !== "lost" && goods_state !== "inspected" && goods_state !== "not-sent";
}
