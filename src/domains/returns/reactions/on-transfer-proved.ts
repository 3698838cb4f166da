import { system } from "#platform/db";
import type { App, Domain, Reaction } from "#platform/domain";
import { holdTransfer } from "../actions/hold-transfer.ts";
import { tellTransfer } from "../actions/tell-transfer.ts";

const caller = (app: App) => ({ db: app.db, principal: system("returns"), nudge: app.nudge });

/** A transfer outside is proved: from now on the shopper's silence means that it came, so they hear of it at once. */
export const onTransferProved: Reaction = {
  name: "returns.on-transfer-proved",
  on: ["payments.detour-moved"],
  react: async (app, fact) => {
    const { causeKind, causeId, refundId, state } = fact.payload as Record<string, string>;
    if (causeKind !== "case" || state !== "proved" || fact.customerId === null) return;
    await holdTransfer.execute(caller(app), { customerId: fact.customerId, refundId, pauseId: null });
    await tellTransfer.execute(caller(app), { customerId: fact.customerId, caseId: causeId, again: false });
  },
};

/** And once more while there is time. */
export const onTransferReminder: NonNullable<Domain["reminders"]> = {
  "transfer-doubted": async (app, { customerId, subjectId }) => {
    const found = await app.db.withTx(system("returns"), (tx) =>
      tx.maybe<{ cause_id: string }>(
        "select cause_id from payments.refund where customer_id = $1 and id = $2 and cause_kind = 'case'",
        [customerId, subjectId],
      ),
    );
    if (found === undefined) return;
    await tellTransfer.execute(caller(app), { customerId, caseId: found.cause_id, again: true });
  },
};
