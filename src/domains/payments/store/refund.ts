import { reserveTenders, settleTender } from "#domains/orders";
import { newId } from "#kernel/ids";
import { currency, money, negate } from "#kernel/money";
import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { type RefundState, refundStateOf } from "../model.ts";
import type { Share } from "../rules/spread-over-tenders.ts";
import { post } from "./books.ts";
import { otherMoney } from "./payout.ts";

export type RefundRow = {
  customer_id: string;
  id: string;
  number: string;
  order_id: string;
  merchant_id: string;
  cause_kind: string;
  cause_id: string;
  kind: "goods" | "allowance";
  state: RefundState;
  amount_minor: bigint;
  currency: string;
  receipt: unknown;
  /** Paid before the goods came. */
  instant: boolean;
  version: number;
  reserved_at: Temporal.Instant;
  settled_at: Temporal.Instant | null;
};

type SettledBy = "provider" | "payout" | "transfer" | "other-money";

export type PartRow = {
  customer_id: string;
  refund_id: string;
  tender_id: string;
  id: string;
  order_id: string;
  merchant_id: string;
  amount_minor: bigint;
  state: RefundState;
  attempts: number;
  provider_status: string | null;
  /** What the provider says it paid, where that is another sum than was asked. */
  paid_minor: bigint | null;
  provider_refund_id: string | null;
  settled_by: SettledBy;
  settled_at: Temporal.Instant | null;
};

const refundColumns =
  "customer_id, id, number, order_id, merchant_id, cause_kind, cause_id, kind, state, amount_minor, currency, receipt, instant, version, reserved_at, settled_at";
const partColumns =
  "customer_id, refund_id, tender_id, id, order_id, merchant_id, amount_minor, state, attempts, provider_status, provider_refund_id, paid_minor, settled_by, settled_at";

export function refundByCause(
  tx: Tx,
  customerId: string,
  causeId: string,
  kind: string,
): Promise<RefundRow | undefined> {
  return tx.maybe<RefundRow>(
    `select ${refundColumns} from payments.refund where customer_id = $1 and cause_id = $2 and kind = $3`,
    [customerId, causeId, kind],
  );
}

export function lockRefund(tx: Tx, customerId: string, id: string): Promise<RefundRow | undefined> {
  return tx.maybe<RefundRow>(
    `select ${refundColumns} from payments.refund where customer_id = $1 and id = $2 for update`,
    [customerId, id],
  );
}

export function readRefund(tx: Tx, customerId: string, id: string): Promise<RefundRow | undefined> {
  return tx.maybe<RefundRow>(`select ${refundColumns} from payments.refund where customer_id = $1 and id = $2`, [
    customerId,
    id,
  ]);
}

export function partsOf(tx: Tx, customerId: string, refundId: string): Promise<PartRow[]> {
  return tx.rows<PartRow>(
    `select ${partColumns} from payments.refund_part where customer_id = $1 and refund_id = $2 order by id`,
    [customerId, refundId],
  );
}

export type NewRefund = Pick<
  RefundRow,
  | "customer_id"
  | "id"
  | "number"
  | "order_id"
  | "merchant_id"
  | "cause_kind"
  | "cause_id"
  | "kind"
  | "amount_minor"
  | "currency"
  | "receipt"
  | "instant"
>;

const refundTable =
  "payments.refund (customer_id, id, number, order_id, merchant_id, cause_kind, cause_id, kind, state, amount_minor, currency, receipt, instant, reserved_at)";
const partTable =
  "payments.refund_part (customer_id, refund_id, tender_id, id, order_id, merchant_id, amount_minor, state)";

/** Writes the refund with its shares and takes the room off the tenders. */
export function insertRefund(
  record: Recorder,
  refund: NewRefund,
  shares: readonly (Share & { id: string })[],
  now: Temporal.Instant,
): void {
  const { customer_id, id, order_id, merchant_id } = refund;
  record.insert(refundTable, [
    customer_id,
    id,
    refund.number,
    order_id,
    merchant_id,
    refund.cause_kind,
    refund.cause_id,
    refund.kind,
    "reserved",
    refund.amount_minor,
    refund.currency,
    refund.receipt as object,
    refund.instant,
    now,
  ]);
  for (const share of shares)
    record.insert(partTable, [
      customer_id,
      id,
      share.tenderId,
      share.id,
      order_id,
      merchant_id,
      share.minor,
      "reserved",
    ]);
  reserveTenders(record, customer_id, shares);
}

/** The provider has it: the share settles, the tender counts it as refunded, the books get their two lines. */
export function settlePart(
  record: Recorder,
  refund: RefundRow,
  part: PartRow,
  tenderKind: string,
  postingId: string,
  provider: { refundId: string | null; status: string },
  now: Temporal.Instant,
): void {
  record.change(
    `update payments.refund_part set state = 'settled', settled_by = 'provider', settled_at = $4, provider_status = $5, provider_refund_id = $6, last_error = null
      where customer_id = $1 and refund_id = $2 and tender_id = $3 and state <> 'settled' returning 1`,
    [refund.customer_id, refund.id, part.tender_id, now, provider.status, provider.refundId],
    { touch: 1, belief: "a share settles once" },
  );
  const amount = money(part.amount_minor, currency(refund.currency));
  post(
    record,
    {
      postingId,
      customerId: refund.customer_id,
      orderId: refund.order_id,
      merchantId: refund.merchant_id,
      refundId: refund.id,
    },
    [
      { account: "merchant-settlement", amount: negate(amount) },
      { account: `tender:${tenderKind}`, amount },
    ],
    now,
  );
  settleTender(record, refund.customer_id, part.tender_id, part.amount_minor);
}

/**
 * The shopper has it on another way: the share settles, and the tender counts it as refunded so that nobody refunds it again. In
 * the books stands what the provider did pay of it; what was missing has its own entry.
 */
export function settlePartOtherwise(
  record: Recorder,
  refund: RefundRow,
  part: PartRow,
  tenderKind: string,
  by: "payout" | "transfer",
  now: Temporal.Instant,
): void {
  record.change(
    `update payments.refund_part set state = 'settled', settled_by = $4, settled_at = $5, last_error = null
      where customer_id = $1 and refund_id = $2 and tender_id = $3 and state <> 'settled' returning 1`,
    [refund.customer_id, refund.id, part.tender_id, by, now],
    { touch: 1, belief: "a share settles once" },
  );
  if (part.paid_minor !== null) bookRefund(record, refund, `tender:${tenderKind}`, part.paid_minor, now);
  settleTender(record, refund.customer_id, part.tender_id, part.amount_minor);
}

/**
 * The shopper keeps money of another currency for it: the share settles, and nothing left along its tender. The merchant owes what
 * was due to the platform, which bears what came.
 */
export function settlePartByOtherMoney(
  record: Recorder,
  refund: RefundRow,
  part: PartRow,
  payment: string,
  now: Temporal.Instant,
): void {
  record.change(
    `update payments.refund_part set state = 'settled', settled_by = 'other-money', settled_at = $4, provider_refund_id = $5, last_error = null
      where customer_id = $1 and refund_id = $2 and tender_id = $3 and state <> 'settled' returning 1`,
    [refund.customer_id, refund.id, part.tender_id, now, payment],
    { touch: 1, belief: "a share settles once" },
  );
  bookRefund(record, refund, otherMoney, part.amount_minor, now);
  settleTender(record, refund.customer_id, part.tender_id, part.amount_minor);
}

/** What the provider paid of a share that had come on another way: a sum to ask back, and in the books what was paid. */
export function bookPaidBesides(
  record: Recorder,
  refund: RefundRow,
  part: PartRow,
  tenderKind: string,
  paidMinor: bigint,
  now: Temporal.Instant,
): void {
  record.change(
    `update payments.refund_part set paid_minor = $4
      where customer_id = $1 and refund_id = $2 and tender_id = $3 and settled_by <> 'provider' and coalesce(paid_minor, 0) < $4 returning 1`,
    [refund.customer_id, refund.id, part.tender_id, paidMinor],
    { touch: 1, belief: "what the provider paid besides is written once" },
  );
  bookRefund(record, refund, `tender:${tenderKind}`, paidMinor - (part.paid_minor ?? 0n), now);
}

/** The merchant has paid the shopper outside. */
export function bookTransfer(record: Recorder, refund: RefundRow, minor: bigint, now: Temporal.Instant): void {
  bookRefund(record, refund, "transfer-outside", minor, now);
}

function bookRefund(record: Recorder, refund: RefundRow, to: string, minor: bigint, now: Temporal.Instant): void {
  if (minor === 0n) return;
  const amount = money(minor, currency(refund.currency));
  post(
    record,
    {
      postingId: newId(),
      customerId: refund.customer_id,
      orderId: refund.order_id,
      merchantId: refund.merchant_id,
      refundId: refund.id,
    },
    [
      { account: "merchant-settlement", amount: negate(amount) },
      { account: to, amount },
    ],
    now,
  );
}

/** Any other news of a share. */
export function movePart(
  record: Recorder,
  part: PartRow,
  state: RefundState,
  news: { attempt?: boolean; status?: string | null; error?: string | null; paid?: bigint | null },
  now: Temporal.Instant,
): void {
  record.change(
    `update payments.refund_part set state = $4, attempts = attempts + $5, sent_at = coalesce(sent_at, $6), provider_status = coalesce($7, provider_status), last_error = $8, paid_minor = coalesce($9, paid_minor)
      where customer_id = $1 and refund_id = $2 and tender_id = $3 and state <> 'settled'`,
    [
      part.customer_id,
      part.refund_id,
      part.tender_id,
      state,
      news.attempt === true ? 1 : 0,
      now,
      news.status,
      news.error,
      news.paid,
    ],
  );
}

/** Follows the shares; answers the new state when it moved. */
export function followParts(
  record: Recorder,
  refund: RefundRow,
  states: readonly RefundState[],
  now: Temporal.Instant,
): RefundState | undefined {
  const state = refundStateOf(states);
  if (state === refund.state) return undefined;
  record.change(
    "update payments.refund set state = $3, settled_at = coalesce($4, settled_at), version = version + 1 where customer_id = $1 and id = $2 and version = $5 returning 1",
    [refund.customer_id, refund.id, state, state === "settled" ? now : null, refund.version],
    { touch: 1, belief: "a refund moves from the version that was read" },
  );
  return state;
}
