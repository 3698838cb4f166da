import { createHash } from "node:crypto";
import { type Anchor, type AuditKey, signedByUs } from "./anchor.ts";

/** An audit row as it is hashed; `detail` is PostgreSQL's own text of the jsonb, so that no number is rounded on the way. */
export type AuditContent = {
  readonly id: string;
  readonly at: Temporal.Instant;
  readonly principal_kind: string;
  readonly principal_id: string;
  readonly action: string;
  readonly outcome: string;
  readonly subject_kind: string | null;
  readonly subject_id: string | null;
  readonly customer_id: string | null;
  readonly merchant_id: string | null;
  readonly request_id: string | null;
  readonly detail: string;
};
export type SealedRow = AuditContent & { readonly seq: bigint; readonly hash: Uint8Array | null };

/** What an audit query must select for `linkHash`. */
export const contentColumns =
  "id, at, principal_kind, principal_id, action, outcome, subject_kind, subject_id, customer_id, merchant_id, request_id, detail::text as detail";

/** What stands before the first row. */
export const beginning: Uint8Array = new Uint8Array(32);
export const start: Link = { seq: 0n, hash: beginning };

/** SHA-256 of the previous hash and the row's number and content. */
export function linkHash(previous: Uint8Array, seq: bigint, row: AuditContent): Uint8Array {
  return createHash("sha256").update(previous).update(canonical(seq, row)).digest();
}

/** A JSON array: fields cannot flow into each other, and microseconds are all that PostgreSQL keeps of an instant. */
function canonical(seq: bigint, row: AuditContent): string {
  return JSON.stringify([
    seq.toString(),
    row.id,
    (row.at.epochNanoseconds / 1_000n).toString(),
    row.principal_kind,
    row.principal_id,
    row.action,
    row.outcome,
    row.subject_kind,
    row.subject_id,
    row.customer_id,
    row.merchant_id,
    row.request_id,
    row.detail,
  ]);
}

/**
 * missing: a number is skipped, so a row was deleted or unsealed. changed: the row is not what was hashed (edited, inserted,
 * swapped). rewritten: the rows agree with each other but not with a signed head, so all since the last good head are in
 * doubt. cut: a signed head lies beyond the last row. forged: a head was not signed by us.
 */
export type BadLink = { readonly seq: bigint; readonly what: "missing" | "changed" | "rewritten" | "cut" | "forged" };
/** A place in the chain: up to `seq` the rows hash to `hash`. */
export type Link = { readonly seq: bigint; readonly hash: Uint8Array };
export type ChainVerdict = {
  readonly sealed: bigint;
  readonly head: Uint8Array | null;
  /** The last signed head that was reached; where none was, the place the walk began at. */
  readonly vouched: Link;
  readonly bad: BadLink | undefined;
};

/** Walks the chain from its beginning, or from a signed head that an earlier walk has reached: rows by number, signed heads with the batch of rows they belong to. Stops judging at the first bad link. */
export function walkChain(
  key: AuditKey,
  from: Link = start,
): {
  step(rows: readonly SealedRow[], anchors: readonly Anchor[]): void;
  /** `beyond` are the signed heads that no row has reached. */
  end(beyond: readonly Anchor[]): ChainVerdict;
} {
  let { seq, hash } = from;
  let vouched = from;
  let bad: BadLink | undefined;

  function judge(row: SealedRow, anchor: Anchor | undefined): BadLink | undefined {
    if (row.seq !== seq + 1n) return { seq: seq + 1n, what: "missing" };
    const wanted = linkHash(hash, row.seq, row);
    if (row.hash === null || !same(row.hash, wanted)) return { seq: row.seq, what: "changed" };
    if (anchor !== undefined && !signedByUs(key, anchor)) return { seq: row.seq, what: "forged" };
    if (anchor !== undefined && !same(anchor.hash, wanted)) return { seq: vouched.seq + 1n, what: "rewritten" };
    seq = row.seq;
    hash = wanted;
    if (anchor !== undefined) vouched = { seq, hash };
    return undefined;
  }

  return {
    step: (rows, anchors) => {
      const heads = new Map(anchors.map((anchor) => [anchor.seq, anchor]));
      for (const row of rows) {
        bad ??= judge(row, heads.get(row.seq));
        if (bad !== undefined) return;
      }
    },
    end: (beyond) => {
      const last = seq;
      const ahead = beyond.find((anchor) => anchor.seq > last);
      if (ahead !== undefined) bad ??= { seq: last + 1n, what: signedByUs(key, ahead) ? "cut" : "forged" };
      return { sealed: last, head: last === 0n ? null : hash, vouched, bad };
    },
  };
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
