import type { Tx } from "#platform/db";
import { type Asked, type CaseHandling, type PublishedPause, withPauses } from "../rules/handling.ts";
import type { CaseRow } from "../store/case.ts";
import { policyOf } from "./policy-of.ts";

/** How a case is handled: by the policy its order pinned, the law of its order, and the pauses that hold for everybody since. */
export async function handlingOf(
  tx: Tx,
  row: Handled,
  pauses: Promise<readonly PublishedPause[]> = standingPauses(tx),
): Promise<CaseHandling> {
  const [{ handling }, standing] = await Promise.all([policyOf(tx, row.policy_id, row.policy_version), pauses]);
  return { ...withPauses(handling, standing, row.merchant_id), asked: askedIn(row) };
}

type Handled = Pick<CaseRow, "policy_id" | "policy_version" | "merchant_id"> & LawOfCase;
type LawOfCase = Pick<CaseRow, "country" | "zone" | "kind" | "reason" | "requested_at">;

/** What the law has to know of a case to tell its times. */
export function askedIn({ country, zone, kind, reason, requested_at }: LawOfCase): Asked {
  return { country, zone, kind, reason, noticeAt: requested_at };
}

const standing = new WeakMap<Tx, Promise<readonly PublishedPause[]>>();

/** The pauses that are not over, read once in a transaction: asked for with the lock they cost no trip of their own. */
export function standingPauses(tx: Tx): Promise<readonly PublishedPause[]> {
  return standing.get(tx) ?? rememberPauses(tx, pausesSince(tx, tx.now));
}

/** Whoever has read them with something else spares the rest of the transaction. */
export function rememberPauses(tx: Tx, pauses: Promise<readonly PublishedPause[]>): Promise<readonly PublishedPause[]> {
  standing.set(tx, pauses);
  return pauses;
}

/** The pauses that a clock running since then has met or will meet. */
export async function pausesSince(tx: Tx, since: Temporal.Instant): Promise<PublishedPause[]> {
  const row = await tx.one<{ pauses: PauseInJson[] | null }>(`select ${pausesAsJson("$1")} as pauses`, [since]);
  return (row.pauses ?? []).map(toPause);
}

/** More than this stand at no time. */
const mostStanding = 500;

export type PauseInJson = Omit<PublishedPause, "from" | "until"> & { readonly from: string; readonly until: string };

/** As one value of a statement. Row security shows a merchant the own shop's and the platform's. */
export function pausesAsJson(since: "$1" | "$3"): string {
  return `(select jsonb_agg(jsonb_build_object('id', p.id, 'merchantId', p.merchant_id, 'cause', p.cause, 'label', p.label, 'holds', p.holds, 'from', p.from_at, 'until', p.until_at) order by p.until_at)
             from (select id, merchant_id, cause, label, holds, from_at, until_at from returns.clock_pause where until_at > ${since} order by until_at limit ${mostStanding}) p)`;
}

export function toPause({ from, until, ...pause }: PauseInJson): PublishedPause {
  return { ...pause, from: Temporal.Instant.from(from), until: Temporal.Instant.from(until) };
}
