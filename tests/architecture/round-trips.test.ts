import assert from "node:assert/strict";
import { connect, createServer } from "node:net";
import { test } from "node:test";
import { returns } from "#domains/returns";
import { createStoppedClock } from "#platform/clock";
import { createDb, createPools, type Db, type Principal } from "#platform/db";
import { type TestDatabase, withTestDatabase } from "../support/database.ts";
import { as, createWorld, merchant, placeOrder, shopper } from "../support/world.ts";

const clock = createStoppedClock("2026-11-21T02:00:00Z");

test("An action asks the database twice: lock and load; then write and commit", async () => {
  await withTestDatabase(
    async (database) => {
      const world = await createWorld(database.db);
      await withCountedTrips(database, async (db, tripsOf) => {
        const { actions } = returns({ findShoppers: async () => [], viewersOf: async () => [] });
        const execute = async (name: string, by: Principal, body: Record<string, unknown>): Promise<unknown> => {
          const action = actions.find(({ meta }) => meta.name === name);
          const { outcome } = await (action ?? assert.fail(name)).execute(as(db, by), body);
          assert.ok(outcome.ok, `${name}: ${JSON.stringify(outcome)}`);
          return outcome.value;
        };
        const buyer = shopper(world.customerId);
        const seller = merchant(world.merchantId);
        const asked = async () => {
          const { number, lineIds } = await placeOrder(database.db, world);
          return {
            number,
            kind: "return-and-refund",
            reason: "no-longer-wanted",
            lines: [{ lineId: lineIds[0], quantity: 1 }],
          };
        };
        const opened = async () => {
          const { cases } = (await execute("returns.request", buyer, await asked())) as { cases: { number: string }[] };
          return { number: cases[0]?.number };
        };
        // The first of each opens the connection and learns the statements.
        await execute("returns.approve", seller, await opened());
        const known = await opened();
        await execute("returns.note", buyer, { ...known, note: "it squeaks" });
        await execute("returns.note", seller, { ...known, note: "send it to us" });

        const [request, first, second] = [await asked(), await opened(), await opened()];
        const told = {
          request: await tripsOf(() => execute("returns.request", buyer, request)),
          approve: await tripsOf(() => execute("returns.approve", seller, first)),
          noteByShopper: await tripsOf(() => execute("returns.note", buyer, { ...second, note: "it squeaks" })),
          noteByMerchant: await tripsOf(() => execute("returns.note", seller, { ...first, note: "send it to us" })),
        };
        // Whose case a number is must be asked of the directory once, and is then remembered.
        assert.deepEqual(told, { request: 2, approve: 3, noteByShopper: 2, noteByMerchant: 2 });
      });
    },
    { clock },
  );
});

type TripsOf = (work: () => Promise<unknown>) => Promise<number>;

/** The same database through a relay that counts how often the program spoke after having been answered. */
async function withCountedTrips(
  { adminUrl, name, secrets }: TestDatabase,
  look: (db: Db, tripsOf: TripsOf) => Promise<void>,
): Promise<void> {
  const { hostname, port } = new URL(adminUrl);
  let trips = 0;
  const relay = createServer((near) => {
    const far = connect(Number(port), hostname);
    let answered = true;
    near.on("data", (chunk) => {
      if (answered) trips += 1;
      answered = false;
      far.write(chunk);
    });
    far.on("data", (chunk) => {
      answered = true;
      near.write(chunk);
    });
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
    for (const side of [near, far]) side.on("error", () => side.destroy());
  });
  await new Promise<void>((done) => relay.listen(0, "127.0.0.1", done));
  const address = relay.address();
  const nearPort = typeof address === "object" && address !== null ? address.port : 0;
  const pools = createPools(
    { host: "127.0.0.1", port: nearPort, database: name, passwords: secrets.databasePasswords },
    { shopper: 1, guest: 1, merchant: 1, staff: 1, system: 1, auth: 1 },
    () => {},
  );
  const db = createDb(pools, clock);
  try {
    await look(db, async (work) => {
      trips = 0;
      await work();
      return trips;
    });
  } finally {
    await db.end();
    relay.close();
  }
}
