import { assert } from "#kernel/outcome";
import {
  type DayCalendar,
  type DayNumber,
  type Instant,
  localDayAt,
  type RollMode,
  weekendCalendar,
} from "#kernel/time";
import { bestOf, type WeighedOffer } from "./best.ts";
import { cn } from "./cn/index.ts";
import { type Citation, type Decision, type RouteDecision, routeNames } from "./decision.ts";
import { memberStates } from "./eu/calendars.ts";
import { eu } from "./eu/index.ts";
import type { Facts } from "./facts.ts";
import type { Matter, Pack } from "./pack.ts";
import type { PolicyVersion } from "./policy.ts";
import { hearPromises } from "./promise.ts";
import { versionOn } from "./rule.ts";
import type { Since, StatutoryClock, StatutoryDuty } from "./statutory-clock.ts";

export type DecideOptions = {
  /** Decide as if notice were given now, whatever the facts say. */
  readonly at?: Instant;
  /** Another law than that of the country of delivery. */
  readonly pack?: PackId;
  /** Days off as far as they were announced; the pack's own where left out. */
  readonly calendar?: DayCalendar;
};

export const packIds = ["cn", "eu"] as const;
export type PackId = (typeof packIds)[number];

/**
 * Decides one line: every route is heard, none hides another, and the best offer is named. Pure: the same facts, policy
 * version, law version and calendar give the same decision at any time.
 */
export function decide(facts: Facts, policy: PolicyVersion, options: DecideOptions = {}): Decision {
  return decideUnder(policy, hearLaw(facts, policy.rollMode, options));
}

/** What the law says of one line, whatever a shop promises: good for every policy that counts rest days the same way. */
export type HeardLaw = {
  readonly matter: Matter;
  readonly pack: Pack | undefined;
  readonly routes: readonly { readonly route: RouteDecision; readonly best: WeighedOffer | undefined }[];
  readonly compensation: Decision["compensation"];
  readonly liability: NonNullable<Decision["liability"]>;
};

export function hearLaw(facts: Facts, rollMode: RollMode, options: DecideOptions = {}): HeardLaw {
  const pack = options.pack === undefined ? packOfCountry.get(facts.country) : packs[options.pack];
  const matter = matterOf(facts, rollMode, options, pack);
  return {
    matter,
    pack,
    routes: pack?.routes.map((route) => route.hear(matter).decided()) ?? [],
    compensation: pack?.hearCompensation?.(matter) ?? [],
    liability: pack?.hearLiability?.(matter) ?? [],
  };
}

/** Sets what a shop promises beside what was heard of the law. The policy must count rest days as the law was heard. */
export function decideUnder(policy: PolicyVersion, law: HeardLaw): Decision {
  const { matter, pack, compensation, liability } = law;
  assert(matter.rollMode === policy.rollMode, "the law was heard as this policy counts rest days");
  const heard = [hearPromises(matter, policy, pack).decided(), ...law.routes];
  const routes = heard.map(({ route }) => route);
  if (!pack) routes.push(...withoutLaw);
  const best = bestOf(
    heard.map(({ best }) => best),
    matter.facts.claim.requested,
  );
  const inReview = routes.find(({ decision }) => decision === "REVIEW")?.route;
  return {
    decision: best?.offer.decision ?? (inReview ? "REVIEW" : "DENY"),
    best: best?.route ?? inReview ?? null,
    routes,
    compensation,
    ...(liability.length > 0 ? { liability } : {}),
    policy: { id: policy.id, version: policy.version },
    law: pack ? { pack: pack.id, version: pack.version, calendar: matter.calendar.id } : null,
  };
}

export const packs: Readonly<Record<PackId, Pack>> = { cn, eu };

/** The law is that of the country of delivery (ISO 3166-1 alpha-2). */
const packOfCountry: ReadonlyMap<string, Pack> = new Map([
  ["CN", cn],
  ...memberStates.map((state) => [state, eu] as const),
]);

/** A statute's time as it holds in one country, on its days off, and the article as it was in force on the day of the notice. */
export type ClockOfCountry = { readonly duty: StatutoryDuty } & Pick<StatutoryClock, "days" | "gives" | "from"> & {
    readonly lastDay: (since: Since) => DayNumber;
    readonly citationsOn: (notice: DayNumber) => readonly Citation[];
  };

/** Undefined where the law of the country sets no time in days, or nobody has written that law down. */
export function clockOf(country: string, duty: StatutoryDuty, withdrawal: boolean): ClockOfCountry | undefined {
  const pack = packOfCountry.get(country);
  const clock = pack?.clocks[duty];
  if (pack === undefined || clock === undefined || (clock.ofWithdrawal && !withdrawal)) return undefined;
  const calendar = pack.calendars?.get(country) ?? pack.calendar;
  return {
    duty,
    days: clock.days,
    gives: clock.gives,
    from: clock.from,
    lastDay: (since) => clock.lastDay(since, calendar),
    citationsOn: (notice) => versionOn(clock.rule, notice).citations,
  };
}

function matterOf(facts: Facts, rollMode: RollMode, { at, calendar }: DecideOptions, pack: Pack | undefined): Matter {
  return {
    facts,
    notice: at === undefined ? facts.days.notice : localDayAt(at, facts.zone),
    noticeAt: at === undefined ? facts.at.notice : at.epochMilliseconds,
    calendar: calendar ?? pack?.calendars?.get(facts.country) ?? pack?.calendar ?? weekendCalendar,
    rollMode,
  };
}

/** Where nobody has written down the law, only the promise is judged; a person looks at the rest. */
const withoutLaw: readonly RouteDecision[] = routeNames
  .filter((route) => route !== "promise")
  .map((route) => ({
    route,
    decision: "REVIEW",
    remedy: "none",
    lastDay: null,
    freightPayer: null,
    amount: null,
    burdenOfProof: "shopper",
    remedies: [],
    because: [{ code: "no-law-pack", params: {}, rule: null }],
    citations: [],
    obligations: [],
    warnings: [],
  }));
