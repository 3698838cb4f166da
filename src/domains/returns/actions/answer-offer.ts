import { grant, type Outcome, refuse } from "#kernel/outcome";
import { action, all, any, holds, is, type Recorder, recipient, sameMerchant } from "#platform/action";
import type { Principal, Tx } from "#platform/db";
import { claimFiles, kindsOfFiles } from "#platform/files";
import type { EvidenceKind } from "../contract/reasons.ts";
import { answerOfferInput, movedShape } from "../contract.ts";
import { kindTraits } from "../model.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { policyOf } from "../queries/policy-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { exchangeBonus } from "../rules/exchange-bonus.ts";
import { filmsToo } from "../rules/facts-of-line.ts";
import { type CaseHandling, ifMerchantIsSilent } from "../rules/handling.ts";
import { judgeAgain } from "../rules/judge-again.ts";
import { sameGoods } from "../rules/same-goods.ts";
import { type CaseRow, caseLines, moveCase, type NewCase, setJudged, type WantedGoods } from "../store/case.ts";
import { closeOffer, type OfferRow, offersOf } from "../store/offer.ts";
import { approvedChanges } from "./approve-case.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { handedToPlatform } from "./hand-to-platform.ts";
import { goodsOffered } from "./make-offer.ts";
import { goodsAccepted } from "./refund-falls-due.ts";
import { piecesOf } from "./replacement-for.ts";
import { waitFor } from "./wait-for.ts";

/** The other side says yes, and it is done at once; or no, and what was asked stands again. */
export const answerOffer = action({
  name: "returns.answer-offer",
  input: answerOfferInput,
  output: movedShape,
  allow: any(is("shopper"), recipient, all(holds("cases.decide"), sameMerchant)),
  idempotency: "required",
  refusals: [
    "case-not-found",
    "move-not-allowed",
    "version-changed",
    "offer-not-open",
    "own-offer",
    "offer-out-of-date",
    "evidence-needed",
    "evidence-not-found",
  ],
  subject: caseToMove,
  run: async ({ tx, input, principal, subject: { row }, record, now }) => {
    if (row.closed_at !== null) return notAllowed(row, "answer-offer");
    const offer = (await offersOf(tx, row.customer_id, row.id)).find(({ state }) => state === "open");
    if (offer === undefined) return refuse("offer-not-open", { number: row.number });
    if (isOwn(offer, principal)) return refuse("own-offer", { number: row.number });
    const shown = await kindsOfFiles(tx, row.customer_id, input.evidence);
    // Files that are not there are refused as such when the case takes them.
    const there = input.evidence.length === 0 || shown.length > 0;
    if (offer.kind === "evidence" && input.accept && there && !shows(offer, shown))
      return refuse("evidence-needed", { reason: row.reason, needs: offer.evidence_kind ?? "" });
    if (input.evidence.length > 0) {
      const claimed = await claimFiles(tx, row.customer_id, row.order_id, input.evidence, row.id, row.merchant_id);
      if (!claimed.ok) return refuse("evidence-not-found", claimed.params);
    }
    const goods = input.accept ? await goodsAgreed(tx, row, offer) : grant(null);
    if (!goods.ok) return goods;
    const handling = await handlingOf(tx, row);
    record.cancelDeadlines();
    closeOffer(record, row, input.accept ? "accepted" : "declined", now);
    record.line(input.accept ? "offer-accepted" : "offer-declined", { kind: offer.kind, note: input.note });
    const waiting = { version: row.version, handling, now };
    if (offer.kind === "deduction") {
      const changes = input.accept
        ? {
            withheld_minor: offer.amount_minor ?? 0n,
            ...goodsAccepted({ ...row, withheld_minor: offer.amount_minor ?? 0n }, handling, record, now),
          }
        : handedToPlatform(row, handling, record, now);
      return grant(moved(moveCase(row, record, changes)));
    }
    if (offer.kind === "kind" && row.goods_state === "inspected") {
      // What could not be repaired: others go out, or the price comes back.
      const kind = offer.to_kind ?? row.kind;
      const changes = input.accept
        ? { kind, ...goodsAccepted({ ...row, kind }, handling, record, now) }
        : handedToPlatform(row, handling, record, now);
      return grant(moved(moveCase(row, record, changes)));
    }
    if (!input.accept || offer.kind === "evidence") {
      const judged = input.accept ? await judgedWith(tx, row, shown, record, now) : undefined;
      const changes = {
        case_state: "submitted",
        ...judged,
        ...waitFor(
          record,
          "merchant-answers",
          ifMerchantIsSilent(row.kind, row.reason, judged?.verdict ?? row.verdict),
          {
            ...waiting,
            about: "after-offer",
          },
        ),
      } as const;
      record.fact(caseFact(input.accept ? "returns.resubmitted" : "returns.offer-declined", { ...row, ...changes }));
      return grant(moved(moveCase(row, record, changes)));
    }
    const agreed =
      offer.kind === "amount"
        ? ({ kind: "refund-only", allowance: true, requested_minor: offer.amount_minor ?? 0n } as const)
        : ({
            kind: offer.to_kind ?? row.kind,
            allowance: false,
            // What is mended is the shopper's own: nothing goes out before it is in.
            ship_first: row.ship_first && offer.to_kind !== "repair",
            ...(goods.value ?? (await goodsFor(tx, row, offer.to_kind))),
            ...(await promisedFor(tx, row, offer.to_kind, handling)),
          } as const);
    const changes = {
      ...agreed,
      ...approvedChanges({ ...row, ...agreed }, handling, record, now, "agreement"),
    };
    return grant(moved(moveCase(row, record, changes)));
  },
});

/** What was asked for is there; a film of the unboxing is a film. */
function shows({ evidence_kind }: OfferRow, shown: readonly EvidenceKind[]): boolean {
  if (evidence_kind === null) return shown.length > 0;
  return filmsToo(shown).includes(evidence_kind);
}

/** What the case comes to with the evidence that was asked for; what it gave before it still gives. */
async function judgedWith(
  tx: Tx,
  row: CaseRow,
  shown: readonly EvidenceKind[],
  record: Recorder,
  now: Temporal.Instant,
): Promise<Pick<NewCase, "verdict" | "best_route" | "freight_payer" | "asked_kind" | "asked_reason">> {
  const [lines, { policy }] = await Promise.all([
    caseLines(tx, row.customer_id, row.id),
    policyOf(tx, row.policy_id, row.policy_version),
  ]);
  const judged = judgeAgain(lines, policy, { kind: row.kind, reason: row.reason, anew: false, shown, now });
  const { verdict, route, freightPayer } = judged.standing;
  const gained = verdict === "ALLOW" && row.verdict !== "ALLOW";
  setJudged(
    record,
    row,
    judged.lines.map((line) => ({ ...line, verdict: line.standing.verdict })),
  );
  return {
    ...(gained
      ? { verdict, best_route: route, freight_payer: freightPayer }
      : { verdict: row.verdict, best_route: row.best_route, freight_payer: row.freight_payer }),
    asked_kind: row.kind,
    asked_reason: row.reason,
  };
}

function isOwn({ made_by }: OfferRow, principal: Principal): boolean {
  return (made_by === "shopper") === (principal.kind === "shopper");
}

/** Who agrees to exchange instead of having the money back gets what the policy gives for it. */
async function promisedFor(
  tx: Tx,
  row: CaseRow,
  toKind: OfferRow["to_kind"],
  handling: CaseHandling,
): Promise<Pick<CaseRow, "bonus_minor">> {
  if (toKind !== "exchange" || kindTraits[row.kind].money !== "refund") return { bonus_minor: 0n };
  return { bonus_minor: exchangeBonus(handling, await piecesOf(tx, row)) };
}

type Goods = Pick<CaseRow, "wanted" | "difference_minor">;

/** The goods that the offer names, if they still cost what both sides read: nobody agrees to a sum they never saw. */
async function goodsAgreed(
  tx: Tx,
  row: CaseRow,
  { wanted, difference_minor }: OfferRow,
): Promise<Outcome<Goods | null, "offer-out-of-date">> {
  if (wanted === null || difference_minor === null) return grant(null);
  const today = await goodsOffered(tx, row, wanted);
  if (!today.ok || today.value?.differenceMinor !== difference_minor)
    return refuse("offer-out-of-date", { number: row.number, productNumber: wanted.productNumber });
  return grant({ wanted, difference_minor });
}

/** Another product goes out only in exchange; where none was named, or the old goods stay, it is the same again. */
async function goodsFor(tx: Tx, row: CaseRow, toKind: OfferRow["to_kind"]): Promise<Goods> {
  const kept = { wanted: row.wanted, difference_minor: row.difference_minor };
  if (toKind === "exchange" && row.wanted !== null) return kept;
  return { wanted: await sameAgain(tx, row, toKind), difference_minor: 0n };
}

async function sameAgain(tx: Tx, row: CaseRow, toKind: OfferRow["to_kind"]): Promise<WantedGoods | null> {
  if (toKind === null || !kindTraits[toKind].goodsOut) return null;
  const [first] = await piecesOf(tx, row);
  return first === undefined ? null : sameGoods(first.line);
}
