import type { Recorder } from "#platform/action";
import { type Tx, toJson } from "#platform/db";
import type { Because } from "#platform/wire";
import type { Content, freightPayers, Place } from "../contract.ts";
import type { Incident, ShipmentState } from "../model.ts";
import type { ParcelEvent } from "../rules/state-of-parcel.ts";

export type FreightPayer = (typeof freightPayers)[number];
export type Way = "pickup" | "self-ship" | "drop-off" | "store" | "refusal";

export type ShipmentRow = {
  readonly customer_id: string;
  readonly id: string;
  readonly number: string;
  readonly order_id: string;
  readonly merchant_id: string;
  readonly direction: "return" | "outbound";
  readonly purpose: "return" | "exchange" | "reship" | "repair" | "recall";
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly subject_number: string;
  readonly attempt: number;
  readonly way: Way | null;
  readonly state: ShipmentState;
  readonly reason: Incident | null;
  readonly state_at: Temporal.Instant | null;
  readonly carrier: string | null;
  readonly tracking_number: string | null;
  readonly goes_to: Place | null;
  readonly goes_to_because: Because | null;
  readonly contents: readonly Content[];
  readonly categories: readonly string[];
  readonly from_region: string | null;
  readonly freight_payer: FreightPayer;
  /** By which ways the parcel may be sent; null: by any. */
  readonly ways: readonly Way[] | null;
  readonly version: number;
  readonly opened_at: Temporal.Instant;
  readonly arrived_at: Temporal.Instant | null;
  readonly ask_at: Temporal.Instant | null;
};

export const shipmentColumns =
  "customer_id, id, number, order_id, merchant_id, direction, purpose, subject_kind, subject_id, subject_number, attempt, way, state, reason, state_at, carrier, tracking_number, goes_to, goes_to_because, contents, categories, from_region, freight_payer, ways, version, opened_at, arrived_at, ask_at";

export function lockShipment(tx: Tx, customerId: string, id: string): Promise<ShipmentRow | undefined> {
  return tx.maybe<ShipmentRow>(
    `select ${shipmentColumns} from logistics.shipment where customer_id = $1 and id = $2 for update`,
    [customerId, id],
  );
}

export function shipmentOf(
  tx: Tx,
  which: Pick<ShipmentRow, "customer_id" | "subject_id" | "purpose" | "direction" | "attempt">,
): Promise<Pick<ShipmentRow, "id" | "number" | "state"> | undefined> {
  return tx.maybe<Pick<ShipmentRow, "id" | "number" | "state">>(
    "select id, number, state from logistics.shipment where customer_id = $1 and subject_id = $2 and purpose = $3 and direction = $4 and attempt = $5",
    [which.customer_id, which.subject_id, which.purpose, which.direction, which.attempt],
  );
}

const table =
  "logistics.shipment (customer_id, id, number, order_id, merchant_id, direction, purpose, subject_kind, subject_id, subject_number, attempt, way, state, carrier, tracking_number, goes_to, goes_to_because, contents, categories, from_region, freight_payer, ways, opened_at, ask_at)";

export function insertShipment(
  record: Recorder,
  row: Omit<ShipmentRow, "version" | "reason" | "state_at" | "arrived_at">,
): void {
  record.insert(table, [
    row.customer_id,
    row.id,
    row.number,
    row.order_id,
    row.merchant_id,
    row.direction,
    row.purpose,
    row.subject_kind,
    row.subject_id,
    row.subject_number,
    row.attempt,
    row.way,
    row.state,
    row.carrier,
    row.tracking_number,
    row.goes_to,
    row.goes_to_because,
    toJson(row.contents),
    row.categories,
    row.from_region,
    row.freight_payer,
    row.ways,
    row.opened_at,
    row.ask_at,
  ]);
  record.directory("shipment", row.number, row.customer_id, row.id);
}

export type ShipmentChanges = Partial<
  Pick<
    ShipmentRow,
    | "way"
    | "state"
    | "reason"
    | "state_at"
    | "carrier"
    | "tracking_number"
    | "arrived_at"
    | "ask_at"
    | "goes_to"
    | "goes_to_because"
    | "from_region"
  >
>;

/** Writes what changed and answers the row as it is then. */
export function changeShipment(record: Recorder, row: ShipmentRow, changes: ShipmentChanges): ShipmentRow {
  const after = { ...row, ...changes };
  record.change(
    `update logistics.shipment set way = $4, state = $5, reason = $6, state_at = $7, carrier = $8, tracking_number = $9, arrived_at = $10, ask_at = $11, goes_to = $12, goes_to_because = $13, from_region = $14, version = version + 1
      where customer_id = $1 and id = $2 and version = $3 returning 1`,
    [
      row.customer_id,
      row.id,
      row.version,
      after.way,
      after.state,
      after.reason,
      after.state_at,
      after.carrier,
      after.tracking_number,
      after.arrived_at,
      after.ask_at,
      after.goes_to,
      after.goes_to_because,
      after.from_region,
    ],
    { touch: 1, belief: "a shipment changes from the version that was read" },
  );
  return { ...after, version: row.version + 1 };
}

/** Only when it is asked about next: no change that anybody sees. */
export function askLater(tx: Tx, customerId: string, id: string, askAt: Temporal.Instant | null): void {
  tx.send("update logistics.shipment set ask_at = $3 where customer_id = $1 and id = $2", [customerId, id, askAt]);
}

export type EventRow = ParcelEvent & { readonly place: string };

export async function eventsOf(tx: Tx, customerId: string, shipmentId: string): Promise<EventRow[]> {
  const rows = await tx.rows<{
    event_key: string;
    at: Temporal.Instant;
    state: ShipmentState;
    reason: Incident | null;
    place: string;
  }>(
    "select event_key, at, state, reason, place from logistics.tracking_event where customer_id = $1 and shipment_id = $2 order by at, event_key",
    [customerId, shipmentId],
  );
  return rows.map(({ event_key, reason, ...row }) => ({ ...row, key: event_key, incident: reason }));
}

export type ToldEvent = EventRow & { readonly codeSet: string; readonly code: string };

/** Keeps what was not known yet; answers the keys of those. */
export async function keepEvents(tx: Tx, shipment: ShipmentRow, events: readonly ToldEvent[]): Promise<string[]> {
  if (events.length === 0) return [];
  const rows = await tx.rows<{ event_key: string }>(
    `insert into logistics.tracking_event (customer_id, shipment_id, order_id, merchant_id, event_key, at, state, reason, code_set, code, place, heard_at)
     select $1, $2, $3, $4, e.key, e.at, e.state, e.reason, e.code_set, e.code, e.place, $5
       from unnest($6::text[], $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[]) as e (key, at, state, reason, code_set, code, place)
     on conflict do nothing returning event_key`,
    [
      shipment.customer_id,
      shipment.id,
      shipment.order_id,
      shipment.merchant_id,
      tx.now,
      events.map(({ key }) => key),
      events.map(({ at }) => at),
      events.map(({ state }) => state),
      events.map(({ incident }) => incident),
      events.map(({ codeSet }) => codeSet),
      events.map(({ code }) => code),
      events.map(({ place }) => place),
    ],
  );
  return rows.map(({ event_key }) => event_key);
}
