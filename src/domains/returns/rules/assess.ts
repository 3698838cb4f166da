import type { LoadedLine, LoadedParcel, LockedOrder } from "#domains/orders";
import { assert, grant, type Outcome, refuse } from "#kernel/outcome";
import { type Decision, decide, type FactsOnWire, parseFacts } from "#law";
import { type CaseKind, causeOf, kindTraits, type Reason } from "../model.ts";
import { type Condition, factsOfLine } from "./facts-of-line.ts";
import type { PolicyBody } from "./handling.ts";
import { type Priced, paidBack, refundAmount } from "./refund-amount.ts";
import { type Standing, type Whereabouts, whatIsOffered, worstOf } from "./what-is-offered.ts";

export type Wanted = {
  readonly kind: CaseKind;
  readonly reason: Reason;
  readonly condition: Condition;
  readonly photos: boolean;
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
  /** The lowest price of one piece since the purchase, by line; only price protection asks. */
  readonly lowest?: ReadonlyMap<string, bigint>;
};

export type AssessedLine = {
  readonly line: LoadedLine;
  readonly unitNos: readonly number[];
  readonly paidMinor: bigint;
  readonly facts: FactsOnWire;
  readonly decision: Decision;
  readonly standing: Standing;
};

export type Assessment = {
  readonly lines: readonly AssessedLine[];
  readonly standing: Standing;
  readonly entitled: Priced;
  /** What the goods come down to where they stay: price protection. */
  readonly allowanceMinor: bigint;
};

export type OrderForCase = {
  readonly order: LockedOrder;
  readonly lines: readonly LoadedLine[];
  readonly parcels: readonly LoadedParcel[];
};

/** Judges what is wanted for some lines: which units, what the law and the policy say of each, and what would be paid back. */
export function assess(
  { order, lines, parcels }: OrderForCase,
  policy: PolicyBody,
  wanted: Wanted,
  now: Temporal.Instant,
  refundedBefore: bigint,
): Outcome<Assessment, "line-not-in-order" | "unit-not-free"> {
  const assessed: AssessedLine[] = [];
  for (const { lineId, quantity } of wanted.lines) {
    const line = lines.find((l) => l.id === lineId);
    if (line === undefined || line.is_adjustment) return refuse("line-not-in-order", { lineId });
    const units = freeUnits(line, parcels, wanted.kind);
    if (units.length < quantity) return refuse("unit-not-free", { lineId, free: units.length, wanted: quantity });
    const chosen = units.slice(0, quantity);
    const paidMinor = chosen.reduce((sum, unit) => sum + BigInt(unit.paid) - BigInt(unit.allowance), 0n);
    const lowest = wanted.lowest?.get(line.id);
    const parcel = parcels.find((p) => p.id === chosen[0]?.parcel);
    const facts = factsOfLine(order, line, { parcel, parcels }, paidMinor, {
      kind: wanted.kind,
      reason: wanted.reason,
      noticeAt: now,
      condition: wanted.condition,
      photos: wanted.photos,
      lowestMinor: lowest === undefined ? undefined : lowest * BigInt(quantity),
    });
    const read = parseFacts(facts);
    assert(read.ok, `the facts of an imported line fit the law pack: ${read.ok ? "" : JSON.stringify(read.params)}`);
    const decision = decide(read.value, policy.policy);
    const standing = whatIsOffered(wanted.kind, wanted.reason, whereabouts(parcel), decision);
    assessed.push({ line, unitNos: chosen.map((unit) => unit.no), paidMinor, facts, decision, standing });
  }
  const why = causeOf(wanted.reason);
  const entitled = refundAmount(order, lines, wanted.lines, why, {
    refundedBefore: refundedBefore + paidBack(lines, assessed),
    freightComesBack: freightComesBack(wanted),
  });
  return grant({
    lines: assessed,
    standing: worstOf(assessed.map(({ standing }) => standing)),
    entitled,
    allowanceMinor: assessed.reduce((sum, { line, paidMinor, unitNos }) => {
      const lowest = wanted.lowest?.get(line.id);
      const now = lowest === undefined ? paidMinor : lowest * BigInt(unitNos.length);
      return now < paidMinor ? sum + paidMinor - now : sum;
    }, 0n),
  });
}

/** What sending the goods out cost comes back where the seller failed, and where nothing was sent or taken in. */
export function freightComesBack({ kind, reason }: { readonly kind: CaseKind; readonly reason: Reason }): boolean {
  return causeOf(reason) === "sellers-fault" || kind === "cancel-before-shipment";
}

export function whereabouts(parcel: Pick<LoadedParcel, "shipped_at" | "delivered_at"> | undefined): Whereabouts {
  if (parcel?.delivered_at != null) return "delivered";
  return parcel?.shipped_at == null ? "not-sent" : "on-the-way";
}

/** Units nobody asks about yet; of a line in several parcels, those whose parcel fits the kind come first. */
export function freeUnits(line: LoadedLine, parcels: readonly LoadedParcel[], kind: CaseKind): LoadedLine["units"] {
  const sent = (id: string | null) =>
    parcels.some((p) => p.id === id && (p.shipped_at !== null || p.delivered_at !== null));
  const free = line.units.filter((unit) => unit.case === null && unit.back === null);
  const fits = free.filter((unit) => sent(unit.parcel) === (kindTraits[kind].shipped ?? sent(unit.parcel)));
  return fits.length > 0 ? fits : free;
}
