import type { z } from "zod";
import { type PolicyBody, policyBodySchema } from "#domains/returns";

/** A published version. Who publishes for a merchant is its own shop. */
export type DemoPolicy = {
  readonly id: string;
  readonly version: number;
  readonly merchantNumber: string | null;
  readonly title: { readonly zh: string; readonly en: string };
  readonly effectiveMs: number;
  readonly body: PolicyBody;
};

const dayMs = 86_400_000;

/** The platform's promises in two versions, and shops that promise more. Newer versions came into force within the last months. */
export function demoPolicies(nowMs: number): DemoPolicy[] {
  return sketches.map(({ id, version, merchantNumber, title, daysAgo, clauses, handling, rest }) => {
    const effectiveMs = nowMs - daysAgo * dayMs;
    const effectiveFrom = Temporal.Instant.fromEpochMilliseconds(effectiveMs).toString().slice(0, 10);
    const body = policyBodySchema.parse({
      policy: { id, version: String(version), effectiveFrom, clauses },
      handling: { ...handling, ...pausesOf(nowMs, rest) },
    });
    return { id, version, merchantNumber, title, effectiveMs, body };
  });
}

/** The shop stood still for a few days. */
function pausesOf(nowMs: number, rest: Sketch["rest"]): Pick<Sketch["handling"], "pauses"> {
  if (rest === undefined) return {};
  const instant = (daysAgo: number) => Temporal.Instant.fromEpochMilliseconds(nowMs - daysAgo * dayMs).toString();
  return { pauses: [{ label: rest.label, from: instant(rest.fromDaysAgo), until: instant(rest.untilDaysAgo) }] };
}

/** The version that this merchant's part of an order, placed then, will pin: its own before the platform's. */
export function policyAt(policies: readonly DemoPolicy[], merchantNumber: string, placedMs: number): DemoPolicy {
  const inForce = policies
    .filter((policy) => policy.effectiveMs <= placedMs)
    .sort((a, b) => b.effectiveMs - a.effectiveMs);
  const own = inForce.find((policy) => policy.merchantNumber === merchantNumber);
  const found = own ?? inForce.find((policy) => policy.merchantNumber === null);
  if (found === undefined) throw new Error("the demo's first platform policy is older than its oldest order");
  return found;
}

type PolicyOnWire = z.input<typeof policyBodySchema>;
type Sketch = {
  readonly id: string;
  readonly version: number;
  readonly merchantNumber: string | null;
  readonly title: DemoPolicy["title"];
  readonly daysAgo: number;
  readonly clauses: NonNullable<PolicyOnWire["policy"]["clauses"]>;
  readonly handling: PolicyOnWire["handling"];
  readonly rest?: { readonly label: string; readonly fromDaysAgo: number; readonly untilDaysAgo: number };
};

type ClauseOnWire = Sketch["clauses"][number];

const faults: ClauseOnWire["reasons"] = ["quality", "not-as-described", "wrong-item", "missing", "damaged-in-transit"];
const wearables: NonNullable<NonNullable<ClauseOnWire["scope"]>["categories"]> = ["clothing", "shoes-and-hats", "bags"];

const faultsWithin = (days: number): ClauseOnWire => ({
  id: "faulty-goods-back",
  reasons: faults,
  remedies: ["return"],
  window: { days, from: "delivered" },
  evidence: ["photo"],
  freight: "seller",
  outboundFreight: true,
  waysBack: ["pickup", "self-ship"],
});
const cancelAtOnce: ClauseOnWire = {
  id: "cancel-before-shipment",
  reasons: ["no-longer-wanted", "late-delivery"],
  remedies: ["refund-only"],
  conditions: ["before-shipment"],
  freight: "seller",
};

const platform = {
  id: "platform",
  merchantNumber: null,
  title: { zh: "平台售后承诺", en: "Platform promises" },
} as const;
const own = (merchantNumber: string, slug: string, zh: string, en: string) => ({
  id: `${merchantNumber.toLowerCase()}-${slug}`,
  merchantNumber,
  title: { zh, en },
});

const sketches: readonly Sketch[] = [
  {
    ...platform,
    version: 1,
    daysAgo: 400,
    clauses: [faultsWithin(15)],
    handling: { merchantAnswersHours: 72, inspectedHours: 96 },
  },
  {
    ...platform,
    version: 2,
    daysAgo: 62,
    clauses: [
      faultsWithin(15),
      cancelAtOnce,
      {
        id: "freight-insurance",
        scope: { categories: wearables },
        reasons: ["no-longer-wanted"],
        remedies: ["return"],
        window: { days: 7, from: "delivered" },
        conditions: ["intact"],
        freight: "insurer",
        waysBack: ["pickup"],
      },
      {
        id: "gold-members-15-days",
        scope: { categories: wearables, tiers: ["gold", "platinum", "diamond"] },
        reasons: ["no-longer-wanted"],
        remedies: ["return"],
        window: { days: 15, from: "delivered" },
        conditions: ["intact"],
        freight: "platform",
        waysBack: ["pickup", "self-ship"],
      },
    ],
    handling: { merchantAnswersHours: 48, inspectedHours: 72 },
  },
  {
    ...own("M001", "worry-free", "云雀 7 天无忧", "Skylark seven days"),
    version: 1,
    daysAgo: 300,
    clauses: [
      faultsWithin(15),
      {
        id: "seven-days-free-freight",
        scope: { categories: ["electronics"] },
        reasons: ["no-longer-wanted"],
        remedies: ["return"],
        window: { days: 7, from: "delivered" },
        conditions: ["intact"],
        freight: "seller",
        waysBack: ["pickup"],
      },
    ],
    handling: { merchantAnswersHours: 48 },
  },
  {
    ...own("M001", "worry-free", "云雀 15 天无忧", "Skylark fifteen days"),
    version: 2,
    daysAgo: 75,
    clauses: [
      faultsWithin(30),
      cancelAtOnce,
      {
        id: "fifteen-days-free-freight",
        scope: { categories: ["electronics"] },
        reasons: ["no-longer-wanted"],
        remedies: ["return"],
        window: { days: 15, from: "delivered" },
        conditions: ["intact"],
        freight: "seller",
        outboundFreight: true,
        waysBack: ["pickup", "self-ship"],
      },
    ],
    handling: {
      merchantAnswersHours: 24,
      inspectedHours: 48,
      keepForLess: [
        { reasons: ["quality-fault", "not-as-described"], percent: 20 },
        { reasons: ["does-not-fit", "no-longer-wanted"], percent: 10 },
      ],
      exchangeBonusMinor: "1000",
      autoApprove: { kinds: ["cancel-before-shipment", "return-and-refund"], upToMinor: "60000" },
    },
  },
  {
    ...own("M002", "thirty-days", "山野 30 天试用", "Shanye thirty days"),
    version: 1,
    daysAgo: 200,
    clauses: [
      faultsWithin(30),
      cancelAtOnce,
      {
        id: "thirty-days",
        scope: { categories: ["clothing", "shoes-and-hats", "bags", "other"] },
        reasons: ["no-longer-wanted"],
        remedies: ["return"],
        window: { days: 30, from: "delivered" },
        conditions: ["intact"],
        freight: "shopper",
        waysBack: ["pickup", "self-ship"],
      },
    ],
    handling: { merchantAnswersHours: 48, shopperSendsDays: 30, goodsArriveDays: 20, shopperResubmitsDays: 14 },
  },
  {
    ...own("M004", "bad-fruit", "果语 坏果包赔", "Guoyu bad fruit refunded"),
    version: 1,
    daysAgo: 250,
    clauses: [
      cancelAtOnce,
      {
        id: "bad-fruit-48-hours",
        scope: { categories: ["food"] },
        reasons: ["quality", "damaged-in-transit", "missing"],
        remedies: ["refund-only"],
        window: { hours: 48, from: "delivered" },
        evidence: ["photo", "video"],
        freight: "seller",
      },
      // As long as the law gives, and by the piece.
      {
        id: "spoiled-by-the-piece",
        scope: { categories: ["food"] },
        reasons: ["spoiled"],
        remedies: ["refund-only"],
        window: { days: 7, from: "delivered" },
        pays: "bad-share",
        freight: "seller",
        outboundFreight: true,
      },
    ],
    handling: {
      merchantAnswersHours: 12,
      autoApprove: { kinds: ["cancel-before-shipment", "refund-only"], upToMinor: "20000" },
    },
  },
  {
    ...own("M005", "gentle", "素白 安心试", "Subai gentle trial"),
    version: 1,
    daysAgo: 150,
    clauses: [
      faultsWithin(30),
      cancelAtOnce,
      {
        id: "price-drop-30-days",
        scope: { categories: ["cosmetics"] },
        reasons: ["price-drop"],
        remedies: ["price-reduction"],
        window: { days: 30, from: "ordered" },
        pays: "price-difference",
        freight: "seller",
      },
    ],
    handling: { merchantAnswersHours: 36 },
  },
  {
    ...own("M006", "mother-and-baby", "棉朵 15 天包邮退", "Mianduo fifteen days"),
    version: 1,
    daysAgo: 120,
    clauses: [
      faultsWithin(30),
      cancelAtOnce,
      {
        id: "fifteen-days-free-freight",
        scope: { categories: ["clothing", "toys", "home-textiles"] },
        reasons: ["no-longer-wanted"],
        remedies: ["return"],
        window: { days: 15, from: "delivered" },
        conditions: ["intact"],
        freight: "seller",
        waysBack: ["pickup"],
      },
    ],
    handling: { merchantAnswersHours: 24, inspectedHours: 48 },
  },
  {
    ...own("M016", "instant", "眠山 极速退", "Mianshan at once"),
    version: 1,
    daysAgo: 90,
    clauses: [
      faultsWithin(15),
      cancelAtOnce,
      {
        id: "seven-days",
        scope: { categories: ["home-textiles"] },
        reasons: ["no-longer-wanted"],
        remedies: ["return"],
        window: { days: 7, from: "delivered" },
        conditions: ["intact"],
        freight: "seller",
        waysBack: ["pickup"],
      },
    ],
    handling: {
      merchantAnswersHours: 24,
      inspectedHours: 60,
      workingHours: "mon-sun=08:00-22:00",
      instantRefundUpToMinor: "50000",
      autoApprove: { kinds: ["cancel-before-shipment", "return-and-refund", "refund-only"], upToMinor: "20000" },
    },
    rest: { label: "仓库盘点", fromDaysAgo: 44, untilDaysAgo: 42 },
  },
  // After what the law gives, a month more for a tenth of the price.
  {
    ...own("M015", "month-to-think", "旅人 30 天想清楚", "Traveller thirty days"),
    version: 1,
    daysAgo: 170,
    clauses: [
      faultsWithin(15),
      cancelAtOnce,
      {
        id: "thirty-days-for-a-fee",
        scope: { categories: ["bags"] },
        reasons: ["no-longer-wanted"],
        remedies: ["return"],
        window: { days: 30, from: "delivered" },
        conditions: ["intact"],
        freight: "shopper",
        waysBack: ["self-ship", "drop-off", "store"],
        fee: { basisPoints: 1_000 },
      },
    ],
    handling: {
      merchantAnswersHours: 48,
      merchantAnswersHoursFor: { "price-protection": 24 },
      keepForLess: [{ reasons: ["quality-fault", "damaged-on-arrival"], percent: 15 }],
    },
  },
];
