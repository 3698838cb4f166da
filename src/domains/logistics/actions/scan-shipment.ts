import { z } from "zod";
import { grant } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { scanInput } from "../contract.ts";
import { addScan } from "../store/custody.ts";
import { shipmentToMove } from "./shipment-to-move.ts";

/** Somebody had the parcel in hand: where, how heavy, and what the photos taken then hash to. */
export const scanShipment = action({
  name: "logistics.scan-shipment",
  input: scanInput,
  output: z.object({ number: z.string() }),
  allow: all(holds("parcels.receive"), sameMerchant),
  idempotency: "required",
  refusals: ["shipment-not-found", "version-changed"],
  subject: (tx, { number }) => shipmentToMove(tx, { number }),
  run: async ({ input, subject: { row }, record, principal, now }) => {
    const subject = { kind: "shipment", id: row.id, merchantId: row.merchant_id } as const;
    addScan(record, { ...input, subject }, principal, now);
    return grant({ number: row.number });
  },
});
