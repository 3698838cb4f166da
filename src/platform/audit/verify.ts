import type { Tx } from "#platform/db";
import type { Anchor, AuditKey } from "./anchor.ts";
import { type BadLink, contentColumns, type SealedRow, walkChain } from "./chain.ts";
import type { Witness } from "./witness.ts";

export type ChainState = {
  readonly rows: bigint;
  readonly sealed: bigint;
  readonly bad: BadLink | undefined;
  readonly head: Uint8Array | null;
  /** When the head was last signed. */
  readonly headAt: Temporal.Instant | null;
};

const rowsAtOnce = 5_000;

/** Recomputes the whole chain, in memory of one batch, and names the first link that does not hold. */
export async function verifyAudit(tx: Tx, key: AuditKey, witness?: Witness): Promise<ChainState> {
  const witnessed = await witness?.read();
  // After the witness and in one snapshot: rows sealed and heads signed while we read do not look like damage.
  const bounds = await tx.one<{ rows: bigint; last: bigint; signed: bigint; signed_at: Temporal.Instant | null }>(
    `select (select count(*) from platform.audit) as rows,
            coalesce((select seq from platform.audit where seq is not null order by seq desc limit 1), 0) as last,
            coalesce((select seq from platform.audit_anchor order by seq desc limit 1), 0) as signed,
            (select at from platform.audit_anchor order by seq desc limit 1) as signed_at`,
  );
  const chain = walkChain(key);
  let from = 0n;
  while (from < bounds.last) {
    const rows = await tx.rows<SealedRow>(
      `select seq, hash, ${contentColumns} from platform.audit where seq > $1 and seq <= $2 order by seq limit ${rowsAtOnce}`,
      [from, bounds.last],
    );
    const until = rows.at(-1)?.seq;
    if (until === undefined) break;
    const anchors = await anchorsBetween(tx, from, until);
    chain.step(rows, witnessed === undefined ? anchors : [...anchors, witnessed]);
    from = until;
  }
  const beyond = bounds.signed > from ? await anchorsBetween(tx, from, bounds.signed) : [];
  const { bad, sealed, head } = chain.end([...beyond, ...(witnessed === undefined ? [] : [witnessed])]);
  return { rows: bounds.rows, sealed, bad, head, headAt: bounds.signed_at };
}

function anchorsBetween(tx: Tx, after: bigint, until: bigint): Promise<Anchor[]> {
  return tx.rows<Anchor>(
    "select seq, hash, at, signature from platform.audit_anchor where seq > $1 and seq <= $2 order by seq",
    [after, until],
  );
}
