import { grant, refuse } from "#kernel/outcome";
import { action } from "#platform/action";
import { endedShape, presentTarget } from "../contract.ts";
import { changePresent } from "../store/presents.ts";
import { giver, presentClosed, presentToChange } from "./present-to-change.ts";

/** No present any more: what the recipient asked for goes on, seen and answered by who paid. */
export const endPresent = action({
  name: "orders.end-present",
  input: presentTarget,
  output: endedShape,
  allow: giver,
  idempotency: "optional",
  refusals: ["order-not-found", "present-not-found"],
  subject: presentToChange,
  run: async ({ subject: { order, present }, record, now }) => {
    if (present === undefined || present.ended_at !== null)
      return refuse("present-not-found", { number: order.number });
    record.detail({ number: order.number });
    record.fact(presentClosed(order.number, present.id));
    changePresent(record, present, { ended_at: now });
    return grant({ ended: true });
  },
});
