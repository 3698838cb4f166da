import { currency, lesser, type MoneyOnWire, money, toWire } from "#kernel/money";
import type { Params } from "#kernel/outcome";
import { decideUnder, type Facts, type HeardLaw, hearLaw } from "#law";
import { type CaseKind, type DeadlineKind, kindTraits, type Reason } from "../model.ts";
import {
  type Asked,
  approvedAtOnce,
  benchClock,
  clockByLaw,
  dueAt,
  type Handling,
  type PolicyBody,
  secondsOf,
} from "./handling.ts";
import { keepOffer } from "./keep-for-less.ts";
import { promiseTerms } from "./promise-terms.ts";
import { type Standing, type Whereabouts, whatIsOffered, worstOf } from "./what-is-offered.ts";

/** A case as it was asked for: the facts of its lines, read once, and what it was about. */
export type PastCase = {
  readonly number: string;
  readonly kind: CaseKind;
  readonly reason: Reason;
  readonly requestedAt: Temporal.Instant;
  /** What was asked for before any fee, which no policy changes: it comes from the allocation frozen at purchase. */
  readonly amountMinor: bigint;
  readonly currency: string;
  /** Earlier cases of this shopper, which automatic approval may look at. */
  readonly casesIn90Days: number;
  readonly lines: readonly Facts[];
};

/** In the order of what a shopper hopes for, the worst first. */
export const replayOutcomes = ["refused", "review", "agreed", "at-once"] as const;
export type ReplayOutcome = (typeof replayOutcomes)[number];

/** What one policy makes of a case. */
type Judged = {
  readonly outcome: ReplayOutcome;
  readonly standing: Standing;
  readonly refundMinor: bigint;
  readonly freightMinor: bigint;
  /** Asked for, and not decided before a person has looked. */
  readonly atStakeMinor: bigint;
  /** What the policy offers beside the right, if it is taken: for keeping the goods, for exchanging them. */
  readonly onTopMinor: bigint;
  readonly merchantHours: number;
  readonly shopperHours: number;
};

/** A case that the draft decides otherwise, and why. */
export type CaseChange = {
  readonly number: string;
  readonly kind: CaseKind;
  readonly reason: Reason;
  readonly category: string;
  readonly was: ChangedSide;
  readonly would: ChangedSide;
  /** What it would cost more than it did; below zero: less. */
  readonly costs: MoneyOnWire;
  readonly why: { readonly code: string; readonly params: Params; readonly rule: string | null };
};
export type ChangedSide = {
  readonly outcome: ReplayOutcome;
  readonly route: string | null;
  readonly freightPayer: string | null;
};

/**
 * Decides a past case under the policy it was decided under, by the law as it is known today, and under the draft. `yuanMinor`: what
 * a way back costs; of cases in other money nobody has said it, and it counts nothing.
 */
export function replayCase(past: PastCase, pinned: PolicyBody, draft: PolicyBody, yuanMinor: bigint): Replayed {
  const freightMinor = past.currency === "CNY" ? yuanMinor : 0n;
  const law = past.lines.map((facts) => hearLaw(facts, pinned.policy.rollMode));
  const sameLaw = pinned.policy.rollMode === draft.policy.rollMode;
  const draftsLaw = sameLaw ? law : past.lines.map((facts) => hearLaw(facts, draft.policy.rollMode));
  return {
    past,
    was: judge(past, law, pinned, freightMinor),
    would: judge(past, draftsLaw, draft, freightMinor),
  };
}

export type Replayed = { readonly past: PastCase; readonly was: Judged; readonly would: Judged };

function judge(
  past: PastCase,
  law: readonly HeardLaw[],
  { policy, handling }: PolicyBody,
  freightMinor: bigint,
): Judged {
  const { kind, reason, amountMinor } = past;
  const lines = law.map((heard) => {
    const decision = decideUnder(policy, heard);
    return { heard, decision, standing: whatIsOffered(kind, reason, whereabouts(heard.matter.facts), decision) };
  });
  const standing = worstOf(lines.map((line) => line.standing));
  const outcome = outcomeOf(past, standing, handling);
  const traits = kindTraits[kind];
  const granted = outcome === "agreed" || outcome === "at-once";
  const sentFree = granted && traits.goodsBack && paidForShopper.has(standing.freightPayer ?? "");
  const goodsTravel = traits.goodsBack && outcome !== "refused";
  const fee = lines.reduce((sum, line) => {
    const paidMinor = line.heard.matter.facts.money.paid;
    return sum + promiseTerms({ kind, reason, paidMinor }, line.decision, line.standing, policy).feeMinor;
  }, 0n);
  return {
    outcome,
    standing,
    refundMinor: granted ? amountMinor - lesser(fee, amountMinor) : 0n,
    freightMinor: sentFree ? freightMinor : 0n,
    atStakeMinor: outcome === "review" ? amountMinor : 0n,
    onTopMinor: onTop(past, granted, handling),
    merchantHours:
      (outcome === "at-once" ? 0 : hoursGiven("merchant-answers", handling, past)) +
      (goodsTravel ? hoursGiven(benchClock(kind), handling, past) : 0),
    shopperHours: goodsTravel ? hoursGiven("shopper-sends", handling, past) : 0,
  };
}

function onTop({ kind, reason, lines }: PastCase, granted: boolean, handling: Handling): bigint {
  if (kind === "exchange") return granted ? BigInt(handling.exchangeBonusMinor ?? 0) : 0n;
  const instead = kind === "return-and-refund" || kind === "refund-only";
  if (!instead || handling.keepForLess.length === 0 || !lines.every((line) => whereabouts(line) === "delivered"))
    return 0n;
  const paid = lines.map(({ money }) => ({ paidMinor: money.paid }));
  return keepOffer(handling, reason, paid)?.minor ?? 0n;
}

function whereabouts({ days }: Facts): Whereabouts {
  if (days.delivered !== null) return "delivered";
  return days.shipped === null ? "not-sent" : "on-the-way";
}

function outcomeOf(past: PastCase, { verdict }: Standing, handling: Handling): ReplayOutcome {
  if (verdict === "DENY") return "refused";
  if (verdict === "REVIEW") return "review";
  return approvedAtOnce(handling, past, verdict) ? "at-once" : "agreed";
}

/** Whoever pays: it is not the shopper, and not an insurer. */
const paidForShopper: ReadonlySet<string> = new Set(["seller", "platform"]);

/** All lines of a case are of one order. */
function askedIn({ kind, reason, requestedAt: noticeAt, lines: [facts] }: PastCase): Asked {
  return { country: facts?.country ?? "CN", zone: facts?.zone ?? "Asia/Shanghai", kind, reason, noticeAt };
}

/** Clocks that run round the clock give everybody the same hours. */
const plainHours = new WeakMap<Handling, Map<DeadlineKind, Map<CaseKind, number>>>();

function hoursGiven(deadline: DeadlineKind, handling: Handling, past: PastCase): number {
  const { kind, requestedAt: from } = past;
  const asked = askedIn(past);
  const given = () =>
    from.until(dueAt(deadline, { ...handling, asked }, from, secondsOf(deadline, handling, kind))).total("hours");
  // What a law adds to a clock depends on the case.
  if (clockByLaw(deadline, asked)?.gives === "at-least") return given();
  if (handling.workingHours !== null || handling.pauses.length > 0) return given();
  return plainHours
    .getOrInsertComputed(handling, () => new Map())
    .getOrInsertComputed(deadline, () => new Map())
    .getOrInsertComputed(kind, given);
}

/** What changes for those involved; undefined: nothing. A route that changes and gives the same is no change. */
export function changeOf({ past, was, would }: Replayed): CaseChange | undefined {
  const sameStanding =
    was.standing.verdict === would.standing.verdict && was.standing.freightPayer === would.standing.freightPayer;
  const sameOutcome = was.outcome === would.outcome;
  if (sameOutcome && sameStanding && was.refundMinor === would.refundMinor) return undefined;
  const why = sameStanding
    ? sameOutcome
      ? feeOnly
      : atOnceOnly
    : (would.standing.because[0] ?? was.standing.because[0] ?? atOnceOnly);
  return {
    number: past.number,
    kind: past.kind,
    reason: past.reason,
    category: categoryOf(past),
    was: sideOf(was),
    would: sideOf(would),
    costs: toWire(money(costOf(would) - costOf(was), currency(past.currency))),
    why: { code: why.code, params: why.params, rule: why.rule },
  };
}

/** The right is the same; only whether a person is asked first is not. */
const feeOnly: CaseChange["why"] = { code: "replay-fee", params: {}, rule: null };
const atOnceOnly: CaseChange["why"] = { code: "replay-at-once", params: {}, rule: null };

function sideOf({ outcome, standing }: Judged): ChangedSide {
  return { outcome, route: standing.route, freightPayer: standing.freightPayer };
}

function costOf({ refundMinor, freightMinor }: Judged): bigint {
  return refundMinor + freightMinor;
}

/** A case with several lines counts under its first. */
function categoryOf({ lines }: PastCase): string {
  return lines[0]?.goods.category ?? "other";
}

/**
 * Replayed cases added up, however many: its size depends on how many kinds of goods, reasons and currencies there are.
 * Plain data, so that several workers can count and one adds their counts up.
 */
export type ReplayTally = {
  changed: number;
  better: number;
  worse: number;
  readonly complaints: Record<"refused" | "review" | "slower", number>;
  readonly was: SideTally;
  readonly would: SideTally;
  readonly groups: Map<string, GroupTally>;
};
type GroupTally = {
  readonly category: string;
  readonly reason: Reason;
  changed: number;
  readonly was: SideTally;
  readonly would: SideTally;
};
/** All cases as one policy decides them. */
type SideTally = {
  readonly outcomes: Record<ReplayOutcome, number>;
  readonly sums: Map<string, { refund: bigint; freight: bigint; atStake: bigint; onTop: bigint }>;
  merchantHours: number;
  shopperHours: number;
};

export function emptyTally(): ReplayTally {
  return {
    changed: 0,
    better: 0,
    worse: 0,
    complaints: { refused: 0, review: 0, slower: 0 },
    was: emptySide(),
    would: emptySide(),
    groups: new Map(),
  };
}

export function addTo(tally: ReplayTally, { past, was, would }: Replayed, changed: boolean): void {
  const group = groupOf(tally, categoryOf(past), past.reason);
  for (const { was: one, would: other } of [tally, group]) {
    addSide(one, was, past.currency);
    addSide(other, would, past.currency);
  }
  if (!changed) return;
  tally.changed += 1;
  group.changed += 1;
  const step = replayOutcomes.indexOf(would.outcome) - replayOutcomes.indexOf(was.outcome);
  if (step > 0) tally.better += 1;
  if (step >= 0) return;
  tally.worse += 1;
  tally.complaints[would.outcome === "refused" || would.outcome === "review" ? would.outcome : "slower"] += 1;
}

/** Adds what somebody else has counted. */
export function joinTo(tally: ReplayTally, part: ReplayTally): void {
  tally.changed += part.changed;
  tally.better += part.better;
  tally.worse += part.worse;
  for (const which of ["refused", "review", "slower"] as const) tally.complaints[which] += part.complaints[which];
  joinSide(tally.was, part.was);
  joinSide(tally.would, part.would);
  for (const { category, reason, changed, was, would } of part.groups.values()) {
    const group = groupOf(tally, category, reason);
    group.changed += changed;
    joinSide(group.was, was);
    joinSide(group.would, would);
  }
}

export function reportOf(tally: ReplayTally): ReplayReport {
  const { changed, better, worse, complaints, was, would, groups } = tally;
  return {
    cases: countOf(was),
    changed,
    better,
    worse,
    complaints: { ...complaints },
    was: sideTold(was),
    would: sideTold(would),
    groups: [...groups.values()]
      .map((group) => ({
        category: group.category,
        reason: group.reason,
        cases: countOf(group.was),
        changed: group.changed,
        was: sideTold(group.was),
        would: sideTold(group.would),
      }))
      .sort((a, b) => b.changed - a.changed || b.cases - a.cases),
  };
}

function emptySide(): SideTally {
  return {
    outcomes: { refused: 0, review: 0, agreed: 0, "at-once": 0 },
    sums: new Map(),
    merchantHours: 0,
    shopperHours: 0,
  };
}

function groupOf({ groups }: ReplayTally, category: string, reason: Reason): GroupTally {
  const key = `${category} ${reason}`;
  let group = groups.get(key);
  if (group === undefined) {
    group = { category, reason, changed: 0, was: emptySide(), would: emptySide() };
    groups.set(key, group);
  }
  return group;
}

function addSide(side: SideTally, judged: Judged, code: string): void {
  side.outcomes[judged.outcome] += 1;
  side.merchantHours += judged.merchantHours;
  side.shopperHours += judged.shopperHours;
  addSums(side, code, {
    refund: judged.refundMinor,
    freight: judged.freightMinor,
    atStake: judged.atStakeMinor,
    onTop: judged.onTopMinor,
  });
}

function joinSide(side: SideTally, part: SideTally): void {
  for (const outcome of replayOutcomes) side.outcomes[outcome] += part.outcomes[outcome];
  side.merchantHours += part.merchantHours;
  side.shopperHours += part.shopperHours;
  for (const [code, sums] of part.sums) addSums(side, code, sums);
}

function addSums(
  { sums }: SideTally,
  code: string,
  more: { refund: bigint; freight: bigint; atStake: bigint; onTop: bigint },
): void {
  const sum = sums.get(code);
  if (sum === undefined) {
    sums.set(code, { ...more });
    return;
  }
  sum.refund += more.refund;
  sum.freight += more.freight;
  sum.atStake += more.atStake;
  sum.onTop += more.onTop;
}

function countOf({ outcomes }: SideTally): number {
  return replayOutcomes.reduce((sum, outcome) => sum + outcomes[outcome], 0);
}

function sideTold(side: SideTally): ReplaySide {
  const cases = Math.max(1, countOf(side));
  const average = (hours: number) => Math.round((hours * 10) / cases) / 10;
  return {
    outcomes: { ...side.outcomes },
    money: [...side.sums].map(([code, { refund, freight, atStake, onTop }]) => {
      const wire = (minor: bigint) => toWire(money(minor, currency(code)));
      return { refund: wire(refund), freight: wire(freight), atStake: wire(atStake), onTop: wire(onTop) };
    }),
    hours: { merchant: average(side.merchantHours), shopper: average(side.shopperHours) },
  };
}

export type ReplaySide = {
  readonly outcomes: Readonly<Record<ReplayOutcome, number>>;
  /** By currency: paid back, ways back paid for the shopper, asked for in what a person has to look at, and offered on top. */
  readonly money: readonly {
    readonly refund: MoneyOnWire;
    readonly freight: MoneyOnWire;
    readonly atStake: MoneyOnWire;
    readonly onTop: MoneyOnWire;
  }[];
  /** On average for a case: how long those who work for the shop, and the shopper, may take. */
  readonly hours: { readonly merchant: number; readonly shopper: number };
};

export type ReplayReport = {
  readonly cases: number;
  readonly changed: number;
  readonly better: number;
  readonly worse: number;
  /** Cases that somebody would rather complain about than before, by what becomes of them. */
  readonly complaints: { readonly refused: number; readonly review: number; readonly slower: number };
  readonly was: ReplaySide;
  readonly would: ReplaySide;
  readonly groups: readonly {
    readonly category: string;
    readonly reason: Reason;
    readonly cases: number;
    readonly changed: number;
    readonly was: ReplaySide;
    readonly would: ReplaySide;
  }[];
};
