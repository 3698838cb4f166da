import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import { waysBack } from "../model.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { ifWarehouseIsSilent } from "../rules/handling.ts";
import { lockCaseById, moveCase } from "../store/case.ts";
import { replacementArrived } from "./confirm-replacement.ts";
import { goodsOnTheirWay, noteTracking } from "./ship-back.ts";
import { waitFor } from "./wait-for.ts";

/** What a carrier says of a parcel of this case. May come late, twice or out of order: the case only moves on. */
export const followParcel = action({
  name: "returns.follow-parcel",
  input: z.strictObject({
    customerId: z.string(),
    caseId: z.string(),
    direction: z.enum(["return", "outbound"]),
    way: z.enum(waysBack).nullable(),
    state: z.enum(["on-the-way", "delivered"]),
    carrier: z.string().nullable(),
    trackingNumber: z.string().nullable(),
  }),
  output: z.object({ moved: z.boolean() }),
  allow: systemOnly,
  idempotency: "none",
  refusals: ["case-not-found"],
  subject: async (tx, { customerId, caseId }) => {
    const row = await lockCaseById(tx, customerId, caseId);
    return row === undefined ? refuse("case-not-found") : grant(row);
  },
  run: async ({ tx, input, subject: row, record, now }) => {
    record.about({
      kind: "case",
      id: row.id,
      customerId: row.customer_id,
      merchantId: row.merchant_id,
      orderId: row.order_id,
      seq: row.timeline_seq,
    });
    if (input.direction === "outbound") {
      if (input.state !== "delivered" || row.outbound_state !== "shipped") return grant({ moved: false });
      record.line("replacement-received", {});
      moveCase(row, record, replacementArrived(row, record, now));
      return grant({ moved: true });
    }
    const handling = await handlingOf(tx, row);
    const delivered = input.state === "delivered";
    const setsOut = row.goods_state === "awaiting-shipment" && row.case_state === "approved";
    if (!setsOut && !(delivered && row.goods_state === "in-transit" && row.due_action === "hand-to-platform"))
      return grant({ moved: false });
    const carrier = input.carrier ?? row.carrier ?? "";
    if (setsOut) {
      const changes = goodsOnTheirWay(
        row,
        { ...input, way: input.way ?? "self-ship", carrierSays: delivered ? "delivered" : "nothing" },
        handling,
        record,
        now,
      );
      noteTracking(tx, row, input.trackingNumber);
      if (delivered) record.line("carrier-delivered", { carrier });
      moveCase(row, record, changes);
      return grant({ moved: true });
    }
    // The carrier's own word that it delivered: from now on the merchant's silence pays.
    record.cancelDeadlines();
    record.line("carrier-delivered", { carrier });
    const waiting = { version: row.version, handling, now };
    const changes = waitFor(record, "goods-arrive", ifWarehouseIsSilent("delivered"), waiting);
    record.fact(caseFact("returns.carrier-delivered", { ...row, ...changes }));
    moveCase(row, record, changes);
    return grant({ moved: true });
  },
});
