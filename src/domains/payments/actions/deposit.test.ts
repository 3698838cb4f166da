import assert from "node:assert/strict";
import { test } from "node:test";
import { deductFromDeposit, holdDeposit, releaseDeposit, topUpDeposit } from "#domains/payments";
import { newId } from "#kernel/ids";
import { type Db, system, type Tx } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { createWorld, type World } from "../../../../tests/support/world.ts";
import { invariants } from "../queries/invariants.ts";

const inTx = <T>(db: Db, work: (tx: Tx) => Promise<T>) => db.withTx(system("test"), work);

async function withDeposit(minor: bigint, look: (parts: { db: Db; world: World }) => Promise<void>): Promise<void> {
  await withTestDatabase(async ({ db }) => {
    const world = await createWorld(db);
    await inTx(db, (tx) => topUpDeposit(tx, move(world, minor, "bank-transfer")));
    await look({ db, world });
    for (const invariant of invariants)
      assert.deepEqual(await inTx(db, (tx) => invariant.violations(tx)), [], invariant.name);
  });
}

const move = (world: World, amountMinor: bigint, kind: string, id: string = newId()) => ({
  merchantId: world.merchantId,
  amountMinor,
  currency: "CNY",
  cause: { kind, id, number: `N-${id.slice(-6)}` },
});

const standing = (db: Db, world: World) =>
  inTx(db, (tx) =>
    tx.one<{ available_minor: bigint; held_minor: bigint; owed_minor: bigint }>(
      "select available_minor, held_minor, owed_minor from payments.deposit_account where merchant_id = $1",
      [world.merchantId],
    ),
  );

test("ten deductions at once from a deposit that is enough for seven: seven are done, three refused, nothing is below nothing", async () => {
  await withDeposit(7_000n, async ({ db, world }) => {
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () =>
        inTx(db, (tx) => deductFromDeposit(tx, { ...move(world, 1_000n, "ruling"), mayOwe: false })),
      ),
    );
    assert.equal(outcomes.filter(({ ok }) => ok).length, 7);
    for (const outcome of outcomes) if (!outcome.ok) assert.equal(outcome.code, "deposit-too-low");
    assert.deepEqual(await standing(db, world), { available_minor: 0n, held_minor: 0n, owed_minor: 0n });
  });
});

test("ten rulings at once over an account that is too low: what is not there is owed, to the fen", async () => {
  await withDeposit(3_333n, async ({ db, world }) => {
    await Promise.all(
      Array.from({ length: 10 }, () =>
        inTx(db, (tx) => deductFromDeposit(tx, { ...move(world, 1_000n, "ruling"), mayOwe: true })),
      ),
    );
    assert.deepEqual(await standing(db, world), { available_minor: 0n, held_minor: 0n, owed_minor: 6_667n });
    await inTx(db, (tx) => topUpDeposit(tx, move(world, 10_000n, "bank-transfer")));
    assert.deepEqual(await standing(db, world), { available_minor: 3_333n, held_minor: 0n, owed_minor: 0n });
  });
});

test("one cause moves a deposit once, however often and at once it is asked", async () => {
  await withDeposit(5_000n, async ({ db, world }) => {
    const ruling = move(world, 1_500n, "ruling");
    for (let round = 0; round < 2; round++)
      await Promise.all(
        Array.from({ length: 5 }, () => inTx(db, (tx) => deductFromDeposit(tx, { ...ruling, mayOwe: true }))),
      );
    assert.equal((await standing(db, world)).available_minor, 3_500n);
  });
});

test("what is held for a cause is deducted first, and what is left of it is free again", async () => {
  await withDeposit(5_000n, async ({ db, world }) => {
    const dispute = move(world, 2_000n, "ruling");
    await inTx(db, (tx) => holdDeposit(tx, dispute));
    assert.deepEqual(await standing(db, world), { available_minor: 3_000n, held_minor: 2_000n, owed_minor: 0n });
    await inTx(db, (tx) => deductFromDeposit(tx, { ...dispute, amountMinor: 1_200n, mayOwe: false }));
    assert.deepEqual(await standing(db, world), { available_minor: 3_000n, held_minor: 800n, owed_minor: 0n });
    for (let again = 0; again < 2; again++) await inTx(db, (tx) => releaseDeposit(tx, dispute));
    assert.deepEqual(await standing(db, world), { available_minor: 3_800n, held_minor: 0n, owed_minor: 0n });
  });
});
