import { newId } from "#kernel/ids";
import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { EvidenceKind } from "../contract/reasons.ts";
import type { CaseKind, OfferKind, offerStates } from "../model.ts";
import type { CaseRow, WantedGoods } from "./case.ts";

export type OfferRow = {
  readonly id: string;
  readonly offer_no: number;
  readonly made_by: "shopper" | "merchant" | "platform";
  readonly kind: OfferKind;
  readonly to_kind: CaseKind | null;
  readonly amount_minor: bigint | null;
  /** What is asked for to show it; null: whatever does. */
  readonly evidence_kind: EvidenceKind | null;
  /** Of an exchange: the goods, where some are named, and what they cost more than was paid for the pieces. */
  readonly wanted: WantedGoods | null;
  readonly difference_minor: bigint | null;
  readonly note: string;
  readonly state: (typeof offerStates)[number];
  readonly made_at: Temporal.Instant;
  readonly answered_at: Temporal.Instant | null;
};

/** What was proposed so far, oldest first. */
export function offersOf(tx: Tx, customerId: string, caseId: string): Promise<OfferRow[]> {
  return tx.rows<OfferRow>(
    "select id, offer_no, made_by, kind, to_kind, amount_minor, evidence_kind, wanted, difference_minor, note, state, made_at, answered_at from returns.offer where customer_id = $1 and case_id = $2 order by offer_no",
    [customerId, caseId],
  );
}

export function insertOffer(
  record: Recorder,
  row: Pick<CaseRow, "customer_id" | "id" | "order_id" | "merchant_id">,
  offer: Pick<OfferRow, "offer_no" | "made_by" | "kind" | "to_kind" | "amount_minor" | "note"> &
    Partial<Pick<OfferRow, "evidence_kind" | "wanted" | "difference_minor">>,
  now: Temporal.Instant,
): void {
  record.insert(
    "returns.offer (customer_id, id, case_id, order_id, merchant_id, offer_no, made_by, kind, to_kind, amount_minor, evidence_kind, wanted, difference_minor, note, made_at)",
    [
      row.customer_id,
      newId(),
      row.id,
      row.order_id,
      row.merchant_id,
      offer.offer_no,
      offer.made_by,
      offer.kind,
      offer.to_kind,
      offer.amount_minor,
      offer.evidence_kind ?? null,
      offer.wanted ?? null,
      offer.difference_minor ?? null,
      offer.note,
      now,
    ],
  );
}

/** The open offer is answered, or lapses; there is at most one. */
export function closeOffer(
  record: Recorder,
  row: Pick<CaseRow, "customer_id" | "id">,
  state: "accepted" | "declined" | "expired" | "withdrawn",
  now: Temporal.Instant,
): void {
  record.change(
    "update returns.offer set state = $3, answered_at = $4 where customer_id = $1 and case_id = $2 and state = 'open'",
    [row.customer_id, row.id, state, now],
  );
}
