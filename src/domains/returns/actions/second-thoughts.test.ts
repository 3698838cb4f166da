import assert from "node:assert/strict";
import { test } from "node:test";
import { createStoppedClock } from "#platform/clock";
import { system } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { as, createWorld, merchant, placeOrder, shopper, staff } from "../../../../tests/support/world.ts";
import { getCase } from "../queries/get-case.ts";
import { listCases } from "../queries/list-cases.ts";
import { approveCase } from "./approve-case.ts";
import { rejectCase } from "./reject-case.ts";
import { requestReturn } from "./request-return.ts";
import { resubmitCase } from "./resubmit-case.ts";
import { withdrawCase } from "./withdraw-case.ts";

test("a refused case that is agreed to after all takes its units back, or is told that another case has them", async () => {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const order = await placeOrder(db, world);
      const [buyer, seller, desk] = [shopper(world.customerId), merchant(world.merchantId), staff()];
      const line = { lineId: order.lineIds[0] ?? "", quantity: 1 };
      const request = (lines: readonly object[]) =>
        requestReturn.execute(as(db, buyer), {
          number: order.number,
          kind: "return-and-refund",
          reason: "no-longer-wanted",
          lines,
        });
      const asked = async () => {
        const { outcome } = await request([line]);
        assert.ok(outcome.ok, JSON.stringify(outcome));
        return outcome.value.cases[0]?.number ?? "";
      };
      const code = ({ outcome }: { outcome: { ok: true } | { ok: false; code: string } }) =>
        outcome.ok ? "done" : outcome.code;

      assert.equal(code(await request([line, line])), "invalid-input");
      const first = await asked();
      const refused = { number: first, reason: "not-intact", note: "used" };
      assert.equal(code(await rejectCase.execute(as(db, desk), refused)), "done");
      const proofless = { number: first, reason: "quality-fault" };
      assert.equal(code(await resubmitCase.execute(as(db, buyer), proofless)), "evidence-needed");

      const second = await asked();
      const given = (at: string | null, why: string | null) =>
        db.withTx(system("test"), (tx) =>
          tx.run("update orders.unit set returned_at = $2, returned_for = $3 where order_id = $1", [order.id, at, why]),
        );
      await given("2026-11-20T02:00:00Z", "changed-mind");
      assert.equal(code(await getCase(async () => []).ask(as(db, buyer), { number: first })), "done");
      await given(null, null);
      assert.equal(code(await approveCase.execute(as(db, seller), { number: first })), "unit-not-free");
      assert.equal(code(await withdrawCase.execute(as(db, buyer), { number: second })), "done");
      assert.equal(code(await approveCase.execute(as(db, seller), { number: first })), "done");
      assert.equal(code(await request([line])), "unit-not-free");

      // A phone or a name finds people only for those who may look for people.
      const looked: string[] = [];
      const list = listCases(async (_tx, words) => {
        looked.push(words);
        return [];
      });
      await list.ask(as(db, staff("cases.read", "cases.receive")), { q: "13800002207" });
      assert.deepEqual(looked, []);
      await list.ask(as(db, staff("cases.read", "shoppers.read")), { q: "13800002207" });
      assert.deepEqual(looked, ["13800002207"]);
    },
    { clock: createStoppedClock("2026-11-20T10:00:00+08:00") },
  );
});
