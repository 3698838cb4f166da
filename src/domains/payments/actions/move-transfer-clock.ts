import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { moveDeadline, runningDeadline } from "#platform/deadlines";
import { limits } from "../model.ts";
import { lockDetour, moveDetour } from "../store/detour.ts";
import { aboutRefund } from "./follow-detour.ts";

const day = 86_400;

export type TransferMoved = { readonly from: Temporal.Instant; readonly to: Temporal.Instant };

/**
 * The shopper's time to say that a transfer has not come ends where `endsAt` says that so many seconds from its beginning do, and the
 * reminders with it; never earlier than it ends already, and not once it has run out. In the system role. Undefined: nothing moved.
 */
export async function moveTransferClock(
  tx: Tx,
  customerId: string,
  refundId: string,
  endsAt: (from: Temporal.Instant, seconds: number) => Temporal.Instant,
): Promise<TransferMoved | undefined> {
  const detour = await lockDetour(tx, customerId, refundId);
  if (detour?.state !== "proved" || detour.due_at === null) return undefined;
  const running = await runningDeadline(tx, refundId, detour.due_at);
  if (running === undefined || Temporal.Instant.compare(running.dueAt, tx.now) <= 0) return undefined;
  const seconds = limits.transferDoubtedDays * day;
  const to = endsAt(running.startsAt, seconds);
  if (Temporal.Instant.compare(to, running.dueAt) <= 0) return undefined;
  const remindAt = limits.transferRemindedDays
    .map((days) => endsAt(running.startsAt, days * day))
    .filter((at) => Temporal.Instant.compare(at, tx.now) > 0);
  const pausedSeconds = Math.round(running.startsAt.until(to).total("seconds")) - seconds;
  moveDeadline(tx, running.id, { dueAt: to, remindAt, pausedSeconds });
  const record = new Recorder();
  record.about(aboutRefund({ ...detour, id: refundId }));
  moveDetour(record, detour, { state: detour.state, due_at: to }, tx.now);
  record.write(tx, "payments.move-transfer-clock", false, undefined, undefined);
  return { from: running.dueAt, to };
}
