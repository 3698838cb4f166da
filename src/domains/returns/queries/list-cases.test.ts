import assert from "node:assert/strict";
import { test } from "node:test";
import { createStoppedClock } from "#platform/clock";
import { type Db, system } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { as, createWorld, merchant, placeOrder, shopper, staff } from "../../../../tests/support/world.ts";
import { requestReturn } from "../actions/request-return.ts";
import type { Queue } from "../contract.ts";
import { listCases } from "./list-cases.ts";

const list = listCases(async () => []);
const others = 2_600;

test("words are found however many cases come before, a stretch at a time, each case once", () =>
  withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const order = await placeOrder(db, world);
      const { outcome } = await requestReturn.execute(as(db, shopper(world.customerId)), {
        number: order.number,
        kind: "return-and-refund",
        reason: "no-longer-wanted",
        lines: [{ lineId: order.lineIds[0], quantity: 1 }],
      });
      assert.ok(outcome.ok, JSON.stringify(outcome));
      const wanted = outcome.value.cases[0]?.number ?? "";
      await rename(db, wanted, "蓝牙耳机 Headphones");
      await newerAndDueBefore(db, wanted);

      for (const who of [staff(), merchant(world.merchantId)])
        for (const queue of ["all", "open", "due"] as const) {
          const pages = await pagesOf(db, who, queue, "耳机");
          assert.deepEqual(pages, [[], [wanted]], `${who.kind} ${queue}`);
        }
      assert.deepEqual((await pagesOf(db, staff(), "all", "headPHONES")).flat(), [wanted]);
      assert.deepEqual((await pagesOf(db, staff(), "all", "耳%机")).flat(), []);

      const kettles = (await pagesOf(db, staff(), "open", "水壶")).flat();
      assert.equal(kettles.length, others / 2);
      assert.equal(new Set(kettles).size, kettles.length);

      // What waits for no time comes after all that does, on as many pages as it takes.
      const undated = await db.withTx(system("test"), (tx) =>
        tx.run("update returns.return_case set due_at = null where number like 'AS-%9'"),
      );
      const all = (await pagesOf(db, staff(), "open")).flat();
      assert.deepEqual([all.length, new Set(all).size], [others + 1, others + 1]);
      const last = all.slice(-undated);
      assert.ok(undated > 200 && last.every((number) => number.endsWith("9")), last.slice(0, 5).join());
      const lamps = (await pagesOf(db, staff(), "open", "台灯")).flat();
      assert.deepEqual([lamps.length, new Set(lamps).size], [others / 2, others / 2]);
      assert.ok(lamps.slice(-undated).every((number) => number.endsWith("9")));
    },
    { clock: createStoppedClock("2026-11-18T09:00:00+08:00") },
  ));

function rename(db: Db, number: string, words: string) {
  return db.withTx(system("test"), (tx) =>
    tx.run("update returns.return_case set search_text = $2 where number = $1", [number, words]),
  );
}

/** Every second one of a kettle, the others of a lamp; one after the other, each newer and due before. */
function newerAndDueBefore(db: Db, number: string) {
  return db.withTx(system("test"), (tx) =>
    tx.run(
      `insert into returns.return_case select r.* from returns.return_case c cross join generate_series(1, ${others}) n
        cross join lateral jsonb_populate_record(c, jsonb_build_object('id', uuidv7(), 'number', 'AS-' || n,
          'requested_at', c.requested_at + n * interval '1 second', 'due_at', c.due_at - n * interval '1 second',
          'search_text', case when n % 2 = 0 then '热水壶 Kettle' else '台灯 Lamp' end)) r
        where c.number = $1`,
      [number],
    ),
  );
}

async function pagesOf(db: Db, who: Parameters<typeof as>[1], queue: Queue, q?: string): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const { outcome } = await list.ask(as(db, who), {
      queue,
      limit: 100,
      ...(q === undefined ? {} : { q }),
      ...(cursor === "" ? {} : { cursor }),
    });
    assert.ok(outcome.ok, JSON.stringify(outcome));
    pages.push(outcome.value.items.map(({ number }) => number));
    cursor = outcome.value.nextCursor;
  }
  return pages;
}
