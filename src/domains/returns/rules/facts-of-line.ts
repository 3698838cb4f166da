import type { LoadedLine, LoadedParcel, LockedOrder } from "#domains/orders";
import { currency, money, toWire } from "#kernel/money";
import type { FactsOnWire } from "#law";
import { type CaseKind, type Reason, reasons } from "../model.ts";

/** What the shopper says of the goods. */
export type Condition = {
  readonly opened?: boolean | undefined;
  readonly sealBroken?: boolean | undefined;
  readonly tagsRemoved?: boolean | undefined;
  readonly activated?: boolean | undefined;
  readonly soiledOrDamaged?: boolean | undefined;
};

export type Claim = {
  readonly kind: CaseKind;
  readonly reason: Reason;
  readonly noticeAt: Temporal.Instant;
  readonly condition: Condition;
  readonly photos: boolean;
  /** What the units asked about could be bought for at the lowest since then; left out where nobody asks about prices. */
  readonly lowestMinor?: bigint | undefined;
};

export const remedyOfKind = {
  "cancel-before-shipment": "refund-only",
  "refund-only": "refund-only",
  "return-and-refund": "return",
  exchange: "replace",
  reship: "reship",
  "price-protection": "price-reduction",
  "refuse-delivery": "return",
} as const satisfies Record<CaseKind, string>;

/**
 * One line of an order as the law pack wants to see it. `parcel` holds the units asked about, `parcels` are all of the
 * order's; `paidMinor` is for the units asked about.
 */
export function factsOfLine(
  order: LockedOrder,
  line: LoadedLine,
  { parcel, parcels }: { readonly parcel: LoadedParcel | undefined; readonly parcels: readonly LoadedParcel[] },
  paidMinor: bigint,
  claim: Claim,
): FactsOnWire {
  const { condition } = claim;
  const special = line.special_class ?? line.category_special;
  const channel =
    order.context.channel === "live" || order.context.channel === "phone" || order.context.channel === "store"
      ? order.context.channel
      : "online";
  return {
    country: order.country,
    zone: order.zone,
    orderedAt: order.placed_at.toString(),
    channel,
    purpose: order.consumer_purchase ? "living" : "business",
    scope: {
      merchant: line.merchant_id,
      tier: order.context.memberTier ?? null,
      campaign: order.context.campaign ?? null,
      region: order.country,
    },
    goods: {
      category: (line.law_category ?? "other") as NonNullable<NonNullable<FactsOnWire["goods"]>["category"]>,
      specialClass: special as NonNullable<FactsOnWire["goods"]>["specialClass"],
      confirmationClass: line.confirmation_class as NonNullable<FactsOnWire["goods"]>["confirmationClass"],
      durable: line.durable ?? false,
      listedAs: line.listed_as as NonNullable<FactsOnWire["goods"]>["listedAs"],
    },
    delivery: {
      shippedAt: text(parcel?.shipped_at),
      deliveredAt: text(parcel?.delivered_at),
      pickedUpAt: text(parcel?.picked_up_at),
      lastGoodAt: text(lastDelivery(parcels)),
      moreToCome: parcels.some(({ delivered_at }) => delivered_at === null),
      signedBy:
        parcel?.signed_by === "proxy-without-consent" || parcel?.signed_by === "locker"
          ? "proxy-without-consent"
          : parcel?.signed_by === "proxy"
            ? "proxy-with-consent"
            : "consignee",
    },
    confirmation:
      line.confirmation === null
        ? null
        : {
            shownProminently: line.confirmation.shown_prominently,
            preTicked: line.confirmation.pre_ticked,
            perOrder: line.confirmation.per_order,
            inMandatoryFlow: line.confirmation.in_mandatory_flow,
            at: Temporal.Instant.from(line.confirmation.confirmed_at).toString(),
            snapshotId: line.confirmation.snapshot,
          },
    condition: {
      opened: condition.opened ?? false,
      hygieneSealBroken: condition.sealBroken ?? false,
      tagsRemoved: condition.tagsRemoved ?? false,
      activation: condition.activated === true ? "activated" : "none",
      soiled: condition.soiledOrDamaged ?? false,
    },
    claim: {
      reason: reasons[claim.reason].claim,
      noticeAt: claim.noticeAt.toString(),
      requested: remedyOfKind[claim.kind],
      evidence: claim.photos ? ["photo"] : [],
    },
    money: {
      paid: toWire(money(paidMinor, currency(order.currency))),
      ...(claim.lowestMinor === undefined
        ? {}
        : { currentPrice: toWire(money(claim.lowestMinor, currency(order.currency))) }),
    },
  };
}

/** What the decision would still change with, by the goods at hand: nothing else is asked. */
export function questionsFor(line: LoadedLine): (keyof Condition)[] {
  const asks: (keyof Condition)[] = [];
  switch (line.law_category) {
    case "food":
    case "cosmetics":
    case "medical-device":
    case "contraceptive":
      asks.push("sealBroken");
      break;
    case "electronics":
      asks.push("activated");
      break;
    case "clothing":
    case "shoes-and-hats":
    case "bags":
    case "toys":
    case "home-textiles":
    case "furnishings":
      asks.push("tagsRemoved");
      break;
    default:
      break;
  }
  if (
    (line.special_class ?? line.category_special) === "digital-media" ||
    line.confirmation_class === "unsafe-or-altered-once-opened"
  )
    asks.push("opened");
  asks.push("soiledOrDamaged");
  return asks;
}

/** Of an order in several parcels; some laws count from the last of them. */
function lastDelivery(parcels: readonly LoadedParcel[]): Temporal.Instant | null {
  if (parcels.length < 2) return null;
  const delivered = parcels.flatMap(({ delivered_at }) => delivered_at ?? []);
  return delivered.sort(Temporal.Instant.compare).at(-1) ?? null;
}

function text(instant: Temporal.Instant | null | undefined): string | null {
  return instant?.toString() ?? null;
}
