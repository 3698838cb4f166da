import { humanNumber, newId } from "#kernel/ids";
import { localDateAt, zone } from "#kernel/time";
import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { Content } from "../contract.ts";
import { addressesOf } from "../queries/addresses-of.ts";
import { type ComingBack, chooseReturnAddress } from "../rules/choose-return-address.ts";
import { insertShipment, type ShipmentRow, shipmentOf } from "../store/shipments.ts";

export type OpenShipment = {
  readonly customerId: string;
  readonly orderId: string;
  readonly merchantId: string;
  readonly direction: ShipmentRow["direction"];
  readonly purpose: ShipmentRow["purpose"];
  readonly subject: { readonly kind: string; readonly id: string; readonly number: string };
  /** A second parcel of the same subject is another attempt. */
  readonly attempt?: number;
  readonly contents: readonly Content[];
  /** Decides where goods that come back go to. */
  readonly goods: ComingBack;
  readonly freightPayer?: ShipmentRow["freight_payer"];
  readonly ways?: ShipmentRow["ways"];
  /** Known already when goods go out, or were sent before anybody asked. */
  readonly sent?: { readonly way: ShipmentRow["way"]; readonly carrier: string; readonly trackingNumber: string };
};
export type OpenedShipment = Pick<ShipmentRow, "id" | "number" | "state"> & { readonly isNew: boolean };

/**
 * Expects a parcel, in the transaction and with the recorder of whoever asks for it. The same subject, purpose, direction and
 * attempt is the same parcel: calling again changes nothing. Where it goes is decided here once and kept with the reason.
 */
export async function openShipment(tx: Tx, record: Recorder, wanted: OpenShipment): Promise<OpenedShipment> {
  const { customerId, merchantId, subject, direction, purpose, attempt = 1 } = wanted;
  const which = { customer_id: customerId, subject_id: subject.id, purpose, direction, attempt };
  const known = await shipmentOf(tx, which);
  if (known !== undefined) return { ...known, isNew: false };
  const destination = direction === "return" ? await destinationOf(tx, merchantId, wanted.goods) : undefined;
  const id = newId<"shipment">();
  const number = humanNumber("SH", localDateAt(tx.now, zone("Asia/Shanghai")));
  insertShipment(record, {
    ...which,
    id,
    number,
    order_id: wanted.orderId,
    merchant_id: merchantId,
    subject_kind: subject.kind,
    subject_number: subject.number,
    way: wanted.sent?.way ?? null,
    state: "expected",
    carrier: wanted.sent?.carrier ?? null,
    tracking_number: wanted.sent?.trackingNumber ?? null,
    goes_to: destination?.place ?? null,
    goes_to_because: destination?.because ?? null,
    contents: wanted.contents,
    categories: wanted.goods.categories,
    from_region: wanted.goods.from,
    freight_payer: wanted.freightPayer ?? "shopper",
    ways: wanted.ways ?? null,
    opened_at: tx.now,
    ask_at: wanted.sent === undefined ? null : tx.now,
  });
  return { id, number, state: "expected", isNew: true };
}

/** Where goods go back to, and why; undefined where the merchant has told no address. */
export async function destinationOf(tx: Tx, merchantId: string, goods: ComingBack) {
  const { addresses, own } = await addressesOf(tx, merchantId);
  const chosen = chooseReturnAddress(addresses, goods);
  if (chosen !== undefined) return { place: chosen.address.place, because: chosen.because };
  return own === undefined ? undefined : { place: own, because: { code: "address-of-merchant", params: {} } };
}
