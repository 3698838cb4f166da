import { addDays, businessSecondsBetween, cnOrWeekends, localDateAt, parseHours, startOfDay, zone } from "#kernel/time";

export type PickupHours = {
  readonly zone: string;
  readonly hours: string;
  readonly slotMinutes: number;
  readonly leadMinutes: number;
  readonly daysAhead: number;
};
export type Slot = { readonly from: Temporal.Instant; readonly until: Temporal.Instant };

/**
 * The slots in which a courier may be asked to come: today and the days after, within the hours of the area, never on published
 * days off, and not sooner than its lead time.
 */
export function pickupSlots(area: PickupHours, now: Temporal.Instant): Slot[] {
  const place = zone(area.zone);
  const hours = parseHours(area.hours, place, cnOrWeekends);
  const today = localDateAt(now, place);
  const earliest = now.add({ minutes: area.leadMinutes });
  const slots: Slot[] = [];
  const end = startOfDay(addDays(today, area.daysAhead + 1), place);
  let from = startOfDay(today, place);
  while (Temporal.Instant.compare(from, end) < 0) {
    const until = from.add({ minutes: area.slotMinutes });
    const open = businessSecondsBetween(from, until, hours) === area.slotMinutes * 60;
    if (open && Temporal.Instant.compare(from, earliest) >= 0) slots.push({ from, until });
    from = open ? until : from.add({ minutes: stepMinutes });
  }
  return slots;
}

/** The slot that begins then, if a courier may be asked to come in it. */
export function slotAt(area: PickupHours, from: Temporal.Instant, now: Temporal.Instant): Slot | undefined {
  return pickupSlots(area, now).find((slot) => Temporal.Instant.compare(slot.from, from) === 0);
}

/** Openings begin on the half hour. */
const stepMinutes = 30;

/** The area that serves the address: the one that names it most closely. */
export function areaFor<A extends { readonly regions: readonly string[] }>(
  areas: readonly A[],
  address: string,
): A | undefined {
  const plain = address.normalize("NFKC").replace(/\s/g, "").toLowerCase();
  const closeness = (area: A) =>
    Math.max(-1, ...area.regions.filter((region) => plain.includes(region.toLowerCase())).map(({ length }) => length));
  const [best] = areas.toSorted((a, b) => closeness(b) - closeness(a));
  return best === undefined || closeness(best) < 1 ? undefined : best;
}
