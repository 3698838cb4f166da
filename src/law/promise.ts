import { cumulativeShare } from "#kernel/money";
import { never, type Params } from "#kernel/outcome";
import { regionOf } from "#kernel/region";
import { type DayNumber, localDayAt } from "#kernel/time";
import type { BecauseCode } from "./codes.ts";
import { dateText } from "./date-text.ts";
import type { FreightPayer, Remedy } from "./decision.ts";
import type { Facts, Reason } from "./facts.ts";
import { everythingBack, priceBack } from "./money-back.ts";
import type { Matter, Pack } from "./pack.ts";
import type { Clause, PolicyVersion } from "./policy.ts";
import { Ruling, type Terms } from "./ruling.ts";

/**
 * What the shop or the platform promised: the policy's clauses, and what the page or the host said. A clause that does
 * not hold takes nothing away; of those that hold, every one adds its offers.
 */
export function hearPromises(matter: Matter, policy: PolicyVersion, pack: Pack | undefined): Ruling {
  const ruling = new Ruling("promise", matter);
  const promises = promisesFor(matter, policy);
  if (promises.length === 0) {
    ruling.denyByPolicy("no-promise-made", {}, null);
    return ruling;
  }
  const heard = promises.map((clause) => hearClause(clause, matter, pack));
  const kept = heard.filter(({ standing }) => standing === "clear");
  const doubtful = heard.filter(({ standing }) => standing === "doubtful");
  for (const { clause, code, params, offers } of kept.length > 0 ? kept : doubtful) {
    if (kept.length > 0) ruling.noteOfPolicy(code, params, clause.id);
    else ruling.reviewByPolicy(code, params, clause.id);
    for (const [remedy, terms] of offers) ruling.offerByPolicy(remedy, terms);
  }
  if (kept.length > 0 && pack) ruling.cite(pack.bindingPromise);
  if (kept.length > 0 || doubtful.length > 0) return ruling;
  for (const { clause, code, params } of heard) ruling.denyByPolicy(code, params, clause.id);
  return ruling;
}

type Heard = {
  readonly clause: Clause;
  readonly standing: Ruling["standing"];
  readonly code: BecauseCode;
  readonly params: Params;
  readonly offers: readonly (readonly [Remedy, Terms])[];
};

function promisesFor({ facts }: Matter, policy: PolicyVersion): readonly Clause[] {
  const clauses = policy.clauses.filter((clause) => coversReason(clause, facts.claim.reason) && covers(clause, facts));
  const { noReasonDays } = facts.promises;
  if (noReasonDays === null || !goodsReasons.has(facts.claim.reason)) return clauses;
  return [...clauses, pagePromise(noReasonDays, facts)];
}

function covers({ scope }: Clause, { goods, channel, country, scope: own }: Facts): boolean {
  return (
    (scope.categories === undefined || scope.categories.includes(goods.category)) &&
    (scope.channels === undefined || scope.channels.includes(channel)) &&
    named(scope.merchants, own.merchant) &&
    within(scope.regions, own.region, country) &&
    named(scope.tiers, own.tier) &&
    named(scope.campaigns, own.campaign)
  );
}

function named(names: readonly string[] | undefined, name: string | null): boolean {
  return names === undefined || (name !== null && names.includes(name));
}

/** A country by its code, a province or a city by its name: "广东" holds for all of it. */
function within(names: readonly string[] | undefined, region: string | null, country: string): boolean {
  return names === undefined || names.some((name) => name === country || (region?.includes(inFull(name)) ?? false));
}

const fullNames = new Map<string, string>();

function inFull(name: string): string {
  let full = fullNames.get(name);
  if (full === undefined) {
    full = regionOf(name) ?? name;
    if (fullNames.size < 10_000) fullNames.set(name, full);
  }
  return full;
}

/** Whoever may return without a reason may do so with one. */
function coversReason(clause: Clause, reason: Reason): boolean {
  return clause.reasons.includes(reason) || (clause.reasons.includes("no-longer-wanted") && goodsReasons.has(reason));
}

const goodsReasons: ReadonlySet<Reason> = new Set([
  "no-longer-wanted",
  "quality",
  "not-as-described",
  "wrong-item",
  "missing",
  "damaged-in-transit",
  "counterfeit",
  "other",
]);

/** What no clause of a policy is called: where it was said. */
export const promiseIds = { page: "page-promise", "live-room": "live-room-promise", order: "order-promise" } as const;

function pagePromise(days: number, facts: Facts): Clause {
  return {
    id: promiseIds[facts.promises.by],
    scope: {},
    reasons: ["no-longer-wanted"],
    remedies: ["return"],
    window: { days, from: "delivered" },
    conditions: ["intact"],
    evidence: [],
    freight: facts.promises.returnFreight ?? "shopper",
    outboundFreight: false,
    pays: "paid",
    waysBack: [],
    fee: null,
  };
}

function hearClause(clause: Clause, matter: Matter, pack: Pack | undefined): Heard {
  const { facts } = matter;
  const { lastDay, inTime } = windowOf(clause, matter);
  const amount = amountOf(clause, facts);
  const offers = clause.remedies.map((remedy) => [remedy, termsOf(clause, remedy, lastDay, amount, facts)] as const);
  const ends = lastDay === null ? {} : { lastDay: dateText(lastDay) };
  const say = (standing: Heard["standing"], code: BecauseCode, params: Params): Heard => {
    return { clause, standing, code, params, offers };
  };
  if (!inTime) return say("refused", "clause-window-over", ends);
  let doubt: Heard | undefined;
  for (const condition of clause.conditions) {
    const standing = standingOf(condition, matter, pack);
    if (standing === "refused") return say("refused", "clause-condition-not-met", { condition });
    if (standing === "doubtful") doubt ??= say("doubtful", "clause-condition-disputed", { condition });
  }
  if (doubt) return doubt;
  if (clause.evidence.length > 0 && !clause.evidence.some((kind) => facts.claim.evidence.includes(kind))) {
    return say("doubtful", "clause-evidence-needed", { needs: clause.evidence.join(" ") });
  }
  if (amount === null) return say("doubtful", "clause-amount-unknown", { pays: clause.pays });
  return say("clear", appliesAs(clause, facts), ends);
}

/** What was promised outside of the policy is told as such. */
function appliesAs({ id }: Clause, { promises: { by } }: Facts): BecauseCode {
  return id === promiseIds[by] ? `${promiseIds[by]}-applies` : "clause-applies";
}

/** Shops count D+days to 24:00 and never move a rest day on; hours run to the second. */
function windowOf(
  { window }: Clause,
  { facts, notice, noticeAt }: Matter,
): { lastDay: DayNumber | null; inTime: boolean } {
  if (window === null) return { lastDay: null, inTime: true };
  const from = window.from === "installed" && facts.days.installed === null ? "delivered" : window.from;
  if ("days" in window) {
    const start = facts.days[from];
    const lastDay = start === null ? null : start + window.days;
    return { lastDay, inTime: lastDay === null || notice <= lastDay };
  }
  const start = facts.at[from];
  if (start === null) return { lastDay: null, inTime: true };
  const until = start + window.hours * msPerHour;
  return {
    lastDay: localDayAt(Temporal.Instant.fromEpochMilliseconds(until), facts.zone),
    inTime: noticeAt <= until,
  };
}

const msPerHour = 3_600_000;

function standingOf(
  condition: Clause["conditions"][number],
  matter: Matter,
  pack: Pack | undefined,
): Ruling["standing"] {
  const { condition: goods, days, defect } = matter.facts;
  switch (condition) {
    case "before-shipment":
      return met(days.shipped === null && days.delivered === null, false);
    case "after-shipment":
      return met(days.shipped !== null || days.delivered !== null, false);
    case "unopened":
      return met(!goods.opened, goods.disputed);
    case "not-activated":
      return met(goods.activation === "none", goods.disputed);
    case "not-caused-by-shopper":
      return met(defect.cause !== "shopper", defect.disputed);
    case "intact": {
      if (!pack) return anyTrace(matter.facts) ? "doubtful" : "clear";
      const intact = new Ruling("promise", matter);
      pack.judgeIntact(intact, matter);
      return intact.standing;
    }
    default:
      return never(condition);
  }
}

function met(holds: boolean, disputed: boolean): Ruling["standing"] {
  if (disputed) return "doubtful";
  return holds ? "clear" : "refused";
}

/** Without a standard of what is intact, any trace is for a person to judge. */
function anyTrace({ condition }: Facts): boolean {
  const { opened: _opened, downloaded: _downloaded, activation, ...traces } = condition;
  return activation !== "none" || Object.values(traces).some((trace) => trace);
}

/** Null while a figure it needs is missing. */
function amountOf({ pays, reasons, outboundFreight }: Clause, { money, defect }: Facts): bigint | null {
  switch (pays) {
    case "paid": {
      const price = reasons.includes("no-longer-wanted")
        ? priceBack(money)
        : everythingBack(money) - money.outboundFreight;
      return price + (outboundFreight ? money.outboundFreight : 0n);
    }
    case "bad-share": {
      if (defect.bad === null) return null;
      const share = cumulativeShare(money.paid, 0n, BigInt(defect.bad.pieces), BigInt(defect.bad.of));
      // Sending out was in vain only where nothing of it was good.
      return share + (outboundFreight && defect.bad.pieces === defect.bad.of ? money.outboundFreight : 0n);
    }
    case "price-difference": {
      if (money.currentPrice === null) return null;
      return money.currentPrice < money.paid ? money.paid - money.currentPrice : 0n;
    }
    default:
      return never(pays);
  }
}

const inMoney: ReadonlySet<Remedy> = new Set(["refund-only", "return", "price-reduction"]);
const goodsTravel: ReadonlySet<Remedy> = new Set(["return", "replace", "repair"]);

function termsOf(
  clause: Clause,
  remedy: Remedy,
  lastDay: DayNumber | null,
  amount: bigint | null,
  { promises }: Facts,
): Terms {
  const freightPayer: FreightPayer =
    clause.freight === "shopper" ? (promises.returnFreight ?? "shopper") : clause.freight;
  return {
    lastDay,
    freightPayer: goodsTravel.has(remedy) ? freightPayer : "none",
    amount: inMoney.has(remedy) ? amount : null,
  };
}
