import { Recorder } from "#platform/action";
import { system } from "#platform/db";
import { markFired } from "#platform/deadlines";
import type { App, DueDeadline } from "#platform/domain";
import { lockPayout, movePayout } from "../store/payout.ts";
import { aboutPayout, waitForRetry } from "./record-payout-news.ts";

/** Nobody has seen to a payout that did not go. No program sends it again by itself: whoever looks after money is woken once more. */
export async function payoutLate(app: App, deadline: DueDeadline): Promise<void> {
  await app.db.withTx(system("deadlines"), async (tx) => {
    const row = await lockPayout(tx, deadline.customerId, deadline.subjectId);
    if (!(await markFired(tx, deadline.id)) || row === undefined || row.due_at === null) return;
    const record = new Recorder();
    record.about(aboutPayout(row));
    movePayout(record, row, row.state, { due: waitForRetry(record, row.version + 1, tx.now) }, tx.now);
    record.write(tx, "payments.payout-late", true, undefined, undefined);
    app.log.error("a payout did not go and nobody has seen to it", { number: row.number, state: row.state });
  });
  app.nudge();
}
