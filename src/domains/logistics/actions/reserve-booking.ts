import { humanNumber, newId } from "#kernel/ids";
import { type Outcome, refuse } from "#kernel/outcome";
import { localDateAt, zone } from "#kernel/time";
import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { Personal } from "#platform/personal";
import { limits } from "../model.ts";
import { bookingAsked } from "../rules/facts.ts";
import type { Slot } from "../rules/pickup-slots.ts";
import { type BookingRow, insertBooking } from "../store/bookings.ts";
import type { ShipmentRow } from "../store/shipments.ts";

export type Contact = { readonly name: string; readonly phone: string; readonly address: string };
type SealedContact = Pick<
  BookingRow,
  | "contact_name_enc"
  | "contact_name_mask"
  | "contact_phone_enc"
  | "contact_phone_mask"
  | "address_enc"
  | "address_mask"
  | "address_index"
>;

/** What is asked of a carrier, written before anything is sent; the worker sends it under this very id. */
export function reserveBooking(
  record: Recorder,
  shipment: ShipmentRow,
  asked: {
    readonly id: string;
    readonly kind: BookingRow["kind"];
    readonly pickup?: { readonly areaId: string; readonly slot: Slot; readonly contact: SealedContact };
  },
  now: Temporal.Instant,
): BookingRow {
  const { id, kind, pickup } = asked;
  const row: BookingRow = {
    customer_id: shipment.customer_id,
    id,
    number: humanNumber("PU", localDateAt(now, zone("Asia/Shanghai"))),
    shipment_id: shipment.id,
    order_id: shipment.order_id,
    merchant_id: shipment.merchant_id,
    kind,
    state: "reserved",
    area_id: pickup?.areaId ?? null,
    slot_from_at: pickup?.slot.from ?? null,
    slot_until_at: pickup?.slot.until ?? null,
    ...(pickup?.contact ?? nobody),
    carrier_reference: null,
    attempts: 0,
    version: 1,
    reserved_at: now,
  };
  insertBooking(record, row);
  record.fact(bookingAsked(row));
  return row;
}

const nobody: SealedContact = {
  contact_name_enc: null,
  contact_name_mask: null,
  contact_phone_enc: null,
  contact_phone_mask: null,
  address_enc: null,
  address_mask: null,
  address_index: null,
};

const table = "logistics.booking";

/** Seals who and where with the shopper's own key, for this booking only. */
export async function sealContact(
  tx: Tx,
  personal: Personal,
  customerId: string,
  bookingId: string,
  contact: Contact,
): Promise<Outcome<SealedContact, "shopper-erased" | "phone-odd">> {
  if (personal.blindIndex("phone", contact.phone) === undefined) return refuse("phone-odd");
  const keys = await tx.maybe<{ wrapped_key: Uint8Array | null; master_version: number }>(
    "select wrapped_key, master_version from parties.shopper_key where customer_id = $1",
    [customerId],
  );
  if (keys === undefined || keys.wrapped_key === null) return refuse("shopper-erased");
  const key = personal.unwrap(keys.wrapped_key, keys.master_version);
  const sealed = (column: string, text: string) => personal.seal(key, { table, column, rowId: bookingId }, text);
  return {
    ok: true,
    value: {
      contact_name_enc: sealed("contact_name_enc", contact.name),
      contact_name_mask: personal.mask("name", contact.name),
      contact_phone_enc: sealed("contact_phone_enc", contact.phone),
      contact_phone_mask: personal.mask("phone", contact.phone),
      address_enc: sealed("address_enc", contact.address),
      address_mask: personal.mask("address", contact.address),
      address_index: personal.blindIndex("address", contact.address) ?? null,
    },
  };
}

/** In the clear, for the carrier; undefined once the shopper is erased. */
export async function openContact(tx: Tx, personal: Personal, row: BookingRow): Promise<Contact | undefined> {
  const { contact_name_enc, contact_phone_enc, address_enc } = row;
  const keys = await tx.maybe<{ wrapped_key: Uint8Array | null; master_version: number }>(
    "select wrapped_key, master_version from parties.shopper_key where customer_id = $1",
    [row.customer_id],
  );
  const wrapped = keys?.wrapped_key ?? null;
  if (
    keys === undefined ||
    wrapped === null ||
    contact_name_enc === null ||
    contact_phone_enc === null ||
    address_enc === null
  )
    return undefined;
  const key = personal.unwrap(wrapped, keys.master_version);
  const opened = (column: string, sealed: Uint8Array) => personal.open(key, { table, column, rowId: row.id }, sealed);
  return {
    name: opened("contact_name_enc", contact_name_enc),
    phone: opened("contact_phone_enc", contact_phone_enc),
    address: opened("address_enc", address_enc),
  };
}

export function newBookingId(): string {
  return newId<"booking">();
}

export const tooMany = (bookings: readonly BookingRow[]): boolean => bookings.length >= limits.bookingsPerShipment;
