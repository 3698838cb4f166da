import { newId } from "#kernel/ids";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { coverOf } from "../queries/cover-of.ts";
import { freightClaimed } from "../rules/facts.ts";
import { decideFreightClaim, type FreightFacts } from "../rules/freight-claim.ts";
import { type ClaimRow, insertClaim, lockClaim } from "../store/freight.ts";
import { write } from "./give-cover.ts";
import { paymentOf, reservePayout } from "./reserve-payout.ts";

export type ClaimFreight = {
  readonly customerId: string;
  readonly orderId: string;
  readonly merchantId: string;
  readonly caseId: string;
  readonly caseNumber: string;
} & Omit<FreightFacts, "coveredFrom" | "coveredUntil">;
export type Claimed = Pick<ClaimRow, "id" | "state" | "amount_minor" | "currency" | "reckoning">;

/**
 * Claims on the freight insurance once the goods of a case are back, in the transaction of the case and in the system role. It
 * is decided at once and paid like a compensation; one claim for each cover and case, so asking again answers the first.
 */
export async function claimFreight(tx: Tx, wanted: ClaimFreight): Promise<Outcome<Claimed, "freight-not-insured">> {
  const told = await coverOf(tx, wanted);
  if (told === undefined) return refuse("freight-not-insured");
  const cover = await write(tx, wanted, told);
  const [known, payment] = await Promise.all([
    lockClaim(tx, wanted.customerId, cover.id, wanted.caseId),
    paymentOf(tx, wanted.customerId, wanted.orderId),
  ]);
  if (known !== undefined) return grant(known);
  const decided = decideFreightClaim(cover.terms, { ...cover, ...wanted });
  const minor = payment === undefined ? 0n : decided.minor;
  const id = newId<"freight-claim">();
  const claim: Omit<ClaimRow, "version"> = {
    customer_id: wanted.customerId,
    id,
    cover_id: cover.id,
    case_id: wanted.caseId,
    case_number: wanted.caseNumber,
    order_id: wanted.orderId,
    merchant_id: wanted.merchantId,
    state: minor > 0n ? "paying" : "refused",
    amount_minor: minor,
    currency: cover.currency,
    reckoning: {
      because: payment === undefined ? [{ code: "no-way-to-pay", params: {} }] : decided.because,
      product: { id: cover.productId, version: cover.productVersion },
    },
  };
  const record = new Recorder();
  insertClaim(record, claim, tx.now);
  if (minor > 0n && payment !== undefined)
    reservePayout(
      record,
      {
        customerId: wanted.customerId,
        orderId: wanted.orderId,
        merchantId: wanted.merchantId,
        causeKind: "freight-claim",
        causeId: id,
        amountMinor: minor,
        currency: cover.currency,
        payer: "insurer",
        payment,
      },
      tx.now,
    );
  record.about({
    kind: "freight-claim",
    id,
    customerId: wanted.customerId,
    merchantId: wanted.merchantId,
    orderId: wanted.orderId,
  });
  record.fact(freightClaimed(claim));
  record.detail({ case: wanted.caseNumber, state: claim.state, amountMinor: minor.toString() });
  record.write(tx, "payments.claim-freight", true, undefined, undefined);
  return grant(claim);
}
