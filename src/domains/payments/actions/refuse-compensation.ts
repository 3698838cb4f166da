import { currency, money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { action, all, any, holds, sameMerchant } from "#platform/action";
import { compensationMovedShape, refuseCompensationInput } from "../contract.ts";
import { compensationMoved } from "../rules/facts.ts";
import { decideCompensation } from "../store/compensation.ts";
import { compensationToDecide } from "./approve-compensation.ts";

/** Not given: by whoever may agree, or taken back by whoever proposed it. */
export const refuseCompensation = action({
  name: "payments.refuse-compensation",
  input: refuseCompensationInput,
  output: compensationMovedShape,
  allow: all(any(holds("compensation.approve"), holds("compensation.propose")), sameMerchant),
  idempotency: "required",
  refusals: ["compensation-not-found", "compensation-decided", "not-own-proposal"],
  subject: (tx, { number }) => compensationToDecide(tx, number),
  run: async ({ input, subject: { row }, principal, record, now }) => {
    if (row.state !== "proposed" && row.state !== "awaiting-approval")
      return refuse("compensation-decided", { number: row.number, state: row.state });
    const own = "staffId" in principal && principal.staffId === row.proposed_by;
    if (!own && !holds("compensation.approve").permits({ principal, subject: undefined }))
      return refuse("not-own-proposal", { number: row.number });
    const because = own ? "taken-back" : "not-agreed";
    decideCompensation(record, row, { state: "refused", because, note: input.note ?? "" }, now);
    record.fact(compensationMoved(row, "refused"));
    record.detail({ state: "refused", because });
    return grant({
      number: row.number,
      state: "refused" as const,
      amount: toWire(money(row.amount_minor, currency(row.currency))),
    });
  },
});
