import type { Auth } from "#platform/auth";
import type { Reaction } from "#platform/domain";
import { factPayloads } from "../contract.ts";

/**
 * Their sessions already open nothing, because every read asks whether the person is in service; now they are gone, and with them
 * the live connections of this process. Those of other processes go with their next look, within a minute.
 */
export function onStaffDisabled(auth: Auth, endLive: (staffId: string) => void): Reaction {
  return {
    name: "parties.on-staff-disabled",
    on: ["parties.staff-disabled"],
    react: async (_app, fact) => {
      const { staffId } = factPayloads["parties.staff-disabled"].parse(fact.payload);
      await auth.endStaff(staffId);
      endLive(staffId);
    },
  };
}
