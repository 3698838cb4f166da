import { bookLoss } from "#domains/payments";
import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { bearRuledLoss } from "../actions/bear-ruled-loss.ts";

/** The goods that a ruling found spoilt by the carrier have come back. */
export const onGoodsOfRuling: Reaction = {
  name: "returns.on-goods-of-ruling",
  on: ["returns.inspected", "returns.lost"],
  react: async (app, fact) => {
    const { caseId, disputeState } = fact.payload as { caseId: string; disputeState: string };
    const { customerId } = fact;
    if (disputeState !== "closed" || customerId === null) return;
    await app.db.withTx(system("returns"), (tx) => bearRuledLoss(tx, customerId, caseId));
    app.nudge();
  },
};

/** Somebody else than the merchant bears what was lost on the way: the merchant gets it in the books, once. */
export const onLossBorne: Reaction = {
  name: "returns.on-loss-borne",
  on: ["returns.loss-borne"],
  react: async (app, fact) => {
    const told = fact.payload as {
      lossId: string;
      orderId: string;
      merchantId: string;
      borneBy: "carrier" | "merchant" | "platform";
      amountMinor: string;
      currency: string;
    };
    const { borneBy } = told;
    if (borneBy === "merchant" || fact.customerId === null) return;
    const customerId = fact.customerId;
    await app.db.withTx(system("returns"), (tx) =>
      bookLoss(tx, { ...told, customerId, borneBy, minor: BigInt(told.amountMinor) }),
    );
  },
};
