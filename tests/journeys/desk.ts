import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { merchantPageShape } from "#contract/parties";
import { casePageShape } from "#contract/returns";
import type { Street } from "./support/people.ts";
import { visit } from "./support/visit.ts";
import { wordsOf } from "./support/words.ts";

const { t, of } = wordsOf("zh-CN");

/** What colleagues do at the desk besides deciding. */
export function deskJourneys(street: () => Street): void {
  test("A queue is worked by keyboard, searched by case number, and its filters survive a reload", async () => {
    const person = await street().staff("supervisor@aftercare.example");
    const { page } = person;
    await visit(page, "/desk/cases?queue=to-decide");
    const { items } = await person.get("/api/v1/cases?queue=to-decide&limit=3", casePageShape);
    const [first, second] = items;
    assert.ok(first && second);
    await page.locator(".case-item").first().waitFor();
    const at = async (number: string) => {
      await page.locator(`.case-item[aria-current][href*="${number}"]`).waitFor();
      await page.locator(".case-main").getByText(number).first().waitFor();
      await page.getByRole("button", { name: t("desk:case.note") }).waitFor();
    };
    // The second key comes while the first case is still loading.
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await at(second.number);
    await page.keyboard.press("k");
    await at(first.number);
    await page.keyboard.press("?");
    await page.getByRole("dialog").getByText(t("desk:keys.decide")).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });

    await page.keyboard.press("/");
    await page.keyboard.type(second.number);
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.searchParams.get("q") === second.number);
    await page.locator(".case-item").first().waitFor();
    await page.waitForFunction(() => document.querySelectorAll(".case-item").length === 1);

    await visit(page, "/desk/cases?queue=open&kind=refund-only");
    await page.locator(".filters-chosen").getByText(of("kind", "refund-only")).waitFor();
    await page.reload();
    await page.locator(".filters-chosen").getByText(of("kind", "refund-only")).waitFor();
    await page.getByRole("heading", { name: t("desk:queue.open") }).waitFor();
    assert.equal(
      await page
        .locator(".case-item-line")
        .filter({ hasNotText: of("kind", "refund-only") })
        .count(),
      0,
    );
  });

  test("An administrator reads policies and the audit log, makes a key once, takes it back, and makes a webhook", async () => {
    const { page } = await street().staff("admin@aftercare.example");
    await visit(page, "/desk/policies");
    await page.getByRole("heading", { name: t("desk:policies.title") }).waitFor();
    await visit(page, "/desk/audit");
    await page.getByText(t("desk:audit.chainWhole")).waitFor();

    const name = `商城同步 ${Date.now()}`;
    await visit(page, "/desk/keys");
    await page
      .getByRole("button", { name: t("desk:keysPage.add") })
      .first()
      .click();
    const asked = page.getByRole("dialog");
    await asked.getByLabel(t("desk:keysPage.name")).fill(name);
    await asked.getByText(t("desk:right.orders.read"), { exact: true }).click();
    await asked.getByRole("button", { name: t("desk:keysPage.add") }).click();
    await page.getByText(t("desk:keysPage.madeWhy")).waitFor();
    const secret = (await page.locator(".secret").allInnerTexts()).join("").trim();
    assert.ok(secret.length > 20);
    await page.getByRole("button", { name: t("desk:keysPage.keptIt") }).click();
    const row = page.getByRole("row").filter({ hasText: name });
    await row.waitFor();
    // Shown once: it is not even left in the page.
    await page.getByText(secret).waitFor({ state: "detached" });
    await row.getByRole("button", { name: t("desk:keysPage.revoke") }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: t("desk:keysPage.revoke") })
      .click();
    await row.getByText(t("desk:keysPage.revoked")).waitFor();

    await visit(page, "/desk/webhooks");
    await page
      .getByRole("button", { name: t("desk:webhooks.add") })
      .first()
      .click();
    const hook = page.getByRole("dialog");
    await hook.getByLabel(t("desk:webhooks.url")).fill("https://shop.example/aftercare");
    await hook.getByText(t("desk:fact.returns.completed"), { exact: true }).click();
    await hook.getByRole("button", { name: t("desk:webhooks.add") }).click();
    await page.getByText(t("desk:webhooks.secretWhy")).waitFor();
  });

  test("An import with one bad row takes in the others and hands back the one it refused", async () => {
    const person = await street().staff("operations@aftercare.example");
    const { page } = person;
    const [merchant] = (await person.get("/api/v1/merchants", merchantPageShape)).items;
    assert.ok(merchant);
    const stamp = Date.now();
    const order = (nth: number) => ({
      number: `J-${stamp}-${nth}`,
      updatedAt: "2026-11-05T10:00:00+08:00",
      placedAt: "2026-11-01T20:15:00+08:00",
      country: "CN",
      shopper: { externalId: `journey-${nth}` },
      lines: [
        {
          productNumber: "P-1",
          title: "保温杯",
          merchantNumber: merchant.number,
          categoryCode: "kitchen",
          quantity: 1,
          unitPrice: "59.00",
        },
      ],
      tenders: [{ kind: "wechat-pay", reference: `WX-${stamp}-${nth}`, amount: "59.00" }],
    });
    const lines = [JSON.stringify(order(1)), JSON.stringify({ number: "broken" }), JSON.stringify(order(2))];
    await visit(page, "/desk/imports");
    const file = `journey-${stamp}.jsonl`;
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: file, mimeType: "application/jsonl", buffer: Buffer.from(lines.join("\n")) });
    const run = page.locator(".runs > li").filter({ hasText: file });
    await run.getByText(t("desk:imports.done")).waitFor();
    await run.locator("td[data-bad]").filter({ hasText: /^1$/ }).first().waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      run.getByRole("link", { name: t("desk:imports.rejects") }).click(),
    ]);
    const rejects = await readFile(await download.path(), "utf8");
    assert.match(rejects, /broken/);
  });

  test("A page that is not for this person says which right is missing", async () => {
    const { page } = await street().staff("warehouse@aftercare.example");
    await visit(page, "/desk/staff");
    await page.getByText(t("desk:state.forbiddenWhy", { right: t("desk:right.staff.read") })).waitFor();
  });

  test("Who follows a link without being signed in is asked to, and arrives where the link leads", async () => {
    const { page } = await street().stranger();
    await page.goto("/desk/orders?state=delivered");
    await page.getByLabel(t("desk:signIn.email")).fill("agent@aftercare.example");
    await page.getByLabel(t("desk:signIn.password")).fill("aftercare-demo");
    await page.getByRole("button", { name: t("desk:signIn.go"), exact: true }).click();
    await page.waitForURL((url) => url.pathname === "/desk/orders" && url.searchParams.get("state") === "delivered");
    await page.getByRole("heading", { name: t("desk:orders.title") }).waitFor();
  });
}
