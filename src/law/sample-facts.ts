import { assert } from "#kernel/outcome";
import { type BecauseCode, becauseCodes } from "./codes.ts";
import { decide } from "./decide.ts";
import type { RouteDecision, RouteName } from "./decision.ts";
import { type Facts, type FactsOnWire, parseFacts } from "./facts.ts";
import { builtInPolicy } from "./policy.ts";

/** What a story tells beyond the ordinary; days are "2026-03-02" for ten in the morning, or full instants. */
export type Story = Partial<Omit<FactsOnWire, "claim" | "money">> & {
  /** Null: not delivered. */
  readonly signed?: string | null;
  readonly notice: string;
  readonly claim?: Partial<FactsOnWire["claim"]>;
  readonly money?: Partial<FactsOnWire["money"]>;
};

/** An ordinary online purchase for ¥100.00 in Shanghai, regretted; for tests and measurements. */
export function sampleFacts(story: Story): Facts {
  const read = parseFacts(sampleFactsOnWire(story));
  assert(read.ok, `the story is told in facts${read.ok ? "" : `: ${JSON.stringify(read.params)}`}`);
  return read.value;
}

export function sampleFactsOnWire({ signed = null, notice, claim, money, delivery, ...rest }: Story): FactsOnWire {
  const orderedAt = Temporal.Instant.from(instantOf(signed ?? notice)).subtract({ hours: 72 });
  const shippedAt = signed === null ? {} : { shippedAt: orderedAt.add({ hours: 20 }).toString() };
  const deliveredAt = signed === null ? {} : { deliveredAt: instantOf(signed) };
  return {
    country: "CN",
    zone: "Asia/Shanghai",
    orderedAt: orderedAt.toString(),
    ...rest,
    delivery: { ...shippedAt, ...deliveredAt, ...delivery },
    claim: { reason: "no-longer-wanted", noticeAt: instantOf(notice), ...claim },
    money: { paid: yuan("100.00"), ...money },
  };
}

/** What one route makes of the story. */
export function sampleRoute(name: RouteName, story: Story, policy = builtInPolicy): RouteDecision {
  const found = decide(sampleFacts(story), policy).routes.find(({ route }) => route === name);
  assert(found, `the route ${name} is always heard`);
  for (const { code, params } of [...found.because, ...found.obligations, ...found.warnings]) {
    const named: readonly string[] = becauseCodes[code];
    for (const param of Object.keys(params))
      assert(named.includes(param), `the code ${code} names its parameter ${param}`);
  }
  return found;
}

export function codesOf({ because }: RouteDecision): BecauseCode[] {
  return because.map(({ code }) => code);
}

export function yuan(amount: string): { amount: string; currency: string } {
  return { amount, currency: "CNY" };
}

function instantOf(day: string): string {
  return day.length === 10 ? `${day}T10:00:00+08:00` : day;
}
