import { assert } from "#kernel/outcome";
import { builtInPolicy, decide, type FactsOnWire, parseFacts, policySchema } from "#law";

type BenchLine = {
  name: string;
  value: number;
  unit: string;
  p50?: number;
  p95?: number;
  p99?: number;
  n: number;
  against?: number;
  ratio?: number;
};

const runs = 5;
const millisecondsPerRun = 1_000;
const decisionsPerTimedBatch = 100;
const promisedPerSecond = 50_000;

/**
 * Explained decisions a second on one core, facts read beforehand: every route heard, reasons, citations and amounts
 * written. The median of five runs; percentiles in microseconds for one decision, timed by the hundred.
 */
export default async function bench(): Promise<BenchLine[]> {
  const lines = variedFacts();
  const allFacts = lines.map((line) => {
    const read = parseFacts(line);
    assert(read.ok, "the facts of the benchmark are valid");
    return read.value;
  });
  const decisions = measured((index) => decide(at(allFacts, index), shop));
  const parsing = measured((index) => parseFacts(at(lines, index)));
  return [
    {
      name: "decide",
      ...decisions,
      n: allFacts.length,
      against: promisedPerSecond,
      ratio: decisions.value / promisedPerSecond,
    },
    { name: "decide-parse-facts", ...parsing, n: lines.length },
  ];
}

/** Once around first, to warm up and to fill the calendar; then runs of whole batches. */
function measured(decideOne: (index: number) => unknown) {
  for (let index = 0; index < 5_000; index += 1) decideOne(index);
  const perSecond: number[] = [];
  const microseconds: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    let done = 0;
    while (performance.now() - start < millisecondsPerRun) {
      const batchStart = performance.now();
      for (let index = 0; index < decisionsPerTimedBatch; index += 1) decideOne(done + index);
      done += decisionsPerTimedBatch;
      microseconds.push(((performance.now() - batchStart) * 1_000) / decisionsPerTimedBatch);
    }
    perSecond.push((done * 1_000) / (performance.now() - start));
  }
  return {
    value: Math.round(quantile(perSecond, 0.5)),
    unit: "1/s",
    p50: quantile(microseconds, 0.5),
    p95: quantile(microseconds, 0.95),
    p99: quantile(microseconds, 0.99),
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length];
  assert(item !== undefined, "the list is not empty");
  return item;
}

const shop = policySchema.parse({
  ...builtInPolicy,
  id: "bench",
  clauses: [
    {
      id: "fifteen-days-for-members",
      scope: { tiers: ["gold"] },
      reasons: ["no-longer-wanted"],
      remedies: ["return", "replace"],
      window: { days: 15, from: "delivered" },
      conditions: ["intact"],
      freight: "seller",
    },
    {
      id: "fresh-48-hours",
      scope: { categories: ["food"] },
      reasons: ["spoiled"],
      remedies: ["refund-only"],
      window: { hours: 48, from: "delivered" },
      evidence: ["photo"],
      pays: "bad-share",
    },
    { id: "price-guard", reasons: ["price-drop"], remedies: ["price-reduction"], pays: "price-difference" },
  ],
});

/** 2,160 different lines: every mix of goods, reason, place in time and state. */
function variedFacts(): FactsOnWire[] {
  const goods: NonNullable<FactsOnWire["goods"]>[] = [
    { category: "clothing" },
    { category: "electronics", confirmationClass: "value-lost-once-activated" },
    { category: "electronics", listedAs: "mobile-phone" },
    { category: "electronics", listedAs: "refrigerator", durable: true },
    { category: "food", specialClass: "perishable" },
    { specialClass: "custom" },
  ];
  const reasons: FactsOnWire["claim"]["reason"][] = [
    "no-longer-wanted",
    "quality",
    "not-as-described",
    "wrong-item",
    "spoiled",
    "not-received",
  ];
  const daysUntilNotice = [1, 6, 9, 20, 200];
  const conditions: NonNullable<FactsOnWire["condition"]>[] = [
    {},
    { opened: true },
    { activation: "activated" },
    { soiled: true },
  ];
  const tiers = ["gold", "silver", null];
  const lines = goods.flatMap((goods) =>
    reasons.flatMap((reason) =>
      daysUntilNotice.flatMap((days) =>
        conditions.flatMap((condition) => tiers.map((tier) => ({ goods, reason, days, condition, tier }))),
      ),
    ),
  );
  return lines.map(({ goods, reason, days, condition, tier }, index) => {
    const ordered = Temporal.Instant.from("2026-01-05T02:00:00Z").add({ hours: (index * 7) % 5_000 });
    const delivered = ordered.add({ hours: 70 });
    return {
      country: "CN",
      zone: "Asia/Shanghai",
      orderedAt: ordered.toString(),
      goods,
      scope: { tier },
      condition,
      delivery: { shippedAt: ordered.add({ hours: 20 }).toString(), deliveredAt: delivered.toString() },
      claim: {
        reason,
        noticeAt: delivered.add({ hours: days * 24 }).toString(),
        requested: index % 3 === 0 ? "return" : null,
        evidence: index % 2 === 0 ? ["photo"] : [],
      },
      defect: { bad: { pieces: 1 + (index % 4), of: 10 } },
      money: {
        paid: { amount: `${10 + (index % 900)}.50`, currency: "CNY" },
        returnFreight: { amount: "12.00", currency: "CNY" },
      },
    };
  });
}
