import type { Tx } from "#platform/db";
import type { Slot } from "../rules/pickup-slots.ts";

export type AreaRow = {
  readonly id: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly regions: readonly string[];
  readonly zone: string;
  readonly hours: string;
  readonly slotMinutes: number;
  readonly capacity: number;
  readonly leadMinutes: number;
  readonly daysAhead: number;
  readonly active: boolean;
};

export const areaColumns =
  'id, title, regions, zone, hours, slot_minutes as "slotMinutes", capacity, lead_minutes as "leadMinutes", days_ahead as "daysAhead", active';

/**
 * Takes one place of the slot. The row itself is the guard: of two that want the last place the second waits for the first and
 * then finds it full.
 */
export async function takePlace(tx: Tx, area: Pick<AreaRow, "id" | "capacity">, slot: Slot): Promise<boolean> {
  const taken = await tx.maybe(
    `insert into logistics.pickup_slot as s (area_id, starts_at, until_at, capacity, taken) select $1, $2, $3, $4::int, 1 where $4::int > 0
     on conflict (area_id, starts_at) do update set taken = s.taken + 1 where s.taken < s.capacity returning 1 as taken`,
    [area.id, slot.from, slot.until, area.capacity],
  );
  return taken !== undefined;
}

/** Makes the slot larger or smaller; undefined where more places are taken than would be left. */
export function resizeSlot(
  tx: Tx,
  areaId: string,
  slot: Slot,
  capacity: number,
): Promise<{ capacity: number; taken: number } | undefined> {
  return tx.maybe<{ capacity: number; taken: number }>(
    `insert into logistics.pickup_slot as s (area_id, starts_at, until_at, capacity, taken) values ($1, $2, $3, $4, 0)
     on conflict (area_id, starts_at) do update set capacity = excluded.capacity where s.taken <= excluded.capacity returning capacity, taken`,
    [areaId, slot.from, slot.until, capacity],
  );
}
