import type { Tx } from "#platform/db";
import { runningDeadline } from "#platform/deadlines";
import type { Case } from "../contract.ts";
import { deadlineKinds, type PausedClock } from "../model.ts";
import { longerFor, timeByLaw } from "../rules/handling.ts";
import type { CaseRow } from "../store/case.ts";
import { askedIn, pausesSince } from "./handling-of.ts";

/** Longer than any clock runs. */
const longestDays = 180;

export type Stretch = {
  readonly told: Case["next"]["stretched"];
  readonly byLaw: Case["next"]["byLaw"];
  /** Null where nothing runs that could be given more time. */
  readonly clock: { readonly whose: PausedClock; readonly extendedTimes: number } | null;
};

const nothing: Stretch = { told: null, byLaw: null, clock: null };

/** Why the deadline a case shows is later than its policy alone would have it: pauses on its way, and time that was added. */
export async function stretchOf(
  tx: Tx,
  row: Pick<CaseRow, "id" | "due_at" | "merchant_id" | "country" | "zone" | "kind" | "reason" | "requested_at">,
): Promise<Stretch> {
  const { id, due_at, merchant_id } = row;
  if (due_at === null) return nothing;
  const [running, pauses] = await Promise.all([
    runningDeadline(tx, id, due_at),
    pausesSince(tx, tx.now.subtract({ hours: 24 * longestDays })),
  ]);
  const kind = deadlineKinds.find((one) => one === running?.kind);
  if (running === undefined || kind === undefined) return nothing;
  const whose = longerFor(kind);
  if (whose === null) return nothing;
  const met = pauses.filter(
    (pause) =>
      pause.holds.includes(whose) &&
      (pause.merchantId === null || pause.merchantId === merchant_id) &&
      Temporal.Instant.compare(pause.from, running.dueAt) < 0 &&
      Temporal.Instant.compare(pause.until, running.startsAt) > 0,
  );
  const told =
    met.length === 0 && running.extendedTimes === 0
      ? null
      : {
          pauses: met.map(({ cause, label, from, until }) => ({
            cause,
            label: { ...label },
            from: from.toString(),
            until: until.toString(),
          })),
          extendedDays: running.extendedSeconds / 86_400,
        };
  const law = timeByLaw(kind, askedIn(row), running.startsAt);
  const [article] = law?.citations ?? [];
  const byLaw =
    law === null || article === undefined ? null : { duty: law.duty, lastDay: law.lastDay, citation: { ...article } };
  return { told, byLaw, clock: { whose, extendedTimes: running.extendedTimes } };
}
