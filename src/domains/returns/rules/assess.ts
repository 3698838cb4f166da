import {
  goodsHeld,
  type LoadedLine,
  type LoadedParcel,
  type LoadedUnit,
  type LockedOrder,
  parcelHeld,
  type SurchargeBack,
  worthOf,
} from "#domains/orders";
import { cumulativeShare, fromWire } from "#kernel/money";
import { assert, grant, type Outcome, refuse } from "#kernel/outcome";
import { type Decision, decide, type FactsOnWire, readBack } from "#law";
import type { EvidenceKind } from "../contract/reasons.ts";
import { type CaseKind, causeOf, kindTraits, type Reason } from "../model.ts";
import { sumOf, surchargesOf } from "./exchange-difference.ts";
import { type Bad, type Claim, type Condition, factsOfLine } from "./facts-of-line.ts";
import type { PolicyBody } from "./handling.ts";
import { type PromiseTerms, promiseTerms, termsTogether } from "./promise-terms.ts";
import { type Priced, paidBack, refundAmount } from "./refund-amount.ts";
import { type PastRepair, whyNotRepaired } from "./repair.ts";
import { refused, type Standing, type Whereabouts, whatIsOffered, worstOf } from "./what-is-offered.ts";

export type Wanted = {
  readonly kind: CaseKind;
  readonly reason: Reason;
  readonly condition: Condition;
  readonly evidence: readonly EvidenceKind[];
  /** Of goods by the piece; one line only. */
  readonly bad?: Bad | undefined;
  /** Where a child bought it. */
  readonly childAge?: number | undefined;
  readonly lines: readonly AskedLine[];
  /** The lowest price of one piece since the purchase, by line; only price protection asks. */
  readonly lowest?: ReadonlyMap<string, bigint>;
};

/** So many pieces of a line; of one whose pieces were exchanged in part, which of them. */
export type AskedLine = {
  readonly lineId: string;
  readonly quantity: number;
  readonly exchanged?: boolean | undefined;
};

export type AssessedLine = {
  /** As the shopper holds it: after an exchange, the goods of the replacement. */
  readonly line: LoadedLine;
  readonly unitNos: readonly number[];
  readonly where: Whereabouts;
  readonly paidMinor: bigint;
  readonly facts: FactsOnWire;
  readonly decision: Decision;
  readonly standing: Standing;
  /** How it would stand if something else were said. */
  readonly wouldStand: (said: Partial<Claim>) => Standing;
};

export type Assessment = {
  readonly lines: readonly AssessedLine[];
  readonly standing: Standing;
  /** Of what the tenders of the order paid. */
  readonly entitled: Priced;
  /** What was paid more in exchanges for the pieces asked about. */
  readonly surcharges: readonly SurchargeBack[];
  /** What comes back if they do: both. */
  readonly worthMinor: bigint;
  /** What a promise beyond the statute says of the way back, and takes off for it. */
  readonly terms: PromiseTerms;
  /** The goods stay at a lower price: price protection, and the share of the pieces that are bad. */
  readonly allowance: boolean;
  /** What the goods come down by where they stay. */
  readonly allowanceMinor: bigint;
};

export type OrderForCase = {
  readonly order: LockedOrder;
  readonly lines: readonly LoadedLine[];
  readonly parcels: readonly LoadedParcel[];
  /** What was mended of it before. */
  readonly repairs: readonly PastRepair[];
};

/** What each shop of an order promised at purchase. */
export type ShopPolicies = { readonly of: (merchantId: string) => PolicyBody };

/** Judges what is wanted for some lines: which units, what the law and the policy say of each, and what would be paid back. */
export function assess(
  { order, lines, parcels, repairs }: OrderForCase,
  policies: ShopPolicies,
  wanted: Wanted,
  now: Temporal.Instant,
  refundedBefore: bigint,
): Outcome<Assessment, "line-not-in-order" | "unit-not-free"> {
  const assessed: AssessedLine[] = [];
  const pieces = wanted.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  for (const { lineId, quantity, exchanged } of wanted.lines) {
    const bought = lines.find((l) => l.id === lineId);
    if (bought === undefined || bought.is_adjustment) return refuse("line-not-in-order", { lineId });
    const units = freeUnits(bought, parcels, wanted.kind, exchanged);
    if (units.length < quantity) return refuse("unit-not-free", { lineId, free: units.length, wanted: quantity });
    const chosen = units.slice(0, quantity);
    const paidMinor = chosen.reduce((sum, unit) => sum + worthOf(unit), 0n);
    const line = goodsHeld(bought, chosen[0]);
    const lowest = lowestOf(line, lines, wanted);
    const parcel = parcelHeld(chosen[0], parcels);
    const replacedAt = chosen[0]?.replacements[0]?.delivered_at;
    const around = {
      parcel,
      parcels: replacedAt === undefined ? parcels : [],
      replacedAt,
      repairs: repairs.filter((past) => past.lineId === bought.id && chosen.some(({ no }) => no === past.unitNo)),
    };
    const claim: Claim = {
      kind: wanted.kind,
      reason: wanted.reason,
      noticeAt: now,
      condition: wanted.condition,
      evidence: wanted.evidence,
      bad: wanted.bad,
      childAge: wanted.childAge,
      lowestMinor: lowest === undefined ? undefined : lowest * BigInt(quantity),
    };
    const whyNot = wanted.kind === "repair" ? whyNotRepaired(line, pieces) : undefined;
    const judge = (said: Partial<Claim>) => {
      const facts = factsOfLine(order, line, around, paidMinor, { ...claim, ...said });
      const read = readBack(facts);
      assert(read.ok, `the facts of an imported line fit the law pack: ${read.ok ? "" : JSON.stringify(read.params)}`);
      const decision = decide(read.value, policies.of(line.merchant_id).policy);
      const standing =
        whyNot === undefined
          ? whatIsOffered(wanted.kind, wanted.reason, whereabouts(parcel), decision)
          : refused([{ code: whyNot, params: {}, rule: null }]);
      return { facts, decision, standing };
    };
    const unitNos = chosen.map((unit) => unit.no);
    const wouldStand = (said: Partial<Claim>) => judge(said).standing;
    assessed.push({ line, unitNos, where: whereabouts(parcel), paidMinor, ...judge({}), wouldStand });
  }
  const why = causeOf(wanted.reason);
  const entitled = refundAmount(order, lines, wanted.lines, why, {
    refundedBefore: refundedBefore + paidBack(lines, assessed),
    freightComesBack: freightComesBack(wanted),
  });
  const surcharges = surchargesOf(
    lines,
    assessed.map(({ line, unitNos }) => ({ lineId: line.id, unitNos })),
  );
  const shares = sharesOfBad(wanted, assessed);
  return grant({
    lines: assessed,
    allowance: kindTraits[wanted.kind].money === "allowance" || shares !== undefined,
    standing: worstOf(assessed.map(({ standing }) => standing)),
    entitled,
    surcharges,
    worthMinor: entitled.refund + sumOf(surcharges),
    terms: termsTogether(
      assessed.map(({ line, paidMinor, decision, standing }) =>
        promiseTerms(
          { kind: wanted.kind, reason: wanted.reason, paidMinor },
          decision,
          standing,
          policies.of(line.merchant_id).policy,
        ),
      ),
    ),
    allowanceMinor:
      shares ??
      assessed.reduce((sum, { line, paidMinor, unitNos }) => {
        const lowest = lowestOf(line, lines, wanted);
        const now = lowest === undefined ? paidMinor : lowest * BigInt(unitNos.length);
        return now < paidMinor ? sum + paidMinor - now : sum;
      }, 0n),
  });
}

/** A price is compared with that of the same goods: what was exchanged for others has none. */
function lowestOf(held: LoadedLine, lines: readonly LoadedLine[], { lowest }: Wanted): bigint | undefined {
  const bought = lines.find(({ id }) => id === held.id);
  return bought?.product_number === held.product_number ? lowest?.get(held.id) : undefined;
}

/**
 * Where some pieces of the goods are bad and the rest stays, what is paid back is what the route gives for them; where it names
 * no sum, their share. Undefined where all of it comes back.
 */
function sharesOfBad({ kind, bad }: Wanted, lines: readonly AssessedLine[]): bigint | undefined {
  if (kind !== "refund-only" || bad === undefined || bad.pieces >= bad.of) return undefined;
  const paid = lines.reduce((sum, { paidMinor }) => sum + paidMinor, 0n);
  const share = lines.reduce(
    (sum, { paidMinor, standing: { amount } }) =>
      sum +
      (amount === null ? cumulativeShare(paidMinor, 0n, BigInt(bad.pieces), BigInt(bad.of)) : fromWire(amount).minor),
    0n,
  );
  return share < paid ? share : undefined;
}

/** What sending the goods out cost comes back where the seller failed, and where nothing was sent or taken in. */
export function freightComesBack({ kind, reason }: { readonly kind: CaseKind; readonly reason: Reason }): boolean {
  return causeOf(reason) === "sellers-fault" || kind === "cancel-before-shipment";
}

export function whereabouts(parcel: Pick<LoadedParcel, "shipped_at" | "delivered_at"> | undefined): Whereabouts {
  if (parcel?.delivered_at != null) return "delivered";
  return parcel?.shipped_at == null ? "not-sent" : "on-the-way";
}

/**
 * Units nobody asks about yet, as far as they are alike; of a line in several parcels, those whose parcel fits the kind come
 * first. What was exchanged is other goods by now: it is asked about by itself, after what is as it was bought.
 */
export function freeUnits(
  line: LoadedLine,
  parcels: readonly LoadedParcel[],
  kind: CaseKind,
  exchanged?: boolean,
): LoadedLine["units"] {
  const sent = (unit: LoadedUnit) => whereabouts(parcelHeld(unit, parcels)) !== "not-sent";
  const free = line.units.filter(
    ({ case: held, back, replacements }) =>
      held === null && back === null && (exchanged ?? replacements.length > 0) === replacements.length > 0,
  );
  const fits = free.filter((unit) => sent(unit) === (kindTraits[kind].shipped ?? sent(unit)));
  const open = (fits.length > 0 ? fits : free).toSorted(
    (one, other) => one.replacements.length - other.replacements.length,
  );
  const became = ({ replacements }: LoadedUnit) => replacements[0]?.case;
  return open.filter((unit) => open[0] !== undefined && became(unit) === became(open[0]));
}
