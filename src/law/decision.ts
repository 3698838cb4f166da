import type { MoneyOnWire } from "#kernel/money";
import type { Params } from "#kernel/outcome";
import type { LocalDate } from "#kernel/time";
import type { BecauseCode } from "./codes.ts";

export type Verdict = "ALLOW" | "DENY" | "REVIEW";

/** In the order in which equal offers are preferred. */
export const routeNames = [
  "promise",
  "before-shipment",
  "no-reason",
  "non-conformity",
  "three-guarantees",
  "non-delivery",
  "void-contract",
] as const;
export type RouteName = (typeof routeNames)[number];

export const remedies = ["refund-only", "return", "replace", "reship", "repair", "price-reduction"] as const;
export type Remedy = (typeof remedies)[number];

/** On what ground somebody answers beside the seller or in its place; who, and by which rule, the pack says. */
export const liabilityGrounds = [
  "seller-not-identified",
  "platform-knew",
  "platform-did-not-vet",
  "self-operated",
  "food-licence-not-checked",
  "paid-off-platform",
  "shop-transferred",
  "host-misled",
  "seller-not-shown",
  "live-self-operated",
  "operator-not-identified",
  "operator-knew",
  "records-missing",
  "refunded-without-return",
] as const;
export type LiabilityGround = (typeof liabilityGrounds)[number];

/** Who bears the way back. An insurer pays by distance, so a shopper may still be out of pocket. */
export type FreightPayer = "seller" | "platform" | "insurer" | "shopper" | "none";

/** A stable code with its parameters, and the rule or policy clause it rests on. Its sentence lives in the text files. */
export type Because = { readonly code: BecauseCode; readonly params: Params; readonly rule: string | null };

/** How well the article's text was checked: V read, P partly, M from memory. */
export type Verification = "V" | "P" | "M";

export type Citation = {
  readonly rule: string;
  /** The instrument's key in the register, "S1". */
  readonly source: string;
  readonly article: string;
  readonly inForceFrom: LocalDate;
  readonly inForceTo: LocalDate | null;
  readonly verification: Verification;
};

/** One way out that a route opens, or would open once a person has looked (REVIEW). */
export type Offer = {
  readonly remedy: Remedy;
  readonly decision: "ALLOW" | "REVIEW";
  /** The last day on which it can be asked for; null where no date ends it. */
  readonly lastDay: LocalDate | null;
  readonly freightPayer: FreightPayer;
  /** What comes back to the shopper in money; null where it is not money, or is still to be agreed. */
  readonly amount: MoneyOnWire | null;
};

export type RouteDecision = {
  readonly route: RouteName;
  readonly decision: Verdict;
  /** The offer below that serves the shopper best; "none" when there is none. */
  readonly remedy: Remedy | "none";
  readonly lastDay: LocalDate | null;
  readonly freightPayer: FreightPayer | null;
  readonly amount: MoneyOnWire | null;
  readonly burdenOfProof: "shopper" | "seller";
  readonly remedies: readonly Offer[];
  readonly because: readonly Because[];
  readonly citations: readonly Citation[];
  /** What the seller now owes and until when: days, and the day from which lateness is an offence. */
  readonly obligations: readonly Because[];
  /** Where the seller or the platform breaks a rule, whatever becomes of this request. */
  readonly warnings: readonly Because[];
};

/** What a compensation beside the remedies is measured by. */
type CompensationBasis =
  | "three-times-price"
  | "at-least-500"
  | "ten-times-price"
  | "three-times-loss"
  | "at-least-1000"
  | "twice-loss"
  | "promised-multiple"
  | "interest-and-costs";

/** What the shopper may ask for beside the price back, for a wrong beyond bad performance. */
export type CompensationDecision = {
  readonly rule: string;
  readonly decision: Verdict;
  /** Beside what the remedy gives back; null where there is none, or a person has to find it. */
  readonly amount: MoneyOnWire | null;
  readonly basis: CompensationBasis | null;
  readonly because: readonly Because[];
  readonly citations: readonly Citation[];
  /** Rules whose compensation cannot be had beside this one: the shopper picks. */
  readonly excludes: readonly string[];
};

/** Somebody who answers beside the seller or in its place, or for a duty of its own. */
export type LiabilityDecision = {
  readonly ground: LiabilityGround | "priced-differently";
  readonly rule: string;
  /** ALLOW: answers. */
  readonly decision: Verdict;
  readonly who: Party;
  readonly as: Capacity;
  readonly because: readonly Because[];
  readonly citations: readonly Citation[];
};

type Party = "seller" | "platform" | "live-room-operator" | "registered-operator" | "shopper";

/** As what: "by-its-share" as far as it is at fault; "to-give-back" the goods or their value. */
type Capacity =
  | "seller"
  | "in-the-sellers-place"
  | "jointly"
  | "beside-the-seller"
  | "by-its-share"
  | "for-a-broken-duty"
  | "to-give-back";

export type Decision = {
  readonly decision: Verdict;
  /** The route to offer, or to look at first when nothing is allowed yet; null when every route refuses. */
  readonly best: RouteName | null;
  readonly routes: readonly RouteDecision[];
  /** Heard where the facts tell of a wrong; the highest first. It changes neither `decision` nor `best`. */
  readonly compensation: readonly CompensationDecision[];
  /** Heard where the facts tell of a ground, and left out where they tell of none; changes neither, too. */
  readonly liability?: readonly LiabilityDecision[];
  readonly policy: { readonly id: string; readonly version: string };
  /** The rules applied; null where no pack exists for the country of delivery. */
  readonly law: { readonly pack: string; readonly version: string; readonly calendar: string } | null;
};
