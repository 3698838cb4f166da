import { type Currency, fromWire } from "#kernel/money";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import { type DayNumber, localDayOfMs, type Zone } from "#kernel/time";
import { type FactsRead, factsSchema, msOfInstant, type Proof, zoneNamed } from "./facts-on-wire.ts";
import { filler } from "./fill-in.ts";

export {
  accessories,
  categories,
  channels,
  evidenceKinds,
  type FactsOnWire,
  factsJsonSchema,
  factsSchema,
  type Proof,
  type Reason,
  reasons,
} from "./facts-on-wire.ts";

/** Facts made ready for deciding many times: days as numbers, instants as milliseconds, money as minor units. */
export type Facts = Pick<
  FactsRead,
  | "country"
  | "channel"
  | "purpose"
  | "scope"
  | "goods"
  | "confirmation"
  | "condition"
  | "claim"
  | "promises"
  | "seller"
  | "liability"
> & {
  readonly zone: Zone;
  readonly delivery: Pick<
    FactsRead["delivery"],
    "signedBy" | "consentDisputed" | "carrierChosenByShopper" | "moreToCome"
  >;
  readonly withdrawal: Pick<FactsRead["withdrawal"], "informed" | "returnCostExplained">;
  readonly defect: FactsRead["defect"];
  readonly days: Readonly<Record<Dated, DayNumber | null>> & {
    readonly ordered: DayNumber;
    readonly notice: DayNumber;
  };
  readonly at: Readonly<Record<"ordered" | "notice", number>> &
    Readonly<Record<"shipped" | "delivered" | "installed" | "confirmed", number | null>>;
  readonly repairs: readonly Repair[];
  readonly misconduct: Omit<FactsRead["misconduct"], "harm" | "otherReceipts" | "reasonableNeed"> & {
    readonly harm: { readonly loss: bigint; readonly byKnownDefect: Proof } | null;
    readonly otherReceipts: readonly bigint[];
    readonly reasonableNeed: bigint | null;
  };
  readonly price: {
    readonly comparison: Comparison | null;
    readonly promiseBroken: Proof | null;
    readonly otherShopper: {
      readonly paid: bigint;
      readonly sameTerms: boolean;
      readonly reasonDisclosed: boolean;
    } | null;
  };
  readonly minor: Omit<NonNullable<FactsRead["minor"]>, "guardianAskedAt"> | null;
  readonly guarantee: Omit<FactsRead["guarantee"], "leftFactoryAt">;
  readonly money: {
    readonly currency: Currency;
    readonly paid: bigint;
    readonly invoice: bigint | null;
    readonly paidProven: boolean;
    readonly outboundFreight: bigint;
    readonly standardFreight: bigint | null;
    readonly returnFreight: bigint;
    readonly refundedBefore: bigint;
    readonly entitled: bigint | null;
    readonly currentPrice: bigint | null;
    readonly accessoryPrice: bigint | null;
    readonly gifts: readonly { readonly statedPrice: bigint | null; readonly returned: boolean }[];
  };
};

/** Time with the repairer, `[from, until)`; without an end still there. */
export type Repair = Omit<FactsRead["warranty"]["repairs"][number], "from" | "until"> & {
  readonly from: DayNumber;
  readonly until: DayNumber | null;
};

/** A price the goods are said to have had, and what is known of it. */
export type Comparison = Pick<NonNullable<FactsRead["price"]["comparison"]>, "told" | "defence"> & {
  readonly with: bigint;
  readonly lowestDeal: bigint | null;
  readonly lastDeal: bigint | null;
  readonly markedUpFrom: bigint | null;
};

type Dated =
  | "shipped"
  | "delivered"
  | "pickedUp"
  | "lastBox"
  | "lastGood"
  | "firstOfRegular"
  | "installed"
  | "lost"
  | "found"
  | "replaced"
  | "leftFactory"
  | "promisedFor"
  | "urged"
  | "sellerCancelled"
  | "invoiced"
  | "returnAddressGiven"
  | "goodsBack"
  | "informed"
  | "statementSent"
  | "sentBack"
  | "guardianAsked";

/** Refuses with `facts-invalid`; its parameters name each field and what it should have been. */
export function parseFacts(json: unknown): Outcome<Facts, "facts-invalid"> {
  const read = factsSchema.safeParse(json);
  if (read.success) return grant(prepared(read.data));
  const fields = read.error.issues.map(({ path, message }) => [path.join(".") || "facts", message]);
  return refuse("facts-invalid", Object.fromEntries(fields));
}

/**
 * Facts that this program made, or that `parseFacts` took before they were kept: what was left out is filled in, and what looks
 * like facts is not checked field by field again. Whatever does not is parsed, which says what is wrong.
 */
export function readBack(kept: unknown): Outcome<Facts, "facts-invalid"> {
  try {
    return grant(prepared(filledIn(kept)));
  } catch {
    return parseFacts(kept);
  }
}

const filledIn = filler(factsSchema);

/** The day the fault showed, as far as it is known. */
export function faultDay(facts: Facts, noticeDay: DayNumber): DayNumber {
  return facts.days.found ?? noticeDay;
}

function prepared(read: FactsRead): Facts {
  const where = zoneNamed(read.zone);
  const { delivery, defect, warranty, withdrawal, money, seller } = read;
  const dayOfMs = (ms: number | null) => (ms === null ? null : localDayOfMs(ms, where));
  const day = (text: string) => localDayOfMs(msOfInstant(text), where);
  const dayOr = (text: string | null) => (text === null ? null : day(text));
  const msOr = (text: string | null) => (text === null ? null : msOfInstant(text));
  const at = {
    ordered: msOfInstant(read.orderedAt),
    notice: msOfInstant(read.claim.noticeAt),
    shipped: msOr(delivery.shippedAt),
    delivered: msOr(delivery.deliveredAt),
    installed: msOr(delivery.installedAt),
    confirmed: msOr(read.confirmation?.at ?? null),
  };
  const { comparison, otherShopper } = read.price;
  const paid = fromWire(money.paid);
  const minorOr = (wire: FactsRead["money"]["invoice"]) => (wire === null ? null : fromWire(wire).minor);
  return {
    country: read.country,
    zone: where,
    channel: read.channel,
    purpose: read.purpose,
    scope: read.scope,
    goods: read.goods,
    delivery: {
      signedBy: delivery.signedBy,
      consentDisputed: delivery.consentDisputed,
      carrierChosenByShopper: delivery.carrierChosenByShopper,
      moreToCome: delivery.moreToCome,
    },
    withdrawal: { informed: withdrawal.informed, returnCostExplained: withdrawal.returnCostExplained },
    confirmation: read.confirmation,
    condition: read.condition,
    claim: read.claim,
    defect: defect.proof === "none" && read.claim.evidence.length > 0 ? { ...defect, proof: "shown" } : defect,
    promises: read.promises,
    seller,
    days: {
      ordered: localDayOfMs(at.ordered, where),
      notice: localDayOfMs(at.notice, where),
      shipped: dayOfMs(at.shipped),
      delivered: dayOfMs(at.delivered),
      pickedUp: dayOr(delivery.pickedUpAt),
      lastBox: dayOr(delivery.lastBoxAt),
      lastGood: dayOr(delivery.lastGoodAt),
      firstOfRegular: dayOr(delivery.firstOfRegularAt),
      installed: dayOfMs(at.installed),
      lost: dayOr(delivery.lostAt),
      found: dayOr(defect.foundAt),
      replaced: dayOr(warranty.replacedAt),
      leftFactory: dayOr(read.guarantee.leftFactoryAt),
      promisedFor: dayOr(delivery.promisedFor),
      urged: dayOr(delivery.urgedAt),
      sellerCancelled: dayOr(seller.cancelledAt),
      invoiced: dayOr(money.invoicedAt),
      returnAddressGiven: dayOr(seller.returnAddressGivenAt),
      goodsBack: dayOr(seller.goodsBackAt),
      informed: dayOr(withdrawal.informedAt),
      statementSent: dayOr(withdrawal.statementSentAt),
      sentBack: dayOr(withdrawal.sentBackAt),
      guardianAsked: dayOr(read.minor?.guardianAskedAt ?? null),
    },
    at,
    repairs: warranty.repairs.map((one) => ({ ...one, from: day(one.from), until: dayOr(one.until) })),
    guarantee: read.guarantee,
    misconduct: {
      ...read.misconduct,
      harm: read.misconduct.harm && { ...read.misconduct.harm, loss: fromWire(read.misconduct.harm.loss).minor },
      otherReceipts: read.misconduct.otherReceipts.map((one) => fromWire(one).minor),
      reasonableNeed: minorOr(read.misconduct.reasonableNeed),
    },
    price: {
      comparison: comparison && {
        told: comparison.told,
        defence: comparison.defence,
        with: fromWire(comparison.with).minor,
        lowestDeal: minorOr(comparison.lowestDeal),
        lastDeal: minorOr(comparison.lastDeal),
        markedUpFrom: minorOr(comparison.markedUpFrom),
      },
      promiseBroken: read.price.promiseBroken,
      otherShopper: otherShopper && { ...otherShopper, paid: fromWire(otherShopper.paid).minor },
    },
    minor: read.minor,
    liability: read.liability,
    money: {
      currency: paid.currency,
      paid: paid.minor,
      invoice: minorOr(money.invoice),
      paidProven: money.paidProven,
      outboundFreight: minorOr(money.outboundFreight) ?? 0n,
      standardFreight: minorOr(money.standardFreight),
      returnFreight: minorOr(money.returnFreight) ?? 0n,
      refundedBefore: minorOr(money.refundedBefore) ?? 0n,
      entitled: minorOr(money.entitled),
      currentPrice: minorOr(money.currentPrice),
      accessoryPrice: minorOr(money.accessoryPrice),
      gifts: money.gifts.map(({ statedPrice, returned }) => ({ statedPrice: minorOr(statedPrice), returned })),
    },
  };
}
