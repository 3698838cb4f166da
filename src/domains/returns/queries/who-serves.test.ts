import assert from "node:assert/strict";
import { test } from "node:test";
import { staffNames } from "#domains/parties";
import { type Id, newId } from "#kernel/ids";
import { createStoppedClock } from "#platform/clock";
import { type Db, type Principal, system } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { as, createWorld, merchant, placeOrder, shopper, staff, type World } from "../../../../tests/support/world.ts";
import { addNote } from "../actions/add-note.ts";
import { assignCase } from "../actions/assign-case.ts";
import { requestReturn } from "../actions/request-return.ts";
import type { Case } from "../contract.ts";
import { getCase } from "./get-case.ts";
import { listCases } from "./list-cases.ts";

test("a merchant's people know their colleagues; of the platform's people and other merchants' they learn neither name nor e-mail", async () => {
  await withServed(async ({ db, people, seller, otherSeller, desk, buyer }) => {
    const seen = (principal: Principal) =>
      db.withTx(principal, (tx) => tx.rows<{ name: string }>("select name from parties.staff order by name"), {
        readOnly: true,
      });
    const names = async (principal: Principal) => (await seen(principal)).map(({ name }) => name);
    assert.deepEqual(await names(seller), ["何店长"]);
    assert.deepEqual(await names(otherSeller), ["邻店长"]);
    assert.equal((await names(desk)).length, 3);
    await assert.rejects(seen(buyer), /permission denied/);
    const asked = await db.withTx(seller, (tx) => staffNames(tx, Object.values(people)));
    assert.deepEqual([...asked.values()], ["何店长"]);
    await db.withTx(seller, (tx) =>
      tx.run("update parties.staff set locale = 'en', updated_at = $1 where true", [tx.now]),
    );
    const english = await db.withTx(system("test"), (tx) =>
      tx.rows<{ name: string }>("select name from parties.staff where locale = 'en'"),
    );
    assert.deepEqual(english, [{ name: "何店长" }], "nor can they change anything about the others");
  });
});

test("a merchant reads what the platform's people did to its case, and that they have it, without their names", async () => {
  await withServed(async ({ db, people, number, seller, desk, buyer }) => {
    for (const [who, note] of [
      [desk, "from the platform"],
      [seller, "from the shop"],
    ] as const)
      assert.ok((await addNote.execute(as(db, who), { number, note })).outcome.ok);
    assert.ok((await assignCase.execute(as(db, desk), { number, staffId: people.platform })).outcome.ok);
    const page = async (who: Principal): Promise<Case> => {
      const outcome = await getCase(async () => []).ask(as(db, who), { number });
      assert.ok(outcome.outcome.ok, JSON.stringify(outcome.outcome));
      return outcome.outcome.value;
    };
    const actors = (one: Case) =>
      one.timeline
        .filter(({ kind }) => /note|assigned/.test(kind))
        .map(({ actor, data }) => [actor, data["actorName"]]);
    const [shop, platform, shopperPage] = [await page(seller), await page(desk), await page(buyer)];
    assert.deepEqual(actors(shop).toSorted(), [
      ["merchant", "何店长"],
      ["staff", null],
      ["staff", null],
    ]);
    assert.ok(actors(platform).every(([, name]) => name === "何店长" || name === "周敏"));
    assert.deepEqual(shop.assignedTo, { id: people.platform, name: null });
    assert.deepEqual(platform.assignedTo, { id: people.platform, name: "周敏" });
    assert.equal(shopperPage.assignedTo, null);
    assert.doesNotMatch(JSON.stringify(shop), /周敏/);
    assert.doesNotMatch(JSON.stringify(shopperPage), /周敏|何店长/);

    const rows = async (who: Principal) => {
      const { outcome } = await listCases(async () => []).ask(as(db, who), { queue: "all" });
      assert.ok(outcome.ok);
      return outcome.value.items.map(({ assignedTo }) => assignedTo);
    };
    assert.deepEqual(await rows(seller), [{ id: people.platform, name: null }]);
    assert.deepEqual(await rows(desk), [{ id: people.platform, name: "周敏" }]);
    assert.deepEqual(await rows(buyer), [null]);
    assert.ok((await assignCase.execute(as(db, desk), { number, staffId: people.shop })).outcome.ok);
    assert.deepEqual(await rows(seller), [{ id: people.shop, name: "何店长" }]);
  });
});

type Served = {
  readonly db: Db;
  readonly world: World;
  readonly people: { readonly platform: string; readonly shop: string; readonly otherShop: string };
  readonly number: string;
  readonly seller: Principal;
  readonly otherSeller: Principal;
  readonly desk: Principal;
  readonly buyer: Principal;
};

/** One case of one shop, and somebody on each side. */
async function withServed(work: (served: Served) => Promise<void>): Promise<void> {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const order = await placeOrder(db, world);
      const people = { platform: newId(), shop: newId(), otherShop: newId() };
      await db.withTx(system("test"), async (tx) => {
        for (const [id, name, role, merchantId] of [
          [people.platform, "周敏", "agent", null],
          [people.shop, "何店长", "merchant", world.merchantId],
          [people.otherShop, "邻店长", "merchant", world.otherMerchantId],
        ] as const)
          tx.send(
            "insert into parties.staff (id, name, email, role, merchant_id, state, created_at, updated_at) values ($1, $2, $3, $4, $5, 'active', $6, $6)",
            [id, name, `${id}@aftercare.test`, role, merchantId, tx.now],
          );
      });
      const is = (id: string) => ({ staffId: id as Id<"staff"> });
      const buyer = shopper(world.customerId);
      const { outcome } = await requestReturn.execute(as(db, buyer), {
        number: order.number,
        kind: "return-and-refund",
        reason: "no-longer-wanted",
        lines: [{ lineId: order.lineIds[0], quantity: 1 }],
      });
      assert.ok(outcome.ok, JSON.stringify(outcome));
      await work({
        db,
        world,
        people,
        number: outcome.value.cases[0]?.number ?? "",
        seller: { ...merchant(world.merchantId), ...is(people.shop) } as Principal,
        otherSeller: { ...merchant(world.otherMerchantId), ...is(people.otherShop) } as Principal,
        desk: { ...staff(), ...is(people.platform) } as Principal,
        buyer,
      });
    },
    { clock: createStoppedClock("2026-11-21T10:00:00+08:00") },
  );
}
