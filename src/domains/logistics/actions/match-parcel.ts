import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { principalId } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import { parcelPhotosOf } from "#platform/files";
import { matchInput, parkedOutput } from "../contract.ts";
import { addScan } from "../store/custody.ts";
import { endParked } from "../store/parked.ts";
import { parkedToMove } from "./parked-to-move.ts";

/** Somebody says whose parcel it is; whoever asked for the goods hears of it. */
export const matchParcel = action({
  name: "logistics.match",
  input: matchInput,
  output: parkedOutput,
  allow: all(holds("parcels.receive"), sameMerchant),
  idempotency: "required",
  refusals: ["parked-parcel-not-found", "parcel-not-parked", "subject-not-found"],
  subject: parkedToMove,
  run: async ({ tx, input, subject: { row }, record, principal, now }) => {
    if (row.state !== "parked") return refuse("parcel-not-parked", { number: row.number });
    const named = await findInDirectory(tx, input.subjectKind, input.subjectNumber);
    const subject = named === undefined ? undefined : await reached(input.subjectKind, named);
    if (subject === undefined) return refuse("subject-not-found", { number: input.subjectNumber });
    await endParked(tx, row, { state: "matched", by: principalId(principal), subject });
    parcelPhotosOf(tx, row.id, subject.customerId);
    record.about({
      kind: "parked-parcel",
      id: row.id,
      customerId: subject.customerId,
      ...(subject.merchantId === null ? {} : { merchantId: subject.merchantId }),
    });
    const { number, carrier, tracking_number } = row;
    const scanned = { kind: "parked-parcel", id: row.id, merchantId: row.merchant_id } as const;
    addScan(record, { subject: scanned, step: "matched", place: row.shelf, note: subject.number }, principal, now);
    record.fact({
      kind: "logistics.parcel-matched",
      version: 1,
      payload: {
        number,
        customerId: subject.customerId,
        subjectKind: subject.kind,
        subjectId: subject.id,
        subjectNumber: subject.number,
        carrier,
        trackingNumber: tracking_number,
      },
    });
    return grant({ number, state: "matched" });

    /** A parcel of ours stands for whoever asked for it; a merchant reaches only orders of their own. */
    async function reached(kind: string, found: { readonly customerId: string; readonly id: string }) {
      if (kind === "shipment") {
        const shipment = await tx.maybe<{ kind: string; id: string; number: string; merchantId: string | null }>(
          'select subject_kind as kind, subject_id as id, subject_number as number, merchant_id as "merchantId" from logistics.shipment where customer_id = $1 and id = $2',
          [found.customerId, found.id],
        );
        return shipment === undefined ? undefined : { ...shipment, customerId: found.customerId };
      }
      const seen = await tx.maybe<{ merchant_ids: string[] }>(
        kind === "order"
          ? "select merchant_ids from orders.shop_order where customer_id = $1 and id = $2"
          : "select array_agg(merchant_id) as merchant_ids from logistics.shipment where customer_id = $1 and subject_id = $2 having count(*) > 0",
        [found.customerId, found.id],
      );
      // A case that expects no parcel yet: the platform's people may name it, a merchant's only what they can see.
      if (seen === undefined && (kind === "order" || principal.kind === "merchant")) return undefined;
      const own = principal.kind === "merchant" ? principal.merchantId : undefined;
      const merchantId = own ?? seen?.merchant_ids[0] ?? null;
      return { kind, id: found.id, number: input.subjectNumber, customerId: found.customerId, merchantId };
    }
  },
});
