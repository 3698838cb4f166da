import type { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { any, holds, is, query } from "#platform/action";
import { findInDirectory } from "#platform/directory";
import { slotsInput, slotsShape } from "../contract.ts";
import { areaFor, pickupSlots } from "../rules/pickup-slots.ts";
import { activeAreas, placesTaken } from "./pickup-areas.ts";

/** When a courier may come to an address for a parcel, and how many places are left. */
export const listSlots = query({
  name: "logistics.slots",
  input: slotsInput,
  output: slotsShape,
  allow: any(is("shopper"), holds("cases.create")),
  run: async (tx, { number, address }) => {
    const found = await findInDirectory(tx, "shipment", number);
    const there =
      found === undefined
        ? undefined
        : await tx.maybe("select 1 as there from logistics.shipment where customer_id = $1 and id = $2", [
            found.customerId,
            found.id,
          ]);
    if (there === undefined) return refuse("shipment-not-found", { number });
    const area = areaFor(await activeAreas(tx), address);
    if (area === undefined) return grant(nowhere);
    const places = await placesTaken(tx, area.id, tx.now);
    const slots = pickupSlots(area, tx.now).map(({ from, until }) => {
      const { capacity, taken } = places.get(from.epochMilliseconds) ?? { capacity: area.capacity, taken: 0 };
      return { from: from.toString(), until: until.toString(), left: Math.max(0, capacity - taken) };
    });
    return grant<z.output<typeof slotsShape>>({ area: area.title, zone: area.zone, slots });
  },
});

/** Nobody collects there. */
const nowhere: z.output<typeof slotsShape> = { area: null, zone: null, slots: [] };
