import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { caseShape } from "#contract/returns";
import { until } from "../faults/runtime-support.ts";
import type { Street } from "./support/people.ts";
import { lineOf, tapReason, tapService } from "./support/steps.ts";
import { wordsOf } from "./support/words.ts";

const { t, of } = wordsOf("zh-CN");
const linXiao = "13800002207";

/** The last: the shop dies under it. */
export function crashJourneys(street: () => Street): void {
  test("A server killed in the middle of a refund pays it once, and the shopper reads the truth before and after", async () => {
    const { shop } = street();
    const admin = await street().staff("admin@aftercare.example");
    await admin.post("/api/v1/sandbox/payments", { mode: "never" }, z.unknown());
    const shopper = await street().shopper(linXiao);
    const { page } = shopper;
    const { order, line } = await lineOf(shopper, "三合一冲锋衣");
    assert.deepEqual(shop.paidBack(order), []);
    await page.goto(`/orders/${order}/request?line=${line}`);
    await tapService(page, "cancel-before-shipment");
    await tapReason(page, "no-longer-wanted");
    await page.getByRole("button", { name: t("portal:request.send") }).click();
    await page.waitForURL(/\/cases\/AS-/);
    const number = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    await until("the provider has been asked", () => shop.paidBack(order).length > 0, 60_000);
    await shop.kill();
    await pause(200);
    await shop.start();

    await page.reload();
    await page.getByRole("heading", { name: of("now", "completed") }).waitFor({ timeout: 120_000 });
    const one = await shopper.get(`/api/v1/cases/${number}`, caseShape);
    assert.equal(one.refunded.amount, "599.00");
    assert.deepEqual(
      shop.paidBack(order).map(({ amount }) => amount),
      ["59900"],
      "exactly one refund at the payment provider",
    );
    street().complaints();
  });
}
