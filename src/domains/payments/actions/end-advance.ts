import { tenderPaidAgain } from "#domains/orders";
import { currency, money, toWire } from "#kernel/money";
import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { type AdvanceState, limits } from "../model.ts";
import {
  type AdvanceRow,
  bookAdvance,
  lockAdvanceOfCause,
  lockAdvanceOfCollection,
  moveAdvance,
  undoAdvance,
} from "../store/advance.ts";
import { instantCause, lockCollection } from "../store/collection.ts";
import { askCollection } from "./ask-collection.ts";
import { cancelCollection } from "./end-collection.ts";

type OfCause = { readonly customerId: string; readonly causeId: string };

/**
 * The goods of an instant refund are here: the shopper owes nothing and the credit is free. Where they come after all, what was
 * asked back is taken back, and what was paid back is returned. Answers where the advance stands; undefined: nothing was lent.
 */
export async function goodsCame(tx: Tx, of: OfCause): Promise<AdvanceState | undefined> {
  const row = await lockAdvanceOfCause(tx, of.customerId, of.causeId);
  if (row === undefined || row.state === "earned") return row?.state;
  if (row.state === "recovering" || row.state === "recovered")
    await cancelCollection(tx, { customerId: row.customer_id, causeKind: instantCause, causeId: row.refund_id });
  return end(tx, row, "earned", undone[row.state]);
}

/** What puts the books right when goods come that were given up. */
const undone: Readonly<Partial<Record<AdvanceState, readonly [from: string, to: string]>>> = {
  recovering: ["merchant-settlement", "shopper-receivable"],
  recovered: ["merchant-settlement", "shopper-receivable"],
  "written-off": ["merchant-settlement", "platform-loss"],
};

/**
 * The goods of an instant refund never came. What was lent is asked back, unless the shopper is due the refund all the same:
 * a parcel lost on a way the seller answers for, or goods at fault. Calling again changes nothing.
 */
export async function goodsNeverCame(
  tx: Tx,
  of: OfCause & { readonly dueByLaw: boolean },
): Promise<AdvanceState | undefined> {
  const row = await lockAdvanceOfCause(tx, of.customerId, of.causeId);
  if (row?.state !== "open") return row?.state;
  if (of.dueByLaw) return end(tx, row, "earned", undefined);
  const amount = toWire(money(row.amount_minor, currency(row.currency)));
  const collection = await askCollection(tx, {
    customerId: row.customer_id,
    orderId: row.order_id,
    merchantId: row.merchant_id,
    causeKind: instantCause,
    causeId: row.refund_id,
    causeNumber: row.cause_number,
    amountMinor: row.amount_minor,
    currency: row.currency,
    receipt: { steps: [{ code: "instant-refund-paid", params: {}, amount }], total: amount, shortfall: null },
    expiresAt: tx.now.add({ hours: 24 * limits.recoveryDays }),
  });
  const record = new Recorder();
  bookAdvance(record, row, "shopper-receivable", "merchant-settlement", tx.now);
  moveAdvance(record, row, "recovering", tx.now, collection.id);
  return write(tx, record, row, "recovering");
}

/** The shopper has paid back what was lent: the advance is over and the credit free again. */
export async function advancePaidBack(tx: Tx, customerId: string, collectionId: string): Promise<void> {
  const row = await lockAdvanceOfCollection(tx, customerId, collectionId);
  if (row?.state === "recovering") end(tx, row, "recovered", undefined);
}

/**
 * The case is over and its goods stay with the shopper: once what was lent is back, the refund counts no longer, and what was paid
 * for the goods once more can be refunded once more. Answers whether that is so from now on; before and afterwards it is not.
 */
export async function advanceUndone(tx: Tx, of: OfCause): Promise<boolean> {
  const row = await lockAdvanceOfCause(tx, of.customerId, of.causeId);
  if (row?.state !== "recovered" || row.undone_at !== null || row.collection_id === null) return false;
  const collection = await lockCollection(tx, row.customer_id, row.collection_id);
  if (collection?.state !== "paid") return false;
  const record = new Recorder();
  undoAdvance(record, row, tx.now);
  tenderPaidAgain(record, {
    customerId: row.customer_id,
    orderId: row.order_id,
    merchantId: row.merchant_id,
    collectionId: collection.id,
    reference: collection.provider_charge_id ?? collection.charge_id,
    minor: collection.amount_minor,
  });
  record.write(tx, "payments.advance-undone", false, undefined, undefined);
  return true;
}

/** Asked for and not paid: the platform bears it, and lends this shopper nothing more. */
export async function writeOff(tx: Tx, customerId: string, collectionId: string): Promise<void> {
  const row = await lockAdvanceOfCollection(tx, customerId, collectionId);
  if (row?.state === "recovering") end(tx, row, "written-off", ["platform-loss", "shopper-receivable"]);
}

function end(
  tx: Tx,
  row: AdvanceRow,
  state: AdvanceState,
  accounts: readonly [from: string, to: string] | undefined,
): AdvanceState {
  const record = new Recorder();
  if (accounts !== undefined) bookAdvance(record, row, ...accounts, tx.now);
  moveAdvance(record, row, state, tx.now);
  return write(tx, record, row, state);
}

function write(tx: Tx, record: Recorder, row: AdvanceRow, state: AdvanceState): AdvanceState {
  record.about({
    kind: "refund",
    id: row.refund_id,
    customerId: row.customer_id,
    merchantId: row.merchant_id,
    orderId: row.order_id,
  });
  record.fact({
    kind: "payments.advance-moved",
    version: 1,
    payload: {
      refundId: row.refund_id,
      customerId: row.customer_id,
      causeId: row.cause_id,
      causeNumber: row.cause_number,
      state,
      amountMinor: row.amount_minor.toString(),
      currency: row.currency,
    },
  });
  record.detail({ state });
  record.write(tx, "payments.advance-moved", true, undefined, undefined);
  return state;
}
