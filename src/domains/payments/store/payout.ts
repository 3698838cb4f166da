import { newId } from "#kernel/ids";
import { currency, money, negate } from "#kernel/money";
import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { RefundState } from "../model.ts";
import { post } from "./books.ts";

export type PayoutCause = "compensation" | "freight-claim" | "collection" | "return-freight" | "refund" | "discrepancy";
export type Payer = "merchant" | "platform" | "insurer" | "shopper";

export type PayoutRow = {
  customer_id: string;
  id: string;
  number: string;
  order_id: string;
  merchant_id: string;
  cause_kind: PayoutCause;
  cause_id: string;
  /** The refund that it brings on another way. */
  refund_id: string | null;
  state: RefundState;
  amount_minor: bigint;
  currency: string;
  payer: Payer;
  payment: string;
  attempts: number;
  provider_status: string | null;
  reserved_at: Temporal.Instant;
  settled_at: Temporal.Instant | null;
  version: number;
};

const columns =
  "customer_id, id, number, order_id, merchant_id, cause_kind, cause_id, refund_id, state, amount_minor, currency, payer, payment, attempts, provider_status, reserved_at, settled_at, version";

export function lockPayout(tx: Tx, customerId: string, id: string): Promise<PayoutRow | undefined> {
  return tx.maybe<PayoutRow>(`select ${columns} from payments.payout where customer_id = $1 and id = $2 for update`, [
    customerId,
    id,
  ]);
}

export function readPayout(tx: Tx, customerId: string, id: string): Promise<PayoutRow | undefined> {
  return tx.maybe<PayoutRow>(`select ${columns} from payments.payout where customer_id = $1 and id = $2`, [
    customerId,
    id,
  ]);
}

export function insertPayout(
  record: Recorder,
  payout: Omit<PayoutRow, "state" | "attempts" | "provider_status" | "reserved_at" | "settled_at" | "version">,
  now: Temporal.Instant,
): void {
  record.insert(
    "payments.payout (customer_id, id, number, order_id, merchant_id, cause_kind, cause_id, refund_id, state, amount_minor, currency, payer, payment, reserved_at)",
    [
      payout.customer_id,
      payout.id,
      payout.number,
      payout.order_id,
      payout.merchant_id,
      payout.cause_kind,
      payout.cause_id,
      payout.refund_id,
      "reserved",
      payout.amount_minor,
      payout.currency,
      payout.payer,
      payout.payment,
      now,
    ],
  );
}

/** What a payer's books lose when a shopper is paid. */
const accountOf: Readonly<Record<Payer, string>> = {
  merchant: "merchant-settlement",
  platform: "platform-compensation",
  insurer: "freight-insurance",
  shopper: "collections-received",
};

/** The provider has paid it: it settles, once, and the books get their two lines. */
export function settlePayout(
  record: Recorder,
  payout: PayoutRow,
  provider: { payoutId: string; status: string },
  now: Temporal.Instant,
): void {
  record.change(
    `update payments.payout set state = 'settled', settled_at = $3, provider_status = $4, provider_payout_id = $5, last_error = null, version = version + 1
      where customer_id = $1 and id = $2 and version = $6 and state <> 'settled' returning 1`,
    [payout.customer_id, payout.id, now, provider.status, provider.payoutId, payout.version],
    { touch: 1, belief: "a payout settles once" },
  );
  bookPayout(record, payout, payout.amount_minor, now);
}

/** What the shopper was paid of it stands in the books. */
export function bookPayout(record: Recorder, payout: PayoutRow, minor: bigint, now: Temporal.Instant): void {
  if (minor === 0n) return;
  const amount = money(minor, currency(payout.currency));
  post(
    record,
    {
      postingId: newId(),
      customerId: payout.customer_id,
      orderId: payout.order_id,
      merchantId: payout.merchant_id,
      payoutId: payout.id,
    },
    [
      { account: accountOf[payout.payer], amount: negate(amount) },
      { account: payout.payer === "shopper" ? "shopper-payment" : "shopper-payout", amount },
    ],
    now,
  );
}

export function movePayout(
  record: Recorder,
  payout: PayoutRow,
  state: RefundState,
  news: { attempt: boolean; status: string | null; error: string | null },
  now: Temporal.Instant,
): void {
  record.change(
    `update payments.payout set state = $3, attempts = attempts + $4, sent_at = coalesce(sent_at, $5), provider_status = coalesce($6, provider_status), last_error = $7, version = version + 1
      where customer_id = $1 and id = $2 and version = $8 and state <> 'settled' returning 1`,
    [payout.customer_id, payout.id, state, news.attempt ? 1 : 0, now, news.status, news.error, payout.version],
    { touch: 1, belief: "a payout moves from the version that was read" },
  );
}
