import { tmpdir } from "node:os";
import { join } from "node:path";
import { roles } from "#contract/parties";
import { rightsOf } from "#domains/parties";
import { newId } from "#kernel/ids";
import { createStoppedClock } from "#platform/clock";
import { readConfig } from "#platform/config";
import type { Principal } from "#platform/db";
import { silentLog } from "#platform/log";
import { type AssembledSystem, assemble } from "../../src/server/system.ts";
import { type TestDatabase, withTestDatabase } from "../support/database.ts";

export type House = { readonly system: AssembledSystem; readonly database: TestDatabase };

/** The whole house put together as the server does it, on a database of its own; nothing works in the background. */
export function withHouse(look: (house: House) => Promise<void>): Promise<void> {
  const build = async (database: TestDatabase) => {
    const { db, secrets } = database;
    const config = readConfig({ AFTERCARE_DATA_DIR: join(tmpdir(), `aftercare-house-${database.name}`) });
    const system = await assemble({
      config,
      secrets,
      db,
      log: silentLog,
      demo: false,
      paymentsUrl: "http://127.0.0.1:9",
    });
    // What waits for facts and deadlines would change rows while a test compares them.
    await system.relay.stop();
    await system.deadlines.stop();
    try {
      await look({ system, database });
    } finally {
      await system.jobs.stop();
    }
  };
  return withTestDatabase(build, { clock: createStoppedClock("2026-11-21T02:00:00Z") });
}

const merchantId = newId<"merchant">();

/** One of each who may come to a door. */
export const visitors: readonly { readonly who: string; readonly principal: Principal }[] = [
  { who: "shopper", principal: { kind: "shopper", customerId: newId<"customer">() } },
  { who: "guest", principal: { kind: "shopper", customerId: newId<"customer">(), orderId: newId<"order">() } },
  ...roles.map((role) => ({ who: role, principal: personWith(role) })),
];

/** What permissions look at in a subject: a thing of the merchant that the merchant's person works for. */
export const ownSubject = { merchantId, merchantIds: [merchantId] };

function personWith(role: string): Principal {
  const rights = rightsOf(role);
  const staffId = newId<"staff">();
  return role === "merchant"
    ? { kind: "merchant", staffId, merchantId, rights }
    : { kind: "staff", staffId, role, rights };
}
