import { askToIntercept, interceptionsOf } from "#domains/logistics";
import { system } from "#platform/db";
import type { App, Reaction } from "#platform/domain";
import { expectParcel } from "../actions/expect-parcel.ts";
import { followInterception } from "../actions/follow-interception.ts";

const caller = (app: App) => ({ db: app.db, principal: system("returns"), nudge: app.nudge });

/** A parcel is to be turned round. Where no number is known under which it travels, nobody can be asked. */
export const onInterceptionWanted: Reaction = {
  name: "returns.on-interception-wanted",
  on: ["returns.interception-wanted"],
  react: async (app, fact) => {
    const { caseId } = fact.payload as { caseId: string };
    const customerId = fact.customerId ?? "";
    await expectParcel.execute(caller(app), { customerId, caseId, direction: "return" });
    const asked = await app.db.withTx(system("returns"), async (tx) => {
      const known = await interceptionsOf(tx, { customerId, subjectId: caseId });
      return known.length + (await askToIntercept(tx, { customerId, subjectId: caseId }));
    });
    if (asked === 0) await followInterception.execute(caller(app), { customerId, caseId, word: "failed" });
    app.nudge();
  },
};

/** A carrier has answered. Goods in several parcels are turned round when all of them are. */
export const onInterceptionMoved: Reaction = {
  name: "returns.on-interception-moved",
  on: ["logistics.interception-moved"],
  react: async (app, fact) => {
    const { subjectKind, subjectId } = fact.payload as { subjectKind: string; subjectId: string };
    const customerId = fact.customerId;
    if (subjectKind !== "case" || customerId === null) return;
    const states = await app.db.withTx(system("returns"), (tx) => interceptionsOf(tx, { customerId, subjectId }));
    if (states.length === 0 || states.includes("asked")) return;
    const word = states.every((state) => state === "confirmed") ? "confirmed" : "failed";
    await followInterception.execute(caller(app), { customerId, caseId: subjectId, word });
  },
};
