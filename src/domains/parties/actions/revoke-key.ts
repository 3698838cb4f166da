import { grant, refuse } from "#kernel/outcome";
import { action, all, holds } from "#platform/action";
import type { Auth } from "#platform/auth";
import { doneShape, keyIdInput } from "../contract.ts";
import { inPerson } from "../rules/who.ts";

/** Ends a key, here at once and elsewhere within a second. */
export function revokeKey(auth: Auth) {
  return action({
    name: "parties.revoke-key",
    input: keyIdInput,
    output: doneShape,
    allow: all(holds("keys.manage"), inPerson),
    // The login role ends it outside this transaction, so a repeat cannot be kept from ending it again, and need not be.
    idempotency: "none",
    refusals: ["key-not-found"],
    subject: async () => grant(),
    run: async ({ principal, input: { keyId }, record }) => {
      const revoked = await auth.keys.revoke(keyId, principal.kind === "merchant" ? principal.merchantId : undefined);
      if (!revoked) return refuse("key-not-found", { keyId });
      record.about({ kind: "key", id: keyId });
      return grant({ done: true as const });
    },
  });
}
