import type { Reaction } from "#platform/domain";
import { factPayloads } from "../contract.ts";

/** The present has a new code, or is none any more: every session that it let in ends now, and not when its half hour is over. */
export function onPresentClosed(endPresent: (presentId: string) => Promise<void>): Reaction {
  return {
    name: "orders.on-present-closed",
    on: ["orders.present-closed"],
    react: async (_app, fact) => {
      const { presentId } = factPayloads["orders.present-closed"].parse(fact.payload);
      await endPresent(presentId);
    },
  };
}
