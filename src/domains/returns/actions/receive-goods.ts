import { parcelIsHere } from "#domains/logistics";
import { holdUnits, linesForCase, lockOrder } from "#domains/orders";
import { grant } from "#kernel/outcome";
import { action, all, holds, type Recorder, sameMerchant } from "#platform/action";
import type { Tx } from "#platform/db";
import { movedShape, receiveInput } from "../contract.ts";
import { goodsLifecycle } from "../model.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { notPaidFor } from "../rules/handed-over.ts";
import { heldBy, unitsTaken } from "../rules/units-taken.ts";
import { type CaseRow, caseLines, moveCase } from "../store/case.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { waitForBench } from "./wait-for.ts";

/** The parcel is here. Arrival is not inspection: the count comes next, within its own time. */
export const receiveGoods = action({
  name: "returns.receive",
  input: receiveInput,
  output: movedShape,
  allow: all(holds("cases.receive"), sameMerchant),
  idempotency: "required",
  refusals: ["case-not-found", "move-not-allowed", "version-changed"],
  subject: caseToMove,
  run: async ({ tx, subject: { row }, record, now }) => {
    if (!goodsLifecycle.can(row.goods_state, "arrive") || row.closed_at !== null) return notAllowed(row, "receive");
    await parcelIsHere(tx, { customerId: row.customer_id, subjectId: row.id });
    const again = row.case_state === "rejected" && (await holdAgain(tx, row, record));
    if (!notPaidFor(row) || (row.case_state !== "approved" && !again)) {
      // Taken for lost, paid for, and here after all: written down, and the refund goes its way. Likewise where the units of a
      // refused case are another case's by now, and while the platform hears both sides.
      record.line("arrived", {});
      const late = { goods_state: "arrived", arrived_at: now } as const;
      record.fact(caseFact("returns.arrived", { ...row, ...late }));
      return grant(moved(moveCase(row, record, late)));
    }
    const handling = await handlingOf(tx, row);
    record.cancelDeadlines();
    record.line("arrived", {});
    const changes = {
      ...(again ? ({ case_state: "approved", reject_reason: null } as const) : {}),
      goods_state: "arrived",
      ...waitForBench(record, row.kind, { version: row.version, handling, now }),
      arrived_at: now,
    } as const;
    record.fact(caseFact("returns.arrived", { ...row, ...changes }));
    return grant(moved(moveCase(row, record, changes)));
  },
});

/** Refused because the parcel was never seen, and here it is: the case takes its units back where they are still free. */
async function holdAgain(tx: Tx, row: CaseRow, record: Recorder): Promise<boolean> {
  // What an instant refund was paid for has stayed with its case.
  if (row.instant) return true;
  await lockOrder(tx, row.customer_id, row.order_number);
  const [lines, order] = await Promise.all([
    caseLines(tx, row.customer_id, row.id),
    linesForCase(tx, row.customer_id, row.order_number),
  ]);
  const held = heldBy(lines);
  if (unitsTaken(held, order)) return false;
  holdUnits(record, row.customer_id, row.id, held);
  return true;
}
