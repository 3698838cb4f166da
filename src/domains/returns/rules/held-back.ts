import { type BusinessHours, dueInstant, type Pause, parseHours, zone } from "#kernel/time";

const alwaysOpen: BusinessHours = parseHours("mon-sun=00:00-24:00", zone("Asia/Shanghai"));

/** When so many seconds are over, by night and day, of which none passes in a pause. */
export function heldBack(from: Temporal.Instant, seconds: number, pauses: readonly Pause[]): Temporal.Instant {
  return pauses.length === 0 ? from.add({ seconds }) : dueInstant({ from, seconds, hours: alwaysOpen, pauses });
}
