import { daysBetween, localDateAt, type Zone } from "#kernel/time";

/** Whole days by which a source is moved so that its newest order was placed today. */
export function importShift(newestPlacedAt: Temporal.Instant, now: Temporal.Instant, zone: Zone): number {
  return daysBetween(localDateAt(newestPlacedAt, zone), localDateAt(now, zone));
}
