import assert from "node:assert/strict";
import { test } from "node:test";
import { orderShape } from "#contract/orders";
import { orderWords } from "../support/order-input.ts";
import type { Street } from "./support/people.ts";
import { visit } from "./support/visit.ts";
import { wordsOf } from "./support/words.ts";

const { t, of, part } = wordsOf("zh-CN");

/** How a promise comes to be: written, held against the law, tried on past cases, published, and kept to by new orders. */
export function policyJourneys(street: () => Street): void {
  test("A policy is drafted, found below the law, mended, replayed and published, and the next order pins it", async () => {
    const person = await street().staff("operations@aftercare.example");
    const { page } = person;
    await visit(page, "/desk/policies");
    await page
      .locator("section.card")
      .filter({ hasText: "山野 30 天试用" })
      .getByRole("button", { name: t("desk:draft.next") })
      .click();
    await page.waitForURL(/\/policy-drafts\//);
    const clause = page
      .locator(".draft-clause")
      .filter({ hasText: t("desk:claim.no-longer-wanted") })
      .nth(1);
    await clause.locator(".clause-head").click();
    const length = clause.getByLabel(t("desk:draft.length"));
    await length.fill("3");
    await clause.getByText(t("desk:finding.error"), { exact: true }).waitFor();
    await clause.getByText("CN-NRR-01").waitFor();
    await page.reload();
    await page.getByText(t("desk:draft.unsaved")).waitFor();
    await clause.locator(".clause-head").click();
    assert.equal(await length.inputValue(), "3", "what was typed has outlived the reload");

    await length.fill("45");
    await clause.getByText(t("desk:finding.error"), { exact: true }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: t("desk:state.save"), exact: true }).click();
    await page.getByText(t("desk:draft.unsaved")).waitFor({ state: "detached" });

    await page.getByRole("tab", { name: t("desk:draft.tab.compare") }).click();
    await page.locator("ins").filter({ hasText: "45" }).first().waitFor();
    await page.getByRole("tab", { name: t("desk:draft.tab.replay") }).click();
    await page.getByRole("button", { name: t("desk:replay.go") }).click();
    await page.locator(".replay-heads").waitFor();
    await page.getByText(t("desk:replay.outcome.agreed"), { exact: true }).first().waitFor();
    await page.reload();
    await page.locator(".replay-heads").waitFor();

    await page.getByRole("button", { name: t("desk:draft.publish"), exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: t("desk:draft.publish"), exact: true }).click();
    await page.waitForURL(/\/policies\/m002-thirty-days\/2$/);
    await page.getByText(part("desk:policies.effective")).first().waitFor();

    const placedAt = new Date().toISOString();
    const number = `POLICY-${Date.now()}`;
    const [line] = orderWords(number).lines;
    const told = orderWords(number, {
      updatedAt: placedAt,
      placedAt,
      paidAt: placedAt,
      lines: line === undefined ? [] : [{ ...line, merchantNumber: "M002", quantity: 1 }],
      promotions: [],
      freight: "0.00",
      tenders: [{ kind: "wechat-pay", reference: `WX-${number}`, amount: "50.00" }],
      parcels: [],
    });
    const put = await page.request.put(`/api/v1/orders/${number}`, {
      data: told,
      headers: { "x-requested-with": "aftercare", origin: new URL(page.url()).origin },
    });
    assert.equal(put.status(), 200, await put.text());
    const order = await person.get(`/api/v1/orders/${number}`, orderShape);
    assert.deepEqual([order.policies[0]?.id, order.policies[0]?.version], ["m002-thirty-days", 2]);
  });

  test("A merchant's person writes for the own shop, and sees only the own drafts", async () => {
    const { page } = await street().staff("m001@aftercare.example");
    await visit(page, "/desk/policies");
    const foreign = page.locator("section.card").filter({ hasText: "平台售后承诺" });
    assert.equal(await foreign.getByRole("button", { name: t("desk:draft.next") }).count(), 0);
    await page.getByRole("button", { name: t("desk:draft.new") }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(t("desk:draft.titleZh")).fill("云雀会员日");
    await dialog.getByLabel(t("desk:draft.policyId")).fill(`lark-day-${Date.now()}`);
    await dialog.getByRole("button", { name: t("desk:draft.begin") }).click();
    await page.waitForURL(/\/policy-drafts\//);
    await page.getByText(t("desk:draft.lawful")).waitFor();
    await page.getByRole("button", { name: t("desk:draft.addClause") }).click();
    await page.locator(".clause-form").getByText(of("remedy", "replace"), { exact: true }).click();
    await page.getByText(t("desk:draft.unsaved")).waitFor();
    await page.getByRole("button", { name: t("desk:draft.discard") }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: t("desk:draft.discard") })
      .click();
    await page.waitForURL(/\/policies$/);
  });
}
