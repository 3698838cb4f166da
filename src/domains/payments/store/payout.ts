import { newId } from "#kernel/ids";
import { currency, money, negate } from "#kernel/money";
import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { payoutCauses } from "../contract.ts";
import type { RefundState } from "../model.ts";
import { post } from "./books.ts";

export type PayoutCause = (typeof payoutCauses)[number];
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
  provider_payout_id: string | null;
  /** What came of it, where that was too little. */
  paid_minor: bigint | null;
  /** Until when the platform sees to one that did not go. */
  due_at: Temporal.Instant | null;
  reserved_at: Temporal.Instant;
  settled_at: Temporal.Instant | null;
  version: number;
};

const columns =
  "customer_id, id, number, order_id, merchant_id, cause_kind, cause_id, refund_id, state, amount_minor, currency, payer, payment, attempts, provider_status, provider_payout_id, paid_minor, due_at, reserved_at, settled_at, version";

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
  payout: Omit<
    PayoutRow,
    | "state"
    | "attempts"
    | "provider_status"
    | "provider_payout_id"
    | "paid_minor"
    | "due_at"
    | "reserved_at"
    | "settled_at"
    | "version"
  >,
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

/** The shopper has it: it settles, once; `paid`: what the books do not have yet, by what it came, and whether no rest of it
 * was paid by another. */
export function settlePayout(
  record: Recorder,
  payout: PayoutRow,
  provider: { readonly payoutId: string | null; readonly status: string | null },
  paid: { readonly minor: bigint; readonly otherMoney: boolean; readonly whole: boolean },
  now: Temporal.Instant,
): void {
  record.change(
    `update payments.payout set state = 'settled', settled_at = $3, provider_status = coalesce($4, provider_status), provider_payout_id = coalesce($5, provider_payout_id), last_error = null, due_at = null, paid_minor = case when $7 then null else paid_minor end, version = version + 1
      where customer_id = $1 and id = $2 and version = $6 and state <> 'settled' returning 1`,
    [payout.customer_id, payout.id, now, provider.status, provider.payoutId, payout.version, paid.whole],
    { touch: 1, belief: "a payout settles once" },
  );
  bookPayout(record, payout, paid.minor, now, paid.otherMoney ? otherMoney : undefined);
}

/** Money of another currency stands for what was due: whoever bears that owes it to the platform, which bears what came. */
export const otherMoney = "platform-compensation";

/** What the shopper was paid of it stands in the books. */
export function bookPayout(
  record: Recorder,
  payout: PayoutRow,
  minor: bigint,
  now: Temporal.Instant,
  to = payout.payer === "shopper" ? "shopper-payment" : "shopper-payout",
): void {
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
      { account: to, amount },
    ],
    now,
  );
}

export type PayoutNews = {
  readonly attempt?: boolean;
  readonly status?: string | null;
  readonly error?: string | null;
  readonly paid?: bigint | null;
  /** Until when the platform sees to it; absent: nobody has to. */
  readonly due?: Temporal.Instant | undefined;
};

export function movePayout(
  record: Recorder,
  payout: PayoutRow,
  state: RefundState,
  { attempt = false, status = null, error = null, paid = null, due }: PayoutNews,
  now: Temporal.Instant,
): void {
  record.change(
    `update payments.payout set state = $3, attempts = attempts + $4, sent_at = coalesce(sent_at, $5), provider_status = coalesce($6, provider_status), last_error = $7, paid_minor = coalesce($9, paid_minor), due_at = $10, version = version + 1
      where customer_id = $1 and id = $2 and version = $8 and state <> 'settled' returning 1`,
    [payout.customer_id, payout.id, state, attempt ? 1 : 0, now, status, error, payout.version, paid, due],
    { touch: 1, belief: "a payout moves from the version that was read" },
  );
}
