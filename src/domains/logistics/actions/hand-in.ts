import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { handInInput, shipmentMovedShape } from "../contract.ts";
import { addScan } from "../store/custody.ts";
import { readDropOffCode } from "./drop-off-code.ts";
import { takeEvents } from "./record-trace.ts";
import { shipmentToMove } from "./shipment-to-move.ts";

/** A drop-off point or a store scans the shopper's code: from now on the parcel is theirs to look after. Scanned twice is once. */
export const handIn = (key: Uint8Array) =>
  action({
    name: "logistics.hand-in",
    input: handInInput,
    output: shipmentMovedShape,
    allow: all(holds("parcels.receive"), sameMerchant),
    idempotency: "optional",
    refusals: ["shipment-not-found", "version-changed", "drop-off-code-wrong", "drop-off-point-not-found"],
    subject: async (tx, { code }) => {
      const number = readDropOffCode(key, code);
      return number === undefined ? refuse("drop-off-code-wrong") : shipmentToMove(tx, { number });
    },
    run: async ({ tx, input, subject: { row, open }, record, principal, now }) => {
      const point =
        input.point === undefined
          ? undefined
          : await tx.maybe<{ place: { zh: string } }>(
              "select place from logistics.drop_off_point where number = $1 and active",
              [input.point],
            );
      if (input.point !== undefined && point === undefined)
        return refuse("drop-off-point-not-found", { number: input.point });
      const place = point?.place.zh ?? "";
      const event = { key: "hand-in", at: now, state: "handed-in", incident: null, place } as const;
      const next = await takeEvents(tx, row, [{ ...event, codeSet: "aftercare", code: "handed-in" }]);
      if (next !== row)
        addScan(
          record,
          {
            subject: { kind: "shipment", id: row.id, merchantId: row.merchant_id },
            step: "handed-in",
            place: input.point === undefined ? row.number : `${input.point} ${place}`.trim(),
            weightGrams: input.weightGrams,
          },
          principal,
          now,
        );
      return grant({ number: row.number, way: next.way, state: next.state, booking: open?.number ?? null });
    },
  });
