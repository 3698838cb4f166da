import { grant, refuse } from "#kernel/outcome";
import { action, all, byKey, holds } from "#platform/action";
import type { Auth } from "#platform/auth";
import { findCustomerOf } from "#platform/directory";
import { createHandoverInput, handoverShape } from "../contract.ts";

/** The shop hands over a shopper whom it has signed in: a link for one use within five minutes. */
export function createHandover(auth: Auth) {
  return action({
    name: "parties.create-handover",
    input: createHandoverInput,
    output: handoverShape,
    // A person who could do this would become any shopper; the shop's own server has signed the shopper in.
    allow: all(holds("handover.create"), byKey),
    idempotency: "none",
    refusals: ["shopper-not-found"],
    subject: async (tx, { source, externalCustomerId }) => {
      const customerId = await findCustomerOf(tx, "shopper", `${source}:${externalCustomerId}`);
      const known =
        customerId === undefined
          ? undefined
          : await tx.maybe("select customer_id from parties.shopper where customer_id = $1 and erased_at is null", [
              customerId,
            ]);
      return customerId === undefined || known === undefined ? refuse("shopper-not-found") : grant({ customerId });
    },
    run: async ({ subject: { customerId }, input, record }) => {
      record.about({ kind: "shopper", id: customerId, customerId });
      return grant(await auth.handovers.make(customerId, input.returnTo));
    },
  });
}
