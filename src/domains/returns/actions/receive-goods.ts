import { grant } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { movedShape, receiveInput } from "../contract.ts";
import { goodsLifecycle } from "../model.ts";
import { policyOf } from "../queries/policy-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { dueAt } from "../rules/handling.ts";
import { moveCase } from "../store/case.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";

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
    if (row.money_state !== "none") {
      // Taken for lost, paid for, and here after all: written down, and the refund goes its way.
      record.line("arrived", {});
      const late = { goods_state: "arrived", arrived_at: now } as const;
      record.fact(caseFact("returns.arrived", { ...row, ...late }));
      return grant(moved(moveCase(tx, row, record, late)));
    }
    const { handling } = await policyOf(tx, row.policy_id, row.policy_version);
    const due = dueAt("goods-inspected", handling, now);
    record.cancelDeadlines();
    record.line("arrived", {});
    record.deadline({
      kind: "goods-inspected",
      epoch: row.attempt,
      waitingOn: "warehouse",
      dueAt: due,
      calendar: "plain",
    });
    const changes = {
      goods_state: "arrived",
      waiting_on: "warehouse",
      due_at: due,
      due_action: "accept-and-refund",
      arrived_at: now,
    } as const;
    record.fact(caseFact("returns.arrived", { ...row, ...changes }));
    return grant(moved(moveCase(tx, row, record, changes)));
  },
});
