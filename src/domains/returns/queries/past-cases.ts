import { assert } from "#kernel/outcome";
import { readBack } from "#law";
import { type Db, type Param, system } from "#platform/db";
import type { CaseKind, Reason } from "../model.ts";
import type { PolicyBody } from "../rules/handling.ts";
import type { PastCase } from "../rules/replay-policy.ts";
import { policyOf } from "./policy-of.ts";

/** Which past cases a draft would have decided: those of orders that would have pinned it. */
export type ReplayScope = {
  /** Null: the platform's policy, for orders that pinned the platform's or none. */
  readonly merchantId: string | null;
  readonly since: Temporal.Instant;
};

export type PinnedCase = { readonly past: PastCase; readonly pinned: PolicyBody };

/** Twice as many are in memory at a time. */
const batchSize = 500;

/** Said for each scope in words of its own, so that an index leads to the cases. An order of several merchants has no single merchant's policy. */
function fits({ merchantId, since }: ReplayScope): { where: string; params: Param[] } {
  return merchantId === null
    ? {
        where: `c.requested_at >= $1 and (c.policy_id = 'built-in' or exists
          (select 1 from platform.policy p where p.id = c.policy_id and p.version = c.policy_version and p.merchant_id is null))`,
        params: [since],
      }
    : {
        where: `c.requested_at >= $1 and c.merchant_id = $2 and exists
          (select 1 from orders.shop_order o where o.customer_id = c.customer_id and o.id = c.order_id and cardinality(o.merchant_ids) = 1)`,
        params: [since, merchantId],
      };
}

export async function countPastCases(db: Db, scope: ReplayScope): Promise<number> {
  const { where, params } = fits(scope);
  const { cases } = await db.withTx(
    system("policy-replay"),
    (tx) =>
      tx.one<{ cases: number }>(`select count(*)::int as cases from returns.return_case c where ${where}`, params),
    { readOnly: true },
  );
  return cases;
}

type Row = {
  readonly id: string;
  readonly number: string;
  readonly kind: CaseKind;
  readonly reason: Reason;
  readonly requested_at: Temporal.Instant;
  readonly requested_minor: bigint;
  readonly currency: string;
  readonly policy_id: string;
  readonly policy_version: number;
  readonly earlier: number;
  readonly facts: readonly unknown[];
};

/**
 * The newest first, a batch at a time; each batch is a transaction of its own, so that nothing is held for long. While one is decided
 * the database reads the next.
 */
export async function* pastCases(db: Db, scope: ReplayScope): AsyncGenerator<readonly PinnedCase[]> {
  let reading = batchAfter(db, scope, undefined);
  for (;;) {
    const { last, cases } = await reading;
    if (last !== undefined) {
      reading = batchAfter(db, scope, last);
      // Whether it failed is told where it is waited for, if anybody still does.
      reading.catch(() => undefined);
    }
    if (cases.length > 0) yield cases;
    if (last === undefined) return;
  }
}

type Batch = { readonly last: Row | undefined; readonly cases: readonly PinnedCase[] };

async function batchAfter(db: Db, scope: ReplayScope, after: Row | undefined): Promise<Batch> {
  const { where, params } = fits(scope);
  const older =
    after === undefined
      ? ""
      : `and (c.requested_at, c.id) < ($${params.push(after.requested_at)}::timestamptz, $${params.push(after.id)}::uuid)`;
  return db.withTx(
    system("policy-replay"),
    async (tx) => {
      const rows = await tx.rows<Row>(
        `select c.id, c.number, c.kind, c.reason, c.requested_at, c.requested_minor + c.fee_minor as requested_minor, c.currency, c.policy_id, c.policy_version,
                (select count(*)::int from returns.return_case e
                  where e.customer_id = c.customer_id and e.requested_at < c.requested_at and e.requested_at > c.requested_at - interval '90 days') as earlier,
                (select coalesce(jsonb_agg(l.facts order by l.line_id), '[]') from returns.case_line l where l.customer_id = c.customer_id and l.case_id = c.id) as facts
           from returns.return_case c
          where ${where} ${older}
          order by c.requested_at desc, c.id desc limit ${batchSize}`,
        params,
      );
      const cases: PinnedCase[] = [];
      for (const row of rows) {
        if (row.facts.length === 0) continue;
        cases.push({ past: pastCaseOf(row), pinned: await policyOf(tx, row.policy_id, row.policy_version) });
      }
      return { last: rows.length < batchSize ? undefined : rows.at(-1), cases };
    },
    { readOnly: true },
  );
}

function pastCaseOf(row: Row): PastCase {
  const lines = row.facts.map((stored) => {
    const read = readBack(stored);
    assert(read.ok, `the facts of ${row.number} fit the law pack`);
    return read.value;
  });
  return {
    number: row.number,
    kind: row.kind,
    reason: row.reason,
    requestedAt: row.requested_at,
    amountMinor: row.requested_minor,
    currency: row.currency,
    casesIn90Days: row.earlier,
    lines,
  };
}
