import { limits } from "../model.ts";

/** From when on a parcel nobody asked for may be got rid of; what spoils or endangers people need not wait. */
export function disposeFrom(foundAt: Temporal.Instant): Temporal.Instant {
  return foundAt.add({ hours: 24 * limits.parkedDays });
}

export function mayDispose(reason: string, foundAt: Temporal.Instant, now: Temporal.Instant): boolean {
  if (reason === "perishable" || reason === "dangerous") return true;
  return Temporal.Instant.compare(now, disposeFrom(foundAt)) >= 0;
}
