import assert from "node:assert/strict";
import { test } from "node:test";
import { createStoppedClock } from "#platform/clock";
import { system } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { withWorker } from "../../../../tests/support/running.ts";
import { as, createWorld, merchant, placeOrder, shopper, staff } from "../../../../tests/support/world.ts";
import { getCase } from "../queries/get-case.ts";
import { requestReturn } from "./request-return.ts";
import { retryRefund } from "./retry-refund.ts";

test("a refund for more than is left waits for a person, is tried again once there is room, and is paid once", () =>
  withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const order = await placeOrder(db, world, { deliveredAt: null });
      const buyer = shopper(world.customerId);
      const { outcome } = await requestReturn.execute(as(db, buyer), {
        number: order.number,
        kind: "cancel-before-shipment",
        reason: "no-longer-wanted",
        lines: [{ lineId: order.lineIds[0], quantity: 1 }],
      });
      assert.ok(outcome.ok, JSON.stringify(outcome));
      const number = outcome.value.cases[0]?.number ?? "";
      const page = async () => {
        const { outcome } = await getCase(async () => []).ask(as(db, staff()), { number });
        assert.ok(outcome.ok);
        return outcome.value;
      };
      const mayRetry = async () => (await page()).abilities.some((a) => a.action === "retry-refund" && a.allowed);
      const captured = (minor: number) =>
        db.withTx(system("test"), (tx) =>
          tx.run("update orders.tender set captured_minor = $1 where order_id = $2", [minor, order.id]),
        );
      const retry = (who = staff()) => retryRefund.execute(as(db, who), { number });
      const codeOf = ({ outcome }: Awaited<ReturnType<typeof retry>>) => (outcome.ok ? "done" : outcome.code);

      assert.equal(codeOf(await retry()), "refund-not-blocked");
      await captured(100);
      await withWorker(db, async ({ standIn, until }) => {
        const stuck = async () => (await page()).moneyState === "attention" && (await mayRetry());
        await until("the refund is blocked", stuck);
        assert.equal((await page()).timeline[0]?.kind, "refund-blocked");

        assert.equal(codeOf(await retry(merchant(world.merchantId))), "forbidden");
        assert.equal(codeOf(await retry()), "done");
        const blockedAgain = async () =>
          (await page()).timeline.filter((l) => l.kind === "refund-blocked").length === 2;
        await until("there is still no room", blockedAgain);

        await captured(39_900);
        assert.equal(codeOf(await retry()), "done");
        await until("the case is completed", async () => (await page()).caseState === "completed");
        assert.deepEqual(
          standIn.refunds().map(({ amount }) => amount),
          ["39900"],
        );
      });
      assert.equal(codeOf(await retry()), "refund-not-blocked");
      const audited = await db.withTx(system("test"), (tx) =>
        tx.one<{ n: number }>("select count(*)::int as n from platform.audit where action = 'returns.retry-refund'"),
      );
      assert.ok(audited.n >= 2);
    },
    { clock: createStoppedClock("2026-11-20T12:00:00+08:00") },
  ));
