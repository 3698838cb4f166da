import { z } from "zod";
import { grant } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import type { Tx } from "#platform/db";
import { pickupAreasShape } from "../contract.ts";
import { pickupSlots } from "../rules/pickup-slots.ts";
import { type AreaRow, areaColumns } from "../store/slots.ts";

export function activeAreas(tx: Tx): Promise<AreaRow[]> {
  return tx.rows<AreaRow>(`select ${areaColumns} from logistics.pickup_area where active order by id`);
}

type TakenRow = { starts_at: Temporal.Instant; capacity: number; taken: number };

/** Places of an area's slots from an instant on, by the millisecond they begin at; a slot without a row is empty. */
export async function placesTaken(
  tx: Tx,
  areaId: string,
  from: Temporal.Instant,
): Promise<ReadonlyMap<number, Pick<TakenRow, "capacity" | "taken">>> {
  const rows = await tx.rows<TakenRow>(
    "select starts_at, capacity, taken from logistics.pickup_slot where area_id = $1 and starts_at >= $2",
    [areaId, from],
  );
  return new Map(rows.map((row) => [row.starts_at.epochMilliseconds, row]));
}

/** Every area with its coming slots, how large they are and how full. */
export const listPickupAreas = query({
  name: "logistics.pickup-areas",
  input: z.object({}),
  output: pickupAreasShape,
  allow: holds("pickups.manage"),
  run: async (tx) => {
    const areas = await tx.rows<AreaRow>(
      `select ${areaColumns} from logistics.pickup_area order by active desc, title->>'zh', id`,
    );
    const items = await Promise.all(
      areas.map(async (area) => {
        const slots = pickupSlots({ ...area, leadMinutes: 0 }, tx.now);
        const places = await placesTaken(tx, area.id, tx.now);
        return {
          ...area,
          regions: [...area.regions],
          slots: slots.map(({ from, until }) => ({
            from: from.toString(),
            until: until.toString(),
            capacity: places.get(from.epochMilliseconds)?.capacity ?? area.capacity,
            taken: places.get(from.epochMilliseconds)?.taken ?? 0,
          })),
        };
      }),
    );
    return grant({ items });
  },
});
