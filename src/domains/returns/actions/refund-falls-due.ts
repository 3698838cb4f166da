import { releaseUnits, unitsExchanged } from "#domains/orders";
import type { Recorder } from "#platform/action";
import { kindTraits } from "../model.ts";
import { caseFact } from "../rules/case-fact.ts";
import { differenceOf, paysBack } from "../rules/exchange-difference.ts";
import { goesOut, ownGoodsGoBack } from "../rules/goes-out.ts";
import type { CaseHandling } from "../rules/handling.ts";
import { isOver } from "../rules/is-over.ts";
import { anotherParcel } from "../rules/outbound-trouble.ts";
import { kindOnceAccepted } from "../rules/repair.ts";
import type { CaseRow } from "../store/case.ts";
import { waitForReplacement } from "./replacement-in-trouble.ts";
import { nobody, waitFor } from "./wait-for.ts";

/**
 * The goods are accepted: by the bench, by the platform, or because nobody looked in time. The money falls due; of an exchange
 * the replacement is to be sent, of a repair what was mended.
 */
export function goodsAccepted(
  asked: CaseRow,
  handling: CaseHandling,
  record: Recorder,
  now: Temporal.Instant,
): Partial<CaseRow> {
  const row = { ...asked, kind: kindOnceAccepted(asked) };
  const turned = row.kind === asked.kind ? {} : { kind: row.kind };
  const counted = { ...turned, goods_state: "inspected", inspected_at: row.inspected_at ?? now, ...heard } as const;
  if (row.instant) return earned(row, counted, "returns.inspected", record, now);
  if (!kindTraits[row.kind].goodsOut) {
    const changes = { ...counted, ...due } as const;
    record.fact(caseFact("returns.inspected", { ...row, ...changes }));
    record.fact(caseFact("returns.refund-due", { ...row, ...changes }));
    return changes;
  }
  if (!goesOut(row)) {
    const changes = {
      ...counted,
      outbound_state: "to-ship",
      // Refused goods may have gone back before.
      ...anotherParcel(row),
      ...waitFor(record, "replacement-sent", "refund-instead", { version: row.version, handling, now }),
    } as const;
    record.fact(caseFact("returns.inspected", { ...row, ...changes }));
    return changes;
  }
  const changes = exchanged(row, counted, handling, record, now);
  record.fact(caseFact("returns.inspected", { ...row, ...changes }));
  return changes;
}

/** The parcel never came, and the shopper is paid all the same; an exchange becomes a return, unless the replacement is out already. */
export function takenForLost(
  row: CaseRow,
  handling: CaseHandling,
  record: Recorder,
  now: Temporal.Instant,
): Partial<CaseRow> {
  record.line("taken-for-lost", {});
  if (row.instant) return earned(row, { goods_state: "lost" }, "returns.lost", record, now);
  const lost = { goods_state: "lost" } as const;
  if (kindTraits[row.kind].goodsOut && goesOut(row)) {
    const changes = exchanged(row, lost, handling, record, now);
    record.fact(caseFact("returns.lost", { ...row, ...changes }));
    return changes;
  }
  const turned = kindTraits[row.kind].goodsOut ? ({ kind: "return-and-refund" } as const) : {};
  const changes = { ...turned, ...lost, ...due } as const;
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

/** The replacement went out first, and nobody waits for the old goods any longer: the exchange is done once it has arrived. */
export function exchanged(
  row: CaseRow,
  goods: Pick<CaseRow, "goods_state"> & Partial<Pick<CaseRow, "inspected_at">>,
  handling: CaseHandling,
  record: Recorder,
  now: Temporal.Instant,
): Pick<CaseRow, "goods_state" | "waiting_on" | "due_at" | "due_action"> & Partial<CaseRow> {
  const after = { ...row, ...goods, ...differenceDue({ ...row, ...goods }, record) };
  const moved = { ...goods, money_state: after.money_state };
  if (isOver(after)) {
    const changes = { ...moved, ...completed(record, now) };
    replaced(record, after);
    record.fact(caseFact("returns.completed", { ...row, ...changes }));
    return changes;
  }
  if (row.outbound_state === "delivered") return { ...moved, ...onlyMoney(after) };
  return { ...moved, ...waitForReplacement(after, handling, record, now) };
}

/**
 * The shopper holds what was sent under the same units, and can ask about it again: as other goods with a window of their own,
 * worth what was paid for them in all.
 */
export function replaced(record: Recorder, row: CaseRow): void {
  const anew = row.kind === "exchange" || (row.kind === "reship" && row.reason === "never-arrived");
  if (anew && !ownGoodsGoBack(row) && row.outbound_delivered_at !== null)
    unitsExchanged(record, row.customer_id, row.order_id, row.id, {
      ...becomes(row),
      deliveredAt: row.outbound_delivered_at,
    });
  releaseUnits(record, row.customer_id, row.order_id, row.id);
}

/** What the units are once what was sent is there, and what was paid more for it. */
export function becomes(
  row: CaseRow,
): Pick<Parameters<typeof unitsExchanged>[4], "goods" | "shippedAt" | "surchargeMinor"> {
  const { wanted } = row;
  return {
    goods:
      row.kind !== "exchange" || wanted === null
        ? null
        : {
            ...wanted,
            categoryCode: wanted.categoryCode ?? null,
            specialClass: wanted.specialClass ?? null,
          },
    shippedAt: row.outbound_shipped_at,
    surchargeMinor: row.difference_state === "paid" ? differenceOf(row) : 0n,
  };
}

/**
 * What an exchange pays back by itself falls due when the shopper has the other goods and these are back: until then it may
 * still turn into a return.
 */
export function differenceDue(row: CaseRow, record: Recorder): { money_state: "due" } | Record<string, never> {
  const back = row.goods_state === "inspected" || row.goods_state === "lost" || row.goods_state === "not-sent";
  const owes = row.kind === "exchange" && row.outbound_state === "delivered" && paysBack(row) > 0n;
  // Refused goods that go back to the shopper are no replacement.
  if (!owes || !back || row.case_state !== "approved" || row.money_state !== "none") return {};
  const changes = { money_state: "due" } as const;
  record.fact(caseFact("returns.refund-due", { ...row, ...changes }));
  return changes;
}

/** Everything has come to its end but the money: it is waited for, or who sees to it. */
export function onlyMoney(row: Pick<CaseRow, "money_state">) {
  return {
    waiting_on: row.money_state === "attention" ? "platform" : "payment",
    due_at: null,
    due_action: null,
  } as const;
}

/** While goods are on their way too, whoever has them in hand is still waited for, and not who sees to the money. */
export function moneyWaitsFor(row: Pick<CaseRow, "due_at">, who: "payment" | "platform"): Partial<CaseRow> {
  return row.due_at === null ? { waiting_on: who } : {};
}

/** Everything has come to its end: the case too. The fact is the caller's. */
export function completed(record: Recorder, now: Temporal.Instant) {
  record.line("completed", {});
  return { case_state: "completed", closed_at: now, ...nobody } as const;
}

/** From here on who paid for a present may hear that it came back. */
const heard = { present_quiet: false } as const;

const due = { money_state: "due", waiting_on: "payment", due_at: null, due_action: null, ...heard } as const;
