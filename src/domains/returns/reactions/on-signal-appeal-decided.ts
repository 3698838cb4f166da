import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { recountSignals } from "../actions/recount-signals.ts";

/** An appeal was decided: what it took away comes back at once. */
export const onSignalAppealDecided: Reaction = {
  name: "returns.on-signal-appeal-decided",
  on: ["returns.signal-appeal-decided"],
  react: async (app, fact) => {
    if (fact.customerId === null) return;
    await recountSignals.execute({ db: app.db, principal: system("signals") }, { customerId: fact.customerId });
  },
};
