import { grant, refuse } from "#kernel/outcome";
import { action, all, holds } from "#platform/action";
import type { Personal } from "#platform/personal";
import { unmaskInput, unmaskOutput } from "../contract.ts";
import { contactOf } from "../queries/contact.ts";
import { inPerson } from "../rules/who.ts";

/** Shows one personal field in clear, for a reason that is kept with who asked. */
export function unmaskShopper(personal: Personal) {
  return action({
    name: "parties.unmask-shopper",
    input: unmaskInput,
    output: unmaskOutput,
    allow: all(holds("shoppers.unmask"), inPerson),
    // The answer is personal data and must not lie among the kept answers.
    idempotency: "none",
    refusals: ["shopper-not-found", "shopper-erased"],
    subject: async (tx, { customerId }) => {
      const shopper = await tx.maybe("select customer_id from parties.shopper where customer_id = $1", [customerId]);
      return shopper === undefined ? refuse("shopper-not-found", { customerId }) : grant();
    },
    run: async ({ tx, input: { customerId, field, reason }, record }) => {
      const contact = await contactOf(tx, personal, customerId);
      if (contact === undefined) return refuse("shopper-erased", { customerId });
      record.about({ kind: "shopper", id: customerId, customerId });
      record.detail({ field, reason });
      return grant({ value: contact[field] ?? "" });
    },
  });
}
