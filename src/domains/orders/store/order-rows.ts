import type { ImportedShopper } from "#domains/parties";
import { type Id, newId } from "#kernel/ids";
import { regionOf } from "#kernel/region";
import type { Tx } from "#platform/db";
import { addKeys, type Entry } from "#platform/directory";
import type { Personal, SealingKey } from "#platform/personal";
import type { FrozenLine, FrozenOrder, OrderDraft } from "../model.ts";
import type { OrderPins } from "../rules/pin-policy.ts";
import {
  type CarriedRow,
  type Contents,
  insertContents,
  insertOrders,
  type KnownOrder,
  moveParcels,
  type OrderFactsRow,
  type OrderRow,
  type ParcelRow,
  updateOrderFacts,
  updateOrders,
} from "./orders.ts";

/** Ids of what orders mention, by number. */
export type References = {
  readonly merchants: ReadonlyMap<string, string>;
  readonly products: ReadonlyMap<string, string>;
};

export function merchantIdsOf(frozen: FrozenOrder, references: References): string[] {
  return frozen.merchantNumbers.flatMap((number) => references.merchants.get(number) ?? []);
}

// An update leaves the pin as it is.
const noPins: OrderPins = { pin: { id: "", version: 0 }, shops: null };

/** Collects the rows of a batch, then sends each table's rows in one statement. */
export class OrderRows {
  readonly #personal: Personal;
  readonly #now: Temporal.Instant;
  readonly #references: References;
  readonly #added: OrderRow[] = [];
  readonly #replaced: OrderRow[] = [];
  readonly #facts: OrderFactsRow[] = [];
  readonly #contents: Contents = { parcels: [], lines: [], units: [], tenders: [], confirmations: [] };
  readonly #movedParcels: ParcelRow[] = [];
  readonly #carried: CarriedRow[] = [];
  readonly #tracking: Entry[] = [];

  constructor(personal: Personal, now: Temporal.Instant, references: References) {
    this.#personal = personal;
    this.#now = now;
    this.#references = references;
  }

  add(draft: OrderDraft, shopper: ImportedShopper, orderId: Id<"order">, pins: OrderPins): void {
    this.#added.push(this.#orderRow(draft, shopper, orderId, pins));
    this.#addContents(draft.frozen, shopper.customerId, orderId, () => newId());
  }

  replace(draft: OrderDraft, shopper: ImportedShopper, order: KnownOrder, kept: ReadonlyMap<string, string>): void {
    this.#replaced.push(this.#orderRow(draft, shopper, order.id, noPins));
    this.#addContents(
      draft.frozen,
      order.customer_id,
      order.id,
      (kind, no) => kept.get(`${order.id}|${kind}|${no}`) ?? newId(),
    );
  }

  moveFacts(draft: OrderDraft, shopper: ImportedShopper, order: KnownOrder): void {
    const ids = { customer_id: order.customer_id, order_id: order.id };
    this.#facts.push(this.#factsRow(draft, shopper, order.id));
    this.#movedParcels.push(...this.#parcelRows(draft.frozen, order.customer_id, order.id, () => newId()));
    for (const { lineNo, parcelNo } of draft.frozen.lines)
      if (parcelNo !== null) this.#carried.push({ ...ids, line_no: lineNo, parcel_no: parcelNo });
  }

  send(tx: Tx): void {
    insertOrders(tx, this.#added);
    updateOrders(tx, this.#replaced);
    updateOrderFacts(tx, this.#facts);
    insertContents(tx, this.#contents);
    moveParcels(tx, this.#movedParcels, this.#carried);
    addKeys(tx, this.#tracking);
  }

  #orderRow(draft: OrderDraft, shopper: ImportedShopper, orderId: string, pins: OrderPins): OrderRow {
    const { frozen } = draft;
    return {
      ...this.#factsRow(draft, shopper, orderId),
      merchant_ids: merchantIdsOf(frozen, this.#references),
      placed_at: frozen.placedAt,
      country: frozen.country,
      zone: frozen.zone,
      currency: frozen.currency,
      list_minor: frozen.listMinor,
      freight_minor: frozen.freightMinor,
      paid_minor: frozen.paidMinor,
      promotions: frozen.promotions,
      consumer_purchase: frozen.consumerPurchase,
      number: frozen.number,
      source: frozen.source,
      policy_id: pins.pin.id,
      policy_version: pins.pin.version,
      shop_policies: pins.shops,
      shift_days: frozen.shiftDays,
      imported_at: this.#now,
    };
  }

  #factsRow({ input, frozen, hash }: OrderDraft, shopper: ImportedShopper, orderId: string): OrderFactsRow {
    const { name, phone, address, region } = input.recipient ?? {};
    const sealed = (column: string, text: string | undefined) =>
      sealedFor(this.#personal, shopper.key, { table: "orders.shop_order", column, rowId: orderId }, text);
    const masked = (kind: "name" | "phone" | "address", text: string | undefined) =>
      text === undefined || shopper.key === undefined ? null : this.#personal.mask(kind, text);
    return {
      customer_id: shopper.customerId,
      id: orderId,
      source_updated_at: frozen.sourceUpdatedAt,
      source_hash: hash,
      paid_at: frozen.paidAt,
      cancelled_at: frozen.cancelledAt,
      context: frozen.context,
      recipient_name_enc: sealed("recipient_name_enc", name),
      recipient_name_mask: masked("name", name),
      recipient_phone_enc: sealed("recipient_phone_enc", phone),
      recipient_phone_mask: masked("phone", phone),
      recipient_phone_index:
        phone === undefined || shopper.key === undefined ? null : (this.#personal.blindIndex("phone", phone) ?? null),
      address_enc: sealed("address_enc", address),
      address_mask: masked("address", address),
      address_index:
        address === undefined || shopper.key === undefined
          ? null
          : (this.#personal.blindIndex("address", address) ?? null),
      recipient_region: region ?? (address === undefined ? null : regionOf(address)),
    };
  }

  #addContents(
    frozen: FrozenOrder,
    customerId: string,
    orderId: string,
    idOf: (kind: string, no: number) => string,
  ): void {
    const { lines, units, tenders, confirmations, parcels } = this.#contents;
    const ids = { customer_id: customerId, order_id: orderId };
    const parcelRows = this.#parcelRows(frozen, customerId, orderId, idOf);
    parcels.push(...parcelRows);
    for (const line of frozen.lines) {
      const lineId = idOf("line", line.lineNo);
      const merchantId = this.#merchant(line.merchantNumber);
      lines.push(lineRow(line, ids, lineId, merchantId, this.#references.products.get(line.productNumber) ?? null));
      const parcelId = line.parcelNo === null ? null : (parcelRows[line.parcelNo - 1]?.id ?? null);
      for (const unit of line.units)
        units.push({
          ...ids,
          line_id: lineId,
          unit_no: unit.unitNo,
          merchant_id: merchantId,
          parcel_id: parcelId,
          paid_minor: unit.paidMinor,
          serial_number: unit.serial,
        });
      if (line.confirmation === null) continue;
      const { exclusion, shownProminently, preTicked, perOrder, inMandatoryFlow, confirmedAt, snapshot } =
        line.confirmation;
      confirmations.push({
        ...ids,
        id: newId(),
        line_id: lineId,
        merchant_id: merchantId,
        exclusion,
        shown_prominently: shownProminently,
        pre_ticked: preTicked,
        per_order: perOrder,
        in_mandatory_flow: inMandatoryFlow,
        confirmed_at: confirmedAt,
        snapshot,
      });
    }
    const merchantIds = merchantIdsOf(frozen, this.#references);
    for (const tender of frozen.tenders)
      tenders.push({
        ...ids,
        id: idOf("tender", tender.tenderNo),
        merchant_ids: merchantIds,
        tender_no: tender.tenderNo,
        kind: tender.kind,
        provider_reference: tender.reference,
        captured_minor: tender.capturedMinor,
        installments: tender.installments,
      });
  }

  #parcelRows(
    frozen: FrozenOrder,
    customerId: string,
    orderId: string,
    idOf: (kind: string, no: number) => string,
  ): (ParcelRow & { readonly id: string })[] {
    return frozen.parcels.map((parcel) => {
      if (parcel.trackingNumber !== null)
        this.#tracking.push({ kind: "tracking", key: parcel.trackingNumber, customer_id: customerId, id: orderId });
      return {
        customer_id: customerId,
        id: idOf("parcel", parcel.parcelNo),
        order_id: orderId,
        parcel_no: parcel.parcelNo,
        merchant_id: this.#merchant(parcel.merchantNumber),
        carrier: parcel.carrier,
        tracking_number: parcel.trackingNumber,
        shipped_at: parcel.shippedAt,
        delivered_at: parcel.deliveredAt,
        signed_by: parcel.signedBy,
        picked_up_at: parcel.pickedUpAt,
        promised_by: parcel.promisedBy,
        lost_at: parcel.lostAt,
        installed_at: parcel.installedAt,
      };
    });
  }

  #merchant(number: string): string | null {
    return this.#references.merchants.get(number) ?? null;
  }
}

function sealedFor(
  personal: Personal,
  key: SealingKey | undefined,
  place: Parameters<Personal["seal"]>[1],
  text: string | undefined,
): Uint8Array | null {
  return key === undefined || text === undefined ? null : personal.seal(key, place, text);
}

function lineRow(
  line: FrozenLine,
  ids: { customer_id: string; order_id: string },
  id: string,
  merchantId: string | null,
  productId: string | null,
) {
  return {
    ...ids,
    id,
    line_no: line.lineNo,
    merchant_id: merchantId,
    product_id: productId,
    product_number: line.productNumber,
    title: line.title,
    title_en: line.titleEn,
    variant: line.variant,
    picture: line.picture,
    category_code: line.categoryCode,
    special_class: line.specialClass,
    quantity: line.quantity,
    unit_list_minor: line.unitListMinor,
    list_minor: line.listMinor,
    paid_minor: line.paidMinor,
    freight_minor: line.freightMinor,
    tax_minor: line.taxMinor,
    points_minor: line.pointsMinor,
    discounts: line.discounts,
    gift_price_minor: line.giftPriceMinor,
    is_gift: line.isGift,
    is_adjustment: line.isAdjustment,
    told: line.told,
  };
}
