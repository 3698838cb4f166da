import { fromWire } from "#kernel/money";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import { action, all, any, holds, is, sameMerchant } from "#platform/action";
import type { Tx } from "#platform/db";
import { makeOfferInput, movedShape } from "../contract.ts";
import { caseLifecycle, isFor, kindTraits, limits } from "../model.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { ifMerchantIsSilent } from "../rules/handling.ts";
import { whyNotRepaired } from "../rules/repair.ts";
import { talkedOut } from "../rules/talked-out.ts";
import { type CaseRow, moveCase } from "../store/case.ts";
import { insertOffer, offersOf } from "../store/offer.ts";
import { answered } from "./answered.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { piecesOf, type Replacement, replacementFor } from "./replacement-for.ts";
import { waitFor } from "./wait-for.ts";

/** One side proposes something else before anybody says yes or no: another amount, another kind, or more evidence. */
export const makeOffer = action({
  name: "returns.offer",
  input: makeOfferInput,
  output: movedShape,
  allow: any(is("shopper"), all(holds("cases.decide"), sameMerchant)),
  idempotency: "required",
  refusals: [
    "case-not-found",
    "move-not-allowed",
    "version-changed",
    "offer-is-what-was-asked",
    "offer-too-high",
    "reason-not-for-kind",
    "kind-not-offered",
    "replacement-not-found",
    "offer-not-for-shopper",
    "too-many-offers",
    "talked-long-enough",
  ],
  subject: caseToMove,
  run: async ({ tx, input, principal, subject: { row }, record, now }) => {
    if (!caseLifecycle.can(row.case_state, "offer") || row.dispute_state !== "none") return notAllowed(row, "offer");
    const by = principal.kind === "shopper" ? "shopper" : principal.kind === "merchant" ? "merchant" : "platform";
    if (by === "shopper" && input.kind === "evidence") return refuse("offer-not-for-shopper", { kind: input.kind });
    const amount = input.amount === undefined ? null : fromWire(input.amount);
    if (
      amount !== null &&
      (amount.currency !== row.currency || amount.minor > row.requested_minor || amount.minor <= 0n)
    )
      return refuse("offer-too-high", { number: row.number });
    // Before anything was sent there is nothing to keep, to exchange or to send back.
    if (input.kind !== "evidence" && kindTraits[row.kind].shipped === false) return notAllowed(row, "offer");
    // A lower price is asked for, sent or not: what the goods themselves are worth was never looked at.
    if (input.kind === "kind" && kindTraits[row.kind].money === "allowance") return notAllowed(row, "offer");
    const goods = input.wanted === undefined ? grant(null) : await goodsOffered(tx, row, input.wanted);
    if (!goods.ok) return goods;
    if (input.toKind === row.kind && (goods.value === null || isAskedFor(row, goods.value)))
      return refuse("offer-is-what-was-asked", { kind: row.kind });
    if (input.toKind === "repair") {
      // What was refused at the door is with the carrier: nobody can send it in.
      if (row.kind === "refuse-delivery") return notAllowed(row, "offer");
      if (!isFor(row.reason, "repair")) return refuse("reason-not-for-kind", { reason: row.reason, kind: "repair" });
      const because = await whyNoRepair(tx, row);
      if (because !== undefined)
        return refuse("kind-not-offered", { kind: "repair", because, rule: null, lastDay: null });
    }
    const offers = await offersOf(tx, row.customer_id, row.id);
    if (offers.length >= limits.offersPerCase) return refuse("too-many-offers", { limit: limits.offersPerCase });
    if (talkedOut(offers, now)) return refuse("talked-long-enough", { days: limits.talkDays });
    const handling = await handlingOf(tx, row);
    record.cancelDeadlines();
    insertOffer(
      record,
      row,
      {
        offer_no: offers.length + 1,
        made_by: by,
        kind: input.kind,
        to_kind: input.toKind ?? null,
        amount_minor: amount?.minor ?? null,
        evidence_kind: input.evidenceKind ?? null,
        wanted: goods.value?.goods ?? null,
        difference_minor: goods.value?.differenceMinor ?? null,
        note: input.note,
      },
      now,
    );
    record.line("offered", {
      kind: input.kind,
      by,
      note: input.note,
      ...(input.toKind === undefined ? {} : { toKind: input.toKind }),
      ...(input.evidenceKind === undefined ? {} : { evidenceKind: input.evidenceKind }),
      ...(input.amount === undefined ? {} : { amount: input.amount }),
    });
    const waiting = { version: row.version, handling, now };
    const changes = {
      case_state: "negotiating",
      ...(by === "shopper" ? undefined : answered(row, "person", now)),
      // Silence of the shopper leaves what was asked as it was; silence of the merchant is what it always is.
      ...(by === "shopper"
        ? waitFor(record, "merchant-answers", ifMerchantIsSilent(row.kind, row.reason, row.verdict), {
            ...waiting,
            about: "after-offer",
          })
        : waitFor(record, "offer-answered", "decline-offer", waiting)),
    } as const;
    record.fact(caseFact("returns.offered", { ...row, ...changes }));
    return grant(moved(moveCase(row, record, changes)));
  },
});

async function whyNoRepair(tx: Tx, row: CaseRow): Promise<ReturnType<typeof whyNotRepaired>> {
  const pieces = await piecesOf(tx, row);
  return pieces.map(({ line }) => whyNotRepaired(line, row.units)).find((why) => why !== undefined);
}

/** Other goods of the same shop, at today's price; where the old ones are back already their worth is settled another way. */
export async function goodsOffered(
  tx: Tx,
  row: CaseRow,
  wanted: { readonly productNumber?: string | undefined; readonly variant: string },
): Promise<Outcome<Replacement | null, "replacement-not-found" | "move-not-allowed">> {
  if (row.goods_state === "inspected") return notAllowed(row, "offer");
  const shop = { merchantId: row.merchant_id, currency: row.currency };
  const found = await replacementFor(tx, { kind: "exchange", wanted }, await piecesOf(tx, row), shop);
  // Nobody is asked to pay for what was given.
  if (found.ok && row.present_id !== null && (found.value?.differenceMinor ?? 0n) > 0n)
    return refuse("replacement-not-found", { productNumber: wanted.productNumber ?? "" });
  return found;
}

function isAskedFor({ wanted }: CaseRow, { goods }: Replacement): boolean {
  return wanted?.productNumber === goods.productNumber && wanted.variant === goods.variant;
}
