import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { Db } from "#platform/db";
import { system } from "#platform/db";
import type { Log } from "#platform/log";
import type { Witness } from "./witness.ts";

/** A signed head of the chain: up to `seq` the rows hash to `hash`. Without the key nobody makes another. */
export type Anchor = {
  readonly seq: bigint;
  readonly hash: Uint8Array;
  readonly at: Temporal.Instant;
  readonly signature: Uint8Array;
};
export type AuditKey = Uint8Array;

/** The signing key, made from a secret that is never replaced: old heads must stay readable. */
export function auditKey(secrets: { readonly blindIndexKey: Uint8Array }): AuditKey {
  return new Uint8Array(hkdfSync("sha256", secrets.blindIndexKey, "", "aftercare audit anchor", 32));
}

/**
 * Signs the head of the chain where it has grown since the last time. The signature also goes to the witness and to the
 * log, both out of reach of somebody who can only write to the database.
 */
export async function anchorAudit(
  db: Db,
  key: AuditKey,
  outside: { readonly witness?: Witness; readonly log?: Log } = {},
): Promise<Anchor | undefined> {
  const anchor = await db.withTx(system("audit"), async (tx) => {
    const head = await tx.maybe<{ seq: bigint; hash: Uint8Array }>(
      `select seq, hash from platform.audit where seq is not null
        and seq > coalesce((select seq from platform.audit_anchor order by seq desc limit 1), 0)
        order by seq desc limit 1`,
    );
    if (head === undefined) return undefined;
    // Real time: a witness is worth nothing when a test clock can date it.
    const at = Temporal.Now.instant().round("microsecond");
    const signed = { ...head, at, signature: signature(key, head.seq, head.hash, at) };
    const fresh = await tx.run(
      "insert into platform.audit_anchor (seq, hash, at, signature) values ($1, $2, $3, $4) on conflict do nothing",
      [signed.seq, signed.hash, signed.at, signed.signature],
    );
    return fresh === 1 ? signed : undefined;
  });
  if (anchor === undefined) return undefined;
  await outside.witness?.write(anchor);
  outside.log?.info("the audit trail was signed", {
    seq: anchor.seq,
    hash: Buffer.from(anchor.hash).toString("hex"),
    signature: Buffer.from(anchor.signature).toString("hex"),
  });
  return anchor;
}

export function signedByUs(key: AuditKey, anchor: Anchor): boolean {
  const wanted = signature(key, anchor.seq, anchor.hash, anchor.at);
  return anchor.signature.length === wanted.length && timingSafeEqual(anchor.signature, wanted);
}

export function signature(key: AuditKey, seq: bigint, hash: Uint8Array, at: Temporal.Instant): Uint8Array {
  const text = `${seq}|${Buffer.from(hash).toString("hex")}|${at.epochNanoseconds / 1_000n}`;
  return createHmac("sha256", key).update(text).digest();
}
