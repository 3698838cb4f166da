import { currency, money, toWire } from "#kernel/money";
import { Recorder } from "#platform/action";
import { system, type Tx } from "#platform/db";
import { markFired } from "#platform/deadlines";
import type { App, DueDeadline } from "#platform/domain";
import type { DiscrepancyEnding } from "../contract.ts";
import { discrepancyLifecycle, limits } from "../model.ts";
import { discrepancyMoved } from "../rules/facts.ts";
import {
  clearing,
  type DiscrepancyRow,
  decideDiscrepancy,
  discrepancyCause,
  lockDiscrepancy,
  moveDiscrepancy,
  readDiscrepancy,
} from "../store/discrepancy.ts";
import { lockPayout } from "../store/payout.ts";
import { readRefund } from "../store/refund.ts";
import { askCollection } from "./ask-collection.ts";
import { closeDiscrepancy, finish } from "./close-discrepancy.ts";
import { aboutDiscrepancy, dueAt, waitForPlatform } from "./open-discrepancy.ts";
import { lockShares, type News, takeNews, takenBack } from "./record-news.ts";
import { recordPayoutNews, settlePayoutByOtherMoney } from "./record-payout-news.ts";
import { reservePayout } from "./reserve-payout.ts";

/** Does what was decided, in the system role. Told twice, it finds it done. */
export async function takeDiscrepancy(tx: Tx, customerId: string, id: string): Promise<void> {
  const seen = await readDiscrepancy(tx, customerId, id);
  // What it is of is locked before it, as everywhere.
  const [refundId, payoutId] = [seen?.refund_id ?? null, seen?.payout_id ?? null];
  const payout = payoutId === null ? undefined : await lockPayout(tx, customerId, payoutId);
  const known = refundId === null || payoutId !== null ? undefined : await lockShares(tx, customerId, refundId);
  const row = await lockDiscrepancy(tx, customerId, id);
  if (row?.state !== "decided") return;
  const part = known?.parts.find((one) => one.id === row.part_id);
  // The shopper has it, whoever bears the rest; other money that was taken back leaves it to be paid anew.
  if (known !== undefined && part !== undefined)
    takeNews(tx, known, [part.id], newsOfShare(row, part.amount_minor, known.refund.currency));
  if (payout?.state === "mismatched" && row.kind === "other-currency")
    await (row.ending === "borne"
      ? settlePayoutByOtherMoney(tx, payout, row.payment)
      : recordPayoutNews(tx, customerId, payout.id, takenBack));
  switch (row.ending) {
    case "sent-back":
      await sendSecondBack(tx, row);
      break;
    case "asked-back":
      await askBack(tx, row, (await caseOf(tx, row)) ?? row.number);
      break;
    case "taken-back":
      closeDiscrepancy(tx, row, ["paid-too-much", clearing]);
      break;
    case "borne":
      closeDiscrepancy(tx, row, ["platform-compensation", clearing]);
      break;
    case "put-right":
    case null:
      throw new Error("a decided discrepancy says how it is put right");
  }
}

function newsOfShare({ kind, ending, payment }: DiscrepancyRow, amountMinor: bigint, currencyOfRefund: string): News {
  if (kind !== "other-currency")
    return { is: "succeeded", status: kind, providerRefundId: payment, amountMinor, currency: currencyOfRefund };
  return ending === "borne" ? { is: "other-money", payment } : takenBack;
}

/** The second payment of a collection goes back along itself, once; with its payout it is over. */
async function sendSecondBack(tx: Tx, row: DiscrepancyRow): Promise<void> {
  const sent = await tx.maybe(
    "select 1 as there from payments.payout where customer_id = $1 and cause_kind = 'discrepancy' and cause_id = $2",
    [row.customer_id, row.id],
  );
  if (sent !== undefined) return;
  const record = new Recorder();
  reservePayout(
    record,
    {
      customerId: row.customer_id,
      orderId: row.order_id,
      merchantId: row.merchant_id,
      causeKind: discrepancyCause,
      causeId: row.id,
      amountMinor: row.amount_minor,
      currency: row.currency,
      payer: "shopper",
      payment: row.payment,
    },
    tx.now,
  );
  record.write(tx, "payments.discrepancy-moved", true, undefined, undefined);
}

/** What the shopper knows the refund by. */
async function caseOf(tx: Tx, { customer_id, refund_id }: DiscrepancyRow): Promise<string | undefined> {
  const refund = refund_id === null ? undefined : await readRefund(tx, customer_id, refund_id);
  if (refund?.cause_kind !== "case") return undefined;
  const row = await tx.maybe<{ key: string }>(
    "select key from platform.directory where customer_id = $1 and kind = 'case' and id = $2",
    [refund.customer_id, refund.cause_id],
  );
  return row?.key;
}

async function askBack(tx: Tx, row: DiscrepancyRow, about: string): Promise<void> {
  const amount = toWire(money(row.amount_minor, currency(row.currency)));
  await askCollection(tx, {
    customerId: row.customer_id,
    orderId: row.order_id,
    merchantId: row.merchant_id,
    causeKind: discrepancyCause,
    causeId: row.id,
    causeNumber: about,
    amountMinor: row.amount_minor,
    currency: row.currency,
    receipt: { steps: [{ code: "paid-too-much", params: {}, amount }], total: amount, shortfall: null },
    expiresAt: tx.now.add({ hours: 24 * limits.recoveryDays }),
  });
  const record = new Recorder();
  finish(record, row, "asked", tx.now);
  record.write(tx, "payments.discrepancy-moved", true, undefined, undefined);
}

/** The shopper has paid back what was too much, which the books took in with the collection. */
export async function discrepancyPaidBack(tx: Tx, customerId: string, id: string): Promise<void> {
  const row = await lockDiscrepancy(tx, customerId, id);
  if (row?.state === "asked") closeDiscrepancy(tx, row, undefined);
}

/** Asked for and not paid: the platform says anew how it is put right, which can no longer be by asking. */
export async function discrepancyNotPaid(tx: Tx, customerId: string, id: string): Promise<void> {
  const row = await lockDiscrepancy(tx, customerId, id);
  if (row === undefined || !discrepancyLifecycle.can(row.state, "expire")) return;
  const record = new Recorder();
  record.about(aboutDiscrepancy(row));
  moveDiscrepancy(record, row, { state: "open", due_at: dueAt(tx.now) });
  waitForPlatform(record, row.version + 1, tx.now);
  record.fact(discrepancyMoved({ ...row, state: "open" }));
  record.write(tx, "payments.discrepancy-moved", true, undefined, undefined);
}

/**
 * The platform has said nothing in time. What was paid twice is nobody's but the shopper's and goes back; of anything else no
 * program decides: whoever looks after money is woken once more.
 */
export async function discrepancyLate(app: App, deadline: DueDeadline): Promise<void> {
  await app.db.withTx(system("deadlines"), async (tx) => {
    const row = await lockDiscrepancy(tx, deadline.customerId, deadline.subjectId);
    if (!(await markFired(tx, deadline.id)) || row?.state !== "open") return;
    const record = new Recorder();
    record.about(aboutDiscrepancy(row));
    if (row.kind === "paid-twice") {
      const ending: DiscrepancyEnding = "sent-back";
      decideDiscrepancy(record, row, { ending, reference: "", note: "", by: "system:deadlines" }, tx.now);
      record.fact(discrepancyMoved({ ...row, state: "decided", ending }));
    } else {
      moveDiscrepancy(record, row, { due_at: dueAt(tx.now) });
      waitForPlatform(record, row.version + 1, tx.now);
      record.fact(discrepancyMoved(row));
    }
    record.write(tx, "payments.discrepancy-late", true, undefined, undefined);
  });
  app.nudge();
}
