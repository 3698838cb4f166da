import type { LoadedLine, LoadedParcel, LockedOrder, Told } from "#domains/orders";
import { currency, money, toWire } from "#kernel/money";
import { clockOf, type FactsOnWire } from "#law";
import type { Asked } from "../contract/asks.ts";
import type { EvidenceKind } from "../contract/reasons.ts";
import { type CaseKind, type Reason, reasons, termsOf } from "../model.ts";
import type { PastRepair } from "./repair.ts";

/** What the shopper says of the goods and of the delay; `soiledOrDamaged` is what was once asked in one. */
export type Condition = Readonly<Partial<Record<Asked | "soiledOrDamaged", boolean | undefined>>>;

/** Of goods that come by the piece, how many are bad. */
export type Bad = { readonly pieces: number; readonly of: number };

export type Claim = {
  readonly kind: CaseKind;
  readonly reason: Reason;
  readonly noticeAt: Temporal.Instant;
  readonly condition: Condition;
  readonly evidence: readonly EvidenceKind[];
  readonly bad?: Bad | undefined;
  /** How old the child is said to be who bought it. */
  readonly childAge?: number | undefined;
  /** What the units asked about could be bought for at the lowest since then; left out where nobody asks about prices. */
  readonly lowestMinor?: bigint | undefined;
};

export const remedyOfKind = {
  "cancel-before-shipment": "refund-only",
  "refund-only": "refund-only",
  "return-and-refund": "return",
  exchange: "replace",
  repair: "repair",
  reship: "reship",
  "price-protection": "price-reduction",
  "refuse-delivery": "return",
} as const satisfies Record<CaseKind, string>;

/**
 * One line of an order as the law pack wants to see it. `parcel` holds the units asked about, `parcels` are all of the
 * order's; `paidMinor` is for the units asked about. After an exchange the line is of the goods that are held now, and the
 * parcel the one that brought them.
 */
export function factsOfLine(
  order: LockedOrder,
  line: LoadedLine,
  {
    parcel,
    parcels,
    replacedAt,
    repairs = [],
  }: {
    readonly parcel: LoadedParcel | undefined;
    readonly parcels: readonly LoadedParcel[];
    readonly replacedAt?: Temporal.Instant | undefined;
    readonly repairs?: readonly PastRepair[];
  },
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
      region: order.recipient_region ?? order.country,
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
      promisedFor: text(parcel?.promised_by),
      lostAt: text(parcel?.lost_at),
      installedAt: text(parcel?.installed_at),
      urgedAt: condition.urged === true ? claim.noticeAt.toString() : null,
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
      downloaded: condition.downloaded ?? null,
      tagsRemoved: condition.tagsRemoved ?? false,
      activation: condition.activated === true ? "activated" : "none",
      labelsAltered: condition.labelsAltered ?? false,
      repairedWithoutAuthority: condition.repairedWithoutAuthority ?? false,
      wearTraces: condition.wearTraces ?? false,
      soiled: condition.soiled ?? condition.soiledOrDamaged ?? false,
      damaged: condition.damaged ?? condition.soiledOrDamaged ?? false,
      accessoriesMissing: condition.accessoriesMissing ?? false,
    },
    claim: {
      reason: reasons[claim.reason].claim,
      noticeAt: claim.noticeAt.toString(),
      requested: remedyOfKind[claim.kind],
      evidence: filmsToo(claim.evidence),
    },
    defect: {
      purposeDefeated: condition.purposeDefeated === true ? "claimed" : "no",
      bad: claim.bad ?? null,
    },
    ...(replacedAt === undefined && repairs.length === 0
      ? {}
      : { warranty: { replacedAt: text(replacedAt), repairs: repairs.map(repairOnWire) } }),
    ...wrongsClaimed(claim.reason, line.told, order.currency),
    ...toldOf(order, line.told),
    ...minorOf(claim),
    ...sellerOf(claim),
    money: {
      paid: toWire(money(paidMinor, currency(order.currency))),
      ...(claim.lowestMinor === undefined
        ? {}
        : { currentPrice: toWire(money(claim.lowestMinor, currency(order.currency))) }),
    },
  };
}

/** What was said before the purchase, as far as it is known; what is not known refuses nothing. */
function toldOf(
  { country }: LockedOrder,
  told: Told | null,
): Pick<FactsOnWire, "promises" | "withdrawal" | "liability"> {
  const { promises, withdrawal, liveRoom } = told ?? {};
  return {
    ...(promises === undefined
      ? {}
      : {
          promises: {
            by: promises.by,
            noReasonDays: promises.noReasonDays ?? null,
            returnFreight: promises.returnFreight ?? null,
            warrantyMonths: promises.warrantyMonths ?? null,
          },
        }),
    // Where no law knows a withdrawal, nothing is to be told of it.
    ...(clockOf(country, "send-back", true) === undefined
      ? {}
      : {
          withdrawal: {
            informed: withdrawal?.informed ?? null,
            informedAt: withdrawal?.at ?? null,
            returnCostExplained: withdrawal?.returnCostExplained ?? null,
          },
        }),
    // That it showed who sells is the operator's to prove: what the shop tells of it is taken as shown.
    ...(liveRoom === undefined
      ? {}
      : { liability: { "seller-not-shown": liveRoom.sellerShown ? "refuted" : "shown" } }),
  };
}

/** The case of a repair is the repairer's record of it; why it took as long as it did is not known. */
function repairOnWire({ from, until, reason }: PastRepair) {
  return {
    from: from.toString(),
    until: text(until),
    performanceFault: reasons[reason].claim === "quality",
    recorded: true,
  };
}

/** A film of the unboxing is a film as well. */
export function filmsToo(evidence: readonly EvidenceKind[]): EvidenceKind[] {
  const kinds = new Set(evidence);
  if (kinds.has("unboxing-video")) kinds.add("video");
  return [...kinds];
}

/**
 * Deceit or unsafe food is said by the reason, and stays said until somebody has shown it. What was promised for that case, and a
 * price that made the own one look low, belong to it: whoever speaks of neither asks nothing about them.
 */
export function wrongsClaimed(
  reason: Reason,
  told: Told | null,
  code: string,
): Pick<FactsOnWire, "misconduct" | "price"> {
  const { claim, wrong } = termsOf(reason);
  const deceived = wrong === "fraud";
  const { promises, comparison } = told ?? {};
  const cash = (minor: string) => toWire(money(BigInt(minor), currency(code)));
  const maybe = (minor: string | null) => (minor === null ? null : cash(minor));
  return {
    misconduct: {
      ...(wrong === undefined
        ? {}
        : deceived
          ? { fraud: { proof: "claimed" } }
          : { food: { kind: wrong, proof: "claimed" } }),
      ...(deceived && promises?.multiple !== undefined ? { promisedMultiple: promises.multiple } : {}),
    },
    ...(comparison !== undefined && (deceived || claim === "price-drop")
      ? {
          price: {
            comparison: {
              with: cash(comparison.priceMinor),
              told: comparison.explained,
              lowestDeal: maybe(comparison.lowestDealMinor),
              lastDeal: maybe(comparison.lastDealMinor),
              markedUpFrom: maybe(comparison.markedUpFromMinor),
            },
          },
        }
      : {}),
  };
}

/** That a child bought is claimed until somebody has looked; whether the purchase fits its age, and what its guardian says, too. */
function minorOf({ reason, childAge }: Claim): Pick<FactsOnWire, "minor"> {
  return termsOf(reason).byChild === true && childAge !== undefined
    ? { minor: { age: childAge, proof: "claimed" } }
    : {};
}

/** A seller who has not got what was paid for has cancelled, as soon as somebody says so. */
function sellerOf({ reason, noticeAt }: Claim): Pick<FactsOnWire, "seller"> {
  const { sellerCancels } = termsOf(reason);
  if (sellerCancels === undefined) return {};
  return { seller: { cancelledAt: noticeAt.toString(), cancelsBecause: sellerCancels } };
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
