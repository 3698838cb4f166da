import * as z from "zod";
import { fromWire } from "#kernel/money";
import { type Zone, zone } from "#kernel/time";
import { liabilityGrounds, remedies } from "./decision.ts";

/** What the shopper says is the matter. */
export const reasons = [
  "no-longer-wanted",
  "quality",
  "not-as-described",
  "wrong-item",
  "missing",
  "damaged-in-transit",
  "spoiled",
  "counterfeit",
  "not-received",
  "late-delivery",
  "price-drop",
  "other",
] as const;
export type Reason = (typeof reasons)[number];

export const channels = ["online", "live", "tv", "phone", "mail-order", "store"] as const;

/** Categories only as far as a rule tells them apart. */
export const categories = [
  "food",
  "cosmetics",
  "medical-device",
  "contraceptive",
  "electronics",
  "clothing",
  "shoes-and-hats",
  "bags",
  "toys",
  "home-textiles",
  "furnishings",
  "books",
  "other",
] as const;

/** Goods with a rule of their own. Choosing a listed colour or size does not make goods custom. */
const specialClasses = [
  "custom",
  "made-to-order",
  "perishable",
  "digital-download",
  "digital-media",
  "periodical",
  "medicine",
  "medical-device",
  "gold",
  "ticket",
  "blind-box",
  "cross-border-import",
] as const;

/** Goods whose nature lets the seller agree at purchase that they do not come back. */
const confirmationClasses = [
  "unsafe-or-altered-once-opened",
  "value-lost-once-activated",
  "near-expiry-or-flawed",
] as const;

/** Contracts without a right to withdraw in the European Union that no other field tells of. */
const withdrawalExceptions = ["inseparably-mixed", "alcohol-future", "urgent-repair", "public-auction"] as const;

/** Goods on the list of the three guarantees (三包). */
const listedGoods = [
  "bicycle",
  "colour-tv",
  "black-and-white-tv",
  "video-recorder",
  "refrigerator",
  "washing-machine",
  "air-conditioner",
  "microwave-oven",
  "vacuum-cleaner",
  "electric-fan",
  "range-hood",
  "camcorder",
  "mobile-phone",
  "computer",
  "other-listed",
] as const;

/** Accessories of a phone with a guarantee of their own. */
export const accessories = ["battery", "wired-headset", "charger", "data-card"] as const;

/** What may be wrong with food. */
const foodWrongs = [
  "unsafe",
  "expired",
  "date-altered",
  "no-lawful-source",
  "mandatory-label-missing",
  "label-flaw",
  "below-promise",
] as const;

/** Terms of the shop that the law makes void. */
const voidTerms = [
  "signing-means-accepted",
  "final-interpretation",
  "no-returns",
  "difference-only",
  "no-rights-after-sale",
  "complaint-forfeits",
  "contract-forms-on-dispatch",
] as const;

export const evidenceKinds = ["photo", "video", "unboxing-video", "waybill", "report"] as const;

/** Where something was promised beside the policy. */
const promisedBy = ["page", "live-room", "order"] as const;

/** How well a wrong is shown; evidence of the fault alone does not show it. */
const proofs = z.enum(["claimed", "shown", "refuted"]);
const proof = proofs.default("claimed");
export type Proof = z.output<typeof proofs>;

const earliest = Temporal.Instant.from("2000-01-01T00:00:00Z").epochMilliseconds;
const latest = Temporal.Instant.from("2100-01-01T00:00:00Z").epochMilliseconds;

const instant = z
  .string()
  .refine(isInstant, "an instant from 2000 to 2099 such as 2026-11-21T10:00:00+08:00")
  .meta({ format: "date-time" });
const moment = instant.nullable().default(null);
const flag = z.boolean().default(false);
const name = z.string().min(1).max(100).nullable().default(null);
const amount = z
  .strictObject({ amount: z.string().max(24), currency: z.string().length(3) })
  .refine(isAmount, 'an amount of zero or more such as {"amount":"123.45","currency":"CNY"}');
type AmountOnWire = z.output<typeof amount>;
const oneCurrencyOnly = "all amounts of one line have one currency";

const moneyShape = z.strictObject({
  /** What was really paid for the units in question, without freight. */
  paid: amount,
  invoice: amount.nullable().default(null),
  invoicedAt: moment,
  /** The seller proves that `paid` is what was paid, where the invoice says otherwise. */
  paidProven: z.boolean().default(true),
  outboundFreight: amount.nullable().default(null),
  /** What the cheapest standard delivery would have cost, where a dearer one was chosen. */
  standardFreight: amount.nullable().default(null),
  /** What sending back is expected to cost. */
  returnFreight: amount.nullable().default(null),
  refundedBefore: amount.nullable().default(null),
  /** The result of `refundEntitlement` where a partial return prices the rest anew; gifts are in it already. */
  entitled: amount.nullable().default(null),
  currentPrice: amount.nullable().default(null),
  /** What the accessory that failed is worth on the invoice. */
  accessoryPrice: amount.nullable().default(null),
  gifts: z
    .array(z.strictObject({ statedPrice: amount.nullable(), returned: z.boolean() }))
    .max(50)
    .default([]),
});

const { paid: _paid, paidProven: _proven, invoicedAt: _when, gifts: _gifts, ...amountsBeside } = moneyShape.shape;
const amountNames = Object.keys(amountsBeside) as (keyof typeof amountsBeside)[];

const moneySchema = moneyShape.superRefine(oneCurrency);

/** A price told beside the real one, which makes that look low: "was 299, now 199". */
const comparisonShape = z.strictObject({
  /** The price that is compared with. */
  with: amount,
  /** What is told of it: nothing, its date and source, or that it is the maker's suggestion. */
  told: z.enum(["nothing", "details", "suggested-price"]).default("nothing"),
  /** The lowest deal in the same place in the seven days before; null where there was none. */
  lowestDeal: amount.nullable().default(null),
  /** The last deal before that. */
  lastDeal: amount.nullable().default(null),
  /** What the goods were marked until they were marked up for the sale, without a good reason. */
  markedUpFrom: amount.nullable().default(null),
  /** What the seller proves against deceit. */
  defence: z.enum(["no-intent", "greater-discount", "rounding"]).nullable().default(null),
});

/**
 * The facts of one line of one order for one request, as they travel: instants RFC 3339, money in decimals. What is left
 * out is taken as not so, or as not known.
 */
export const factsSchema = z
  .strictObject({
    /** ISO 3166-1 alpha-2 of the place of delivery: it picks the law. */
    country: z.string().regex(/^[A-Z]{2}$/),
    /** The IANA zone in which days are counted. */
    zone: z.string().refine(isZone, "an IANA time zone such as Asia/Shanghai"),
    orderedAt: instant,
    channel: z.enum(channels).default("online"),
    /** Consumer law protects buying for one's own life, not for a business or for resale. */
    purpose: z.enum(["living", "business", "disputed"]).default("living"),
    /** Where the order belongs, for clauses that hold only for some. */
    scope: leftOut(z.strictObject({ merchant: name, region: name, tier: name, campaign: name })),
    goods: leftOut(
      z.strictObject({
        category: z.enum(categories).default("other"),
        specialClass: z.enum(specialClasses).nullable().default(null),
        confirmationClass: z.enum(confirmationClasses).nullable().default(null),
        withdrawalException: z.enum(withdrawalExceptions).nullable().default(null),
        /** A service instead of a thing, and how far it has come. */
        service: z.enum(["to-come", "begun", "performed"]).nullable().default(null),
        /** On the statute's list of durable goods, or decoration work. */
        durable: flag,
        listedAs: z.enum(listedGoods).nullable().default(null),
      }),
    ),
    delivery: leftOut(
      z.strictObject({
        shippedAt: moment,
        /** Signed for, or put into a locker. */
        deliveredAt: moment,
        signedBy: z.enum(["consignee", "proxy-with-consent", "proxy-without-consent"]).default("consignee"),
        /** The seller says that the consignee did agree to the proxy or locker. */
        consentDisputed: flag,
        /** When the consignee got hold of what somebody else signed for. */
        pickedUpAt: moment,
        /** For one thing in several boxes. */
        lastBoxAt: moment,
        /** The last of several goods ordered together and delivered on their own. */
        lastGoodAt: moment,
        /** The first of goods delivered regularly, as of a subscription. */
        firstOfRegularAt: moment,
        /** A good of the same order, or a lot or piece of this one, is still to be delivered. */
        moreToCome: flag,
        installedAt: moment,
        lostAt: moment,
        carrierChosenByShopper: flag,
        /** When delivery was promised for, and when the shopper urged it after that. */
        promisedFor: moment,
        urgedAt: moment,
      }),
    ),
    /** What was said and sent of the right to withdraw, where the law of the European Union holds. */
    withdrawal: leftOut(
      z.strictObject({
        /** The shopper was told of the right before the order; where not, `informedAt` is when it was made good. Null: not known. */
        informed: z.boolean().nullable().default(true),
        informedAt: moment,
        /** Told before the order, too, that sending back is at the shopper's cost. */
        returnCostExplained: z.boolean().nullable().default(true),
        /** When the statement was sent, where it arrived later. */
        statementSentAt: moment,
        /** When the goods were shown to be on their way back. */
        sentBackAt: moment,
      }),
    ),
    /** The log of "these goods cannot be returned", asked at purchase; null when there is none. */
    confirmation: z
      .strictObject({
        shownProminently: z.boolean(),
        preTicked: z.boolean(),
        perOrder: z.boolean(),
        inMandatoryFlow: z.boolean(),
        at: moment,
        snapshotId: name,
      })
      .nullable()
      .default(null),
    condition: leftOut(
      z.strictObject({
        opened: flag,
        hygieneSealBroken: flag,
        downloaded: z.boolean().nullable().default(null),
        /** "tried" is a trace that reasonable testing may leave, such as one pairing. */
        activation: z.enum(["none", "tried", "activated"]).default("none"),
        tagsRemoved: flag,
        labelsAltered: flag,
        repairedWithoutAuthority: flag,
        wearTraces: flag,
        soiled: flag,
        damaged: flag,
        accessoriesMissing: flag,
        /** Both sides have evidence about the state of the goods. */
        disputed: flag,
        swapSuspected: flag,
      }),
    ),
    claim: z.strictObject({
      reason: z.enum(reasons),
      /** When the shopper told the seller; the goods may travel later. */
      noticeAt: instant,
      requested: z.enum(remedies).nullable().default(null),
      evidence: z.array(z.enum(evidenceKinds)).max(20).default([]),
      abuseSuspected: flag,
    }),
    defect: leftOut(
      z.strictObject({
        /** When the fault showed; without it, when notice was given. */
        foundAt: moment,
        cause: z.enum(["unknown", "goods", "carrier", "shopper"]).default("unknown"),
        /** "shown" by the shopper, "established" between both, "refuted" by inspection; evidence counts as shown. */
        proof: z.enum(["none", "shown", "established", "refuted"]).default("none"),
        disputed: flag,
        /** The fault takes away what the contract was for. */
        purposeDefeated: z.enum(["no", "claimed", "established"]).default("no"),
        sellerKnew: flag,
        /** An authority has found the goods unqualified. */
        officiallyUnqualified: flag,
        unsafe: flag,
        bad: z
          .strictObject({ pieces: count(100_000), of: count(100_000) })
          .nullable()
          .default(null),
      }),
    ),
    warranty: leftOut(
      z.strictObject({
        replacedAt: moment,
        repairs: z
          .array(
            z.strictObject({
              from: instant,
              /** Null: still with the repairer. */
              until: moment,
              /** For a fault in how the goods work; cleaning and settings do not count. */
              performanceFault: z.boolean().default(true),
              /** The repairer's record is at hand. */
              recorded: flag,
              /** What keeps or kept the goods there: spare parts to come, or the repairer's own doing. */
              delayedBy: z.enum(["parts", "repairer"]).nullable().default(null),
            }),
          )
          .max(50)
          .default([]),
      }),
    ),
    /** What else the three guarantees (三包) ask. */
    guarantee: leftOut(
      z.strictObject({
        failedPart: z.enum(["main-part", "other"]).nullable().default(null),
        sameModelInStock: z.boolean().nullable().default(null),
        declinesOtherModel: flag,
        /** What came with a phone and is what failed; `replacements`: how often it was replaced before. */
        accessory: z
          .strictObject({ kind: z.enum(accessories), replacements: z.number().int().min(0).max(50).default(0) })
          .nullable()
          .default(null),
        /** Invoice and certificate; "mismatched": they are for another serial number. */
        papers: z.enum(["at-hand", "lost", "mismatched"]).default("at-hand"),
        /** When a phone left the factory, by its IMEI. */
        leftFactoryAt: moment,
        forceMajeure: flag,
      }),
    ),
    /** Wrongs that cost the seller more than the price. */
    misconduct: leftOut(
      z.strictObject({
        /** Deceit about the goods; "harmless": a flaw of label or advert that neither affects quality nor misleads. */
        fraud: z.strictObject({ proof, harmless: flag }).nullable().default(null),
        food: z
          .strictObject({
            kind: z.enum(foodWrongs),
            proof,
            /** That the seller knew; a producer answers without it. */
            sellerKnew: z.enum(["not-shown", "shown"]).default("not-shown"),
            sellerIsProducer: flag,
          })
          .nullable()
          .default(null),
        /** Health or life harmed, and what that cost; by goods that the seller knew to be defective. */
        harm: z.strictObject({ loss: amount, byKnownDefect: proof }).nullable().default(null),
        /** A promised multiple of the price; `besideRefund`: the wording adds it to the refund (退一赔N). */
        promisedMultiple: z
          .strictObject({ times: count(1_000), besideRefund: flag })
          .nullable()
          .default(null),
        /** The goods were a gift, a swap or a prize. */
        ofGift: flag,
        swappedByShopper: z.enum(["no", "suspected", "shown"]).default("no"),
        /** Bought knowing of the flaw, which the seller shows: counts once for all receipts, for reasonable needs only. */
        knowingBuyer: z.enum(["no", "suspected", "shown"]).default("no"),
        otherReceipts: z.array(amount).max(1_000).default([]),
        reasonableNeed: amount.nullable().default(null),
      }),
    ),
    /** How the price was told, and what others paid. */
    price: leftOut(
      z.strictObject({
        comparison: comparisonShape.nullable().default(null),
        /** That a promise about the price, such as price protection, was not kept without a good reason. */
        promiseBroken: proofs.nullable().default(null),
        /** Somebody who bought as many of the same, in the same place, at the same time. */
        otherShopper: z
          .strictObject({ paid: amount, sameTerms: z.boolean().default(true), reasonDisclosed: flag })
          .nullable()
          .default(null),
      }),
    ),
    /** That a minor bought, and not the holder of the account; null where nobody says so. */
    minor: z
      .strictObject({
        age: z.number().int().min(0).max(17),
        proof,
        /** From sixteen on: lives mainly on what it earns. */
        livesOnOwnEarnings: flag,
        /** Whether the purchase fits age and mind. */
        fitsAge: z.enum(["to-be-judged", "yes", "no"]).default("to-be-judged"),
        guardian: z.enum(["not-heard", "approved", "refused"]).default("not-heard"),
        /** When the seller asked the guardian to approve. */
        guardianAskedAt: moment,
      })
      .nullable()
      .default(null),
    /** Who else may answer, and how well each ground is shown. */
    liability: z.partialRecord(z.enum(liabilityGrounds), proofs).default({}),
    money: moneySchema,
    /** What the page, the host or the order promised, beside the policy. */
    promises: leftOut(
      z.strictObject({
        by: z.enum(promisedBy).default("page"),
        noReasonDays: count(3_650).nullable().default(null),
        returnFreight: z.enum(["seller", "platform"]).nullable().default(null),
        freightInsurance: flag,
        warrantyMonths: count(600).nullable().default(null),
      }),
    ),
    seller: leftOut(
      z.strictObject({
        /** Whether it trades regularly, and so is an operator; second-hand goods are also sold by people who do not. */
        trades: z.enum(["regularly", "occasionally", "disputed"]).default("regularly"),
        terms: z.array(z.enum(voidTerms)).max(20).default([]),
        /** When the seller cancelled an order that was paid, and what it says. */
        cancelledAt: moment,
        cancelsBecause: z.enum(["out-of-stock", "price-error", "other"]).default("other"),
        refusesBecauseOpened: flag,
        /** A way of paying back other than the one that was paid with. */
        offersRefundIn: z.enum(["original", "store-credit", "points", "other"]).default("original"),
        shopperConsents: flag,
        returnAddressGivenAt: moment,
        goodsBackAt: moment,
      }),
    ),
  })
  .refine((facts) => !facts.defect.bad || facts.defect.bad.pieces <= facts.defect.bad.of, {
    path: ["defect", "bad"],
    message: "no more bad pieces than there are",
  })
  .refine(
    ({ misconduct: { harm, otherReceipts, reasonableNeed }, money }) =>
      inCurrencyOf(money, [harm?.loss, reasonableNeed, ...otherReceipts]),
    { path: ["misconduct"], message: oneCurrencyOnly },
  )
  .refine(
    ({ price: { comparison, otherShopper }, money }) => {
      const compared = [comparison?.with, comparison?.lowestDeal, comparison?.lastDeal, comparison?.markedUpFrom];
      return inCurrencyOf(money, [...compared, otherShopper?.paid]);
    },
    { path: ["price"], message: oneCurrencyOnly },
  );

export type FactsOnWire = z.input<typeof factsSchema>;

/** The facts as read, with what was left out filled in. */
export type FactsRead = z.output<typeof factsSchema>;

/** JSON Schema (2020-12) of the facts on the wire. */
export function factsJsonSchema(): object {
  return z.toJSONSchema(factsSchema, { io: "input" });
}

/**
 * A part that is left out is as if nothing were said in it; worked out once and shared, because most lines leave most parts out
 * and nobody writes into facts.
 */
function leftOut<T extends z.ZodObject>(part: T): z.ZodDefault<T> {
  const nothingSaid = part.parse({}) as z.core.util.NoUndefined<z.core.output<T>>;
  return z._default(part, () => nothingSaid);
}

function count(most: number) {
  return z.number().int().min(1).max(most);
}

function isInstant(text: string): boolean {
  try {
    const ms = msOfInstant(text);
    return ms >= earliest && ms < latest;
  } catch {
    return false;
  }
}

/** Milliseconds since 1970 began. Each instant of a line is asked for twice, to check it and for its day and moment. */
export function msOfInstant(text: string): number {
  const plain = msOfPlain(text);
  if (plain !== undefined) return plain;
  let ms = instantsRead.get(text);
  if (ms === undefined) {
    ms = Temporal.Instant.from(text).epochMilliseconds;
    if (instantsRead.size >= mostInstantsRead) instantsRead.clear();
    instantsRead.set(text, ms);
  }
  return ms;
}

/**
 * "2026-11-30T10:00:00Z", also with milliseconds: about these nobody disagrees, and reading them digit by digit costs a
 * hundredth. Undefined: written otherwise, or on a day that its month may not have.
 */
function msOfPlain(text: string): number | undefined {
  const { length } = text;
  if ((length !== 20 && length !== 24) || text.charCodeAt(length - 1) !== letter.Z) return undefined;
  if (text.charCodeAt(4) !== letter.dash || text.charCodeAt(7) !== letter.dash) return undefined;
  if (text.charCodeAt(10) !== letter.T || text.charCodeAt(13) !== letter.colon) return undefined;
  if (text.charCodeAt(16) !== letter.colon || (length === 24 && text.charCodeAt(19) !== letter.dot)) return undefined;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)];
  const ms = length === 24 ? digits(text, 20, 23) : 0;
  // What is no digit makes NaN, which no comparison lets through.
  if (
    !(
      year >= 1000 &&
      month >= 1 &&
      month <= 12 &&
      day >= 1 &&
      day <= (month === 2 ? 28 : longMonths.has(month) ? 31 : 30)
    )
  )
    return undefined;
  if (!(hour <= 23 && minute <= 59 && second <= 59 && ms >= 0)) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second, ms);
}

const longMonths: ReadonlySet<number> = new Set([1, 3, 5, 7, 8, 10, 12]);
const letter = { dash: 45, dot: 46, colon: 58, T: 84, Z: 90 } as const;

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

const instantsRead = new Map<string, number>();
const mostInstantsRead = 2_000;

function isZone(text: string): boolean {
  try {
    zoneNamed(text);
    return true;
  } catch {
    return false;
  }
}

export function zoneNamed(text: string): Zone {
  const before = zonesRead.get(text);
  if (before !== undefined) return before;
  const named = zone(text);
  zonesRead.set(text, named);
  return named;
}

/** Reading a zone's name costs a hundred times more than all the rest of a line; there are only some hundreds. */
const zonesRead = new Map<string, Zone>();

function isAmount(wire: { amount: string; currency: string }): boolean {
  try {
    return fromWire(wire).minor >= 0n;
  } catch {
    return false;
  }
}

function inCurrencyOf(
  { paid }: { paid: AmountOnWire },
  amounts: readonly (AmountOnWire | null | undefined)[],
): boolean {
  return amounts.every((one) => !one || one.currency === paid.currency);
}

function oneCurrency(money: z.output<typeof moneyShape>, context: z.RefinementCtx): void {
  for (const field of amountNames) {
    const wire = money[field];
    if (wire !== null && wire.currency !== money.paid.currency)
      context.addIssue({ code: "custom", path: [field], message: oneCurrencyOnly });
  }
  if (
    !inCurrencyOf(
      money,
      money.gifts.map(({ statedPrice }) => statedPrice),
    )
  )
    context.addIssue({ code: "custom", path: ["gifts"], message: oneCurrencyOnly });
}
