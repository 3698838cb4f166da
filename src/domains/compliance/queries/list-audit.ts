import { isId } from "#kernel/ids";
import { grant, refuse } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import type { Tx } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import { pageOfRows, placeOf } from "#platform/paging";
import { auditPageShape, auditQuery } from "../contract.ts";

/** What compliance needs to know of members of staff, who live next door. */
export type People = {
  readonly namesOf: (tx: Tx, staffIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  readonly called: (tx: Tx, words: string) => Promise<readonly string[]>;
};

type Row = {
  id: string;
  at: Temporal.Instant;
  principal_kind: string;
  principal_id: string;
  action: string;
  subject_kind: string | null;
  subject_id: string | null;
  customer_id: string | null;
  detail: Record<string, unknown>;
  seq: bigint | null;
  hash: Uint8Array | null;
};

/**
 * The audit trail. `action` is a name or how names begin; `principal` an id, a kind such as shopper, or a name; `subject`
 * an id or the number of a case, order or refund.
 */
export function listAudit(people: People) {
  return query({
    name: "audit.list",
    input: auditQuery,
    output: auditPageShape,
    allow: holds("audit.read"),
    run: async (tx, asked) => {
      const after = placeOf(asked.cursor);
      if (after === "broken") return refuse("cursor-broken");
      const [principals, subject] = await Promise.all([
        asked.principal === undefined ? undefined : principalsMeant(tx, people, asked.principal),
        asked.subject === undefined ? undefined : subjectMeant(tx, asked.subject),
      ]);
      const rows = await tx.rows<Row>(
        `select id, at, principal_kind, principal_id, action, subject_kind, subject_id, customer_id, detail, seq, hash from platform.audit
          where ($1::timestamptz is null or (at, id) < ($1, $2))
            and ($3::text is null or starts_with(action, $3))
            and ($4::text[] is null or principal_id = any($4) or principal_kind = any($4))
            and ($5::text is null or subject_id = $5 or customer_id::text = $5)
            and ($6::timestamptz is null or at >= $6) and ($7::timestamptz is null or at < $7)
          order by at desc, id desc limit $8`,
        [after?.at, after?.id, asked.action, principals, subject, asked.from, asked.until, asked.limit + 1],
      );
      const [names, numbers] = await Promise.all([people.namesOf(tx, staffIn(rows)), numbersOf(tx, rows)]);
      return grant(
        pageOfRows(
          rows,
          asked.limit,
          (row) => row,
          (row) => ({
            id: row.id,
            at: row.at.toString(),
            principalKind: row.principal_kind,
            principalId: row.principal_id,
            principalName: names.get(row.principal_id) ?? null,
            action: row.action,
            subjectKind: row.subject_kind,
            subjectId: row.subject_id,
            subjectName: numbers.get(row.subject_id ?? "") ?? names.get(row.subject_id ?? "") ?? null,
            detail: row.detail,
            seq: row.seq === null ? null : Number(row.seq),
            hash: row.hash === null ? null : Buffer.from(row.hash).toString("hex"),
          }),
        ),
      );
    },
  });
}

function staffIn(rows: readonly Row[]): string[] {
  const ids = rows.flatMap((row) => [row.principal_id, row.subject_kind === "staff" ? (row.subject_id ?? "") : ""]);
  return [...new Set(ids)].filter(isId);
}

/** The numbers of the cases, orders and refunds of a page, by their ids; found by shopper, which is how the directory is indexed. */
async function numbersOf(tx: Tx, rows: readonly Row[]): Promise<ReadonlyMap<string, string>> {
  const named = rows.filter((row) => numbered.some((kind) => kind === row.subject_kind));
  if (named.length === 0) return new Map();
  const found = await tx.rows<{ id: string; key: string }>(
    "select id, key from platform.directory where customer_id = any($1::uuid[]) and kind = any($2) and id = any($3::uuid[])",
    [
      [...new Set(named.flatMap((row) => row.customer_id ?? []))],
      numbered,
      named.flatMap((row) => row.subject_id ?? []),
    ],
  );
  return new Map(found.map(({ id, key }) => [id, key]));
}

async function principalsMeant(tx: Tx, people: People, words: string): Promise<string[]> {
  return [words, ...(isId(words) ? [] : await people.called(tx, words))];
}

const numbered = ["case", "order", "refund"] as const;

async function subjectMeant(tx: Tx, words: string): Promise<string> {
  if (isId(words)) return words;
  const found = await Promise.all(numbered.map((kind) => findInDirectory(tx, kind, words)));
  return found.find((each) => each !== undefined)?.id ?? words;
}
