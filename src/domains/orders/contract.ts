import { z } from "zod";
import {
  dateShape,
  instantShape,
  moneyShape,
  numberShape,
  pageOf,
  pageQuery,
  titleShape,
  uuidShape,
} from "#platform/wire";

export const tenderKinds = [
  "card",
  "wechat-pay",
  "alipay",
  "wallet",
  "gift-card",
  "points",
  "coupon",
  "voucher",
  "transfer",
  "cash",
  "other",
] as const;
export const funders = ["shop", "platform", "host", "brand", "shopper-points"] as const;
export const deliveryStates = ["unshipped", "shipped", "delivered", "cancelled"] as const;

const amount = z.string().regex(/^\d{1,13}(\.\d{1,3})?$/);
const text = (max: number) => z.string().min(1).max(max);

export const promisedBy = ["page", "live-room", "order"] as const;
const snapshot = text(200).optional();

/** What was promised of a line's goods beyond the shop's policy, and where it was said. */
const promisesInput = z.strictObject({
  by: z.enum(promisedBy).default("page"),
  /** Days to send the goods back without a reason, from receipt. */
  noReasonDays: z.number().int().min(1).max(3_650).optional(),
  returnFreight: z.enum(["seller", "platform"]).optional(),
  warrantyMonths: z.number().int().min(1).max(600).optional(),
  /** A multiple of the price where the goods are not genuine (假一赔N); `besideRefund`: the words add it to the refund. */
  multiple: z
    .strictObject({ times: z.number().int().min(1).max(1_000), besideRefund: z.boolean().default(false) })
    .optional(),
  snapshot,
});

/** A price told beside the real one, which makes that look low: "was 299, now 199". */
const comparisonInput = z.strictObject({
  price: amount,
  /** What was told of it: nothing, its date and source, or that it is the maker's suggestion. */
  explained: z.enum(["nothing", "details", "suggested-price"]).default("nothing"),
  /** The lowest deal in the shop in the seven days before. */
  lowestDeal: amount.optional(),
  /** The last deal before those days. */
  lastDeal: amount.optional(),
  markedUpFrom: amount.optional(),
  snapshot,
});

/** What the shopper was told of the right to withdraw, for an order into the European Union; `at`: where it was told later. */
const withdrawalInput = z.strictObject({
  informed: z.boolean(),
  at: instantShape.optional(),
  returnCostExplained: z.boolean().optional(),
  snapshot,
});

/** Whether the live room showed all along who sells. */
const liveRoomInput = z.strictObject({ sellerShown: z.boolean(), snapshot });

/**
 * The order as a shop feeds it in: `PUT /api/v1/orders/{number}`, one line of a JSON-lines import, or a row group of a CSV import.
 * Amounts are decimal text in the order's currency. A newer `updatedAt` replaces an older one; once a case exists the allocation stays.
 */
export const orderInput = z
  .strictObject({
    number: numberShape,
    source: text(40).default("api"),
    updatedAt: instantShape,
    placedAt: instantShape,
    paidAt: instantShape.optional(),
    cancelledAt: instantShape.optional(),
    country: z.string().regex(/^[A-Z]{2}$/),
    zone: text(60).default("Asia/Shanghai"),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .default("CNY"),
    consumerPurchase: z.boolean().default(true),
    shopper: z.strictObject({
      externalId: text(100),
      name: text(100).optional(),
      phone: text(30).optional(),
      email: z.email().max(200).optional(),
      tier: text(40).optional(),
      locale: z.enum(["zh-CN", "en"]).optional(),
    }),
    recipient: z
      .strictObject({
        name: text(100).optional(),
        phone: text(30).optional(),
        address: text(500).optional(),
        /** Province and city, such as "广东省广州市"; left out: read from the address. */
        region: text(60).optional(),
      })
      .optional(),
    context: z
      .strictObject({
        channel: z.enum(["web", "app", "mini-program", "live", "store", "phone", "other"]).default("other"),
        memberTier: text(40).optional(),
        campaign: text(100).optional(),
        liveSession: text(100).optional(),
        host: text(100).optional(),
        /** Insurance of the way back that came with the order. */
        freightInsurance: z
          .strictObject({ product: text(60), paidBy: z.enum(["shopper", "merchant", "platform"]).optional() })
          .optional(),
      })
      .optional(),
    policyId: text(60).optional(),
    /** What was said before the order was placed; what is left out is not known, and nobody guesses it. */
    withdrawal: withdrawalInput.optional(),
    liveRoom: liveRoomInput.optional(),
    /** The goods were bought for somebody else, who may send them back and never sees what they cost; left out `lines` (by index): all. */
    present: z.strictObject({ lines: z.array(z.number().int().min(0)).min(1).max(200).optional() }).optional(),
    freight: amount.default("0"),
    lines: z
      .array(
        z.strictObject({
          productNumber: text(100),
          title: text(300),
          titleEn: text(300).optional(),
          variant: text(200).optional(),
          picture: text(200).optional(),
          merchantNumber: text(100),
          categoryCode: text(80),
          specialClass: text(40).optional(),
          quantity: z.number().int().min(1).max(1000),
          unitPrice: amount,
          /** What the tenders paid for this line, all discounts off. Absent: allocated from discounts by list price. */
          paid: amount.optional(),
          freight: amount.optional(),
          tax: amount.optional(),
          points: amount.optional(),
          serials: z.array(text(100)).max(1000).optional(),
          isGift: z.boolean().default(false),
          giftPrice: amount.optional(),
          parcel: z.number().int().min(0).max(99).optional(),
          promises: promisesInput.optional(),
          comparison: comparisonInput.optional(),
          confirmation: z
            .strictObject({
              exclusion: text(60),
              shownProminently: z.boolean(),
              preTicked: z.boolean(),
              perOrder: z.boolean(),
              inMandatoryFlow: z.boolean(),
              at: instantShape,
              snapshot: text(200),
            })
            .optional(),
        }),
      )
      .min(1)
      .max(200),
    /** Discounts over the order or over some lines (by index); threshold terms are frozen for a later partial return. */
    promotions: z
      .array(
        z
          .strictObject({
            code: text(60),
            label: text(100),
            funder: z.enum(funders),
            off: amount,
            threshold: amount.optional(),
            lines: z.array(z.number().int().min(0)).max(200).optional(),
            /** Goods sold as a set: how many of each line (by index) make one; `off` is over all sets bought. */
            set: z
              .array(z.strictObject({ line: z.number().int().min(0), units: z.number().int().min(1).max(1000) }))
              .min(1)
              .max(50)
              .optional(),
            /** The number of the coupon that was used up; it comes back once all goods it was used on are back. */
            coupon: text(100).optional(),
            afterPartialReturn: z.enum(["re-price", "keep"]).default("re-price"),
          })
          .refine(
            ({ set, threshold, lines }) => set === undefined || (threshold === undefined && lines === undefined),
            {
              path: ["set"],
              message: "a set names its lines itself and has no threshold",
            },
          )
          .refine(({ set }) => set === undefined || new Set(set.map(({ line }) => line)).size === set.length, {
            path: ["set"],
            message: "a set names each line once",
          }),
      )
      .max(20)
      .default([]),
    /** Free freight: charged nothing because the goods reached `threshold`; `freight` is what it would have cost. */
    freeFreight: z.strictObject({ threshold: amount, freight: amount }).optional(),
    tenders: z
      .array(
        z.strictObject({
          kind: z.enum(tenderKinds),
          reference: text(100),
          amount,
          installments: z.number().int().min(1).max(120).optional(),
        }),
      )
      .min(1)
      .max(20),
    parcels: z
      .array(
        z.strictObject({
          carrier: text(60).optional(),
          trackingNumber: text(60).optional(),
          shippedAt: instantShape.optional(),
          deliveredAt: instantShape.optional(),
          signedBy: z.enum(["consignee", "proxy", "proxy-without-consent", "locker", "unknown"]).optional(),
          pickedUpAt: instantShape.optional(),
          promisedBy: instantShape.optional(),
          /** When the carrier gave it up. */
          lostAt: instantShape.optional(),
          /** When goods that are installed were in place: their guarantee runs from then. */
          installedAt: instantShape.optional(),
        }),
      )
      .max(100)
      .default([]),
  })
  .meta({ id: "OrderInput" });
export type OrderInput = z.output<typeof orderInput>;

export const putOrderOutput = z.object({
  number: z.string(),
  result: z.enum(["imported", "updated", "unchanged", "facts-updated"]),
});

/**
 * Goods that a confirmation at purchase can keep from coming back without a reason: what was confirmed, and what it lacks to
 * count. With any flaw the exclusion cannot be used.
 */
export const exclusionShape = z.object({
  class: z.string(),
  confirmation: z
    .object({
      at: instantShape,
      shownProminently: z.boolean(),
      preTicked: z.boolean(),
      perOrder: z.boolean(),
      inMandatoryFlow: z.boolean(),
      snapshot: z.string(),
    })
    .nullable(),
  flaws: z.array(z.string()).readonly(),
});
export type Exclusion = z.infer<typeof exclusionShape>;

/** What was said of the goods before they were bought, as far as it is known. */
export const toldShape = z.object({
  promises: z
    .object({
      by: z.enum(promisedBy),
      noReasonDays: z.number().int().nullable(),
      returnFreight: z.enum(["seller", "platform"]).nullable(),
      warrantyMonths: z.number().int().nullable(),
      multiple: z.object({ times: z.number().int(), besideRefund: z.boolean() }).nullable(),
      snapshot: z.string().nullable(),
    })
    .nullable(),
  comparison: z.object({ price: moneyShape, explained: z.string(), snapshot: z.string().nullable() }).nullable(),
  withdrawal: z
    .object({ informed: z.boolean(), at: instantShape.nullable(), snapshot: z.string().nullable() })
    .nullable(),
  liveRoom: z.object({ sellerShown: z.boolean(), snapshot: z.string().nullable() }).nullable(),
});

export const orderLineShape = z.object({
  lineId: uuidShape,
  lineNo: z.number().int(),
  title: titleShape,
  variant: z.string(),
  picture: z.string(),
  merchantId: uuidShape,
  merchantName: titleShape,
  categoryCode: z.string(),
  quantity: z.number().int(),
  unitPrice: moneyShape,
  listTotal: moneyShape,
  paid: moneyShape,
  isGift: z.boolean(),
  isAdjustment: z.boolean(),
  discounts: z.array(z.object({ label: z.string(), funder: z.string(), amount: moneyShape })),
  /** Units by where they are: free to ask about, held by an open case, returned. */
  units: z.object({ free: z.number().int(), held: z.number().int(), returned: z.number().int() }),
  delivery: z.object({
    state: z.enum(deliveryStates),
    shippedAt: instantShape.nullable(),
    deliveredAt: instantShape.nullable(),
    carrier: z.string().nullable(),
    trackingNumber: z.string().nullable(),
    promisedBy: instantShape.nullable(),
  }),
  /** Last day of the best no-reason window, when one can be computed. */
  returnableUntil: dateShape.nullable(),
  exclusion: exclusionShape.nullable(),
  told: toldShape.nullable(),
});
export type OrderLine = z.infer<typeof orderLineShape>;

export const orderRowShape = z
  .object({
    number: z.string(),
    placedAt: instantShape,
    state: z.enum(deliveryStates),
    paid: moneyShape,
    currency: z.string(),
    source: z.string(),
    customerId: uuidShape,
    shopperMask: z.string().nullable(),
    lines: z.array(
      orderLineShape.pick({
        lineId: true,
        title: true,
        variant: true,
        picture: true,
        quantity: true,
        paid: true,
        merchantName: true,
        isGift: true,
      }),
    ),
    openCases: z.number().int(),
  })
  .meta({ id: "OrderRow" });
export type OrderRow = z.infer<typeof orderRowShape>;
export const orderPageShape = pageOf(orderRowShape);
/** GET /api/v1/orders — a shopper's own; staff all (by customerId, number, tracking number). `q` is a number or part of a title. */
export const orderListQuery = z.object({
  q: z.string().max(100).optional(),
  customerId: uuidShape.optional(),
  state: z.enum(deliveryStates).optional(),
  ...pageQuery,
});

export const orderShape = z
  .object({
    number: z.string(),
    customerId: uuidShape,
    placedAt: instantShape,
    paidAt: instantShape.nullable(),
    state: z.enum(deliveryStates),
    source: z.string(),
    country: z.string(),
    zone: z.string(),
    currency: z.string(),
    /** The sums of an order that merchants share are, to each of them, those of its own lines. */
    list: moneyShape,
    freight: moneyShape,
    paid: moneyShape,
    refunded: moneyShape,
    reserved: moneyShape,
    recipient: z.object({
      nameMask: z.string().nullable(),
      phoneMask: z.string().nullable(),
      addressMask: z.string().nullable(),
    }),
    context: z.record(z.string(), z.unknown()),
    /** Insurance of the way back, of each merchant's goods. */
    freightCovers: z.array(
      z.object({
        merchantId: uuidShape,
        title: titleShape,
        payer: z.enum(["shopper", "merchant", "platform"]),
        coveredUntil: instantShape,
        upTo: moneyShape,
      }),
    ),
    promotions: z.array(
      z.object({
        code: z.string(),
        label: z.string(),
        funder: z.string(),
        off: moneyShape,
        threshold: moneyShape.nullable(),
        /** How many of each line make one set; null: no price of a set. */
        set: z.array(z.object({ lineNo: z.number().int(), units: z.number().int() })).nullable(),
      }),
    ),
    /** Empty for a merchant who shares the order with others. */
    tenders: z.array(z.object({ kind: z.string(), captured: moneyShape, refunded: moneyShape, reserved: moneyShape })),
    lines: z.array(orderLineShape),
    /** The promises in force at purchase: one for all shops of the order, or each shop's own. */
    policies: z.array(
      z.object({ id: z.string(), version: z.number().int(), builtIn: z.boolean(), merchants: z.array(titleShape) }),
    ),
    cases: z.array(
      z.object({
        number: z.string(),
        kind: z.string(),
        caseState: z.string(),
        goodsState: z.string(),
        moneyState: z.string(),
        outboundState: z.string(),
        disputeState: z.string(),
        waitingOn: z.string(),
        requestedAt: instantShape,
      }),
    ),
  })
  .meta({ id: "Order" });
export type Order = z.infer<typeof orderShape>;

/** A present of an order: POST /api/v1/orders/{number}/present. */
export const presentTarget = z.strictObject({ number: numberShape });
export const makePresentInput = presentTarget.extend({
  /** Left out: every line. */
  lineNos: z.array(z.number().int().min(1)).min(1).max(200).optional(),
});
const present = z.object({
  lineNos: z.array(z.number().int()).nullable(),
  code: z.string(),
  madeBy: z.enum(["shopper", "shop"]),
  madeAt: instantShape,
});
export const presentShape = present.meta({ id: "Present" });
export type Present = z.infer<typeof presentShape>;
/** `code` null for whoever may not give it away. */
export const maybePresentShape = z.object({ present: present.extend({ code: z.string().nullable() }).nullable() });
export type MaybePresent = z.infer<typeof maybePresentShape>;
export const endedShape = z.object({ ended: z.literal(true) });

/** Imports. */
export const importFormats = ["olist", "jsonl", "csv"] as const;
export const importCountsShape = z.object({
  read: z.number().int(),
  imported: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  rejected: z.number().int(),
});
export const importRunShape = z
  .object({
    id: uuidShape,
    format: z.enum(importFormats),
    source: z.string(),
    state: z.enum(["running", "done", "failed"]),
    counts: z.record(z.string(), importCountsShape),
    rowsRead: z.number().int(),
    shiftDays: z.number().int(),
    rejectsUrl: z.string().nullable(),
    error: z.string().nullable(),
    startedBy: z.string(),
    startedAt: instantShape,
    finishedAt: instantShape.nullable(),
    seconds: z.number().nullable(),
  })
  .meta({ id: "ImportRun" });
export type ImportRun = z.infer<typeof importRunShape>;
export const importPageShape = pageOf(importRunShape);

/** Why an order cannot be frozen; each refusal names the field. */
export const freezeRefusals = [
  "amount-invalid",
  "amount-too-large",
  "currency-unknown",
  "zone-unknown",
  "instant-invalid",
  "line-unknown",
  "set-incomplete",
  "parcel-unknown",
  "serials-exceed",
  "paid-exceeds",
  "points-exceed",
  "discounts-exceed",
  "freight-differs",
  "tenders-differ",
] as const;
export const refusals = [
  "order-not-found",
  "order-older",
  "order-belongs-to-other",
  "merchant-unknown",
  "policy-unknown",
  "present-not-found",
  "nothing-to-give",
  "import-not-found",
  "import-format-unknown",
  ...freezeRefusals,
] as const;

/** Facts this floor publishes, by kind and version. */
export const factPayloads = {
  "orders.imported": z.object({ number: z.string(), result: z.string() }),
  "orders.present-closed": z.object({ presentId: uuidShape, number: z.string() }),
  "orders.import-asked": z.object({
    runId: uuidShape,
    format: z.enum(["jsonl", "csv"]),
    file: z.string(),
    name: z.string(),
  }),
} as const;
