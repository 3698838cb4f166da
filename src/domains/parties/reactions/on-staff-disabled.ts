import type { Auth } from "#platform/auth";
import type { Reaction } from "#platform/domain";
import { factPayloads } from "../contract.ts";

/** Their sessions already open nothing, because every read asks whether the person is in service; now they are gone. */
export function onStaffDisabled(auth: Auth): Reaction {
  return {
    name: "parties.on-staff-disabled",
    on: ["parties.staff-disabled"],
    react: async (_app, fact) => auth.endStaff(factPayloads["parties.staff-disabled"].parse(fact.payload).staffId),
  };
}
