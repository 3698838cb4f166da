import type { Auth } from "#platform/auth";
import type { Reaction } from "#platform/domain";
import { factPayloads } from "../contract.ts";

/** Makes the sign-in and mails the link. Heard twice it mails twice, and only the newer link works. */
export function onStaffInvited(auth: Auth): Reaction {
  return {
    name: "parties.on-staff-invited",
    on: ["parties.staff-invited"],
    react: async (_app, fact) => auth.logins.invite(factPayloads["parties.staff-invited"].parse(fact.payload).staffId),
  };
}
