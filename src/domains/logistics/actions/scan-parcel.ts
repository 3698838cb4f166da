import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { claimParcelPhotos } from "#platform/files";
import { scanInput } from "../contract.ts";
import { addScan } from "../store/custody.ts";
import { parkedToMove } from "./parked-to-move.ts";

/** A parked parcel was moved, weighed or opened; where it lies now is where it was scanned last. */
export const scanParcel = action({
  name: "logistics.scan-parcel",
  input: scanInput,
  output: z.object({ number: z.string() }),
  allow: all(holds("parcels.receive"), sameMerchant),
  idempotency: "required",
  refusals: ["parked-parcel-not-found", "parcel-not-parked", "evidence-not-found"],
  subject: (tx, { number }) => parkedToMove(tx, { number }),
  run: async ({ tx, input, subject: { row }, record, principal, now }) => {
    if (row.state !== "parked") return refuse("parcel-not-parked", { number: row.number });
    const subject = { kind: "parked-parcel", id: row.id, merchantId: row.merchant_id } as const;
    const photos = await claimParcelPhotos(tx, input.photos, { ...subject, customerId: null });
    if (!photos.ok) return refuse("evidence-not-found", photos.params);
    addScan(record, { ...input, photos: photos.value, subject }, principal, now);
    tx.send("update logistics.parked_parcel set shelf = $2 where id = $1", [row.id, input.place.slice(0, 60)]);
    return grant({ number: row.number });
  },
});
