import { toWire } from "#kernel/money";
import { never, type Params } from "#kernel/outcome";
import type { DayNumber } from "#kernel/time";
import { bestOf, type WeighedOffer } from "./best.ts";
import type { BecauseCode } from "./codes.ts";
import { dateText } from "./date-text.ts";
import type { Because, Citation, FreightPayer, Remedy, RouteDecision, RouteName, Verdict } from "./decision.ts";
import type { Matter } from "./pack.ts";
import { type Rule, type RuleVersion, versionOn } from "./rule.ts";

/** What an offer would bring: the last day for it, who pays the way back, how much comes back (null: not money). */
export type Terms = {
  readonly lastDay: DayNumber | null;
  readonly freightPayer: FreightPayer;
  readonly amount: bigint | null;
};

/**
 * Gathers what one route finds and makes its decision of it: refused once anything refuses, under review once anything
 * needs a person, else allowed as far as something is offered. Nothing is left out: all reasons are collected.
 *
 * This is the one place that heeds how well a text was checked: a rule known from memory only (M), or not in force on
 * the day that picks its version, neither refuses nor allows but asks for a person.
 */
export class Ruling {
  readonly route: RouteName;
  readonly matter: Matter;
  readonly because: Because[] = [];
  readonly citations: Citation[] = [];
  readonly obligations: Because[] = [];
  readonly warnings: Because[] = [];
  burdenOfProof: "shopper" | "seller" = "shopper";
  #refused = false;
  #doubtful = false;
  readonly #offers: WeighedOffer[] = [];
  readonly #cited: Rule[] = [];

  constructor(route: RouteName, matter: Matter) {
    this.route = route;
    this.matter = matter;
  }

  /** The rule the whole route stands on. */
  standOn(rule: Rule): void {
    if (!mayDecide(this.cite(rule))) this.review("rule-not-in-force", noParams, rule);
  }

  deny(code: BecauseCode, params: Params, rule: Rule): void {
    if (mayDecide(this.cite(rule))) this.#refused = true;
    else this.#doubtful = true;
    this.because.push({ code, params, rule: rule.id });
  }

  /** Nobody claims what the route is for: what is absent needs no law. */
  denyUnclaimed(code: BecauseCode): void {
    this.#refused = true;
    this.because.push({ code, params: noParams, rule: null });
  }

  review(code: BecauseCode, params: Params, rule: Rule): void {
    this.cite(rule);
    this.#doubtful = true;
    this.because.push({ code, params, rule: rule.id });
  }

  /** Worth knowing, changing nothing. */
  note(code: BecauseCode, params: Params, rule: Rule): void {
    this.cite(rule);
    this.because.push({ code, params, rule: rule.id });
  }

  warn(code: BecauseCode, params: Params, rule: Rule): void {
    this.cite(rule);
    this.warnings.push({ code, params, rule: rule.id });
  }

  owe(code: BecauseCode, params: Params, rule: Rule): void {
    this.cite(rule);
    this.obligations.push({ code, params, rule: rule.id });
  }

  offer(remedy: Remedy, terms: Terms, rule: Rule): void {
    this.#gather(remedy, mayDecide(this.cite(rule)) ? "ALLOW" : "REVIEW", terms);
  }

  offerAfterReview(remedy: Remedy, terms: Terms, rule: Rule): void {
    this.cite(rule);
    this.#gather(remedy, "REVIEW", terms);
  }

  /** Refused by the shop's own terms: a promise not made needs no law to be absent. */
  denyByPolicy(code: BecauseCode, params: Params, clause: string | null): void {
    this.#refused = true;
    this.because.push({ code, params, rule: clause });
  }

  reviewByPolicy(code: BecauseCode, params: Params, clause: string | null): void {
    this.#doubtful = true;
    this.because.push({ code, params, rule: clause });
  }

  noteOfPolicy(code: BecauseCode, params: Params, clause: string | null): void {
    this.because.push({ code, params, rule: clause });
  }

  offerByPolicy(remedy: Remedy, terms: Terms): void {
    this.#gather(remedy, "ALLOW", terms);
  }

  /** How things stand so far. */
  get standing(): "clear" | "doubtful" | "refused" {
    if (this.#refused) return "refused";
    return this.#doubtful ? "doubtful" : "clear";
  }

  /** What becomes of a claim that offers no remedy. */
  get verdict(): Verdict {
    return verdicts[this.standing];
  }

  /** The decision, and the best of its offers to compare with other routes': nothing once refused, all in doubt. */
  decided(): { readonly route: RouteDecision; readonly best: WeighedOffer | undefined } {
    const standing = this.standing;
    const offers = standing === "clear" ? this.#offers : standing === "refused" ? [] : this.#offers.map(underReview);
    const best = bestOf(offers, this.matter.facts.claim.requested);
    const route: RouteDecision = {
      route: this.route,
      decision: best?.offer.decision ?? (standing === "doubtful" ? "REVIEW" : "DENY"),
      remedy: best?.offer.remedy ?? "none",
      lastDay: best?.offer.lastDay ?? null,
      freightPayer: best?.offer.freightPayer ?? null,
      amount: best?.offer.amount ?? null,
      burdenOfProof: this.burdenOfProof,
      remedies: offers.map(({ offer }) => offer),
      because: this.because,
      citations: this.citations,
      obligations: standing === "refused" ? [] : this.obligations,
      warnings: this.warnings,
    };
    return { route, best };
  }

  /** Adds the rule's citations once and says which version was in force. */
  cite(rule: Rule): RuleVersion {
    const version = versionOn(rule, dayThatPicks(rule, this.matter));
    if (!this.#cited.includes(rule)) {
      this.#cited.push(rule);
      this.citations.push(...version.citations);
    }
    return version;
  }

  #gather(remedy: Remedy, decision: "ALLOW" | "REVIEW", { lastDay, freightPayer, amount }: Terms): void {
    const { money } = this.matter.facts;
    this.#offers.push({
      route: this.route,
      offer: {
        remedy,
        decision,
        lastDay: lastDay === null ? null : dateText(lastDay),
        freightPayer,
        amount: amount === null ? null : toWire({ minor: amount, currency: money.currency }),
      },
      net: (amount ?? 0n) - (freightPayer === "shopper" ? money.returnFreight : 0n),
    });
  }
}

/** A text remembered, or not in force, decides nothing by itself. */
function mayDecide({ grade }: RuleVersion): boolean {
  return grade === "V" || grade === "P";
}

function underReview(weighed: WeighedOffer): WeighedOffer {
  return { ...weighed, offer: { ...weighed.offer, decision: "REVIEW" } };
}

function dayThatPicks({ datedBy }: Rule, { facts: { days }, notice }: Matter): DayNumber {
  switch (datedBy) {
    case "orderedAt":
      return days.ordered;
    case "receivedOn":
      return days.delivered ?? days.ordered;
    case "noticeAt":
      return notice;
    case "goodsBackAt":
      return days.goodsBack ?? notice;
    default:
      return never(datedBy);
  }
}

const verdicts = { clear: "ALLOW", doubtful: "REVIEW", refused: "DENY" } as const;

const noParams: Params = Object.freeze({});
