import type { Job } from "#platform/domain";

/** Every hour at minute 17: what has run out is removed. Nothing relies on it; expired rows open nothing. */
export const cleaningJob: Job = {
  queue: "auth.remove-expired",
  cron: "17 * * * *",
  run: async (app) => {
    const pool = app.db.pools.auth;
    for (const expired of [
      `session where "expiresAt" < now()`,
      `verification where "expiresAt" < now()`,
      "code where expires_at < now()",
      "tally where until < now()",
      "handover where expires_at < now()",
      "used_code where used_at < now() - interval '10 minutes'",
    ])
      await pool.query(`delete from ${expired}`);
  },
};
