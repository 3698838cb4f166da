import { newId } from "#kernel/ids";
import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { detourLifecycle, type RefundState } from "../model.ts";
import { missingOf, type Share, whatIsMissing } from "../rules/what-is-missing.ts";
import type { DetourRow } from "../store/detour.ts";
import type { PayoutRow } from "../store/payout.ts";
import { bookTransfer, followParts, type PartRow, type RefundRow, settlePartOtherwise } from "../store/refund.ts";
import { detourTo } from "./follow-detour.ts";
import { deductFromDeposit, holdDeposit, type MoveDeposit, releaseDeposit } from "./move-deposit.ts";
import { openBesides } from "./open-discrepancy.ts";
import { type LockedShares, lockShares, publish } from "./record-news.ts";
import { paymentOf, reservePayout } from "./reserve-payout.ts";

/**
 * Carries on with a detour in the system role: pays what was chosen to be paid, and settles what has come. Told twice, it finds it
 * done.
 */
export async function takeDetour(tx: Tx, customerId: string, refundId: string): Promise<void> {
  const known = await lockShares(tx, customerId, refundId);
  if (known?.detour === undefined) return;
  const { refund, detour } = known;
  if (detour.state === "wanted") await pay(tx, refund, detour);
  if (detour.state === "received") await settleDetour(tx, known, detour);
  // The shopper had no transfer, but by now the refund itself.
  if (detour.state === "platform" && refund.state === "settled") {
    const record = new Recorder();
    detourTo(record, refund, detour, { state: "dropped" }, tx.now);
    record.write(tx, "payments.take-detour", true, undefined, undefined);
  }
  // What went through after all takes nothing from the deposit.
  if (detour.state === "dropped") await releaseDeposit(tx, deposit(refund));
}

/** The merchant did nothing in time: the platform pays ahead, out of the merchant's deposit. */
export async function detourTimedOut(
  tx: Tx,
  customerId: string,
  refundId: string,
  kind: "refund-otherwise" | "transfer-doubted",
): Promise<void> {
  const known = await lockShares(tx, customerId, refundId);
  const waited = kind === "refund-otherwise" ? "merchant" : "proved";
  if (known?.detour?.state !== waited) return;
  const record = new Recorder();
  const changes =
    waited === "merchant"
      ? ({ state: "wanted", way: "payout", tender_id: null, chosen_by: "system:deadlines", ahead: true } as const)
      : ({ state: "received" } as const);
  detourTo(record, known.refund, known.detour, changes, tx.now);
  record.write(tx, "payments.detour-timed-out", true, undefined, undefined);
}

async function pay(tx: Tx, refund: RefundRow, detour: DetourRow): Promise<void> {
  const payment =
    detour.tender_id === null
      ? await paymentOf(tx, refund.customer_id, refund.order_id)
      : await paymentOfTender(tx, refund.customer_id, detour.tender_id);
  const record = new Recorder();
  if (payment === undefined) detourTo(record, refund, detour, { state: "platform" }, tx.now);
  else {
    if (detour.ahead) await holdDeposit(tx, { ...deposit(refund), amountMinor: detour.amount_minor });
    const payoutId = reservePayout(
      record,
      {
        customerId: refund.customer_id,
        orderId: refund.order_id,
        merchantId: refund.merchant_id,
        causeKind: "refund",
        // Another try has another number.
        causeId: newId<"detour">(),
        refundId: refund.id,
        amountMinor: detour.amount_minor,
        currency: detour.currency,
        payer: "merchant",
        payment,
      },
      tx.now,
    );
    detourTo(record, refund, detour, { state: "paying", payout_id: payoutId }, tx.now);
  }
  record.write(tx, "payments.take-detour", true, undefined, undefined);
}

/**
 * The shopper has it: every share that was missing settles, and with the last of them the refund. `wholeMinor`: what its payout
 * brought, of which a part may have been known before.
 */
async function settleDetour(
  tx: Tx,
  known: LockedShares,
  detour: DetourRow,
  wholeMinor = detour.amount_minor,
): Promise<void> {
  const { refund, parts, tenders } = known;
  if (!detourLifecycle.can(detour.state, "settle") && !detourLifecycle.can(detour.state, "come-late")) return;
  const record = new Recorder();
  const states = parts.map((part) => {
    if (missingOf(shareOf(part)) === 0n) return part.state;
    const tender = tenders.find(({ id }) => id === part.tender_id);
    settlePartOtherwise(record, refund, part, tender?.kind ?? "other", detour.way ?? "payout", tx.now);
    return "settled" as const;
  });
  if (detour.way === "transfer") bookTransfer(record, refund, detour.amount_minor, tx.now);
  const moved = followParts(record, refund, states, tx.now);
  if (moved !== undefined) publish(record, refund, moved);
  detourTo(record, refund, detour, { state: "settled", way: detour.way, amount_minor: wholeMinor }, tx.now);
  record.write(tx, "payments.settle-detour", true, undefined, undefined);
  if (detour.ahead) await deductFromDeposit(tx, { ...deposit(refund), amountMinor: detour.amount_minor, mayOwe: true });
  await releaseDeposit(tx, deposit(refund));
  await openBesides(tx, refund, detour.payout_id ?? refund.id);
}

/**
 * Whether a payout of a detour, which has not gone out, still has to: not where the provider brought the refund, or a part of it,
 * after all. Under the lock of the payout.
 */
export async function stillMissing(tx: Tx, payout: PayoutRow): Promise<boolean> {
  const known = await lockSharesOf(tx, payout);
  if (known?.detour?.state !== "paying" || known.detour.payout_id !== payout.id) return false;
  return whatIsMissing(known.parts.map(shareOf)) >= payout.amount_minor;
}

/**
 * The payout of a detour moved: paid, it settles the refund, also where it was refused or came short before and nothing else was
 * sent; refused or paid short, a person of the platform looks at what is missing, unless nothing is. `paid`: what came of it so far.
 */
export async function followPayout(tx: Tx, payout: PayoutRow, state: RefundState, paid: bigint | null): Promise<void> {
  const before = payout.paid_minor ?? 0n;
  const known = await lockSharesOf(tx, payout);
  if (known?.detour === undefined) return;
  const { refund, detour } = known;
  // One that was given up for another try, and came all the same.
  if (detour.payout_id !== payout.id) return openBesides(tx, refund, payout.id);
  const goesOn = detourLifecycle.can(detour.state, "come-late");
  if (state === "settled") {
    const late = goesOn && detour.amount_minor === payout.amount_minor - before;
    if (detour.state === "paying" || late)
      await settleDetour(tx, known, { ...detour, way: "payout" }, payout.amount_minor);
    else await openBesides(tx, refund, payout.id);
    return;
  }
  const came = paid === null ? 0n : paid - before;
  if (state === "mismatched" && came > 0n) {
    if (detour.state === "paying" || goesOn) await cameShort(tx, known, detour, payout, came);
    else await openBesides(tx, refund, payout.id);
  } else if (state === "refused" && detour.state === "paying") await cameShort(tx, known, detour, payout, 0n);
}

/** So much came of a payout, now: the platform looks at the rest. */
async function cameShort(
  tx: Tx,
  { refund, parts }: LockedShares,
  detour: DetourRow,
  payout: PayoutRow,
  came: bigint,
): Promise<void> {
  const record = new Recorder();
  const missing = whatIsMissing(parts.map(shareOf));
  const left = (missing > 0n && missing < detour.amount_minor ? missing : detour.amount_minor) - came;
  const next = detour.state === "paying" ? "platform" : detour.state;
  if (refund.state === "settled") detourTo(record, refund, detour, { state: "dropped" }, tx.now);
  else detourTo(record, refund, detour, { state: next, ...(left > 0n ? { amount_minor: left } : {}) }, tx.now);
  record.write(tx, "payments.detour-refused", true, undefined, undefined);
  if (came === 0n) return;
  if (detour.ahead) {
    // What did come was the platform's to pay ahead; whoever pays the rest, the merchant bears this.
    const { cause, ...of } = deposit(refund);
    await releaseDeposit(tx, { ...of, cause });
    const id = payout.paid_minor === null ? payout.id : newId<"detour">();
    await deductFromDeposit(tx, { ...of, cause: { ...cause, id }, amountMinor: came, mayOwe: true });
  }
  await openBesides(tx, refund, payout.id);
}

/** The refund that a payout was to bring on another way, locked. */
async function lockSharesOf(tx: Tx, payout: PayoutRow): Promise<LockedShares | undefined> {
  return payout.refund_id === null ? undefined : lockShares(tx, payout.customer_id, payout.refund_id);
}

const shareOf = (part: PartRow): Share => ({
  state: part.state,
  amountMinor: part.amount_minor,
  paidMinor: part.paid_minor,
});

async function paymentOfTender(tx: Tx, customerId: string, id: string): Promise<string | undefined> {
  const row = await tx.maybe<{ provider_reference: string }>(
    "select provider_reference from orders.tender where customer_id = $1 and id = $2",
    [customerId, id],
  );
  return row?.provider_reference;
}

const deposit = (refund: RefundRow): Omit<MoveDeposit, "amountMinor"> => ({
  merchantId: refund.merchant_id,
  currency: refund.currency,
  cause: { kind: "refund-ahead", id: refund.id, number: refund.number },
});
