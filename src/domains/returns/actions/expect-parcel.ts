import { z } from "zod";
import { type OpenShipment, openShipment } from "#domains/logistics";
import { grant, refuse } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import type { Tx } from "#platform/db";
import { numbersTheyWentBy, parcelOf } from "../queries/parcel-of.ts";
import { type CaseRow, lockCaseById } from "../store/case.ts";

/** A parcel of this case is expected back, or has gone out: logistics follows it from here. */
export const expectParcel = action({
  name: "returns.expect-parcel",
  input: z.strictObject({
    customerId: z.string(),
    caseId: z.string(),
    direction: z.enum(["return", "outbound"]),
  }),
  output: z.object({ shipment: z.string().nullable() }),
  allow: systemOnly,
  idempotency: "none",
  audited: false,
  refusals: ["case-not-found"],
  subject: async (tx, { customerId, caseId }) => {
    const row = await lockCaseById(tx, customerId, caseId);
    return row === undefined ? refuse("case-not-found") : grant(row);
  },
  run: async ({ tx, input: { direction }, subject: row, record }) => {
    const refused = row.way_back === "refused-at-door";
    const wanted =
      direction === "outbound"
        ? row.outbound_state === "shipped"
        : row.goods_state === "awaiting-shipment" || (refused && row.goods_state === "in-transit");
    if (!wanted || row.closed_at !== null) return grant({ shipment: null });
    const parcel = await parcelOf(tx, row, direction);
    const sent = await sentAlready(tx, row, direction);
    const [first] = sent;
    const opened = await openShipment(tx, record, { ...parcel, ...(first === undefined ? {} : { sent: first }) });
    for (const [i, more] of sent.slice(1).entries())
      await openShipment(tx, record, { ...parcel, attempt: i + 2, sent: more });
    return grant({ shipment: opened.number });
  },
});

/** What goes out has a number; so has what was refused at the door, which comes back under the one it went out by. */
async function sentAlready(
  tx: Tx,
  row: CaseRow,
  direction: "return" | "outbound",
): Promise<readonly NonNullable<OpenShipment["sent"]>[]> {
  if (direction === "return") {
    const numbers = row.way_back === "refused-at-door" ? await numbersTheyWentBy(tx, row) : [];
    return numbers.map((number) => ({ way: "refusal", ...number }));
  }
  const { outbound_carrier: carrier, outbound_tracking: trackingNumber } = row;
  return carrier === null || trackingNumber === null ? [] : [{ way: null, carrier, trackingNumber }];
}
