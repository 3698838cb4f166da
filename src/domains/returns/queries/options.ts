import { lowestPricesSince } from "#domains/catalog";
import { contentsForCase, readOrder } from "#domains/orders";
import { currency, lesser, money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { type Citation, decide, parseFacts } from "#law";
import { any, holds, is, query } from "#platform/action";
import { holdsRight } from "#platform/db";
import { findCustomerOf } from "#platform/directory";
import { decidesMore, evidenceKinds, fits } from "../contract/reasons.ts";
import { type DecisionOnWire, type Option, type Options, optionsInput, optionsShape } from "../contract.ts";
import { type CaseKind, caseKinds, isFor, kindTraits, type Reason, reasonNames, termsOf } from "../model.ts";
import { type AssessedLine, type Assessment, assess } from "../rules/assess.ts";
import { exchangeBonus } from "../rules/exchange-bonus.ts";
import type { Condition } from "../rules/facts-of-line.ts";
import { type Asked, approvedAtOnce, type Handling, secondsOf, withPauses } from "../rules/handling.ts";
import { isHere, keepOffer } from "../rules/keep-for-less.ts";
import { asksBad, asksOf, evidenceNeeded } from "../rules/questions.ts";
import { feeTaken, receiptOf } from "../rules/refund-amount.ts";
import { consequencesOf, filmWanted, type Signal } from "../rules/risk-signals.ts";
import { seesWholeOrder } from "../rules/sees-whole-order.ts";
import { canBeGiven } from "../rules/what-is-offered.ts";
import { withinDays } from "../rules/within-days.ts";
import { casesIn90Days } from "./cases-in-90-days.ts";
import { knownBefore } from "./known-before.ts";
import { shopPolicies } from "./policy-of.ts";

/** What is on offer for these lines, each kind with why, until when and how much. Writes nothing. */
export const askOptions = query({
  name: "returns.options",
  input: optionsInput,
  output: optionsShape,
  allow: any(is("shopper"), holds("cases.create"), holds("cases.read")),
  run: async (tx, input) => {
    const customerId =
      tx.principal.kind === "shopper" ? tx.principal.customerId : await findCustomerOf(tx, "order", input.number);
    if (customerId === undefined) return refuse("order-not-found", { number: input.number });
    const [order, { lines, parcels }, { refundedBefore, repairs, pauses, signals: counted }] = await Promise.all([
      readOrder(tx, customerId, input.number),
      contentsForCase(tx, customerId, input.number),
      knownBefore(tx, customerId, input.number),
    ]);
    if (order === undefined) return refuse("order-not-found", { number: input.number });
    const computable = seesWholeOrder(tx.principal, order);
    const gives = tx.principal.kind === "merchant" && holdsRight(tx.principal, "cases.initiate");
    const opens = gives || tx.principal.kind === "shopper" || holdsRight(tx.principal, "cases.create");
    const shops = [
      ...new Set(
        lines
          .filter((line) => input.lines.some(({ lineId }) => lineId === line.id))
          .map(({ merchant_id }) => merchant_id),
      ),
    ];
    const policies = await shopPolicies(tx, order, shops);
    const handlings = shops.map((shop) => withPauses(policies.of(shop).handling, pauses, shop));
    const around = { country: order.country, zone: order.zone, noticeAt: tx.now };
    const condition: Condition = input.condition ?? {};
    const [prices, history] = await Promise.all([
      lowestPricesSince(
        tx,
        lines.filter((line) => input.lines.some(({ lineId }) => lineId === line.id)).map((line) => line.product_number),
        order.placed_at,
        order.currency,
      ),
      handlings.every(({ autoApprove }) => autoApprove.casesIn90Days === null)
        ? 0
        : casesIn90Days(tx, customerId, tx.now),
    ]);
    // Only who is asked for a film is told why.
    const signals = tx.principal.kind === "shopper" ? counted : [];
    const lowest = new Map(
      lines.flatMap((line) => {
        const minor = prices.get(line.product_number);
        return minor === undefined ? [] : [[line.id, minor] as const];
      }),
    );
    const options: Option[] = [];
    // Goods that have come stay where they are.
    const kept: AssessedLine[] = [];
    const decisions = new Map<string, DecisionOnWire>();
    for (const kind of caseKinds) {
      const reason = reasonFor(kind, input.reason);
      // What has to be shown is told; the offer is shown as it will be with it.
      const wanted = {
        kind,
        reason,
        condition,
        evidence: evidenceKinds,
        bad: input.bad,
        childAge: input.childAge,
        lines: input.lines,
        ...(kind === "price-protection" ? { lowest } : {}),
      };
      const assessed = assess({ order, lines, parcels, repairs }, policies, wanted, tx.now, refundedBefore);
      if (!assessed.ok) return assessed;
      const {
        standing,
        entitled,
        surcharges,
        worthMinor,
        terms,
        allowance,
        allowanceMinor,
        lines: judged,
      } = assessed.value;
      if (kind === "refund-only" && judged.every(isHere)) kept.push(...judged);
      const moves = kindTraits[kind].money;
      const fee = lesser(terms.feeMinor, worthMinor);
      const worth = allowance ? allowanceMinor : moves === "refund" ? worthMinor - fee : 0n;
      const empty = computable && !kindTraits[kind].goodsBack && moves !== "none" && worth === 0n;
      const nothing = empty && standing.standing !== "refused";
      const mayOpen = opens && !empty && (standing.standing !== "refused" || (gives && canBeGiven(standing)));
      const shown = computable && (standing.standing !== "refused" || mayOpen);
      const asked = { kind, reason, amountMinor: worth, casesIn90Days: history };
      const atOnce =
        computable &&
        handlings.every((handling) => approvedAtOnce(handling, asked, standing.verdict)) &&
        consequencesOf(signals).automaticApproval;
      options.push({
        kind,
        standing: nothing ? "refused" : standing.standing,
        mayOpen,
        amount: shown && moves !== "none" ? toWire(money(worth, currency(order.currency))) : null,
        fee: shown && fee > 0n ? toWire(money(fee, currency(order.currency))) : null,
        waysBack: terms.ways === null ? null : [...terms.ways],
        receipt:
          shown && moves === "refund" && !allowance
            ? feeTaken(receiptOf(entitled, refundedBefore, order.currency, lines, surcharges), fee, order.currency)
            : null,
        lastDay: standing.lastDay,
        freightPayer: standing.freightPayer,
        because: nothing ? [{ code: "nothing-to-refund", params: {}, rule: null }] : [...standing.because],
        citations: citationsOf(assessed.value),
        best: standing.route,
        alternatives: [],
        reasons: reasonsFor(kind, judged),
        asks: asksOf(judged, kind, reason),
        asksBad: asksBad(judged, reason),
        asksAge: termsOf(reason).byChild === true,
        evidenceNeeded: evidenceNeeded(judged, reason),
        filmWanted: [...new Set(handlings.flatMap((each) => filmWanted(signals, each, { reason, shown: [] })))],
        autoApproved: atOnce,
        // Of several shops, until the last of them.
        answerWithinHours: Math.max(...handlings.map((each) => secondsOf("merchant-answers", each, kind) / 3_600)),
        withinDays: Math.max(...handlings.map((each) => withinDays({ ...around, kind, reason }, each, atOnce))),
        givenBy: standing.standing === "refused" || nothing ? null : givenBy(standing.route),
        bonus: kind === "exchange" && mayOpen ? bonusOf(handlings, assessed.value.lines, order.currency) : null,
        effort: kind === "refuse-delivery" ? "refuse-at-door" : kindTraits[kind].goodsBack ? "send-back" : "nothing",
        prices: moves === "allowance" && computable ? pricesOf(assessed.value, lowest, order.currency) : [],
      });
      const fits = input.reason === undefined || input.reason === reason;
      for (const line of fits ? assessed.value.lines : []) decisions.set(line.line.id, line.decision);
    }
    const open = options.filter((option) => option.standing !== "refused").map((option) => option.kind);
    return grant({
      options: options.map((option) => (option.standing === "refused" ? { ...option, alternatives: open } : option)),
      decisions: [...decisions].map(([lineId, decision]) => ({ lineId, decision })),
      keep: opens && computable && !gives ? keepOf(kept, handlings[0], order.currency, { signals, around }) : null,
    });
  },
});

/** A promise of the shop, or its own goodwill where nobody owes it; everything else is the law's. */
function givenBy(route: string | null): "law" | "shop" {
  return route === null || route === "promise" ? "shop" : "law";
}

function bonusOf(handlings: readonly Handling[], pieces: readonly AssessedLine[], code: string): Option["bonus"] {
  const [only, ...more] = handlings;
  const minor = only === undefined || more.length > 0 ? 0n : exchangeBonus(only, pieces);
  return minor === 0n ? null : toWire(money(minor, currency(code)));
}

/** What the one shop asked offers for goods that stay, for each reason it names. */
function keepOf(
  lines: readonly AssessedLine[],
  handling: Handling | undefined,
  code: string,
  { signals, around }: { readonly signals: readonly Signal[]; readonly around: Omit<Asked, "kind" | "reason"> },
): Options["keep"] {
  if (handling === undefined) return null;
  const offers = reasonNames.flatMap((reason) => {
    const offer = keepOffer(handling, reason, lines);
    if (offer === null) return [];
    const amount = toWire(money(offer.minor, currency(code)));
    return [{ reason, percent: offer.percent, amount, shownBy: termsOf(reason).evidence }];
  });
  const autoApproved = consequencesOf(signals).automaticApproval;
  return offers.length === 0
    ? null
    : {
        offers,
        autoApproved,
        withinDays: withinDays({ ...around, kind: "refund-only", reason: "quality-fault" }, handling, autoApproved),
      };
}

const firstReason = {
  "cancel-before-shipment": "no-longer-wanted",
  "refund-only": "quality-fault",
  "return-and-refund": "no-longer-wanted",
  exchange: "quality-fault",
  repair: "quality-fault",
  reship: "missing-parts",
  "price-protection": "price-dropped",
  "refuse-delivery": "no-longer-wanted",
} as const satisfies Record<CaseKind, Reason>;

/** The reason a kind is judged by before one is chosen: a change of mind where that is enough, else a fault. */
function reasonFor(kind: CaseKind, chosen: Reason | undefined): Reason {
  if (chosen !== undefined && isFor(chosen, kind)) return chosen;
  return firstReason[kind];
}

/** Every reason for this kind; which are likely of these goods, and which are closer words for another. */
function reasonsFor(kind: CaseKind, lines: readonly AssessedLine[]): Option["reasons"] {
  return reasonNames
    .filter((reason) => isFor(reason, kind))
    .map((reason) => ({
      reason,
      evidence: termsOf(reason).evidence.length > 0,
      shownBy: termsOf(reason).evidence,
      under: reasonNames.find((name) => name === termsOf(reason).under) ?? null,
      decides: decidesMore(reason),
      fits: lines.some(({ facts: { goods }, where }) =>
        fits(reason, { category: goods?.category ?? "other", special: goods?.specialClass ?? null, where }),
      ),
    }));
}

function pricesOf({ lines }: Assessment, lowest: ReadonlyMap<string, bigint>, code: string): Option["prices"] {
  return lines.flatMap(({ line, paidMinor, unitNos }) => {
    const since = lowest.get(line.id);
    if (since === undefined) return [];
    const cash = (minor: bigint) => toWire(money(minor, currency(code)));
    return [{ lineId: line.id, paid: cash(paidMinor), lowest: cash(since * BigInt(unitNos.length)) }];
  });
}

function citationsOf({ standing }: Assessment): Citation[] {
  return [...standing.citations];
}

/** The decision of a stored line, recomputed from its facts: the same facts, policy and law give the same decision. */
export function decisionOf(facts: unknown, policy: Parameters<typeof decide>[1]): DecisionOnWire | undefined {
  const read = parseFacts(facts);
  return read.ok ? decide(read.value, policy) : undefined;
}
