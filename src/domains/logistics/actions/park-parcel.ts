import { humanNumber, newId } from "#kernel/ids";
import { grant, refuse } from "#kernel/outcome";
import { localDateAt, zone } from "#kernel/time";
import { action, all, holds, sameMerchant } from "#platform/action";
import { principalId } from "#platform/db";
import { claimParcelPhotos } from "#platform/files";
import type { Personal } from "#platform/personal";
import { parkedOutput, parkInput, tidyTracking } from "../contract.ts";
import { addScan } from "../store/custody.ts";

/** A parcel came that nobody announced: it gets a number and a place on the shelf, and is not lost. */
export const parkParcel = (personal: Personal) =>
  action({
    name: "logistics.park",
    input: parkInput,
    output: parkedOutput,
    allow: all(holds("parcels.receive"), sameMerchant),
    idempotency: "required",
    refusals: ["parcel-parked-already", "evidence-not-found"],
    subject: async (tx, { merchantId }) => {
      const own = tx.principal.kind === "merchant" ? tx.principal.merchantId : undefined;
      return grant({ merchantId: merchantId ?? own ?? null });
    },
    run: async ({ tx, input, subject: { merchantId }, record, principal, now }) => {
      const id = newId<"parked-parcel">();
      const number = humanNumber("PP", localDateAt(now, zone("Asia/Shanghai")));
      const tracking = input.trackingNumber === undefined ? null : tidyTracking(input.trackingNumber);
      const { senderName, senderPhone } = input;
      const kept = await tx.maybe(
        `insert into logistics.parked_parcel (id, number, merchant_id, state, carrier, tracking_number, slip_number, sender_name_mask, sender_name_index, sender_last4_index, shelf, note, found_by, found_at)
         values ($1, $2, $3, 'parked', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (coalesce(merchant_id, '00000000-0000-0000-0000-000000000000'), upper(tracking_number)) where tracking_number is not null and state = 'parked' do nothing returning 1 as kept`,
        [
          id,
          number,
          merchantId,
          input.carrier,
          tracking,
          input.slipNumber?.toUpperCase(),
          senderName ? personal.mask("name", senderName) : null,
          senderName ? personal.blindIndex("name", senderName) : null,
          senderPhone ? personal.blindIndex("phone-last4", senderPhone) : null,
          input.shelf,
          input.note,
          principalId(principal),
          now,
        ],
      );
      if (kept === undefined) return refuse("parcel-parked-already", { trackingNumber: tracking });
      record.about({ kind: "parked-parcel", id, ...(merchantId === null ? {} : { merchantId }) });
      const subject = { kind: "parked-parcel", id, merchantId } as const;
      const photos = await claimParcelPhotos(tx, input.photos, { ...subject, customerId: null });
      if (!photos.ok) return refuse("evidence-not-found", photos.params);
      const { weightGrams, note } = input;
      addScan(
        record,
        { subject, step: "found", place: input.shelf, weightGrams, photos: photos.value, note: note.slice(0, 500) },
        principal,
        now,
      );
      return grant({ number, state: "parked" });
    },
  });
