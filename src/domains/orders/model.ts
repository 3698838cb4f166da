import type { funders, OrderInput, tenderKinds } from "./contract.ts";

export type Funder = (typeof funders)[number];
export type TenderKind = (typeof tenderKinds)[number];

/** What was taken off a line and who paid for it. */
export type Discount = {
  readonly code: string;
  readonly label: string;
  readonly funder: Funder;
  readonly minor: bigint;
};

/** Terms of a promotion as they stood at purchase, for settling a partial return anew. `lineNos` null: every line but gifts. */
export type FrozenPromotion = {
  readonly code: string;
  readonly label: string;
  readonly funder: Funder;
  readonly offMinor: bigint;
  readonly thresholdMinor: bigint | null;
  readonly lineNos: readonly number[] | null;
  /** Goods sold as a set: how many of each line make one. Absent: a discount that is not for a set. */
  readonly set?: readonly { readonly lineNo: number; readonly units: number }[];
  /** The coupon that was used up: it comes back with the last of its goods. */
  readonly coupon?: string;
  readonly afterPartialReturn: "re-price" | "keep";
};

export type FrozenLine = {
  readonly lineNo: number;
  readonly productNumber: string;
  readonly merchantNumber: string;
  readonly title: string;
  readonly titleEn: string;
  readonly variant: string;
  readonly picture: string;
  readonly categoryCode: string;
  readonly specialClass: string | null;
  readonly quantity: number;
  readonly unitListMinor: bigint;
  /** list = paid + all discounts + points; true of every line but the adjustment. */
  readonly listMinor: bigint;
  readonly paidMinor: bigint;
  readonly freightMinor: bigint;
  readonly taxMinor: bigint;
  /** What points took off; points that paid as a tender are in `paidMinor` instead and go back through that tender. */
  readonly pointsMinor: bigint;
  readonly discounts: readonly Discount[];
  readonly giftPriceMinor: bigint | null;
  readonly isGift: boolean;
  readonly isAdjustment: boolean;
  /** What each unit was paid; they add up to `paidMinor`. An adjustment has none. */
  readonly units: readonly { readonly unitNo: number; readonly paidMinor: bigint; readonly serial: string | null }[];
  readonly parcelNo: number | null;
  readonly confirmation: FrozenConfirmation | null;
  readonly told: Told | null;
};

/** What was said of the goods before they were bought, as it lies in the row: amounts in minor units as text. */
export type Told = {
  readonly promises?: {
    readonly by: "page" | "live-room" | "order";
    readonly noReasonDays?: number | undefined;
    readonly returnFreight?: "seller" | "platform" | undefined;
    readonly warrantyMonths?: number | undefined;
    readonly multiple?: { readonly times: number; readonly besideRefund: boolean } | undefined;
    readonly snapshot?: string | undefined;
  };
  readonly comparison?: {
    readonly priceMinor: string;
    readonly explained: "nothing" | "details" | "suggested-price";
    readonly lowestDealMinor: string | null;
    readonly lastDealMinor: string | null;
    readonly markedUpFromMinor: string | null;
    readonly snapshot?: string | undefined;
  };
  readonly withdrawal?: {
    readonly informed: boolean;
    readonly at: string | null;
    readonly returnCostExplained?: boolean | undefined;
    readonly snapshot?: string | undefined;
  };
  readonly liveRoom?: { readonly sellerShown: boolean; readonly snapshot?: string | undefined };
};

export type FrozenConfirmation = {
  readonly exclusion: string;
  readonly shownProminently: boolean;
  readonly preTicked: boolean;
  readonly perOrder: boolean;
  readonly inMandatoryFlow: boolean;
  readonly confirmedAt: Temporal.Instant;
  readonly snapshot: string;
};

/** One parcel of one merchant: what the source sends as one parcel of two merchants is frozen as two. */
export type FrozenParcel = {
  readonly parcelNo: number;
  readonly merchantNumber: string;
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
  readonly shippedAt: Temporal.Instant | null;
  readonly deliveredAt: Temporal.Instant | null;
  readonly signedBy: string | null;
  readonly pickedUpAt: Temporal.Instant | null;
  readonly promisedBy: Temporal.Instant | null;
  readonly lostAt: Temporal.Instant | null;
  readonly installedAt: Temporal.Instant | null;
};

export type FrozenTender = {
  readonly tenderNo: number;
  readonly kind: TenderKind;
  readonly reference: string;
  readonly capturedMinor: bigint;
  readonly installments: number | null;
};

/**
 * An order as it will stay: Σ unit paid + Σ freight + Σ tax + adjustment = Σ captured, to the minor unit. Instants are moved by
 * the import's shift; `sourceUpdatedAt` stays as the source said it.
 */
export type FrozenOrder = {
  readonly number: string;
  readonly source: string;
  readonly sourceUpdatedAt: Temporal.Instant;
  readonly merchantNumbers: readonly string[];
  readonly placedAt: Temporal.Instant;
  readonly paidAt: Temporal.Instant | null;
  readonly cancelledAt: Temporal.Instant | null;
  readonly country: string;
  readonly zone: string;
  readonly currency: string;
  readonly consumerPurchase: boolean;
  readonly listMinor: bigint;
  readonly freightMinor: bigint;
  readonly paidMinor: bigint;
  readonly context: Readonly<Record<string, unknown>>;
  readonly promotions: readonly FrozenPromotion[];
  readonly policyId: string | null;
  readonly shiftDays: number;
  readonly lines: readonly FrozenLine[];
  readonly parcels: readonly FrozenParcel[];
  readonly tenders: readonly FrozenTender[];
};

/** An order that was read and frozen, with the mark of its words. */
export type OrderDraft = { readonly input: OrderInput; readonly frozen: FrozenOrder; readonly hash: string };

export const limits = {
  /** Minor units in one order; beyond it somebody mixed up units. */
  orderMinor: 10n ** 15n,
  /** How many times the list price, freight and tax the tenders may be; beyond it somebody mixed up yuan and fen. */
  timesOverpaid: 10n,
  ordersPerBatch: 500,
} as const;

export const importedThings = ["orders", "lines", "payments", "customers", "merchants", "products"] as const;
export type ImportedThing = (typeof importedThings)[number];

/** Lines and payments are counted as the source has them; `read` is the sum of the other four. */
export type ThingCounts = { read: number; imported: number; updated: number; unchanged: number; rejected: number };
export type ImportCounts = Readonly<Record<ImportedThing, ThingCounts>>;

export function noCounts(): ImportCounts {
  const none = () => ({ read: 0, imported: 0, updated: 0, unchanged: 0, rejected: 0 });
  return { orders: none(), lines: none(), payments: none(), customers: none(), merchants: none(), products: none() };
}

export function count(
  counts: ImportCounts,
  thing: ImportedThing,
  result: Exclude<keyof ThingCounts, "read">,
  n = 1,
): void {
  counts[thing].read += n;
  counts[thing][result] += n;
}
