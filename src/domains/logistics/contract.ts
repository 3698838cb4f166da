import { z } from "zod";
import {
  abilityShape,
  becauseShape,
  instantShape,
  numberShape,
  pageOf,
  pageQuery,
  titleShape,
  uuidShape,
} from "#platform/wire";
import { carriers } from "./contract/carriers.ts";
import { bookingLifecycle, incidents, parkedLifecycle, shipmentStates } from "./model.ts";

export { type Carrier, carriers } from "./contract/carriers.ts";
export {
  carrierCalled,
  carrierOf,
  type Recognised,
  recogniseCarrier,
  tidyTracking,
} from "./contract/recognise-carrier.ts";

export const directions = ["return", "outbound"] as const;
export const purposes = ["return", "exchange", "reship", "repair", "recall"] as const;
/** Who pays the carrier for the way back. */
export const freightPayers = ["shopper", "seller", "platform", "insurer", "none"] as const;
export const waysToSend = ["pickup", "self-ship", "drop-off", "store", "refusal"] as const;
export const bookingStates = bookingLifecycle.states;
export const parkedStates = parkedLifecycle.states;
export const dropOffKinds = ["point", "store", "locker"] as const;
export const custodySteps = [
  "handed-in",
  "found",
  "moved",
  "weighed",
  "received",
  "opened",
  "matched",
  "disposed",
] as const;
export const disposeReasons = ["nobody-asked", "perishable", "dangerous", "handed-to-carrier"] as const;

const line = (max: number) => z.string().trim().min(1).max(max);
const note = z.string().trim().max(500).default("");

export const placeShape = z.object({ name: line(60), phone: line(30), address: line(200) });
export type Place = z.infer<typeof placeShape>;

/** What lies in a parcel, as its packing slip names it. */
export const contentShape = z.object({ title: titleShape, quantity: z.number().int().positive() });
export type Content = z.infer<typeof contentShape>;

/** A QR code as one path of unit squares, `size` squares wide. */
export const qrShape = z.object({ size: z.number().int(), path: z.string() });

export const bookingShape = z.object({
  number: z.string(),
  kind: z.enum(["pickup", "waybill"]),
  state: z.enum(bookingStates as readonly [string, ...string[]]),
  slotFrom: instantShape.nullable(),
  slotUntil: instantShape.nullable(),
  nameMask: z.string().nullable(),
  phoneMask: z.string().nullable(),
  addressMask: z.string().nullable(),
});

export const shipmentShape = z
  .object({
    number: z.string(),
    direction: z.enum(directions),
    purpose: z.enum(purposes),
    subject: z.object({ kind: z.string(), number: z.string() }),
    way: z.enum(waysToSend).nullable(),
    state: z.enum(shipmentStates),
    incident: z.enum(incidents).nullable(),
    stateAt: instantShape.nullable(),
    carrier: z.string().nullable(),
    trackingNumber: z.string().nullable(),
    goesTo: placeShape.nullable(),
    goesToBecause: becauseShape.nullable(),
    contents: z.array(contentShape),
    freightPayer: z.enum(freightPayers),
    openedAt: instantShape,
    arrivedAt: instantShape.nullable(),
    version: z.number().int(),
    events: z.array(
      z.object({
        at: instantShape,
        state: z.enum(shipmentStates),
        incident: z.enum(incidents).nullable(),
        place: z.string(),
      }),
    ),
    booking: bookingShape.nullable(),
    /** Shown at a drop-off point or a store; only its shopper gets it. */
    dropOff: z.object({ code: z.string(), qr: qrShape }).nullable(),
    abilities: z.array(abilityShape),
  })
  .meta({ id: "Shipment" });
export type Shipment = z.infer<typeof shipmentShape>;

export const shipmentNumberInput = z.strictObject({ number: numberShape });
/** GET /api/v1/shipments?kind=case&subject=AS-… */
export const shipmentsQuery = z.object({ kind: z.string().max(40).default("case"), subject: numberShape });
export const shipmentsShape = z.object({ items: z.array(shipmentShape) });

/** POST /api/v1/shipments/{number}/slots: an address belongs in no web address. */
export const slotsInput = z.strictObject({ number: numberShape, address: line(200) });
export const slotShape = z.object({ from: instantShape, until: instantShape, left: z.number().int() });
export const slotsShape = z.object({
  area: titleShape.nullable(),
  zone: z.string().nullable(),
  slots: z.array(slotShape),
});

export const bookPickupInput = z.strictObject({
  number: numberShape,
  version: z.number().int().optional(),
  slotFrom: instantShape,
  name: line(60),
  phone: line(30),
  address: line(200),
});
export const changePickupInput = z.strictObject({
  number: numberShape,
  version: z.number().int().optional(),
  slotFrom: instantShape,
});
export const cancelPickupInput = z.strictObject({ number: numberShape, version: z.number().int().optional() });
export const chooseDropOffInput = z.strictObject({
  number: numberShape,
  version: z.number().int().optional(),
  way: z.enum(["drop-off", "store"]),
});
export const shipmentMovedShape = z.object({
  number: z.string(),
  way: z.enum(waysToSend).nullable(),
  state: z.enum(shipmentStates),
  booking: z.string().nullable(),
});
export type ShipmentMoved = z.infer<typeof shipmentMovedShape>;

export const dropOffPointShape = z.object({
  number: z.string(),
  kind: z.enum(dropOffKinds),
  title: titleShape,
  place: titleShape,
  region: z.string(),
  hours: z.string(),
  carrier: z.string().nullable(),
  latitude: z.number(),
  longitude: z.number(),
  open: z.boolean(),
});
export type DropOffPoint = z.infer<typeof dropOffPointShape>;
export const dropOffPointsQuery = z.object({
  region: z.string().max(60).optional(),
  kind: z.enum(dropOffKinds).optional(),
});
export const dropOffPointsShape = z.object({ items: z.array(dropOffPointShape) });
/** PUT /api/v1/drop-off-points/{number} */
export const putDropOffPointInput = z.strictObject({
  number: numberShape,
  kind: z.enum(dropOffKinds),
  title: titleShape,
  place: titleShape,
  region: line(60),
  zone: line(60).default("Asia/Shanghai"),
  hours: line(200),
  carrier: z.enum(carriers).nullable().default(null),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  active: z.boolean().default(true),
});
export const numberOutput = z.object({ number: z.string() });

/** POST /api/v1/drop-offs/{code} */
export const handInInput = z.strictObject({
  code: z.string().min(8).max(60),
  point: numberShape.optional(),
  weightGrams: z.number().int().min(1).max(1_000_000).optional(),
});

const photos = z.array(uuidShape).max(20).default([]);
export const scanInput = z.strictObject({
  number: numberShape,
  step: z.enum(["moved", "weighed", "received", "opened"]),
  place: line(120),
  weightGrams: z.number().int().min(1).max(1_000_000).optional(),
  /** Pictures uploaded as `of` a parcel. */
  photos,
  note,
});
export const custodyShape = z.object({
  step: z.enum(custodySteps),
  place: z.string(),
  weightGrams: z.number().int().nullable(),
  /** Each with its fingerprint, so that nobody can exchange one later; without a link where only that was kept, or no longer more. */
  photos: z.array(z.object({ sha256: z.string(), url: z.string().nullable(), thumbnailUrl: z.string().nullable() })),
  note: z.string(),
  by: z.string(),
  byName: z.string().nullable(),
  at: instantShape,
});
export type CustodyLine = z.infer<typeof custodyShape>;
export const custodyListShape = z.object({ items: z.array(custodyShape) });

export const returnAddressShape = z.object({
  id: uuidShape,
  merchantId: uuidShape,
  merchant: titleShape,
  label: z.string(),
  place: placeShape,
  categories: z.array(z.string()),
  regions: z.array(z.string()),
  priority: z.number().int(),
  active: z.boolean(),
  version: z.number().int(),
  changedAt: instantShape,
});
export type ReturnAddress = z.infer<typeof returnAddressShape>;
export const returnAddressPageShape = pageOf(returnAddressShape);
export const returnAddressQuery = z.object({ ...pageQuery });
const takes = {
  label: line(60),
  place: placeShape,
  categories: z.array(line(60)).max(50).default([]),
  regions: z.array(line(60)).max(50).default([]),
  priority: z.number().int().min(0).max(1000).default(100),
};
export const addReturnAddressInput = z.strictObject({ merchantId: uuidShape, ...takes });
export const changeReturnAddressInput = z.strictObject({ id: uuidShape, version: z.number().int(), ...takes });
export const retireReturnAddressInput = z.strictObject({ id: uuidShape, active: z.boolean() });
export const returnAddressOutput = z.object({ id: uuidShape, version: z.number().int() });

export const pickupAreaShape = z.object({
  id: uuidShape,
  title: titleShape,
  regions: z.array(z.string()),
  zone: z.string(),
  hours: z.string(),
  slotMinutes: z.number().int(),
  capacity: z.number().int(),
  leadMinutes: z.number().int(),
  daysAhead: z.number().int(),
  active: z.boolean(),
  slots: z.array(
    z.object({ from: instantShape, until: instantShape, capacity: z.number().int(), taken: z.number().int() }),
  ),
});
export type PickupArea = z.infer<typeof pickupAreaShape>;
export const pickupAreasShape = z.object({ items: z.array(pickupAreaShape) });
export const putPickupAreaInput = z.strictObject({
  id: uuidShape,
  title: titleShape,
  regions: z.array(line(60)).min(1).max(50),
  zone: line(60).default("Asia/Shanghai"),
  hours: line(200),
  slotMinutes: z.number().int().min(30).max(720),
  capacity: z.number().int().min(0).max(10_000),
  leadMinutes: z.number().int().min(0).max(10_080).default(60),
  daysAhead: z.number().int().min(1).max(14).default(5),
  active: z.boolean().default(true),
});
export const setSlotCapacityInput = z.strictObject({
  id: uuidShape,
  from: instantShape,
  capacity: z.number().int().min(0).max(10_000),
});
export const slotCapacityOutput = z.object({ capacity: z.number().int(), taken: z.number().int() });
export const areaOutput = z.object({ id: uuidShape });

export const parkedParcelShape = z.object({
  number: z.string(),
  state: z.enum(parkedStates as readonly [string, ...string[]]),
  carrier: z.string().nullable(),
  trackingNumber: z.string().nullable(),
  slipNumber: z.string().nullable(),
  senderMask: z.string().nullable(),
  shelf: z.string(),
  note: z.string(),
  foundAt: instantShape,
  foundBy: z.string().nullable(),
  disposeFrom: instantShape,
  subject: z.object({ kind: z.string(), number: z.string() }).nullable(),
  disposeReason: z.string().nullable(),
  endedAt: instantShape.nullable(),
  version: z.number().int(),
});
export type ParkedParcel = z.infer<typeof parkedParcelShape>;
export const parkedPageShape = pageOf(parkedParcelShape);
export const parkedQuery = z.object({
  q: z.string().trim().max(100).optional(),
  state: z.enum(["parked", "matched", "disposed"]).optional(),
  ...pageQuery,
});
export const candidateReasons = ["tracking-number", "slip-number", "phone-last4", "sender-name"] as const;
export const candidateShape = z.object({
  subject: z.object({ kind: z.string(), number: z.string() }),
  orderNumber: z.string(),
  shopperMask: z.string().nullable(),
  reasons: z.array(z.enum(candidateReasons)),
  score: z.number().int(),
});
export type ParkedCandidate = z.infer<typeof candidateShape>;
export const parkedParcelDetailShape = parkedParcelShape.extend({
  candidates: z.array(candidateShape),
  custody: z.array(custodyShape),
  abilities: z.array(abilityShape),
});
export type ParkedParcelDetail = z.infer<typeof parkedParcelDetailShape>;
export const parkInput = z.strictObject({
  merchantId: uuidShape.optional(),
  carrier: z.enum(carriers).optional(),
  trackingNumber: z.string().trim().min(4).max(60).optional(),
  slipNumber: numberShape.optional(),
  senderName: z.string().trim().max(60).optional(),
  senderPhone: z.string().trim().max(30).optional(),
  shelf: line(60),
  weightGrams: z.number().int().min(1).max(1_000_000).optional(),
  photos,
  note: z.string().trim().max(2000).default(""),
});
export const matchInput = z.strictObject({
  number: numberShape,
  subjectKind: z.enum(["case", "order", "shipment"]),
  subjectNumber: numberShape,
});
export const disposeInput = z.strictObject({ number: numberShape, reason: z.enum(disposeReasons), note });
export const parkedOutput = z.object({ number: z.string(), state: z.string() });

export const refusals = [
  "shipment-not-found",
  "shipment-on-its-way",
  "way-not-offered",
  "version-changed",
  "pickup-not-offered",
  "slot-not-offered",
  "slot-full",
  "pickup-open-already",
  "pickup-not-open",
  "bookings-too-many",
  "phone-odd",
  "shopper-erased",
  "drop-off-code-wrong",
  "drop-off-point-not-found",
  "hours-odd",
  "merchant-not-found",
  "return-address-not-found",
  "pickup-area-not-found",
  "capacity-below-taken",
  "parked-parcel-not-found",
  "parcel-parked-already",
  "evidence-not-found",
  "parcel-not-parked",
  "subject-not-found",
  "dispose-too-early",
] as const;

const shipmentFact = {
  shipmentId: z.string(),
  number: z.string(),
  customerId: z.string(),
  orderId: z.string(),
  merchantId: z.string(),
  direction: z.enum(directions),
  purpose: z.enum(purposes),
  subjectKind: z.string(),
  subjectId: z.string(),
  subjectNumber: z.string(),
};
export const factPayloads = {
  /** The parcel stands elsewhere now, or is known by another number. */
  "logistics.shipment-moved": z.object({
    ...shipmentFact,
    way: z.enum(waysToSend).nullable(),
    state: z.enum(shipmentStates),
    incident: z.enum(incidents).nullable(),
    carrier: z.string().nullable(),
    trackingNumber: z.string().nullable(),
    at: z.string(),
  }),
  "logistics.booking-moved": z.object({
    ...shipmentFact,
    booking: z.string(),
    state: z.enum(bookingStates as readonly [string, ...string[]]),
    slotFrom: z.string().nullable(),
    slotUntil: z.string().nullable(),
  }),
  /** Work of the worker: send what was reserved, or call off what was asked to be. */
  "logistics.booking-asked": z.object({ customerId: z.string(), bookingId: z.string() }),
  /** Work of the worker: have a parcel turned round. */
  "logistics.interception-asked": z.object({ customerId: z.string(), interceptionId: z.string() }),
  "logistics.interception-moved": z.object({ ...shipmentFact, state: z.enum(["asked", "confirmed", "failed"]) }),
  "logistics.parcel-matched": z.object({
    number: z.string(),
    customerId: z.string(),
    subjectKind: z.string(),
    subjectId: z.string(),
    subjectNumber: z.string(),
    carrier: z.string().nullable(),
    trackingNumber: z.string().nullable(),
  }),
} as const;
