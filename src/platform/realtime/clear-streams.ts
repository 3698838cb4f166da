import { system } from "#platform/db";
import type { Job } from "#platform/domain";

const hoursKept = 24;

/** Every hour: events that nobody will resume from, and viewers who left without a word. */
export const clearStreamsJob: Job = {
  queue: "realtime.clear",
  cron: "7 * * * *",
  run: async (app) => {
    await app.db.withTx(system("realtime"), async (tx) => {
      await tx.run("delete from platform.stream_event where at < $1", [tx.now.subtract({ hours: hoursKept })]);
      await tx.run("delete from platform.presence where until < $1", [Temporal.Now.instant()]);
    });
  },
};
