import { carrierCalled, tidyTracking } from "#domains/logistics";
import { letGoOf } from "#domains/orders";
import { grant } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { movedShape, shipReplacementInput } from "../contract.ts";
import { outboundLifecycle } from "../model.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { caseLines, moveCase } from "../store/case.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { waitForGoods, waitForReplacement } from "./replacement-in-trouble.ts";
import { waitFor } from "./wait-for.ts";

/** The goods that go out are on their way: a replacement, missing parts, or what the shopper gets back. */
export const shipReplacement = action({
  name: "returns.ship-replacement",
  input: shipReplacementInput,
  output: movedShape,
  allow: all(holds("cases.send"), sameMerchant),
  idempotency: "required",
  refusals: ["case-not-found", "move-not-allowed", "version-changed"],
  subject: caseToMove,
  run: async ({ tx, input, subject: { row }, record, now }) => {
    if (!outboundLifecycle.can(row.outbound_state, "ship")) return notAllowed(row, "ship-replacement");
    const handling = await handlingOf(tx, row);
    record.cancelDeadlines();
    const trackingNumber = tidyTracking(input.trackingNumber);
    const carrier = carrierCalled(input.carrier, trackingNumber);
    record.line("replacement-shipped", { carrier, trackingNumber });
    const waiting = { version: row.version, handling, now };
    const sent = {
      outbound_state: "shipped",
      outbound_carrier: carrier,
      outbound_tracking: trackingNumber,
      outbound_shipped_at: now,
      outbound_trouble: null,
      outbound_delivered_at: null,
    } as const;
    // What was not accepted is not exchanged: the shopper may ask about it again.
    if (row.kind === "exchange" && row.units_out !== null) {
      const lines = await caseLines(tx, row.customer_id, row.id);
      letGoOf(
        record,
        row.customer_id,
        row.id,
        lines.map((line) => ({
          lineId: line.line_id,
          unitNos: line.unit_nos.slice(line.accepted_quantity ?? line.quantity),
        })),
      );
    }
    // Sent first: now the shopper's goods are to come. They are the platform's to ask for when they do not.
    const changes =
      row.kind === "exchange" && row.goods_state === "none"
        ? ({
            ...sent,
            goods_state: "awaiting-shipment",
            ...waitFor(record, "shopper-sends", "hand-to-platform", waiting),
          } as const)
        : {
            ...sent,
            ...(waitForGoods(row, handling, record, now) ??
              waitForReplacement({ ...row, ...sent }, handling, record, now)),
          };
    record.fact(caseFact("returns.replacement-shipped", { ...row, ...changes }));
    return grant(moved(moveCase(row, record, changes)));
  },
});
