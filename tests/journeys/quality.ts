import assert from "node:assert/strict";
import { test } from "node:test";
import { orderPageShape } from "#contract/orders";
import { shopperPageShape } from "#contract/parties";
import { casePageShape } from "#contract/returns";
import { deskSize, type Person, phoneSize, type Street } from "./support/people.ts";
import { barriers, overflow, visit } from "./support/visit.ts";
import { wordsOf } from "./support/words.ts";

const linXiao = "13800002207";
const emily = "17700000005";

/** What every page owes to everybody: it can be read and used, it fits, and it speaks one language. */
export function qualityJourneys(street: () => Street): void {
  for (const language of ["zh-CN", "en"] as const)
    test(`The portal can be used by everybody and fits a phone and a desk, in ${language}`, async () => {
      const found: string[] = [];
      const stranger = await street().stranger({ language });
      await look(stranger, "/sign-in", found);
      const shopper = await street().shopper(linXiao, { language });
      for (const path of await portalPages(shopper)) await look(shopper, path, found);
      assert.deepEqual(found, []);
    });

  for (const language of ["zh-CN", "en"] as const)
    test(`What the house is run with can be used by everybody and fits a phone and a desk, in ${language}`, async () => {
      const found: string[] = [];
      const operations = await street().staff("operations@aftercare.example", { language });
      const compliance = await street().staff("compliance@aftercare.example", { language });
      const [order] = (await operations.get("/api/v1/orders?limit=1", orderPageShape)).items;
      const [shopper] = (await compliance.get(`/api/v1/shoppers?q=${linXiao}`, shopperPageShape)).items;
      assert.ok(order && shopper);
      const run = ["imports", "keys", "webhooks", "law", "merchants", "me", `orders/${order.number}`];
      const parcels = ["counter", "parked", "return-addresses", "pickups", "deposits", "goods-waiting"];
      for (const path of [...run, ...parcels]) await look(operations, `/desk/${path}`, found);
      for (const path of ["privacy", `shoppers/${shopper.customerId}`]) await look(compliance, `/desk/${path}`, found);
      assert.deepEqual(found, []);
    });

  for (const dark of [false, true])
    test(`The desk can be used by everybody and fits a phone and a desk, ${dark ? "dark" : "light"}`, async () => {
      const found: string[] = [];
      const stranger = await street().stranger({ dark, size: deskSize });
      await look(stranger, "/desk/sign-in", found);
      const admin = await street().staff("admin@aftercare.example", { dark });
      const { items } = await admin.get("/api/v1/cases?queue=due&limit=1", casePageShape);
      const paths = [
        "",
        `/cases/${items[0]?.number}?queue=due`,
        "/bench",
        "/orders",
        "/shoppers",
        "/policies",
        "/performance",
        "/deduction-prices",
        "/auto-approval",
        "/staff",
        "/audit",
      ];
      for (const path of paths) await look(admin, `/desk${path}`, found);
      assert.deepEqual(found, []);
    });

  test("Who reads English finds no Chinese in the frame of the portal or the desk, and money and days written their way", async () => {
    const en = wordsOf("en");
    const shopper = await street().shopper(emily, { language: "zh-CN" });
    await visit(shopper.page, "/me");
    await shopper.page.getByText("English").click();
    await shopper.page.getByRole("heading", { name: en.t("portal:me.title") }).waitFor();
    const found: string[] = [];
    for (const path of await portalPages(shopper)) {
      await visit(shopper.page, path);
      found.push(...(await chineseInFrame(shopper)));
    }
    await visit(shopper.page, "/orders");
    await shopper.page
      .getByText(/¥[\d,]+\.\d\d/)
      .first()
      .waitFor();
    await shopper.page
      .getByText(/\b\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\b/)
      .first()
      .waitFor();

    const admin = await street().staff("admin@aftercare.example", { language: "zh-CN" });
    await visit(admin.page, "/desk");
    await admin.page.locator(".account").click();
    await admin.page.getByRole("menuitem", { name: "English" }).click();
    await admin.page.getByRole("link", { name: en.t("desk:nav.bench"), exact: true }).waitFor();
    for (const path of [
      "/desk",
      "/desk/cases?queue=due",
      "/desk/bench",
      "/desk/orders",
      "/desk/policies",
      "/desk/performance",
      "/desk/deduction-prices",
      "/desk/auto-approval",
      "/desk/law",
      "/desk/imports",
      "/desk/staff",
      "/desk/keys",
      "/desk/webhooks",
      "/desk/audit",
      "/desk/privacy",
      "/desk/me",
    ]) {
      await visit(admin.page, path);
      found.push(...(await chineseInFrame(admin)));
    }
    assert.deepEqual(found, []);
    // Others who sign in as this person read Chinese again.
    await admin.context.request.put("/api/v1/me/locale", {
      data: { locale: "zh-CN" },
      headers: { "x-requested-with": "aftercare" },
    });
  });
}

/** Home, the orders, one order, a request, a case, messages, oneself, what was counted. */
async function portalPages(shopper: Person): Promise<string[]> {
  const orders = await shopper.get("/api/v1/orders?limit=30&state=delivered", orderPageShape);
  const cases = await shopper.get("/api/v1/cases?limit=1", casePageShape);
  const order = orders.items.find(({ openCases }) => openCases === 0)?.number;
  assert.ok(order !== undefined && cases.items[0] !== undefined);
  return [
    "/",
    "/orders",
    `/orders/${order}`,
    `/orders/${order}/request`,
    `/cases/${cases.items[0].number}`,
    "/inbox",
    "/me",
    "/me/signals",
  ];
}

async function look({ page }: Person, path: string, found: string[]): Promise<void> {
  const own = page.viewportSize();
  await visit(page, path);
  for (const problem of await barriers(page)) found.push(`${path}: ${problem}`);
  for (const size of [phoneSize, deskSize]) {
    await page.setViewportSize(size);
    const pixels = await overflow(page);
    if (pixels > 0) found.push(`${path}: ${pixels} px wider than a window of ${size.width}`);
  }
  if (own !== null) await page.setViewportSize(own);
}

/** Words of the page itself: what people and shops are called, and what they wrote, stays in their language. */
function chineseInFrame({ page }: Person): Promise<string[]> {
  return page.evaluate(() => {
    const names = "h1, h2, h3, h4, legend, label, th, nav, button, [role=tab], .section-head, .lead, dt";
    const theirs =
      "[lang], .goods, .goods-title, .case-item, .order-lines, .order-shop, .message, .account, .avatar, .timeline, td, .bench-case, .due-row, .hook, .run-by, dd, .demo, .row-title, .waiting-case, .going-case, .order-link, .order-card, blockquote, .ac-receipt";
    return [...document.querySelectorAll(names)]
      .filter((element) => element.closest(theirs) === null && element.querySelector(theirs) === null)
      .map((element) => element.textContent ?? "")
      .filter((text) => /\p{Script=Han}/u.test(text) && !/^(中文|简体中文)$/.test(text.trim()))
      .map((text) => `${location.pathname}: ${text.slice(0, 80)}`);
  });
}
