import { grant, refuse } from "#kernel/outcome";
import { action, is } from "#platform/action";
import { confirmDetourInput, detourMovedShape } from "../contract.ts";
import { detourLifecycle } from "../model.ts";
import { detourMoved } from "../rules/facts.ts";
import { moveDetour } from "../store/detour.ts";
import { detourOf } from "./choose-detour.ts";
import { aboutRefund } from "./follow-detour.ts";

/** The shopper says whether a transfer has come; where it has not, the platform looks. */
export const confirmDetour = action({
  name: "payments.confirm-detour",
  input: confirmDetourInput,
  output: detourMovedShape,
  allow: is("shopper"),
  idempotency: "required",
  refusals: ["refund-not-found", "nothing-to-confirm"],
  subject: (tx, { number }) => detourOf(tx, number),
  run: async ({ input: { received }, subject: { refund, detour }, record, now }) => {
    if (detour === undefined || !detourLifecycle.can(detour.state, "confirm"))
      return refuse("nothing-to-confirm", { number: refund.number });
    const state = received ? "received" : "platform";
    record.about(aboutRefund(refund));
    record.cancelDeadlines();
    moveDetour(record, detour, { state }, now);
    record.fact(detourMoved(refund, { ...detour, state }));
    return grant({ number: refund.number, state });
  },
});
