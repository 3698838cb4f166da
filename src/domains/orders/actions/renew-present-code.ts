import { grant, refuse } from "#kernel/outcome";
import { action } from "#platform/action";
import { presentShape, presentTarget } from "../contract.ts";
import { changePresent } from "../store/presents.ts";
import { giver, presentClosed, presentOnWire, presentToChange } from "./present-to-change.ts";

/** The code got into wrong hands: a new one, and the old one opens nothing any more. */
export const renewPresentCode = (key: Uint8Array) =>
  action({
    name: "orders.renew-present-code",
    input: presentTarget,
    output: presentShape,
    allow: giver,
    idempotency: "required",
    refusals: ["order-not-found", "present-not-found"],
    subject: presentToChange,
    run: async ({ subject: { order, present }, record }) => {
      if (present === undefined || present.ended_at !== null)
        return refuse("present-not-found", { number: order.number });
      record.detail({ number: order.number });
      record.fact(presentClosed(order.number, present.id));
      return grant(presentOnWire(key, changePresent(record, present, { code_no: present.code_no + 1 })));
    },
  });
