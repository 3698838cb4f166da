import { z } from "zod";
import { moveTransferClock } from "#domains/payments";
import { grant, refuse } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import type { Tx } from "#platform/db";
import { pausesSince } from "../queries/handling-of.ts";
import { heldBack } from "../rules/held-back.ts";
import { lockCaseById, moveCase } from "../store/case.ts";
import { countMoved } from "../store/clock-pause.ts";

/**
 * While shoppers' clocks stand still nobody's silence says that a transfer has come: the clock of one that is proved follows the
 * pauses, whether they were published before it or after. `pauseId`: the one that was published just now.
 */
export const holdTransfer = action({
  name: "returns.hold-transfer",
  input: z.strictObject({ customerId: z.string(), refundId: z.string(), pauseId: z.string().nullable() }),
  output: z.object({ moved: z.boolean() }),
  allow: systemOnly,
  idempotency: "none",
  audited: false,
  refusals: ["case-not-found"],
  subject: async (tx, { customerId, refundId }) => {
    const caseId = await caseOfRefund(tx, customerId, refundId);
    const row = caseId === undefined ? undefined : await lockCaseById(tx, customerId, caseId);
    return row === undefined ? refuse("case-not-found") : grant(row);
  },
  run: async ({ tx, input: { refundId, pauseId }, subject: row, record }) => {
    const held = (await pausesSince(tx, row.requested_at)).filter(
      ({ merchantId, holds }) => holds.includes("shopper") && (merchantId === null || merchantId === row.merchant_id),
    );
    const moved = await moveTransferClock(tx, row.customer_id, refundId, (from, seconds) =>
      heldBack(from, seconds, held),
    );
    if (moved === undefined) return grant({ moved: false });
    const pause = held.find(({ id }) => id === pauseId);
    if (pause === undefined) return grant({ moved: true });
    record.about({
      kind: "case",
      id: row.id,
      customerId: row.customer_id,
      merchantId: row.merchant_id,
      orderId: row.order_id,
      seq: row.timeline_seq,
    });
    countMoved(tx, pause.id);
    record.line("deadline-paused", {
      waitingOn: "shopper",
      from: moved.from.toString(),
      to: moved.to.toString(),
      cause: pause.cause,
      label: pause.label,
    });
    moveCase(row, record, {});
    return grant({ moved: true });
  },
});

async function caseOfRefund(tx: Tx, customerId: string, refundId: string): Promise<string | undefined> {
  const row = await tx.maybe<{ cause_id: string }>(
    "select cause_id from payments.refund where customer_id = $1 and id = $2 and cause_kind = 'case'",
    [customerId, refundId],
  );
  return row?.cause_id;
}
