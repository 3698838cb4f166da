import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { takeDetour } from "../actions/take-detour.ts";

/** Another way was chosen, the shopper has the money, or it went through after all: the system carries on. Told twice, it finds it done. */
export const onDetourMoved: Reaction = {
  name: "payments.on-detour-moved",
  on: ["payments.detour-moved"],
  react: async (app, fact) => {
    const { customerId, refundId, state } = fact.payload as { customerId: string; refundId: string; state: string };
    if (state !== "wanted" && state !== "received" && state !== "dropped" && state !== "platform") return;
    await app.db.withTx(system("payments"), (tx) => takeDetour(tx, customerId, refundId));
    app.nudge();
  },
};
