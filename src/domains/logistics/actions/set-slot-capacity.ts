import { grant, refuse } from "#kernel/outcome";
import { action, holds } from "#platform/action";
import { setSlotCapacityInput, slotCapacityOutput } from "../contract.ts";
import { activeAreas } from "../queries/pickup-areas.ts";
import { slotAt } from "../rules/pickup-slots.ts";
import { resizeSlot } from "../store/slots.ts";

/** More or fewer places in one slot, never fewer than are taken. */
export const setSlotCapacity = action({
  name: "logistics.set-slot-capacity",
  input: setSlotCapacityInput,
  output: slotCapacityOutput,
  allow: holds("pickups.manage"),
  idempotency: "none",
  refusals: ["pickup-area-not-found", "slot-not-offered", "capacity-below-taken"],
  subject: async (tx, { id }) => {
    const area = (await activeAreas(tx)).find((one) => one.id === id);
    return area === undefined ? refuse("pickup-area-not-found") : grant(area);
  },
  run: async ({ tx, input, subject: area, record, now }) => {
    const slot = slotAt({ ...area, leadMinutes: 0 }, Temporal.Instant.from(input.from), now);
    if (slot === undefined) return refuse("slot-not-offered", { from: input.from });
    const resized = await resizeSlot(tx, area.id, slot, input.capacity);
    if (resized === undefined) return refuse("capacity-below-taken", { capacity: input.capacity });
    record.about({ kind: "pickup-area", id: area.id });
    record.detail({ from: input.from, capacity: input.capacity });
    return grant(resized);
  },
});
