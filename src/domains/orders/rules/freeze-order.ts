import { type Currency, cumulativeShare, currency } from "#kernel/money";
import { grant, type Outcome } from "#kernel/outcome";
import { zone } from "#kernel/time";
import type { OrderInput } from "../contract.ts";
import type { FrozenLine, FrozenOrder, FrozenParcel, FrozenPromotion, FrozenTender } from "../model.ts";
import { type PricedLine, priceLine, type ReadMinor, readMinor, type SourceLine, withinLimit } from "./price-line.ts";
import { reconcileTenders } from "./reconcile-tenders.ts";
import { shareFreight } from "./share-freight.ts";
import { ownCodes, takeDiscounts } from "./take-discounts.ts";
import { toldBefore } from "./told-before.ts";
import { type FreezeRefusal, Unfit } from "./unfit.ts";

/**
 * Freezes what was agreed and paid at purchase: amounts in minor units, discounts split over their lines by list price, freight,
 * tax, units by cumulative share. Whatever the tenders paid more than the lines ask for becomes an adjustment line, whatever
 * they paid less is taken off the lines, so that what can be refunded is exactly what was captured. Refusals name the field.
 */
export function freezeOrder(input: OrderInput, shiftDays = 0): Outcome<FrozenOrder, FreezeRefusal> {
  try {
    return grant(freeze(input, shiftDays));
  } catch (error) {
    if (error instanceof Unfit) return error.refusal;
    throw error;
  }
}

function freeze(input: OrderInput, shiftDays: number): FrozenOrder {
  const code = knownCurrency(input.currency);
  const minor = readMinor(code);
  const at = (text: string | undefined, field: string) =>
    text === undefined ? null : instantOf(text, shiftDays, field);

  const priced = input.lines.map((line, i) => priceLine(line, `lines.${i}`, minor));
  const tenders = input.tenders.map(
    (tender, i): FrozenTender => ({
      tenderNo: i + 1,
      kind: tender.kind,
      reference: tender.reference,
      capturedMinor: minor(tender.amount, `tenders.${i}.amount`),
      installments: tender.installments ?? null,
    }),
  );
  const asTender = pointsPaidAsTender(priced, tenders);
  const offered = asTender ? priced.map((line) => ({ ...line, pointsMinor: 0n })) : priced;
  const promotions = tellingApart(input.promotions).map((promotion, i) =>
    freezePromotion(promotion, i, input.lines, minor),
  );
  const discounted = takeDiscounts(offered, promotions, code);
  const freight = shareFreight(discounted, minor(input.freight, "freight"), code);
  const captured = tenders.reduce((sum, tender) => sum + tender.capturedMinor, 0n);
  const { lines: settled, adjustmentMinor } = reconcileTenders(
    discounted.map((line, i) => ({ ...line, freightMinor: freight[i] ?? 0n })),
    captured,
    code,
  );
  const parcels = freezeParcels(input, at);

  const lines = settled.map((line, i): FrozenLine => {
    const source = line.source;
    return {
      lineNo: i + 1,
      productNumber: source.productNumber,
      merchantNumber: source.merchantNumber,
      title: source.title,
      titleEn: source.titleEn ?? source.title,
      variant: source.variant ?? "",
      picture: source.picture ?? "",
      categoryCode: source.categoryCode,
      specialClass: source.specialClass ?? null,
      quantity: source.quantity,
      unitListMinor: line.unitListMinor,
      listMinor: line.listMinor,
      paidMinor: line.paidMinor,
      freightMinor: line.freightMinor,
      taxMinor: line.taxMinor,
      pointsMinor: line.pointsMinor,
      discounts: line.discounts,
      giftPriceMinor: line.giftPriceMinor,
      isGift: source.isGift,
      isAdjustment: false,
      units: unitsOf(line.paidMinor, source),
      parcelNo: parcels.noOf(i),
      confirmation: confirmationOf(source, `lines.${i}.confirmation.at`, shiftDays),
      told: toldBefore(input, source, `lines.${i}`, minor, at),
    };
  });
  return {
    number: input.number,
    source: input.source,
    sourceUpdatedAt: instantOf(input.updatedAt, 0, "updatedAt"),
    merchantNumbers: [...new Set(input.lines.map((line) => line.merchantNumber))],
    placedAt: instantOf(input.placedAt, shiftDays, "placedAt"),
    paidAt: at(input.paidAt, "paidAt"),
    cancelledAt: at(input.cancelledAt, "cancelledAt"),
    country: input.country,
    zone: knownZone(input.zone),
    currency: code,
    consumerPurchase: input.consumerPurchase,
    listMinor: withinLimit(sum(lines, "listMinor"), "lines"),
    freightMinor: sum(lines, "freightMinor"),
    paidMinor: withinLimit(captured, "tenders"),
    context: contextOf(input, minor),
    promotions,
    policyId: input.policyId ?? null,
    shiftDays,
    lines: adjustmentMinor > 0n ? [...lines, adjustmentLine(lines, adjustmentMinor)] : lines,
    parcels: parcels.frozen,
    tenders,
  };
}

/** Points on the lines that equal the points tender say where that tender went: they are not taken off a second time. */
function pointsPaidAsTender(lines: readonly PricedLine[], tenders: readonly FrozenTender[]): boolean {
  const onLines = sum(lines, "pointsMinor");
  const byTender = sum(
    tenders.filter((tender) => tender.kind === "points"),
    "capturedMinor",
  );
  return onLines > 0n && onLines === byTender;
}

/** Two coupons of one code are two promotions: what a line got from each is looked up by its code. */
function tellingApart(promotions: OrderInput["promotions"]): OrderInput["promotions"] {
  const codes = new Set<string>(ownCodes);
  return promotions.map((promotion) => {
    let code = promotion.code;
    for (let no = 2; codes.has(code); no += 1) code = `${promotion.code} ${no}`;
    codes.add(code);
    return { ...promotion, code };
  });
}

function freezePromotion(
  promotion: OrderInput["promotions"][number],
  index: number,
  lines: OrderInput["lines"],
  minor: ReadMinor,
): FrozenPromotion {
  const field = `promotions.${index}`;
  const { set } = promotion;
  const beyond = promotion.lines?.findIndex((line) => line >= lines.length) ?? -1;
  if (beyond >= 0) throw new Unfit("line-unknown", `${field}.lines.${beyond}`);
  for (const [i, { line, units }] of set?.entries() ?? []) {
    if (line >= lines.length) throw new Unfit("line-unknown", `${field}.set.${i}.line`);
    if ((lines[line]?.quantity ?? 0) < units) throw new Unfit("set-incomplete", `${field}.set.${i}.units`);
  }
  const counted = set?.map(({ line }) => line) ?? promotion.lines;
  return {
    code: promotion.code,
    label: promotion.label,
    funder: promotion.funder,
    offMinor: minor(promotion.off, `${field}.off`),
    thresholdMinor: promotion.threshold === undefined ? null : minor(promotion.threshold, `${field}.threshold`),
    lineNos: counted === undefined ? null : [...new Set(counted)].sort((a, b) => a - b).map((line) => line + 1),
    ...(set === undefined ? {} : { set: set.map(({ line, units }) => ({ lineNo: line + 1, units })) }),
    ...(promotion.coupon === undefined ? {} : { coupon: promotion.coupon }),
    afterPartialReturn: promotion.afterPartialReturn,
  };
}

type AtOrNone = (text: string | undefined, field: string) => Temporal.Instant | null;

/** Gives each line its parcel: the one it names, else the one that arrives last, so that no right starts to run out too early. */
function freezeParcels(input: OrderInput, at: AtOrNone): { frozen: FrozenParcel[]; noOf(line: number): number | null } {
  const slowest = slowestParcel(input, at);
  const used = input.lines.map((line, i) => {
    const index = line.parcel ?? slowest;
    if (index !== undefined && index >= input.parcels.length) throw new Unfit("parcel-unknown", `lines.${i}.parcel`);
    return index === undefined ? undefined : { index, merchantNumber: line.merchantNumber };
  });
  const first = input.lines[0]?.merchantNumber ?? "";
  const unused = [...input.parcels.keys()]
    .filter((index) => !used.some((use) => use?.index === index))
    .map((index) => ({ index, merchantNumber: first }));
  const numbers = new Map<string, number>();
  const frozen: FrozenParcel[] = [];
  for (const use of [...used, ...unused].filter((one) => one !== undefined).sort((a, b) => a.index - b.index)) {
    const key = `${use.index}|${use.merchantNumber}`;
    const parcel = input.parcels[use.index];
    if (numbers.has(key) || parcel === undefined) continue;
    numbers.set(key, frozen.length + 1);
    const field = `parcels.${use.index}`;
    frozen.push({
      parcelNo: frozen.length + 1,
      merchantNumber: use.merchantNumber,
      carrier: parcel.carrier ?? null,
      trackingNumber: parcel.trackingNumber ?? null,
      shippedAt: at(parcel.shippedAt, `${field}.shippedAt`),
      deliveredAt: at(parcel.deliveredAt, `${field}.deliveredAt`),
      signedBy: parcel.signedBy ?? null,
      pickedUpAt: at(parcel.pickedUpAt, `${field}.pickedUpAt`),
      promisedBy: at(parcel.promisedBy, `${field}.promisedBy`),
      lostAt: at(parcel.lostAt, `${field}.lostAt`),
      installedAt: at(parcel.installedAt, `${field}.installedAt`),
    });
  }
  return {
    frozen,
    noOf: (line) => {
      const use = used[line];
      return use === undefined ? null : (numbers.get(`${use.index}|${use.merchantNumber}`) ?? null);
    },
  };
}

/** The first that is not delivered yet, else the one delivered last; undefined where there is no parcel. */
function slowestParcel(input: OrderInput, at: AtOrNone): number | undefined {
  const delivered = input.parcels.map(
    (parcel, i) => at(parcel.deliveredAt, `parcels.${i}.deliveredAt`)?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
  );
  return delivered.length === 0 ? undefined : delivered.indexOf(Math.max(...delivered));
}

function unitsOf(paidMinor: bigint, line: SourceLine): FrozenLine["units"] {
  const quantity = BigInt(line.quantity);
  return Array.from({ length: line.quantity }, (_, done) => ({
    unitNo: done + 1,
    paidMinor: cumulativeShare(paidMinor, BigInt(done), 1n, quantity),
    serial: line.serials?.[done] ?? null,
  }));
}

function confirmationOf(line: SourceLine, field: string, shiftDays: number): FrozenLine["confirmation"] {
  if (line.confirmation === undefined) return null;
  const { at, ...shown } = line.confirmation;
  return { ...shown, confirmedAt: instantOf(at, shiftDays, field) };
}

function adjustmentLine(lines: readonly FrozenLine[], minor: bigint): FrozenLine {
  return {
    lineNo: lines.length + 1,
    productNumber: "adjustment",
    merchantNumber: lines[0]?.merchantNumber ?? "",
    title: "adjustment",
    titleEn: "adjustment",
    variant: "",
    picture: "",
    categoryCode: "adjustment",
    specialClass: null,
    quantity: 1,
    unitListMinor: minor,
    listMinor: minor,
    paidMinor: minor,
    freightMinor: 0n,
    taxMinor: 0n,
    pointsMinor: 0n,
    discounts: [],
    giftPriceMinor: null,
    isGift: false,
    isAdjustment: true,
    units: [],
    parcelNo: null,
    confirmation: null,
    told: null,
  };
}

function contextOf(input: OrderInput, minor: ReadMinor): FrozenOrder["context"] {
  const { freeFreight } = input;
  return {
    channel: "other",
    ...(input.shopper.tier === undefined ? {} : { memberTier: input.shopper.tier }),
    ...input.context,
    ...(freeFreight === undefined
      ? {}
      : {
          freeFreight: {
            thresholdMinor: minor(freeFreight.threshold, "freeFreight.threshold").toString(),
            freightMinor: minor(freeFreight.freight, "freeFreight.freight").toString(),
          },
        }),
  };
}

const msPerDay = 86_400_000;

function instantOf(text: string, shiftDays: number, field: string): Temporal.Instant {
  try {
    const instant = Temporal.Instant.from(text);
    return shiftDays === 0
      ? instant
      : Temporal.Instant.fromEpochMilliseconds(instant.epochMilliseconds + shiftDays * msPerDay);
  } catch (error) {
    if (error instanceof RangeError) throw new Unfit("instant-invalid", field);
    throw error;
  }
}

function knownCurrency(text: string): Currency {
  try {
    return currency(text);
  } catch {
    throw new Unfit("currency-unknown", "currency", { currency: text });
  }
}

// Asking whether a zone exists costs more than everything else here together.
const zones = new Set<string>();

function knownZone(text: string): string {
  if (zones.has(text)) return text;
  try {
    zones.add(zone(text));
    return text;
  } catch {
    throw new Unfit("zone-unknown", "zone");
  }
}

function sum<K extends string>(list: readonly Readonly<Record<K, bigint>>[], key: K): bigint {
  return list.reduce((total, one) => total + one[key], 0n);
}
