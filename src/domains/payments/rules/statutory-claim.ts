import { fromWire, type Money, toWire } from "#kernel/money";
import { assert, grant, type Outcome, refuse } from "#kernel/outcome";
import { builtInPolicy, type CompensationDecision, decide, type FactsOnWire, parseFacts } from "#law";
import type { StatutoryGround } from "../contract.ts";

export type StatutoryFacts = {
  readonly country: string;
  readonly zone: string;
  readonly orderedAt: Temporal.Instant;
  readonly claimedAt: Temporal.Instant;
  /** What was paid for the goods in question. */
  readonly paid: Money;
  readonly forLiving: boolean;
};

export type StatutoryClaim = {
  readonly rule: string;
  readonly amount: Money;
  readonly basis: NonNullable<CompensationDecision["basis"]>;
  readonly citations: CompensationDecision["citations"];
};

type Finding = { readonly rule: string; readonly facts: Partial<FactsOnWire> };

/** What somebody found, as the law pack hears it, and the rule that answers it. */
const findings: Readonly<Record<StatutoryGround, Finding>> = {
  fraud: { rule: "CN-CMP-01", facts: { misconduct: { fraud: { proof: "shown" } } } },
  "price-promise-broken": { rule: "CN-PRC-04", facts: { price: { promiseBroken: "shown" } } },
  "food-expired": { rule: "CN-CMP-03", facts: { misconduct: { food: { kind: "expired", proof: "shown" } } } },
  "food-date-altered": { rule: "CN-CMP-03", facts: { misconduct: { food: { kind: "date-altered", proof: "shown" } } } },
  "food-no-lawful-source": {
    rule: "CN-CMP-03",
    facts: { misconduct: { food: { kind: "no-lawful-source", proof: "shown" } } },
  },
};

/**
 * What the law gives beside the price back for a wrong that somebody has found to be shown: computed by the law pack, with its
 * floors (退一赔三, 500 at least; 十倍, 1,000 at least), never typed. Refused where the law of the order gives no sum by itself.
 */
export function statutoryClaim(
  ground: StatutoryGround,
  { country, zone, orderedAt, claimedAt, paid, forLiving }: StatutoryFacts,
): Outcome<StatutoryClaim, "no-sum-by-law"> {
  const finding = findings[ground];
  const facts = parseFacts({
    country,
    zone,
    orderedAt: at(orderedAt),
    purpose: forLiving ? "living" : "business",
    goods: { category: "other" },
    delivery: {},
    claim: { reason: "counterfeit", noticeAt: at(claimedAt), requested: "return" },
    money: { paid: toWire(paid) },
    ...finding.facts,
  });
  assert(facts.ok, "what was found fits the law pack");
  const heard = decide(facts.value, builtInPolicy).compensation.find(({ rule }) => rule === finding.rule);
  return heard === undefined ? refuse("no-sum-by-law", { ground }) : claimOf(heard, ground);
}

/** A sum that the law pack has already decided, as a case's own decision carries it. */
export function claimOf(heard: CompensationDecision, ground: string): Outcome<StatutoryClaim, "no-sum-by-law"> {
  if (heard.decision !== "ALLOW" || heard.amount === null || heard.basis === null)
    return refuse("no-sum-by-law", { ground });
  return grant({
    rule: heard.rule,
    amount: fromWire(heard.amount),
    basis: heard.basis,
    citations: heard.citations,
  });
}

function at(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: "second" });
}
