import { z } from "zod";
import { distances } from "#kernel/region";
import {
  abilityShape,
  becauseShape,
  instantShape,
  moneyShape,
  numberShape,
  pageOf,
  pageQuery,
  titleShape,
  uuidShape,
} from "#platform/wire";
import { advanceStates, discrepancyLifecycle, limits, returnFreightLifecycle } from "./model.ts";

/** The most that counts as freight of one parcel, in minor units. */
export const mostReturnFreight = limits.returnFreightMinor;

/** Who answers for the way back already, so that there is nothing to insure. */
export const noFreightLoss = ["pickup-paid-by-seller", "sellers-fault"] as const;

export const refundStates = ["reserved", "sending", "unknown", "settled", "refused", "mismatched"] as const;

export const detourStates = [
  "merchant",
  "platform",
  "retrying",
  "proved",
  "received",
  "wanted",
  "paying",
  "settled",
  "dropped",
] as const;
/** How a share has reached the shopper. */
export const settledBy = ["provider", "payout", "transfer", "other-money"] as const;
export const detourWays = ["payout", "transfer"] as const;

/** Whole minor units as text, because a page would round a large number. */
const minorText = z.string().regex(/^-?\d{1,18}$/);
const unitsBack = z.record(
  z.string(),
  z.object({ changedMind: z.number().int().optional(), sellersFault: z.number().int().optional() }),
);

/**
 * What an amount was computed from: the order's frozen allocation and what comes back. With these, `refundEntitlement` of the
 * law pack gives the same total to anybody, the shopper's own browser included.
 */
export const receiptInputsShape = z.object({
  order: z.object({
    currency: z.string(),
    lines: z.array(
      z.object({
        id: z.string(),
        quantity: z.number().int(),
        listPrice: minorText,
        paid: minorText,
        points: minorText,
      }),
    ),
    promotions: z.array(
      z.object({
        id: z.string(),
        funder: z.enum(["shop", "platform", "host", "brand"]),
        shares: z.record(z.string(), minorText),
        steps: z.array(
          z.union([
            z.object({ from: minorText, off: minorText }),
            z.object({ from: minorText, offBasisPoints: z.number().int() }),
          ]),
        ),
        onPartialReturn: z.enum(["re-price", "keep"]),
        set: z.record(z.string(), z.number().int()).optional(),
      }),
    ),
    freight: z
      .object({
        charged: minorText,
        waived: minorText,
        freeFrom: minorText,
        measure: z.enum(["list", "payable"]),
        deductWaived: z.boolean(),
        refundCharged: z.boolean(),
      })
      .nullable(),
    gifts: z.array(
      z.object({
        id: z.string(),
        lines: z.array(z.string()),
        from: minorText,
        statedPrice: minorText.nullable(),
        returned: z.boolean(),
      }),
    ),
    coupons: z.array(z.object({ id: z.string(), lines: z.array(z.string()) })),
  }),
  returned: z.object({ before: unitsBack, now: unitsBack, refundedBefore: minorText }),
  /** What was paid more in exchanges for the pieces that come back, and what of it went back before. */
  differences: z
    .array(z.object({ line: z.string(), unit: z.number().int(), paid: minorText, before: minorText }))
    .optional(),
  /** What the shop's promise takes off for taking the goods back, and what was agreed to be kept for their state. Absent: nothing. */
  fee: minorText.optional(),
  withheld: minorText.optional(),
});
export type ReceiptInputs = z.infer<typeof receiptInputsShape>;

/** How the amount came about: steps that add up, so that a page can recompute it. */
export const receiptShape = z.object({
  /** 2: carries its inputs; absent: from before they were kept. */
  version: z.literal(2).optional(),
  inputs: receiptInputsShape.optional(),
  steps: z.array(
    z.object({
      code: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      amount: moneyShape,
    }),
  ),
  total: moneyShape,
  /** What the kept goods cost above what was paid; told, never charged. */
  shortfall: moneyShape.nullable(),
  /** What comes back beside the money: points by what they took off, coupons by their number. Absent: nothing. */
  inKind: z.object({ points: moneyShape, coupons: z.array(z.string()) }).optional(),
});
export type Receipt = z.infer<typeof receiptShape>;

export const collectionStates = [
  "asked",
  "paying",
  "unknown",
  "cancelled",
  "expired",
  "paid",
  "refunding",
  "refunded",
] as const;

export const discrepancyKinds = ["too-much", "other-currency", "besides", "paid-twice"] as const;
export type DiscrepancyKind = (typeof discrepancyKinds)[number];
/** put-right: the provider corrected itself. */
export const discrepancyEndings = ["taken-back", "borne", "asked-back", "sent-back", "put-right"] as const;
export type DiscrepancyEnding = (typeof discrepancyEndings)[number];

/** Money that came wrong, with its figures: who sees to it, until when, and how it was put right. */
export const discrepancyShape = z
  .object({
    number: z.string(),
    kind: z.enum(discrepancyKinds),
    state: z.enum(discrepancyLifecycle.states),
    orderNumber: z.string(),
    /** Of this refund, of this collection that was paid twice, or of this payout. */
    refund: z.string().nullable(),
    collection: z.string().nullable(),
    ofPayout: z.string().nullable(),
    /** What was due; null where that is told with the refund as a whole. */
    due: moneyShape.nullable(),
    came: moneyShape,
    tooMuch: moneyShape,
    ending: z.enum(discrepancyEndings).nullable(),
    /** What one of two has said, where it is above every limit and another must say the same. */
    agreed: z.enum(discrepancyEndings).nullable(),
    reference: z.string(),
    note: z.string(),
    openedAt: instantShape,
    dueAt: instantShape.nullable(),
    endedAt: instantShape.nullable(),
    /** What the shopper is asked for it, or is paid. */
    asked: z.object({ number: z.string(), state: z.enum(collectionStates) }).nullable(),
    payout: z.object({ number: z.string(), state: z.enum(refundStates) }).nullable(),
    /** How the viewer may put it right. */
    ways: z.array(z.enum(discrepancyEndings)),
  })
  .meta({ id: "Discrepancy" });
export type Discrepancy = z.infer<typeof discrepancyShape>;

export const refundShape = z
  .object({
    number: z.string(),
    kind: z.enum(["goods", "allowance"]),
    state: z.enum(refundStates),
    amount: moneyShape,
    receipt: receiptShape,
    reservedAt: instantShape,
    settledAt: instantShape.nullable(),
    parts: z.array(
      z.object({
        tender: z.string(),
        amount: moneyShape,
        state: z.enum(refundStates),
        attempts: z.number().int(),
        providerStatus: z.string().nullable(),
        settledAt: instantShape.nullable(),
        settledBy: z.enum(settledBy).nullable(),
      }),
    ),
    /** What of it came too much, in other money, or on two ways. Nothing for shoppers. */
    discrepancies: z.array(discrepancyShape),
    /** Where the provider will not take it: how it reaches the shopper after all. */
    detour: z
      .object({
        state: z.enum(detourStates),
        amount: moneyShape,
        way: z.enum(detourWays).nullable(),
        /** Along which payment of the order. */
        tender: z.string().nullable(),
        reference: z.string(),
        note: z.string(),
        /** Files of the case. */
        proof: z.array(z.string()),
        /** Paid by the platform, because the merchant did nothing. */
        ahead: z.boolean(),
        dueAt: instantShape.nullable(),
        /** What it can be paid along, where nobody has chosen yet. */
        tenders: z.array(z.object({ id: uuidShape, kind: z.string() })),
      })
      .nullable(),
  })
  .meta({ id: "Refund" });
export type Refund = z.infer<typeof refundShape>;

export const refundNumberInput = z.strictObject({ number: numberShape });

/**
 * POST /api/v1/refunds/{number}/detour: along another payment of the order, or by a transfer outside that files of the order
 * show (POST /api/v1/files) and the shopper confirms.
 */
export const chooseDetourInput = z.strictObject({
  number: numberShape,
  how: z.discriminatedUnion("way", [
    z.strictObject({ way: z.literal("payout"), tenderId: uuidShape }),
    z.strictObject({
      way: z.literal("transfer"),
      reference: z.string().trim().min(1).max(100),
      proof: z.array(uuidShape).min(1).max(limits.proofPerDetour),
      note: z.string().max(500).default(""),
    }),
  ]),
});
/** POST /api/v1/refunds/{number}/received: the shopper says whether a transfer has come. */
export const confirmDetourInput = z.strictObject({ number: numberShape, received: z.boolean() });
export const detourMovedShape = z.object({ number: z.string(), state: z.enum(detourStates) });

/** GET /api/v1/discrepancies: what waits for the platform, the soonest due first; or everything, the newest first. */
export const discrepancyListQuery = z.object({ state: z.enum(["open", "all"]).default("open"), ...pageQuery });
const listedDiscrepancyShape = discrepancyShape.extend({ merchantName: titleShape }).meta({ id: "ListedDiscrepancy" });
export type ListedDiscrepancy = z.infer<typeof listedDiscrepancyShape>;
export const discrepancyPageShape = pageOf(listedDiscrepancyShape);
/**
 * POST /api/v1/discrepancies/{number}/end: the provider took it back (its own number shows it), the platform bears it (and says
 * why), the shopper is asked for it, or what was paid twice goes back.
 */
export const endDiscrepancyInput = z.strictObject({
  number: numberShape,
  how: z.discriminatedUnion("ending", [
    z.strictObject({
      ending: z.literal("taken-back"),
      reference: z.string().trim().min(1).max(100),
      note: z.string().max(500).default(""),
    }),
    z.strictObject({ ending: z.literal("borne"), note: z.string().trim().min(1).max(500) }),
    z.strictObject({ ending: z.literal("asked-back"), note: z.string().max(500).default("") }),
    z.strictObject({ ending: z.literal("sent-back"), note: z.string().max(500).default("") }),
  ]),
});
/** GET /api/v1/payouts: what was refused or came short and waits for the platform, the soonest due first. A merchant sees its own. */
export const stuckPayoutQuery = z.object({ ...pageQuery });
export const payoutCauses = [
  "compensation",
  "freight-claim",
  "collection",
  "return-freight",
  "refund",
  "discrepancy",
  "payout",
] as const;
export const stuckPayoutShape = z
  .object({
    number: z.string(),
    cause: z.enum(payoutCauses),
    state: z.enum(refundStates),
    orderNumber: z.string(),
    merchantName: titleShape,
    amount: moneyShape,
    /** What came of it, where that was too little. */
    paid: moneyShape.nullable(),
    /** What the provider said. */
    providerStatus: z.string().nullable(),
    reservedAt: instantShape,
    dueAt: instantShape,
    /** Whether the viewer may send it, or its rest, again. */
    mayRetry: z.boolean(),
  })
  .meta({ id: "StuckPayout" });
export type StuckPayout = z.infer<typeof stuckPayoutShape>;
export const stuckPayoutPageShape = pageOf(stuckPayoutShape);
export const discrepancyMovedShape = z.object({ number: z.string(), state: z.enum(discrepancyLifecycle.states) });
export type DiscrepancyMoved = z.infer<typeof discrepancyMovedShape>;

/** GET /api/v1/collections/{number}: what a shopper still has to pay, and where. */
export const collectionShape = z
  .object({
    number: z.string(),
    causeKind: z.string(),
    causeNumber: z.string(),
    state: z.enum(collectionStates),
    amount: moneyShape,
    /** What came in, which may be another sum; it then goes back. */
    received: moneyShape.nullable(),
    receipt: receiptShape,
    payable: z.boolean(),
    /** The provider waits for the money; `payUrl` is its page, null where it has none of its own. */
    ready: z.boolean(),
    payUrl: z.string().nullable(),
    /** What the provider said against it, while it may still be paid. */
    trouble: z.string().nullable(),
    askedAt: instantShape,
    expiresAt: instantShape,
    receivedAt: instantShape.nullable(),
  })
  .meta({ id: "Collection" });
export type Collection = z.infer<typeof collectionShape>;
export const collectionNumberInput = z.strictObject({ number: numberShape });

/** By goodwill a sum or a share; by law; or what the policy promised before anybody asked. */
export const compensationKinds = ["fixed", "percent", "statutory", "promised"] as const;
export const compensationStates = ["proposed", "awaiting-approval", "approved", "refused", "paying", "paid"] as const;
export const goodwillReasons = ["apology", "delay", "wrong-information", "minor-flaw", "loyalty", "other"] as const;
/** What somebody has found to be shown; the law pack gives the sum. */
export const statutoryGrounds = [
  "fraud",
  "price-promise-broken",
  "food-expired",
  "food-date-altered",
  "food-no-lawful-source",
] as const;
export type StatutoryGround = (typeof statutoryGrounds)[number];
export const payers = ["merchant", "platform"] as const;
const noteShape = z.string().max(500).optional();

/** POST /api/v1/cases/{number}/compensations: a sum, a share of what was paid (in ten-thousandths), or what the law gives. */
export const proposeCompensationInput = z.strictObject({
  number: numberShape,
  what: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("fixed"), amount: moneyShape, reason: z.enum(goodwillReasons) }),
    z.strictObject({
      kind: z.literal("percent"),
      basisPoints: z.number().int().min(1).max(10_000),
      reason: z.enum(goodwillReasons),
    }),
    z.strictObject({ kind: z.literal("statutory"), ground: z.enum(statutoryGrounds) }),
  ]),
  payer: z.enum(payers),
  note: noteShape,
});
export type ProposeCompensation = z.infer<typeof proposeCompensationInput>;
export const compensationNumberInput = z.strictObject({ number: numberShape });
export const refuseCompensationInput = z.strictObject({ number: numberShape, note: noteShape });
export const compensationMovedShape = z.object({
  number: z.string(),
  state: z.enum(compensationStates),
  amount: moneyShape,
});

export const compensationShape = z
  .object({
    number: z.string(),
    caseNumber: z.string(),
    kind: z.enum(compensationKinds),
    ground: z.string(),
    rule: z.string().nullable(),
    /** What it was measured by, and the share, where it is one. */
    paid: moneyShape.nullable(),
    basisPoints: z.number().int().nullable(),
    basis: z.string().nullable(),
    citations: z.array(z.object({ source: z.string(), article: z.string() })),
    state: z.enum(compensationStates),
    amount: moneyShape,
    payer: z.enum(payers),
    note: z.string(),
    approvalsNeeded: z.number().int(),
    approvals: z.array(z.object({ name: z.string().nullable(), role: z.string(), at: instantShape })),
    proposedBy: z.string().nullable(),
    proposedRole: z.string(),
    proposedAt: instantShape,
    decidedAt: instantShape.nullable(),
    refusedBecause: z.string().nullable(),
    refusalNote: z.string(),
    payout: z
      .object({ number: z.string(), state: z.enum(refundStates), settledAt: instantShape.nullable() })
      .nullable(),
    abilities: z.array(abilityShape),
  })
  .meta({ id: "Compensation" });
export type Compensation = z.infer<typeof compensationShape>;

/** GET /api/v1/cases/{number}/compensations: what was proposed and given, and what may be proposed now. */
export const caseCompensationsShape = z.object({
  items: z.array(compensationShape),
  /** Null where the viewer may propose nothing. */
  proposing: z
    .object({
      paid: moneyShape,
      goodwillLeft: moneyShape,
      /** Up to here it is approved at once, besides what was agreed to for the case before; null: never. */
      ownLimit: moneyShape.nullable(),
      payers: z.array(z.enum(payers)),
      /** What the law gives for each finding, computed; null: no sum by itself. */
      statutory: z.array(
        z.object({
          ground: z.enum(statutoryGrounds),
          rule: z.string().nullable(),
          basis: z.string().nullable(),
          amount: moneyShape.nullable(),
          citations: z.array(z.object({ source: z.string(), article: z.string() })),
        }),
      ),
      compensatedByLaw: z.boolean(),
    })
    .nullable(),
});
export type CaseCompensations = z.infer<typeof caseCompensationsShape>;

/** GET /api/v1/compensations: the queue of approvals, the oldest first, or everything, the newest first. */
export const compensationListQuery = z.object({ state: z.enum(["waiting", "all"]).default("waiting"), ...pageQuery });
export const compensationPageShape = pageOf(compensationShape);

/** What the shopper laid out for the way back, where somebody else bears it. */
export const returnFreightShape = z
  .object({
    number: z.string(),
    state: z.enum(returnFreightLifecycle.states),
    paidByShopper: moneyShape,
    /** Up to here it is paid without anybody looking. */
    atOnce: moneyShape,
    amount: moneyShape,
    payer: z.enum(payers),
    decidedBy: z.enum(["policy", "person", "clock"]).nullable(),
    note: z.string(),
    refusedBecause: z.string().nullable(),
    dueAt: instantShape.nullable(),
    paidAt: instantShape.nullable(),
    payout: z.object({ number: z.string(), state: z.enum(refundStates) }).nullable(),
    abilities: z.array(abilityShape),
  })
  .meta({ id: "ReturnFreight" });
export type ReturnFreight = z.infer<typeof returnFreightShape>;
/** GET /api/v1/return-freights: what waits for somebody to look at it, the soonest due first; or everything, the newest first. */
export const returnFreightListQuery = z.object({
  state: z.enum(["to-decide", "all"]).default("to-decide"),
  ...pageQuery,
});
const listedFreightShape = returnFreightShape
  .extend({ caseNumber: z.string(), merchantName: titleShape, askedAt: instantShape })
  .meta({ id: "ListedReturnFreight" });
export type ListedReturnFreight = z.infer<typeof listedFreightShape>;
export const returnFreightPageShape = pageOf(listedFreightShape);
/** POST /api/v1/return-freights/{number}/decide: how much of it is paid back; never less than the policy's sum. */
export const decideReturnFreightInput = z.strictObject({ number: numberShape, amount: moneyShape, note: noteShape });
export const returnFreightMovedShape = z.object({
  number: z.string(),
  state: z.enum(returnFreightLifecycle.states),
  amount: moneyShape,
});

/** Freight insurance of one merchant's part of an order, and what it paid for a case. */
export const freightCoverShape = z
  .object({
    title: titleShape,
    product: z.object({ id: z.string(), version: z.number().int() }),
    premium: moneyShape,
    premiumPayer: z.enum(["shopper", "merchant", "platform"]),
    coveredFrom: instantShape,
    coveredUntil: instantShape,
    /** What it pays by how far the parcel goes. */
    zones: z.array(z.object({ zone: z.enum(distances), amount: moneyShape })),
    /** Of the case that is asked about. */
    claim: z
      .object({
        state: z.enum(["refused", "paying", "paid"]),
        amount: moneyShape,
        because: z.array(becauseShape),
        decidedAt: instantShape,
        paidAt: instantShape.nullable(),
      })
      .nullable(),
  })
  .meta({ id: "FreightCover" });
export type FreightCoverOnWire = z.infer<typeof freightCoverShape>;

/** What is sold as freight insurance: each version from its own day on. */
export const freightProductShape = z
  .object({
    id: z.string(),
    title: titleShape,
    versions: z.array(
      z.object({
        version: z.number().int(),
        title: titleShape,
        premium: moneyShape,
        premiumPayer: z.enum(["shopper", "merchant", "platform"]),
        zones: z.array(z.object({ zone: z.enum(distances), amount: moneyShape })),
        without: z.array(z.enum(noFreightLoss)),
        windowDays: z.number().int(),
        effectiveFrom: instantShape,
        inForce: z.boolean(),
      }),
    ),
  })
  .meta({ id: "FreightProduct" });
export type FreightProduct = z.infer<typeof freightProductShape>;
export const freightProductsShape = z.object({ items: z.array(freightProductShape) });
/** PUT /api/v1/freight-products/{id}: a new product, or a new version of one; covers that were given keep theirs. */
export const putFreightProductInput = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{2,40}$/),
  /** The version that was seen; 0 for a new product. */
  latest: z.number().int().min(0),
  title: titleShape,
  premium: moneyShape,
  premiumPayer: z.enum(["shopper", "merchant", "platform"]),
  zones: z.record(z.enum(distances), z.string().regex(/^\d{1,4}(\.\d{1,2})?$/)),
  without: z.array(z.enum(noFreightLoss)).default([]),
  windowDays: z.number().int().min(1).max(365),
  effectiveFrom: instantShape,
});
export const freightProductOutput = z.object({ id: z.string(), version: z.number().int() });
/** POST /api/v1/orders/{number}/freight-cover: an agent gives insurance of the way back as goodwill. */
export const giveFreightCoverInput = z.strictObject({
  number: numberShape,
  merchantId: uuidShape,
  product: z.string().min(1).max(60),
  payer: z.enum(payers),
});
export const coverGivenShape = z.object({ product: z.string(), coveredUntil: instantShape });

/** Up to how much a role agrees alone; goodwill of one case, and of one shopper in one month. */
export const limitedBy = ["agent", "supervisor", "operations", "merchant", "per-case", "per-month"] as const;
export type LimitedBy = (typeof limitedBy)[number];
export const compensationLimitShape = z
  .object({
    what: z.enum(limitedBy),
    currency: z.string(),
    /** The newest first, which counts. */
    versions: z.array(
      z.object({
        version: z.number().int(),
        limit: moneyShape,
        note: z.string(),
        /** Null: from the beginning. */
        setBy: z.string().nullable(),
        since: instantShape,
      }),
    ),
  })
  .meta({ id: "CompensationLimit" });
export type CompensationLimit = z.infer<typeof compensationLimitShape>;
export const compensationLimitsShape = z.object({ items: z.array(compensationLimitShape) });
/** PUT /api/v1/compensation-limits/{what}: from now on; `latest` is the version that was seen, 0 for a currency that has none. */
export const setCompensationLimitInput = z.strictObject({
  what: z.enum(limitedBy),
  latest: z.number().int().min(0),
  limit: moneyShape,
  note: z.string().trim().min(1).max(500),
});
export const compensationLimitOutput = z.object({
  what: z.enum(limitedBy),
  currency: z.string(),
  version: z.number().int(),
});

export const depositKinds = ["top-up", "hold", "deduct", "release"] as const;
export const depositQuery = z.object({ merchantId: uuidShape.optional() });
/** GET /api/v1/deposits: a merchant's own, or all of them. */
export const depositShape = z
  .object({
    merchant: z.object({ id: uuidShape, number: z.string(), name: z.string(), nameEn: z.string() }),
    available: moneyShape,
    held: moneyShape,
    owed: moneyShape,
  })
  .meta({ id: "Deposit" });
export type Deposit = z.infer<typeof depositShape>;
export const depositsShape = z.object({ items: z.array(depositShape) });
export const depositPostingQuery = z.object({ merchantId: uuidShape.optional(), ...pageQuery });
export const depositPostingShape = z
  .object({
    id: uuidShape,
    merchantId: uuidShape,
    kind: z.enum(depositKinds),
    causeKind: z.string(),
    causeNumber: z.string(),
    amount: moneyShape,
    availableAfter: moneyShape,
    owedAfter: moneyShape,
    note: z.string(),
    at: instantShape,
    lines: z.array(z.object({ account: z.string(), amount: moneyShape })),
  })
  .meta({ id: "DepositPosting" });
export type DepositPosting = z.infer<typeof depositPostingShape>;
export const depositPostingPageShape = pageOf(depositPostingShape);
/** POST /api/v1/deposits/{merchantId}/top-ups: money that has come in; `reference` is the bank's, and counts once. */
export const topUpDepositInput = z.strictObject({
  merchantId: uuidShape,
  amount: moneyShape,
  reference: numberShape,
  note: noteShape,
});

export const refusals = [
  "refund-not-found",
  "refund-exceeds-paid",
  "refund-not-open",
  "refund-on-detour",
  "detour-with-platform",
  "refund-not-stuck",
  "tender-not-found",
  "evidence-not-found",
  "nothing-to-confirm",
  "discrepancy-not-found",
  "discrepancy-decided",
  "ending-not-possible",
  "refunded-already",
  "payout-not-found",
  "payout-not-refused",
  "collection-not-found",
  "collection-not-open",
  "case-not-found",
  "amount-not-positive",
  "currency-differs",
  "payer-not-allowed",
  "no-sum-by-law",
  "compensated-already",
  "goodwill-limit-reached",
  "goodwill-above-limit",
  "compensation-not-found",
  "compensation-decided",
  "own-proposal",
  "not-own-proposal",
  "agreed-already",
  "above-own-limit",
  "no-limit-in-currency",
  "no-goodwill-in-currency",
  "merchant-not-found",
  "top-up-known",
  "deposit-too-low",
  "instant-not-offered",
  "freight-not-insured",
  "insurance-not-sold",
  "insured-already",
  "order-not-found",
  "version-changed",
  "effective-in-past",
  "return-freight-not-found",
  "return-freight-decided",
  "freight-below-policy",
  "freight-above-paid",
] as const;

const moved = { amountMinor: z.string(), currency: z.string() };

export const factPayloads = {
  "payments.refund-moved": z.object({
    refundId: z.string(),
    number: z.string(),
    causeKind: z.string(),
    causeId: z.string(),
    orderId: z.string(),
    state: z.enum(refundStates),
    ...moved,
  }),
  "payments.detour-moved": z.object({
    refundId: z.string(),
    number: z.string(),
    customerId: z.string(),
    causeKind: z.string(),
    causeId: z.string(),
    orderId: z.string(),
    state: z.enum(detourStates),
    ...moved,
  }),
  "payments.discrepancy-moved": z.object({
    discrepancyId: z.string(),
    number: z.string(),
    customerId: z.string(),
    orderId: z.string(),
    kind: z.enum(discrepancyKinds),
    state: z.enum(discrepancyLifecycle.states),
    ending: z.enum(discrepancyEndings).nullable(),
    ...moved,
  }),
  "payments.retry-asked": z.object({ customerId: z.string(), refundId: z.string(), number: z.string() }),
  "payments.payout-moved": z.object({
    payoutId: z.string(),
    number: z.string(),
    customerId: z.string(),
    causeKind: z.string(),
    causeId: z.string(),
    orderId: z.string(),
    state: z.enum(refundStates),
    ...moved,
  }),
  "payments.payout-retry-asked": z.object({ customerId: z.string(), payoutId: z.string(), number: z.string() }),
  "payments.collection-moved": z.object({
    collectionId: z.string(),
    number: z.string(),
    customerId: z.string(),
    causeKind: z.string(),
    causeId: z.string(),
    causeNumber: z.string(),
    orderId: z.string(),
    state: z.enum(collectionStates),
    ...moved,
  }),
  "payments.payment-wanted": z.object({ customerId: z.string(), collectionId: z.string(), number: z.string() }),
  "payments.compensation-moved": z.object({
    compensationId: z.string(),
    number: z.string(),
    customerId: z.string(),
    caseId: z.string(),
    caseNumber: z.string(),
    orderId: z.string(),
    kind: z.string(),
    payer: z.enum(payers),
    state: z.enum(compensationStates),
    ...moved,
  }),
  "payments.return-freight-moved": z.object({
    returnFreightId: z.string(),
    number: z.string(),
    customerId: z.string(),
    caseId: z.string(),
    caseNumber: z.string(),
    orderId: z.string(),
    payer: z.enum(payers),
    state: z.enum(returnFreightLifecycle.states),
    ...moved,
  }),
  "payments.deposit-moved": z.object({
    postingId: z.string(),
    merchantId: z.string(),
    kind: z.enum(depositKinds),
    causeKind: z.string(),
    causeNumber: z.string(),
    availableMinor: z.string(),
    owedMinor: z.string(),
    ...moved,
  }),
  "payments.top-up-noted": z.object({
    merchantId: z.string(),
    reference: z.string(),
    note: z.string(),
    by: z.string(),
    ...moved,
  }),
  "payments.advance-moved": z.object({
    refundId: z.string(),
    customerId: z.string(),
    causeId: z.string(),
    causeNumber: z.string(),
    state: z.enum(advanceStates),
    ...moved,
  }),
  "payments.cover-given": z.object({
    customerId: z.string(),
    orderId: z.string(),
    merchantId: z.string(),
    coverId: z.string(),
    product: z.string(),
    payer: z.enum(["shopper", "merchant", "platform"]),
  }),
  "payments.freight-claimed": z.object({
    claimId: z.string(),
    customerId: z.string(),
    caseId: z.string(),
    caseNumber: z.string(),
    orderId: z.string(),
    state: z.enum(["refused", "paying", "paid"]),
    ...moved,
  }),
} as const;
