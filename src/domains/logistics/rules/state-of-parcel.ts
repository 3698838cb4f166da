import type { Incident, ShipmentState } from "../model.ts";

/** An event of a parcel as it lies in its history. */
export type ParcelEvent = {
  readonly key: string;
  readonly at: Temporal.Instant;
  readonly state: ShipmentState;
  readonly incident: Incident | null;
};

export type ParcelStanding = {
  readonly state: ShipmentState;
  readonly incident: Incident | null;
  readonly at: Temporal.Instant | null;
};

/**
 * Where a parcel stands after these events, in whatever order and however often they came: what happened last counts, so that an
 * older event told late changes nothing and a newer one after delivery moves the parcel on. Of two at the same instant the one
 * further along counts.
 */
export function stateOfParcel(events: readonly ParcelEvent[]): ParcelStanding {
  const [first, ...rest] = events;
  if (first === undefined) return { state: "expected", incident: null, at: null };
  const last = rest.reduce((latest, event) => (isLater(event, latest) ? event : latest), first);
  return { state: last.state, incident: last.incident, at: last.at };
}

function isLater(a: ParcelEvent, b: ParcelEvent): boolean {
  const order = Temporal.Instant.compare(a.at, b.at);
  if (order !== 0) return order > 0;
  const along = furtherAlong.indexOf(a.state) - furtherAlong.indexOf(b.state);
  return along === 0 ? a.key > b.key : along > 0;
}

const furtherAlong: readonly ShipmentState[] = [
  "expected",
  "handed-in",
  "picked-up",
  "in-transit",
  "exception",
  "out-for-delivery",
  "waiting-for-pickup",
  "refused",
  "returning",
  "delivered",
  "returned",
  "lost",
  "cancelled",
];
