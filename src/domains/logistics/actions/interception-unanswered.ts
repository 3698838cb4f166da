import { system } from "#platform/db";
import { markFired } from "#platform/deadlines";
import type { App, DueDeadline } from "#platform/domain";
import { recordInterceptionNews } from "./record-interception-news.ts";

/** The carrier has not said whether it turned the parcel round: by now it is at the door, where it can still be refused. */
export async function interceptionUnanswered(app: App, deadline: DueDeadline): Promise<void> {
  await app.db.withTx(system("logistics"), async (tx) => {
    if (!(await markFired(tx, deadline.id))) return;
    await recordInterceptionNews(tx, deadline.customerId, deadline.subjectId, { is: "failed", error: "no-answer" });
  });
  app.nudge();
}
