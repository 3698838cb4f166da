import type { Tx } from "#platform/db";
import { type Anchor, type AuditKey, signedByUs } from "./anchor.ts";
import { type BadLink, contentColumns, type Link, type SealedRow, start, walkChain } from "./chain.ts";
import type { Witness } from "./witness.ts";

export type ChainState = {
  readonly rows: bigint;
  readonly sealed: bigint;
  readonly bad: BadLink | undefined;
  readonly head: Uint8Array | null;
  /** The last signed head that the walk has reached. */
  readonly vouched: Link;
  /** When the head was last signed. */
  readonly headAt: Temporal.Instant | null;
};

const rowsAtOnce = 5_000;

/**
 * Recomputes the chain, in memory of one batch, and names the first link that does not hold. `begin`: a signed head that an
 * earlier walk has reached; what lies before it is not looked at.
 */
export async function verifyAudit(tx: Tx, key: AuditKey, witness?: Witness, begin: Link = start): Promise<ChainState> {
  const witnessed = await witness?.read();
  // After the witness and in one snapshot: rows sealed and heads signed while we read do not look like damage.
  const bounds = await tx.one<{
    seam: Uint8Array | null;
    rows: bigint;
    last: bigint;
    signed: bigint;
    signed_at: Temporal.Instant | null;
  }>(
    `select (select hash from platform.audit where seq = $1) as seam,
            $1 + (select count(*) from platform.audit where seq is null or seq > $1) as rows,
            coalesce((select seq from platform.audit where seq is not null order by seq desc limit 1), 0) as last,
            coalesce((select seq from platform.audit_anchor order by seq desc limit 1), 0) as signed,
            (select at from platform.audit_anchor order by seq desc limit 1) as signed_at`,
    [begin.seq],
  );
  const chain = walkChain(key, begin);
  let from = begin.seq;
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
  const verdict = chain.end([...beyond, ...(witnessed === undefined ? [] : [witnessed])]);
  const bad = brokenSeam(key, begin, bounds.seam, witnessed) ?? verdict.bad;
  return { ...verdict, rows: bounds.rows, bad, headAt: bounds.signed_at };
}

/** Where a walk begins in the middle, the row there must still be the one that was reached, and the witness one of ours. */
function brokenSeam(key: AuditKey, begin: Link, seam: Uint8Array | null, witnessed?: Anchor): BadLink | undefined {
  if (begin.seq === 0n) return undefined;
  if (seam === null) return { seq: begin.seq, what: "missing" };
  if (Buffer.compare(seam, begin.hash) !== 0) return { seq: begin.seq, what: "changed" };
  return witnessed === undefined || signedByUs(key, witnessed) ? undefined : { seq: begin.seq + 1n, what: "forged" };
}

function anchorsBetween(tx: Tx, after: bigint, until: bigint): Promise<Anchor[]> {
  return tx.rows<Anchor>(
    "select seq, hash, at, signature from platform.audit_anchor where seq > $1 and seq <= $2 order by seq",
    [after, until],
  );
}
