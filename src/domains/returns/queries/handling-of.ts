import type { Tx } from "#platform/db";
import { type Handling, type PublishedPause, withPauses } from "../rules/handling.ts";
import type { CaseRow } from "../store/case.ts";
import { policyOf } from "./policy-of.ts";

/** How a case is handled: by the policy its order pinned, and by the pauses that hold for everybody since. */
export async function handlingOf(
  tx: Tx,
  { policy_id, policy_version, merchant_id }: Pick<CaseRow, "policy_id" | "policy_version" | "merchant_id">,
): Promise<Handling> {
  const [{ handling }, pauses] = await Promise.all([policyOf(tx, policy_id, policy_version), standingPauses(tx)]);
  return withPauses(handling, pauses, merchant_id);
}

const standing = new WeakMap<Tx, Promise<PublishedPause[]>>();

/** The pauses that are not over, read once in a transaction: asked for with the lock they cost no trip of their own. */
export function standingPauses(tx: Tx): Promise<PublishedPause[]> {
  let read = standing.get(tx);
  if (read === undefined) {
    read = pausesSince(tx, tx.now);
    standing.set(tx, read);
  }
  return read;
}

/** More than this stand at no time. */
const mostStanding = 500;

/** The pauses that a clock running since then has met or will meet. Row security shows a merchant the own shop's and the platform's. */
export async function pausesSince(tx: Tx, since: Temporal.Instant): Promise<PublishedPause[]> {
  const rows = await tx.rows<{
    id: string;
    merchant_id: string | null;
    cause: PublishedPause["cause"];
    label: PublishedPause["label"];
    holds: PublishedPause["holds"];
    from_at: Temporal.Instant;
    until_at: Temporal.Instant;
  }>(
    `select id, merchant_id, cause, label, holds, from_at, until_at from returns.clock_pause
      where until_at > $1 order by until_at limit ${mostStanding}`,
    [since],
  );
  return rows.map(({ merchant_id, from_at, until_at, ...row }) => ({
    ...row,
    merchantId: merchant_id,
    from: from_at,
    until: until_at,
  }));
}
