import { reserveTenders, settleTender } from "#domains/orders";
import type { Tx } from "#platform/db";
import { type RefundState, refundStateOf } from "./model.ts";
import type { Share } from "./rules/spread-over-tenders.ts";

export type RefundRow = {
  customer_id: string;
  id: string;
  number: string;
  order_id: string;
  merchant_id: string;
  cause_kind: string;
  cause_id: string;
  kind: "goods" | "freight" | "goodwill";
  state: RefundState;
  amount_minor: bigint;
  currency: string;
  receipt: unknown;
  version: number;
  reserved_at: Temporal.Instant;
  settled_at: Temporal.Instant | null;
};

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
  settled_at: Temporal.Instant | null;
};

const refundColumns =
  "customer_id, id, number, order_id, merchant_id, cause_kind, cause_id, kind, state, amount_minor, currency, receipt, version, reserved_at, settled_at";
const partColumns =
  "customer_id, refund_id, tender_id, id, order_id, merchant_id, amount_minor, state, attempts, provider_status, settled_at";

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
>;

/** Writes the refund with its shares and takes the room off the tenders. */
export function insertRefund(tx: Tx, refund: NewRefund, shares: readonly (Share & { id: string })[]): void {
  const { customer_id, id, order_id, merchant_id } = refund;
  tx.send(
    `insert into payments.refund (customer_id, id, number, order_id, merchant_id, cause_kind, cause_id, kind, state, amount_minor, currency, receipt, reserved_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'reserved', $9, $10, $11, $12)`,
    [
      customer_id,
      id,
      refund.number,
      order_id,
      merchant_id,
      refund.cause_kind,
      refund.cause_id,
      refund.kind,
      refund.amount_minor,
      refund.currency,
      refund.receipt as object,
      tx.now,
    ],
  );
  tx.send(
    `insert into payments.refund_part (customer_id, refund_id, tender_id, id, order_id, merchant_id, amount_minor, state)
     select $1, $2, s.tender_id, s.id, $3, $4, s.minor, 'reserved' from unnest($5::uuid[], $6::uuid[], $7::bigint[]) s (tender_id, id, minor)`,
    [
      customer_id,
      id,
      order_id,
      merchant_id,
      shares.map((s) => s.tenderId),
      shares.map((s) => s.id),
      shares.map((s) => s.minor),
    ],
  );
  reserveTenders(tx, customer_id, shares);
}

/** The provider has it: the share settles, the tender counts it as refunded, the books get their two lines. */
export function settlePart(
  tx: Tx,
  refund: RefundRow,
  part: PartRow,
  tenderKind: string,
  postingId: string,
  provider: { refundId: string | null; status: string },
): void {
  tx.send(
    `with part as (
       update payments.refund_part set state = 'settled', settled_at = $4, provider_status = $5, provider_refund_id = $6, last_error = null
        where customer_id = $1 and refund_id = $2 and tender_id = $3 and state <> 'settled' returning amount_minor
     ), book as (
       insert into payments.ledger_line (customer_id, posting_id, line_no, order_id, merchant_id, refund_id, account, amount_minor, currency, at) values
         ($1, $8, 1, $9, $10, $2, 'merchant-settlement', -$7::bigint, $11, $4), ($1, $8, 2, $9, $10, $2, $12, $7, $11, $4)
     )
     select platform.expect((select count(*) from part), 1, 'a share settles once')`,
    [
      refund.customer_id,
      refund.id,
      part.tender_id,
      tx.now,
      provider.status,
      provider.refundId,
      part.amount_minor,
      postingId,
      refund.order_id,
      refund.merchant_id,
      refund.currency,
      `tender:${tenderKind}`,
    ],
  );
  settleTender(tx, refund.customer_id, part.tender_id, part.amount_minor);
}

/** Any other news of a share. */
export function movePart(
  tx: Tx,
  part: PartRow,
  state: RefundState,
  news: { attempt?: boolean; status?: string | null; error?: string | null },
): void {
  tx.send(
    `update payments.refund_part set state = $4, attempts = attempts + $5, sent_at = coalesce(sent_at, $6), provider_status = coalesce($7, provider_status), last_error = $8
      where customer_id = $1 and refund_id = $2 and tender_id = $3 and state <> 'settled'`,
    [
      part.customer_id,
      part.refund_id,
      part.tender_id,
      state,
      news.attempt === true ? 1 : 0,
      tx.now,
      news.status,
      news.error,
    ],
  );
}

/** Follows the shares; answers the new state when it moved. */
export function followParts(tx: Tx, refund: RefundRow, states: readonly RefundState[]): RefundState | undefined {
  const state = refundStateOf(states);
  if (state === refund.state) return undefined;
  tx.send(
    "update payments.refund set state = $3, settled_at = case when $3 = 'settled' then $4::timestamptz else settled_at end, version = version + 1 where customer_id = $1 and id = $2 and version = $5",
    [refund.customer_id, refund.id, state, tx.now, refund.version],
  );
  return state;
}
