import { lifecycle } from "#kernel/lifecycle";

/** Where a parcel is, whoever carries it. */
export const shipmentStates = [
  "expected",
  "handed-in",
  "picked-up",
  "in-transit",
  "out-for-delivery",
  "waiting-for-pickup",
  "delivered",
  "refused",
  "returning",
  "returned",
  "exception",
  "lost",
  "cancelled",
] as const;
export type ShipmentState = (typeof shipmentStates)[number];

/** States after which nothing more is expected of a carrier; a later event still moves a parcel on. */
export const restingStates: ReadonlySet<ShipmentState> = new Set(["delivered", "returned", "lost", "cancelled"]);

/** What went wrong with a parcel, by the carriers' codes for it. */
export const incidents = [
  "no-scan",
  "stuck-in-transit",
  "stuck-at-the-door",
  "consignee-refused",
  "consignee-unreachable",
  "not-collected-in-time",
  "bad-address",
  "out-of-area",
  "held",
  "damaged",
  "destroyed",
  "lost",
  "delayed",
  "intercepted",
  "customs",
  "delivery-failed",
  "missorted",
  "other",
] as const;
export type Incident = (typeof incidents)[number];

/**
 * What a carrier is asked for. Reserved first, committed, sent under a number that never changes. A time-out is "unknown": it is
 * asked about until it is known. A courier who did not come leaves it missed: then another slot is booked, or the parcel is sent
 * by oneself.
 */
export const bookingLifecycle = lifecycle({
  start: "reserved",
  moves: {
    reserved: { send: "sending", cancel: "cancelled" },
    sending: { confirm: "booked", lose: "unknown", refuse: "refused", cancel: "cancelling" },
    unknown: { send: "sending", confirm: "booked", refuse: "refused", cancel: "cancelling" },
    booked: { collect: "collected", miss: "missed", cancel: "cancelling", "call-off": "cancelled" },
    missed: { collect: "collected" },
    cancelling: { "call-off": "cancelled", collect: "collected" },
  },
  ends: ["collected", "refused", "cancelled"],
  mayEnd: ["missed"],
});
export type BookingState = (typeof bookingLifecycle.states)[number];

/** Bookings that keep a place in their slot. */
export const holdsAPlace: ReadonlySet<BookingState> = new Set([
  "reserved",
  "sending",
  "unknown",
  "booked",
  "cancelling",
  "collected",
  "missed",
]);

/** A parcel that is to be turned round on its way. Whoever does not answer in time has said no. */
export const interceptionLifecycle = lifecycle({
  start: "asked",
  moves: { asked: { confirm: "confirmed", fail: "failed" } },
  ends: ["confirmed", "failed"],
});
export type InterceptionState = (typeof interceptionLifecycle.states)[number];

export const parkedLifecycle = lifecycle({
  start: "parked",
  moves: { parked: { match: "matched", dispose: "disposed" } },
  ends: ["matched", "disposed"],
});
export type ParkedState = (typeof parkedLifecycle.states)[number];

export const limits = {
  /** How long a carrier's answer is waited for before it counts as unknown. */
  carrierTimeoutMs: 8_000,
  /** Wait before an unknown booking is asked about again, by attempt; the last one repeats. */
  askAgainSeconds: [1, 2, 5, 10, 30, 60, 300, 900, 3600],
  /** Carriers lock a number that is asked about more often (kuaidi100: half an hour). */
  trackAgainMinutes: 30,
  /** After this many days without an end nobody is asked any more; notices are still heard. */
  trackDays: 60,
  /** A courier may be this late before the booking counts as missed. */
  courierGraceMinutes: 120,
  /** How long a carrier may take to say whether it turned a parcel round: after that it is at the door. */
  interceptionHours: 24,
  /** Shopper's bookings of one parcel, cancelled ones included. */
  bookingsPerShipment: 10,
  /** A parcel nobody asked for is kept at least this long. */
  parkedDays: 60,
  eventsPerNotice: 200,
  dropOffPoints: 50,
} as const;
