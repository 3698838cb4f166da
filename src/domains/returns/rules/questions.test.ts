import assert from "node:assert/strict";
import { test } from "node:test";
import { decide, type FactsOnWire, parseFacts, policySchema } from "#law";
import { lineOf, orderOf, parcelOf } from "../../../../tests/support/sample-line.ts";
import { tracesByCategory } from "../../../law/cn/no-reason/goods-intact.ts";
import { type Asked, asked } from "../contract/asks.ts";
import { type EvidenceKind, evidenceKinds, type Reason } from "../contract/reasons.ts";
import type { CaseKind } from "../model.ts";
import { type Claim, factsOfLine } from "./facts-of-line.ts";
import { asksBad, asksOf, evidenceNeeded } from "./questions.ts";
import { type Standing, whatIsOffered } from "./what-is-offered.ts";

type Category = keyof typeof tracesByCategory;
type Trace = (typeof tracesByCategory)[Category][number];

/** How each trace of the law is asked about. */
const askOfTrace: Readonly<Record<Trace, Asked>> = {
  hygieneSealBroken: "sealBroken",
  activation: "activated",
  tagsRemoved: "tagsRemoved",
  labelsAltered: "labelsAltered",
  repairedWithoutAuthority: "repairedWithoutAuthority",
  wearTraces: "wearTraces",
  soiled: "soiled",
  damaged: "damaged",
  accessoriesMissing: "accessoriesMissing",
};
const categories = Object.keys(tracesByCategory) as Category[];

for (const category of categories)
  test(`of ${category} every trace that makes it not intact is asked about, and nothing else`, () => {
    const asks = asksOf([lineAsking({ category })], "return-and-refund", "no-longer-wanted");
    assert.deepEqual(new Set(asks), new Set(tracesByCategory[category].map((trace) => askOfTrace[trace])));
  });

test("every question that is ever asked changes a decision, and every one of the list is asked of something", () => {
  const seen = new Set<Asked>();
  for (const goods of everyGoods)
    for (const [kind, reason] of everyClaim) {
      const line = lineAsking({ ...goods, kind, reason });
      for (const ask of asksOf([line], kind, reason)) {
        seen.add(ask);
        const said = [true, false].map((answer) => line.wouldStand({ condition: { [ask]: answer } }));
        assert.ok(
          said.some((standing) => told(standing) !== told(line.wouldStand({ condition: {} }))),
          ask,
        );
      }
    }
  assert.deepEqual([...seen].sort(), [...asked].sort());
});

test("nothing is asked once the window is closed", () =>
  assert.deepEqual(asksOf([lineAsking({ daysLater: 40 })], "return-and-refund", "no-longer-wanted"), []));

test("the state of the goods is not asked of a fault, nor at the door", () => {
  assert.deepEqual(asksOf([lineAsking({ reason: "quality-fault" })], "return-and-refund", "quality-fault"), []);
  assert.deepEqual(
    asksOf([lineAsking({ kind: "refuse-delivery", delivered: false })], "refuse-delivery", "no-longer-wanted"),
    [],
  );
});

test("how many are bad is asked of fresh goods that are paid by the share, and of nothing else", () => {
  const fruit = { category: "food", special: "perishable", kind: "refund-only", reason: "spoiled" } as const;
  assert.equal(asksBad([lineAsking(fruit)], "spoiled"), true);
  assert.equal(asksBad([lineAsking(fruit), lineAsking(fruit)], "spoiled"), false);
  assert.equal(asksBad([lineAsking({ reason: "quality-fault" })], "quality-fault"), false);
});

test("a clause that wants a film is told before anything is sent, beside what the reason needs", () => {
  const filmed = policyOf({ evidence: ["unboxing-video"], reasons: ["missing"], remedies: ["refund-only"] });
  const short = { kind: "refund-only", reason: "missing-parts", policy: filmed } as const;
  assert.deepEqual(evidenceNeeded([lineAsking(short)], "missing-parts"), ["unboxing-video"]);
  assert.deepEqual(evidenceNeeded([lineAsking({ reason: "quality-fault" })], "quality-fault"), [
    "photo",
    "video",
    "unboxing-video",
    "report",
  ]);
  assert.deepEqual(evidenceNeeded([lineAsking({})], "no-longer-wanted"), []);
});

const everyGoods: readonly Partial<Goods>[] = [
  ...categories.map((category) => ({ category })),
  { special: "digital-download" },
  { special: "digital-media" },
  { confirmationClass: "unsafe-or-altered-once-opened" },
  { daysLater: 20, policy: policyOf({ conditions: ["unopened"], window: { days: 30, from: "delivered" } }) },
  { delivered: false, promisedOn: "2026-11-05" },
];
const everyClaim: readonly (readonly [CaseKind, Reason])[] = [
  ["return-and-refund", "no-longer-wanted"],
  ["return-and-refund", "quality-fault"],
  ["refund-only", "late-delivery"],
];

type Goods = {
  readonly category: Category;
  readonly special: string | null;
  readonly confirmationClass: string | null;
  readonly kind: CaseKind;
  readonly reason: Reason;
  readonly delivered: boolean;
  readonly promisedOn: string | null;
  readonly daysLater: number;
  readonly policy: ReturnType<typeof policySchema.parse>;
};

/** One line delivered on 3 November, asked about so many days later with everything shown. */
function lineAsking({
  category = "other",
  special = null,
  confirmationClass = null,
  kind = "return-and-refund",
  reason = "no-longer-wanted",
  delivered = true,
  promisedOn = null,
  daysLater = 2,
  policy = policyOf(),
}: Partial<Goods>): { readonly wouldStand: (said: Partial<Claim>) => Standing } {
  const parcel = parcelOf({
    delivered: delivered ? "2026-11-03T09:00:00Z" : null,
    promised: promisedOn === null ? null : `${promisedOn}T09:00:00Z`,
  });
  const line = lineOf({ law_category: category, category_special: special, confirmation_class: confirmationClass });
  const claim: Claim = {
    kind,
    reason,
    noticeAt: Temporal.Instant.from("2026-11-07T09:00:00Z").add({ hours: 24 * daysLater }),
    condition: {},
    evidence: evidenceKinds satisfies readonly EvidenceKind[],
  };
  return {
    wouldStand: (said) => {
      const facts = factsOfLine(orderOf(), line, { parcel, parcels: [parcel] }, 1_000n, { ...claim, ...said });
      const read = parseFacts(facts satisfies FactsOnWire);
      assert.ok(read.ok);
      return whatIsOffered(kind, reason, delivered ? "delivered" : "on-the-way", decide(read.value, policy));
    },
  };
}

function policyOf(clause?: object) {
  const plain = { id: "clause", reasons: ["no-longer-wanted"], remedies: ["return"] };
  return policySchema.parse({
    id: "policy",
    version: "1",
    effectiveFrom: "2026-01-01",
    clauses: clause === undefined ? [] : [{ ...plain, ...clause }],
  });
}

function told({ verdict, standing, lastDay, freightPayer, amount }: Standing): string {
  return JSON.stringify([verdict, standing, lastDay, freightPayer, amount]);
}
