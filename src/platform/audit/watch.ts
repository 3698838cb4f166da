import type { Tx } from "#platform/db";
import type { AuditKey } from "./anchor.ts";
import { type Link, start } from "./chain.ts";
import { type ChainState, verifyAudit } from "./verify.ts";
import type { Witness } from "./witness.ts";

/** `since`: up to this number an earlier walk found everything in order, and this one did not look again. */
export type WatchedChain = ChainState & { readonly since: bigint; readonly wholeAt: Temporal.Instant | null };

/** Looks at the chain; `full`: at all of it. */
export type ChainWatch = (tx: Tx, options: { readonly full: boolean }) => Promise<WatchedChain>;

/**
 * Walks the whole chain once, then only what follows the last signed head that was reached. That head is kept in the memory of
 * this process, out of reach of whoever can write to the database; damage before it is found by the next full walk.
 */
export function watchChain(key: AuditKey, witness: Witness): ChainWatch {
  let reached: { readonly head: Link; readonly wholeAt: Temporal.Instant } | undefined;
  return async (tx, { full }) => {
    const before = full ? undefined : reached;
    const since = before?.head ?? start;
    const state = await verifyAudit(tx, key, witness, since);
    // Real time, as that of the signed heads.
    const wholeAt = before?.wholeAt ?? Temporal.Now.instant().round("microsecond");
    if (state.bad === undefined) reached = { head: state.vouched, wholeAt };
    else if (before === undefined) reached = undefined;
    return { ...state, since: since.seq, wholeAt: state.bad === undefined ? wholeAt : (before?.wholeAt ?? null) };
  };
}
