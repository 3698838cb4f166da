import type { Tx } from "#platform/db";
import type { PolicyBody } from "../rules/handling.ts";
import type { CaseChange, ReplayReport } from "../rules/replay-policy.ts";

export type DraftRow = {
  readonly id: string;
  readonly policy_id: string;
  readonly merchant_id: string | null;
  readonly title: { readonly zh: string; readonly en: string };
  readonly body: object;
  readonly state: "draft" | "published" | "discarded";
  readonly version: number;
  readonly changed_by: string;
  readonly changed_at: Temporal.Instant;
  readonly published_version: number | null;
};

/** Row security decides: a merchant's person meets the own shop's drafts only. */
export function lockDraft(tx: Tx, id: string): Promise<DraftRow | undefined> {
  return tx.maybe<DraftRow>(
    `select id, policy_id, merchant_id, title, body, state, version, changed_by, changed_at, published_version
       from returns.policy_draft where id = $1 for update`,
    [id],
  );
}

export type NewDraft = Pick<DraftRow, "id" | "policy_id" | "merchant_id" | "title"> & {
  readonly body: PolicyBody;
  readonly by: string;
};

/** False: the policy has an open draft already. */
export async function insertDraft(tx: Tx, draft: NewDraft): Promise<boolean> {
  const inserted = await tx.run(
    `insert into returns.policy_draft (id, policy_id, merchant_id, title, body, created_by, created_at, changed_by, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $6, $7) on conflict (policy_id) where state = 'draft' do nothing`,
    [draft.id, draft.policy_id, draft.merchant_id, draft.title, draft.body, draft.by, tx.now],
  );
  return inserted === 1;
}

/** Of a draft that is locked. */
export function changeDraft(
  tx: Tx,
  id: string,
  { title, body, by }: { title: DraftRow["title"]; body: PolicyBody; by: string },
): void {
  tx.send(
    "update returns.policy_draft set title = $2, body = $3, version = version + 1, changed_by = $4, changed_at = $5 where id = $1 and state = 'draft'",
    [id, title, body, by, tx.now],
  );
}

/** Of a draft that is locked. */
export function closeDraft(
  tx: Tx,
  id: string,
  { state, publishedVersion, by }: { state: "published" | "discarded"; publishedVersion: number | null; by: string },
): void {
  tx.send(
    "update returns.policy_draft set state = $2, published_version = $3, version = version + 1, changed_by = $4, changed_at = $5 where id = $1 and state = 'draft'",
    [id, state, publishedVersion, by, tx.now],
  );
}

export type Publication = {
  readonly id: string;
  readonly version: number;
  readonly merchantId: string | null;
  readonly title: DraftRow["title"];
  readonly body: PolicyBody;
  readonly effectiveFrom: Temporal.Instant;
  readonly by: string;
};

/** Written once; nobody may change it afterwards. */
export function publish(tx: Tx, { id, version, merchantId, title, body, effectiveFrom, by }: Publication): void {
  tx.send(
    `insert into platform.policy (id, version, merchant_id, title, body, effective_from, published_at, published_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, version, merchantId, title, body, effectiveFrom, tx.now, by],
  );
}

export type NewReplay = {
  readonly id: string;
  readonly draft: DraftRow;
  readonly since: Temporal.Instant;
  readonly freightMinor: bigint;
  readonly by: string;
};

/** As many as can still be compared with each other; older ones go. */
const replaysKept = 10;

export function startReplay(tx: Tx, { id, draft, since, freightMinor, by }: NewReplay): void {
  tx.send(
    `delete from returns.policy_replay where draft_id = $1 and id not in
       (select id from returns.policy_replay where draft_id = $1 order by id desc limit $2)`,
    [draft.id, replaysKept - 1],
  );
  tx.send(
    `insert into returns.policy_replay (id, draft_id, draft_version, merchant_id, policy_id, body, cases_since, freight_minor, started_by, started_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [id, draft.id, draft.version, draft.merchant_id, draft.policy_id, draft.body, since, freightMinor, by, tx.now],
  );
}

/** From the beginning, also where a killed process had come half-way. False: it is over or was taken away. */
export async function beginReplay(tx: Tx, id: string, casesTotal: number): Promise<boolean> {
  const begun = await tx.run(
    "update returns.policy_replay set cases_done = 0, cases_total = $2 where id = $1 and state = 'running'",
    [id, casesTotal],
  );
  if (begun === 1) tx.send("delete from returns.policy_replay_change where replay_id = $1", [id]);
  return begun === 1;
}

/** False: somebody else has begun anew, and this one stops. */
export async function countReplay(tx: Tx, id: string, before: number, done: number): Promise<boolean> {
  const counted = await tx.run(
    "update returns.policy_replay set cases_done = $3 where id = $1 and state = 'running' and cases_done = $2",
    [id, before, done],
  );
  return counted === 1;
}

export function keepChanges(
  tx: Tx,
  replay: { readonly id: string; readonly merchantId: string | null },
  first: number,
  changes: readonly CaseChange[],
): void {
  if (changes.length === 0) return;
  tx.send(
    `insert into returns.policy_replay_change (replay_id, change_no, merchant_id, case_number, category, reason, change)
     select $1, $2 + c.no, $3, c.change->>'number', c.change->>'category', c.change->>'reason', c.change
       from jsonb_array_elements($4::jsonb) with ordinality as c (change, no)`,
    [replay.id, first - 1, replay.merchantId, JSON.stringify(changes)],
  );
}

export function finishReplay(tx: Tx, id: string, end: { result: ReplayReport } | { error: string }): void {
  const result = "result" in end ? end.result : null;
  const error = "error" in end ? end.error : null;
  tx.send(
    "update returns.policy_replay set state = $2, result = $3, error = $4, finished_at = $5 where id = $1 and state = 'running'",
    [id, result === null ? "failed" : "done", result, error, tx.now],
  );
}
