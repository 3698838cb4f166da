import { newId } from "#kernel/ids";
import { grant, refuse } from "#kernel/outcome";
import { action, holds } from "#platform/action";
import { toJson } from "#platform/db";
import { numberOutput, putDropOffPointInput } from "../contract.ts";
import { readHours } from "../rules/read-hours.ts";

const millionths = 1_000_000;

/** A place where parcels are taken in, as its network tells of it now. */
export const putDropOffPoint = action({
  name: "logistics.put-drop-off-point",
  input: putDropOffPointInput,
  output: numberOutput,
  allow: holds("pickups.manage"),
  idempotency: "none",
  refusals: ["hours-odd"],
  subject: async () => grant({}),
  run: async ({ tx, input, record }) => {
    if (readHours(input.hours, input.zone) === undefined) return refuse("hours-odd", { hours: input.hours });
    const { id } = await tx.one<{ id: string }>(
      `insert into logistics.drop_off_point (id, number, kind, title, place, region, zone, hours, carrier, latitude_micro, longitude_micro, active)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       on conflict (number) do update set kind = excluded.kind, title = excluded.title, place = excluded.place, region = excluded.region, zone = excluded.zone, hours = excluded.hours,
         carrier = excluded.carrier, latitude_micro = excluded.latitude_micro, longitude_micro = excluded.longitude_micro, active = excluded.active returning id`,
      [
        newId(),
        input.number,
        input.kind,
        toJson(input.title),
        toJson(input.place),
        input.region,
        input.zone,
        input.hours,
        input.carrier,
        Math.round(input.latitude * millionths),
        Math.round(input.longitude * millionths),
        input.active,
      ],
    );
    record.about({ kind: "drop-off-point", id });
    return grant({ number: input.number });
  },
});
