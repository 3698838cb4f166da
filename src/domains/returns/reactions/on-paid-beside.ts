import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { notePayment } from "../actions/note-payment.ts";

/** A compensation or the freight insurance has paid: the case says so, and its shopper hears of it. */
export const onPaidBeside: Reaction = {
  name: "returns.on-paid-beside",
  on: ["payments.compensation-moved", "payments.freight-claimed"],
  react: async (app, fact) => {
    const { customerId, caseId, state, amountMinor, currency, ...named } = fact.payload as Record<string, string>;
    const what = fact.kind === "payments.compensation-moved" ? "compensation-paid" : "insurance-paid";
    if (state !== "paid") return;
    await notePayment.execute(
      { db: app.db, principal: system("returns"), nudge: app.nudge },
      { customerId, caseId, what, number: named.number ?? named.claimId, amountMinor, currency },
    );
  },
};
