import { parentPort, workerData } from "node:worker_threads";
import { addTo, changeOf, emptyTally, type PastCase, policyBodySchema, replayCase } from "#domains/returns";
import { assert } from "#kernel/outcome";
import { type FactsOnWire, type PolicyOnWire, readBack } from "#law";

const { part, threads, cases } = workerData as { part: number; threads: number; cases: number };

/** Every minute of ten months as text, so that making a case costs next to nothing. */
const minutes = Array.from({ length: 300 * 24 * 60 }, (_, minute) =>
  new Date(Date.UTC(2026, 0, 5) + minute * 60_000).toISOString(),
);
const reasonsAsked = [
  ["no-longer-wanted", "no-longer-wanted"],
  ["quality-fault", "quality"],
  ["does-not-fit", "no-longer-wanted"],
  ["not-as-described", "not-as-described"],
  ["wrong-item", "wrong-item"],
  ["damaged-on-arrival", "damaged-in-transit"],
] as const satisfies readonly (readonly [PastCase["reason"], FactsOnWire["claim"]["reason"]])[];

const tally = emptyTally();
const { pinned, draft } = policies();
for (let index = part; index < cases; index += threads) {
  const replayed = replayCase(pastCase(index), pinned, draft, 1_000n);
  addTo(tally, replayed, changeOf(replayed) !== undefined);
}
parentPort?.postMessage(tally);

/** The same case for the same number, whoever makes it: every mix of goods, reason, place in time and state. */
function pastCase(index: number): PastCase {
  const pick = <T>(list: readonly T[], stride: number, from = Math.floor(index / stride)): T => {
    const item = list[from % list.length];
    assert(item !== undefined, "the list is not empty");
    return item;
  };
  const [reason, claim] = pick(reasonsAsked, 1);
  const ordered = (index * 7) % (minutes.length - 100 * 24 * 60);
  const at = (hours: number) => pick(minutes, 1, ordered + hours * 60);
  const amount = 1_000 + (index % 90_000);
  const facts: FactsOnWire = {
    country: "CN",
    zone: "Asia/Shanghai",
    orderedAt: at(0),
    channel: pick(["online", "live"], 7),
    scope: { merchant: `m-${index % 200}`, tier: pick(["gold", "silver", null], 5), region: "CN" },
    goods: { category: pick(["clothing", "electronics", "food", "cosmetics", "home-textiles", "other"], 3) },
    delivery: { shippedAt: at(20), deliveredAt: at(70) },
    condition: pick([{}, {}, {}, { opened: true }, { soiled: true }, { tagsRemoved: true }], 11),
    claim: {
      reason: claim,
      noticeAt: at(70 + 24 * pick([1, 2, 3, 5, 7, 9, 12, 20], 13)),
      requested: "return",
      evidence: index % 4 === 0 ? ["photo"] : [],
    },
    money: {
      paid: { amount: `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, "0")}`, currency: "CNY" },
    },
  };
  const read = readBack(facts);
  assert(read.ok, "the facts of the benchmark are valid");
  return {
    number: `AS${index}`,
    kind: "return-and-refund",
    reason,
    requestedAt: Temporal.Instant.fromEpochMilliseconds(read.value.at.notice),
    amountMinor: BigInt(amount),
    currency: "CNY",
    casesIn90Days: index % 5,
    lines: [read.value],
  };
}

function policies() {
  const fifteenDays = {
    id: "fifteen-days",
    reasons: ["no-longer-wanted"],
    remedies: ["return"],
    window: { days: 15, from: "delivered" },
    conditions: ["intact"],
  } satisfies NonNullable<PolicyOnWire["clauses"]>[number];
  const faulty = {
    id: "faulty-goods",
    reasons: ["quality", "not-as-described", "wrong-item", "damaged-in-transit"],
    remedies: ["return"],
    window: { days: 15, from: "delivered" },
    evidence: ["photo"],
    freight: "seller",
  } satisfies NonNullable<PolicyOnWire["clauses"]>[number];
  const of = (version: string, clauses: PolicyOnWire["clauses"], handling: object) =>
    policyBodySchema.parse({ policy: { id: "bench", version, effectiveFrom: "2026-01-01", clauses }, handling });
  return {
    pinned: of("1", [fifteenDays, faulty], {}),
    draft: of("draft", [{ ...fifteenDays, scope: { tiers: ["gold"] }, freight: "seller" }, faulty], {
      merchantAnswersHours: 24,
      autoApprove: { kinds: ["cancel-before-shipment", "return-and-refund"], upToMinor: "30000" },
    }),
  };
}
