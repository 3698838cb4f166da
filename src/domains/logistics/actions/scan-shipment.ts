import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { claimParcelPhotos } from "#platform/files";
import { scanInput } from "../contract.ts";
import { addScan } from "../store/custody.ts";
import { shipmentToMove } from "./shipment-to-move.ts";

/** Somebody had the parcel in hand: where, how heavy, and what it looked like. */
export const scanShipment = action({
  name: "logistics.scan-shipment",
  input: scanInput,
  output: z.object({ number: z.string() }),
  allow: all(holds("parcels.receive"), sameMerchant),
  idempotency: "required",
  refusals: ["shipment-not-found", "version-changed", "evidence-not-found"],
  subject: (tx, { number }) => shipmentToMove(tx, { number }),
  run: async ({ tx, input, subject: { row }, record, principal, now }) => {
    const subject = { kind: "shipment", id: row.id, merchantId: row.merchant_id } as const;
    const photos = await claimParcelPhotos(tx, input.photos, { ...subject, customerId: row.customer_id });
    if (!photos.ok) return refuse("evidence-not-found", photos.params);
    addScan(record, { ...input, photos: photos.value, subject }, principal, now);
    return grant({ number: row.number });
  },
});
