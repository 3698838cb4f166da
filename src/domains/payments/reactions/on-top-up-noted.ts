import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { topUpDeposit } from "../actions/move-deposit.ts";

/** Money of a merchant came in: booked once, however often it is told. */
export const onTopUpNoted: Reaction = {
  name: "payments.on-top-up-noted",
  on: ["payments.top-up-noted"],
  react: async (app, fact) => {
    const told = fact.payload as {
      merchantId: string;
      amountMinor: string;
      currency: string;
      reference: string;
      note: string;
      by: string;
    };
    await app.db.withTx(system("payments"), (tx) =>
      topUpDeposit(tx, {
        merchantId: told.merchantId,
        amountMinor: BigInt(told.amountMinor),
        currency: told.currency,
        cause: { kind: "bank-transfer", id: told.reference, number: told.reference },
        note: told.note,
        by: told.by,
      }),
    );
    app.nudge();
  },
};
