import { grant } from "#kernel/outcome";
import { action, all, guestScope } from "#platform/action";
import { doneShape, setLocaleInput } from "../contract.ts";
import { inPerson } from "../rules/who.ts";

/** The language of the caller's own pages, texts and mails. */
export const setLocale = action({
  name: "parties.set-locale",
  input: setLocaleInput,
  output: doneShape,
  allow: all(guestScope, inPerson),
  idempotency: "none",
  refusals: [],
  audited: false,
  subject: async () => grant(),
  run: async ({ tx, now, principal, input }) => {
    if (principal.kind === "shopper")
      await tx.run("update parties.shopper set locale = $2, updated_at = $3 where customer_id = $1", [
        principal.customerId,
        input.locale,
        now,
      ]);
    else if (principal.kind !== "system")
      await tx.run("update parties.staff set locale = $2, updated_at = $3 where id = $1", [
        principal.staffId,
        input.locale,
        now,
      ]);
    return grant({ done: true as const });
  },
});
