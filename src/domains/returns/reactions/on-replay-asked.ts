import { setImmediate as breathe } from "node:timers/promises";
import type { Db } from "#platform/db";
import { system } from "#platform/db";
import type { Job, Reaction } from "#platform/domain";
import { policyFacts } from "../contract.ts";
import { countPastCases, pastCases } from "../queries/past-cases.ts";
import { policyBodySchema } from "../rules/handling.ts";
import { addTo, type CaseChange, changeOf, emptyTally, replayCase, reportOf } from "../rules/replay-policy.ts";
import { beginReplay, countReplay, finishReplay, keepChanges } from "../store/policy.ts";

const queue = "returns.policy-replay";

/** Hands a replay to the job queue, once, however often the fact is heard. */
export const onReplayAsked: Reaction = {
  name: "returns.on-replay-asked",
  on: ["returns.policy-replay-asked"],
  react: async (app, fact) => {
    await app.db.withTx(system("policy-replay"), (tx) =>
      app.jobs.send(tx, queue, fact.payload, { singletonKey: fact.id }),
    );
  },
};

/** Killed half-way it begins anew, and the one that was taken for dead stops. A million cases take minutes. */
export const replayJob: Job = {
  queue,
  retries: 3,
  expireSeconds: 3_600,
  run: async (app, data) => {
    const { replayId } = policyFacts["returns.policy-replay-asked"].parse(data);
    await replayDraft(app.db, replayId);
  },
};

type ReplayRow = {
  readonly merchant_id: string | null;
  readonly body: unknown;
  readonly cases_since: Temporal.Instant;
  readonly freight_minor: bigint;
};

export async function replayDraft(db: Db, id: string): Promise<void> {
  const replay = await db.withTx(
    system("policy-replay"),
    (tx) =>
      tx.maybe<ReplayRow>(
        "select merchant_id, body, cases_since, freight_minor from returns.policy_replay where id = $1 and state = 'running'",
        [id],
      ),
    { readOnly: true },
  );
  if (replay === undefined) return;
  const draft = policyBodySchema.parse(replay.body);
  const scope = { merchantId: replay.merchant_id, since: replay.cases_since };
  const total = await countPastCases(db, scope);
  if (!(await db.withTx(system("policy-replay"), (tx) => beginReplay(tx, id, total)))) return;
  const tally = emptyTally();
  let done = 0;
  let changed = 0;
  for await (const batch of pastCases(db, scope)) {
    const changes: CaseChange[] = [];
    for (const { past, pinned } of batch) {
      const replayed = replayCase(past, pinned, draft, replay.freight_minor);
      const change = changeOf(replayed);
      addTo(tally, replayed, change !== undefined);
      if (change !== undefined) changes.push(change);
    }
    const stillMine = await db.withTx(system("policy-replay"), async (tx) => {
      const mine = await countReplay(tx, id, done, done + batch.length);
      if (mine) keepChanges(tx, { id, merchantId: replay.merchant_id }, changed + 1, changes);
      return mine;
    });
    if (!stillMine) return;
    done += batch.length;
    changed += changes.length;
    await breathe();
  }
  await db.withTx(system("policy-replay"), async (tx) => finishReplay(tx, id, { result: reportOf(tally) }));
}
