import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import { createStoppedClock } from "#platform/clock";
import { system } from "#platform/db";
import { silentLog } from "#platform/log";
import { withTestDatabase } from "../../../tests/support/database.ts";
import { cleanOldJob } from "./index.ts";

test("answers kept for repeats are gone after thirty days, and not a day before", async () => {
  const clock = createStoppedClock("2026-11-21T10:00:00Z");
  await withTestDatabase(
    async ({ db }) => {
      const keep = (key: string) =>
        db.withTx(system("test"), (tx) =>
          tx.run(
            "insert into platform.idempotency (principal, action, key, body_hash, response, at) values ('a', 'b', $1, 'x', '{}', $2)",
            [key, tx.now],
          ),
        );
      const kept = async () =>
        (await db.withTx(system("test"), (tx) => tx.rows<{ key: string }>("select key from platform.idempotency"))).map(
          (row) => row.key,
        );
      const app = { db, log: silentLog, nudge: () => {}, jobs: { send: async () => {} } };
      const first = newId();
      const second = newId();
      await keep(first);
      clock.forward(86_400);
      await keep(second);
      clock.forward(29 * 86_400 + 1);
      await cleanOldJob.run(app, {});
      assert.deepEqual(await kept(), [second]);
    },
    { clock },
  );
});
