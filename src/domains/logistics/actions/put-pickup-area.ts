import { grant, refuse } from "#kernel/outcome";
import { action, holds } from "#platform/action";
import { toJson } from "#platform/db";
import { areaOutput, putPickupAreaInput } from "../contract.ts";
import { readHours } from "../rules/read-hours.ts";

/** Where couriers collect and how many parcels in a slot; slots that somebody has booked keep the size they had. */
export const putPickupArea = action({
  name: "logistics.put-pickup-area",
  input: putPickupAreaInput,
  output: areaOutput,
  allow: holds("pickups.manage"),
  idempotency: "none",
  refusals: ["hours-odd"],
  subject: async () => grant({}),
  run: async ({ tx, input, record }) => {
    if (readHours(input.hours, input.zone) === undefined) return refuse("hours-odd", { hours: input.hours });
    record.about({ kind: "pickup-area", id: input.id });
    tx.send(
      `insert into logistics.pickup_area (id, title, regions, zone, hours, slot_minutes, capacity, lead_minutes, days_ahead, active)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (id) do update set title = excluded.title, regions = excluded.regions, zone = excluded.zone, hours = excluded.hours, slot_minutes = excluded.slot_minutes,
         capacity = excluded.capacity, lead_minutes = excluded.lead_minutes, days_ahead = excluded.days_ahead, active = excluded.active`,
      [
        input.id,
        toJson(input.title),
        input.regions,
        input.zone,
        input.hours,
        input.slotMinutes,
        input.capacity,
        input.leadMinutes,
        input.daysAhead,
        input.active,
      ],
    );
    return grant({ id: input.id });
  },
});
