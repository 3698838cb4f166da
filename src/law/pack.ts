import type { DayCalendar, DayNumber, RollMode } from "#kernel/time";
import type { CompensationDecision, LiabilityDecision, RouteName } from "./decision.ts";
import type { Facts } from "./facts.ts";
import type { Rule, Source } from "./rule.ts";
import type { Ruling } from "./ruling.ts";
import type { StatutoryClocks } from "./statutory-clock.ts";

/** What is to be decided: the facts, and when notice was given. No rule of law can see what a shop's policy says. */
export type Matter = {
  readonly facts: Facts;
  readonly notice: DayNumber;
  /** Milliseconds since 1970 began. */
  readonly noticeAt: number;
  readonly calendar: DayCalendar;
  readonly rollMode: RollMode;
};

/** A route to a remedy with the rules it may cite. */
export type Route = {
  readonly name: RouteName;
  readonly rules: readonly Rule[];
  readonly hear: (matter: Matter) => Ruling;
};

/** The law of one country, or of several that share it. */
export type Pack = {
  readonly id: string;
  /** The day its texts were last gone through. */
  readonly version: string;
  readonly calendar: DayCalendar;
  /** By country, where those of one law keep different days off. */
  readonly calendars?: ReadonlyMap<string, DayCalendar>;
  readonly sources: readonly Source[];
  /** Rules beside the routes': how time runs, what binds a promise, duties nobody decides on here. */
  readonly rules: readonly Rule[];
  readonly routes: readonly Route[];
  /** How long a statute gives for what follows a request, where it says so in days. */
  readonly clocks: StatutoryClocks;
  /** What is due beside the remedies; left out where nobody has written it down. */
  readonly hearCompensation?: (matter: Matter) => readonly CompensationDecision[];
  /** Who else answers; left out where nobody has written it down. */
  readonly hearLiability?: (matter: Matter) => readonly LiabilityDecision[];
  /** What makes a promise enforceable. */
  readonly bindingPromise: Rule;
  /** Says in the ruling why the goods do not count as intact, if they do not. */
  readonly judgeIntact: (ruling: Ruling, matter: Matter) => void;
};
