import { grant, refuse } from "#kernel/outcome";
import { action, all, holds } from "#platform/action";
import type { Auth } from "#platform/auth";
import { holdsRight } from "#platform/db";
import { addedKeyShape, addKeyInput } from "../contract.ts";
import { inPerson } from "../rules/who.ts";

/** Makes an API key and shows it this once. It can do no more than its maker, now and later. */
export function addKey(auth: Auth) {
  return action({
    name: "parties.add-key",
    input: addKeyInput,
    output: addedKeyShape,
    allow: all(holds("keys.manage"), inPerson),
    // A repeat would have to show the key again, so nothing of the answer is kept.
    idempotency: "none",
    refusals: ["right-not-held"],
    subject: async () => grant(),
    run: async ({ principal, input, record }) => {
      if (principal.kind !== "staff" && principal.kind !== "merchant")
        return refuse("right-not-held", { right: "keys.manage" });
      const missing = input.rights.find((right) => !holdsRight(principal, right));
      if (missing !== undefined) return refuse("right-not-held", { right: missing });
      const { expiresInDays } = input;
      const made = await auth.keys.make(principal.staffId, {
        name: input.name,
        rights: [...new Set(input.rights)],
        ...(expiresInDays === undefined ? {} : { expiresInDays }),
      });
      record.about({ kind: "key", id: made.id, ...(made.merchantId === null ? {} : { merchantId: made.merchantId }) });
      record.detail({ rights: made.rights });
      return grant({ ...made, rights: [...made.rights] });
    },
  });
}
