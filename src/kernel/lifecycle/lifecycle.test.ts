import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { lifecycle } from "./index.ts";

const goods = {
  start: "awaiting-shipment",
  moves: {
    "awaiting-shipment": { ship: "in-transit", "time-out": "closed" },
    "in-transit": { arrive: "arrived", lose: "lost" },
    arrived: { inspect: "inspected" },
  },
  ends: ["inspected", "lost", "closed"],
} as const;
const goodsLifecycle = lifecycle(goods);

test("a lifecycle knows its states, verbs and moves, and the compiler their names", () => {
  assert.deepEqual(goodsLifecycle.states, [
    "awaiting-shipment",
    "in-transit",
    "arrived",
    "inspected",
    "lost",
    "closed",
  ]);
  assert.deepEqual(goodsLifecycle.verbs, ["ship", "time-out", "arrive", "lose", "inspect"]);
  assert.equal(goodsLifecycle.move("in-transit", "arrive"), "arrived");
  assert.equal(goodsLifecycle.move("arrived", "ship"), undefined);
  assert.equal(goodsLifecycle.can("arrived", "inspect"), true);
  assert.equal(goodsLifecycle.can("lost", "inspect"), false);
  assert.deepEqual(goodsLifecycle.movesFrom("in-transit"), [
    { verb: "arrive", to: "arrived" },
    { verb: "lose", to: "lost" },
  ]);
  assert.deepEqual(goodsLifecycle.movesFrom("lost"), []);
  assert.ok(goodsLifecycle.isEnd("closed"));
  assert.ok(!goodsLifecycle.isEnd("arrived"));
  // @ts-expect-error no such state
  goodsLifecycle.move("nowhere", "ship");
  // @ts-expect-error no such verb
  assert.equal(goodsLifecycle.move("arrived", "constructor"), undefined);
});

test("a sound table has no flaws", () => {
  assert.deepEqual(goodsLifecycle.flaws(), []);
});

test("the database check lists every state", () => {
  assert.equal(
    goodsLifecycle.check("state"),
    "state in ('awaiting-shipment', 'in-transit', 'arrived', 'inspected', 'lost', 'closed')",
  );
});

test("the diagram shows every move, start and end, with hyphens kept as labels", () => {
  assert.equal(
    goodsLifecycle.diagram("Goods"),
    `---
title: Goods
---
stateDiagram-v2
  state "awaiting-shipment" as awaiting_shipment
  state "in-transit" as in_transit
  [*] --> awaiting_shipment
  awaiting_shipment --> in_transit: ship
  awaiting_shipment --> closed: time-out
  in_transit --> arrived: arrive
  in_transit --> lost: lose
  arrived --> inspected: inspect
  inspected --> [*]
  lost --> [*]
  closed --> [*]`,
  );
});

test("a state may be left and yet be where nothing more happens", () => {
  const mended = lifecycle({
    start: "none",
    moves: { none: { ask: "asked" }, asked: { drop: "none" } },
    ends: ["over"],
    mayEnd: ["none"],
  });
  assert.deepEqual(mended.flaws(), ["over is unreachable"]);
  assert.ok(!mended.isEnd("none"));
  assert.match(mended.diagram(), /none --> \[\*\]/);
});

test("each kind of flaw is named", () => {
  const flaws = (table: { moves: Record<string, Record<string, string>>; ends: string[] }) =>
    lifecycle({ start: "a", ...table }).flaws();
  assert.deepEqual(flaws({ moves: { a: { go: "b" }, c: { go: "b" } }, ends: ["b"] }), ["c is unreachable"]);
  assert.deepEqual(flaws({ moves: { a: { go: "b", stop: "c" }, c: {} }, ends: ["b"] }), ["c is a dead end"]);
  assert.deepEqual(flaws({ moves: { a: { go: "b" }, b: { undo: "a" } }, ends: ["b"] }), [
    "b is an end, yet undo leaves it",
  ]);
  assert.deepEqual(flaws({ moves: { a: { go: "b", stray: "x" } }, ends: ["b"] }), [
    "stray leads from a to x, which is no state of the table",
  ]);
  assert.deepEqual(flaws({ moves: { a: { go: "b", hop: "c" }, c: { hop: "d" }, d: { hop: "c" } }, ends: ["b"] }), [
    "c never comes to an end",
    "d never comes to an end",
  ]);
  assert.deepEqual(flaws({ moves: { a: { turn: "a" } }, ends: [] }), ["there is no end", "a never comes to an end"]);
  const resting = lifecycle({ start: "a", moves: { a: { go: "b" } }, ends: ["b"], mayEnd: ["b" as "a"] });
  assert.deepEqual(resting.flaws(), ["b may end, yet no move leaves it: it is an end"]);
});

test("whichever way a sound table is damaged, the flaw is found", () => {
  type Table = { start: string; moves: Record<string, Record<string, string>>; ends: string[] };
  const everyMove = Object.entries(goods.moves).flatMap(([state, verbs]) =>
    Object.keys(verbs).map((verb) => ({ state, verb })),
  );
  const damages: ((table: Table) => void)[] = [
    ...everyMove.map(({ state, verb }) => (table: Table) => {
      table.moves[state] = { ...table.moves[state], [verb]: "nowhere" };
    }),
    // Every state of this table has one way in only, so a lost move always shows.
    ...everyMove.map(({ state, verb }) => (table: Table) => {
      delete table.moves[state]?.[verb];
    }),
    ...goods.ends.map((end) => (table: Table) => {
      table.ends = table.ends.filter((other) => other !== end);
    }),
    ...goods.ends.map((end) => (table: Table) => {
      table.moves[end] = { revive: "arrived" };
    }),
    (table) => {
      table.moves.island = { swim: "closed" };
    },
    (table) => {
      table.ends.push("heaven");
    },
  ];
  for (const damage of damages) {
    const table: Table = {
      start: goods.start,
      moves: Object.fromEntries(Object.entries(goods.moves).map(([state, verbs]) => [state, { ...verbs }])),
      ends: [...goods.ends],
    };
    damage(table);
    assert.notDeepEqual(lifecycle(table).flaws(), [], damage.toString());
  }
});

test("a table is sound exactly when every state lies on a way from the start to an end", () => {
  const states = ["a", "b", "c", "d", "e"];
  const targets = fc.uniqueArray(fc.constantFrom(...states), { maxLength: 3 });
  fc.assert(
    fc.property(fc.array(targets, { minLength: 1, maxLength: 4 }), fc.nat({ max: 2 }), (rows, endCount) => {
      const leaving = states.slice(0, rows.length);
      const ends = states.slice(rows.length, rows.length + endCount);
      const known = [...leaving, ...ends];
      const moves = Object.fromEntries(
        leaving.map((state, row) => [state, Object.fromEntries((rows[row] ?? []).map((to) => [`to-${to}`, to]))]),
      );
      // Warshall's closure, another way to the same answer.
      const reaches = (from: string, to: string, via: readonly string[] = known): boolean => {
        const [middle, ...others] = via;
        if (middle === undefined) return from === to || Object.values(moves[from] ?? {}).includes(to);
        return reaches(from, to, others) || (reaches(from, middle, others) && reaches(middle, to, others));
      };
      const sound =
        ends.length > 0 &&
        known.every((state) => reaches("a", state) && ends.some((end) => reaches(state, end))) &&
        Object.values(moves).every((verbs) => Object.values(verbs).every((to) => known.includes(to)));
      assert.equal(lifecycle({ start: "a", moves, ends }).flaws().length === 0, sound);
    }),
    { numRuns: 500 },
  );
});
