import type { Recorder } from "#platform/action";
import { kindTraits } from "../model.ts";
import { caseFact } from "../rules/case-fact.ts";
import type { Handling } from "../rules/handling.ts";
import { isOver } from "../rules/is-over.ts";
import type { CaseRow } from "../store/case.ts";
import { nobody, waitFor } from "./wait-for.ts";

/**
 * The goods are accepted: by the bench, by the platform, or because nobody looked in time. The money falls due; of an exchange
 * the replacement is to be sent.
 */
export function goodsAccepted(
  row: CaseRow,
  handling: Handling,
  record: Recorder,
  now: Temporal.Instant,
): Partial<CaseRow> {
  const counted = { goods_state: "inspected", inspected_at: row.inspected_at ?? now } as const;
  if (row.instant) return earned(row, counted, "returns.inspected", record, now);
  if (!kindTraits[row.kind].goodsOut) {
    const changes = { ...counted, ...due } as const;
    record.fact(caseFact("returns.inspected", { ...row, ...changes }));
    record.fact(caseFact("returns.refund-due", { ...row, ...changes }));
    return changes;
  }
  if (row.outbound_state === "none") {
    const cheaper = row.difference_minor < 0n && row.money_state === "none";
    const changes = {
      ...counted,
      outbound_state: "to-ship",
      ...(cheaper ? ({ money_state: "due" } as const) : {}),
      ...waitFor(record, "replacement-sent", "refund-instead", { version: row.version, handling, now }),
    } as const;
    record.fact(caseFact("returns.inspected", { ...row, ...changes }));
    if (cheaper) record.fact(caseFact("returns.refund-due", { ...row, ...changes }));
    return changes;
  }
  // The replacement went out first: with the goods back the exchange is done, once it has arrived.
  const after = { ...row, ...counted };
  const changes = isOver(after)
    ? ({ ...counted, ...completed(record, now) } as const)
    : ({
        ...counted,
        ...waitFor(record, "replacement-received", "complete", { version: row.version, handling, now }),
      } as const);
  record.fact(caseFact("returns.inspected", { ...row, ...changes }));
  if (isOver(after)) record.fact(caseFact("returns.completed", { ...row, ...changes }));
  return changes;
}

/** The parcel never came, and the shopper is paid all the same; of an exchange too, for nothing can be exchanged any more. */
export function takenForLost(row: CaseRow, record: Recorder, now: Temporal.Instant): Partial<CaseRow> {
  record.line("taken-for-lost", {});
  if (row.instant) return earned(row, { goods_state: "lost" }, "returns.lost", record, now);
  const turned = row.kind === "exchange" ? ({ kind: "return-and-refund" } as const) : {};
  const changes = { ...turned, goods_state: "lost", ...due } as const;
  record.fact(caseFact("returns.lost", { ...row, ...changes }));
  record.fact(caseFact("returns.refund-due", { ...row, ...changes }));
  return changes;
}

/** What was lent is the shopper's now; the case is over as soon as it has arrived. */
function earned(
  row: CaseRow,
  goods: Partial<CaseRow>,
  fact: "returns.inspected" | "returns.lost",
  record: Recorder,
  now: Temporal.Instant,
): Partial<CaseRow> {
  record.fact(caseFact(fact, { ...row, ...goods }));
  if (row.money_state !== "settled") return { ...goods, waiting_on: "payment", due_at: null, due_action: null };
  const changes = { ...goods, ...completed(record, now) };
  record.fact(caseFact("returns.completed", { ...row, ...changes }));
  return changes;
}

/** Everything has come to its end: the case too. The fact is the caller's. */
export function completed(record: Recorder, now: Temporal.Instant) {
  record.line("completed", {});
  return { case_state: "completed", closed_at: now, ...nobody } as const;
}

const due = { money_state: "due", waiting_on: "payment", due_at: null, due_action: null } as const;
