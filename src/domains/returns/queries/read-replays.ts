import { z } from "zod";
import { currency, money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import type { Param, Tx } from "#platform/db";
import { uuidShape } from "#platform/wire";
import {
  changeListQuery,
  changePageShape,
  type PolicyCaseChange,
  type PolicyReplay,
  type PolicyReplayReport,
  replayShape,
} from "../contract.ts";

type ReplayRow = {
  readonly id: string;
  readonly draft_id: string;
  readonly draft_version: number;
  readonly state: PolicyReplay["state"];
  readonly cases_total: bigint;
  readonly cases_done: bigint;
  readonly cases_since: Temporal.Instant;
  readonly freight_minor: bigint;
  readonly result: PolicyReplayReport | null;
  readonly error: string | null;
  readonly started_at: Temporal.Instant;
  readonly finished_at: Temporal.Instant | null;
};

export function readReplay(tx: Tx, id: string): Promise<PolicyReplay | undefined> {
  return one(tx, "id = $1", [id]);
}

async function one(tx: Tx, where: string, params: readonly Param[]): Promise<PolicyReplay | undefined> {
  const row = await tx.maybe<ReplayRow>(
    `select id, draft_id, draft_version, state, cases_total, cases_done, cases_since, freight_minor, result, error, started_at, finished_at
       from returns.policy_replay where ${where}`,
    params,
  );
  return row === undefined
    ? undefined
    : {
        id: row.id,
        draftId: row.draft_id,
        draftVersion: row.draft_version,
        state: row.state,
        casesTotal: Number(row.cases_total),
        casesDone: Number(row.cases_done),
        since: row.cases_since.toString(),
        freight: toWire(money(row.freight_minor, currency("CNY"))),
        result: row.result,
        error: row.error,
        startedAt: row.started_at.toString(),
        finishedAt: row.finished_at?.toString() ?? null,
      };
}

/** GET /api/v1/policy-drafts/{id}/replay: the last one of a draft, finished or still running. */
export const getLatestReplay = query({
  name: "policies.replays.latest",
  input: z.object({ id: uuidShape }),
  output: replayShape.nullable(),
  allow: holds("policies.write"),
  run: async (tx, { id }) => {
    const draft = await tx.maybe<{ id: string }>("select id from returns.policy_draft where id = $1", [id]);
    if (draft === undefined) return refuse("draft-not-found", { id });
    const latest = "id = (select id from returns.policy_replay where draft_id = $1 order by id desc limit 1)";
    return grant((await one(tx, latest, [id])) ?? null);
  },
});

/** GET /api/v1/policy-replays/{id}/changes: the cases decided otherwise, with why; all of them, or those of one group. */
export const listReplayChanges = query({
  name: "policies.replays.changes",
  input: changeListQuery,
  output: changePageShape,
  allow: holds("policies.write"),
  run: async (tx, { id, category, reason, cursor, limit }) => {
    const after = cursor === undefined ? 0 : Number(cursor);
    if (!Number.isSafeInteger(after) || after < 0) return refuse("cursor-broken");
    if ((await readReplay(tx, id)) === undefined) return refuse("replay-not-found", { id });
    const rows = await changesAfter(tx, id, after, { category, reason, limit: limit + 1 });
    const page = rows.slice(0, limit);
    return grant({
      items: page.map(({ change }) => change),
      nextCursor: rows.length > limit ? String(page.at(-1)?.change_no) : null,
    });
  },
});

export type NumberedChange = { readonly change_no: number; readonly change: PolicyCaseChange };

export function changesAfter(
  tx: Tx,
  replayId: string,
  after: number,
  { category, reason, limit }: { category?: string | undefined; reason?: string | undefined; limit: number },
): Promise<NumberedChange[]> {
  return tx.rows<NumberedChange>(
    `select change_no, change from returns.policy_replay_change
      where replay_id = $1 and change_no > $2 and ($3::text is null or category = $3) and ($4::text is null or reason = $4)
      order by change_no limit $5`,
    [replayId, after, category, reason, limit],
  );
}
