import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { principalId } from "#platform/db";
import { disposeInput, parkedOutput } from "../contract.ts";
import { disposeFrom, mayDispose } from "../rules/dispose-from.ts";
import { addScan } from "../store/custody.ts";
import { endParked } from "../store/parked.ts";
import { parkedToMove } from "./parked-to-move.ts";

/** Nobody asked for the parcel in all that time: it goes, and why is kept. */
export const disposeParcel = action({
  name: "logistics.dispose",
  input: disposeInput,
  output: parkedOutput,
  allow: all(holds("parcels.dispose"), sameMerchant),
  idempotency: "required",
  refusals: ["parked-parcel-not-found", "parcel-not-parked", "dispose-too-early"],
  subject: parkedToMove,
  run: async ({ tx, input, subject: { row, merchantId }, record, principal, now }) => {
    if (row.state !== "parked") return refuse("parcel-not-parked", { number: row.number });
    if (!mayDispose(input.reason, row.found_at, now))
      return refuse("dispose-too-early", { from: disposeFrom(row.found_at).toString() });
    await endParked(tx, row, { state: "disposed", by: principalId(principal), reason: input.reason });
    record.about({ kind: "parked-parcel", id: row.id, ...(merchantId === undefined ? {} : { merchantId }) });
    record.detail({ reason: input.reason });
    const subject = { kind: "parked-parcel", id: row.id, merchantId: row.merchant_id } as const;
    addScan(record, { subject, step: "disposed", place: row.shelf, note: input.note }, principal, now);
    return grant({ number: row.number, state: "disposed" });
  },
});
