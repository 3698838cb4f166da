import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import sharp from "sharp";
import { orderPageShape } from "#contract/orders";
import { casePageShape } from "#contract/returns";
import { findBrowser } from "#platform/doctor";
import { openStreet, type Person } from "../tests/journeys/support/people.ts";
import { openShop } from "../tests/journeys/support/shop.ts";
import { lineOf, tapReason, tapService } from "../tests/journeys/support/steps.ts";
import { visit } from "../tests/journeys/support/visit.ts";
import { wordsOf } from "../tests/journeys/support/words.ts";

/** Draws docs/pictures anew from the demo shop; by hand, when the pages have changed: `node tools/pictures.ts`. */
const zh = wordsOf("zh-CN");
const english = wordsOf("en");
const folder = resolve(import.meta.dirname, "../docs/pictures");
const browser = await findBrowser(process.env["CHROMIUM_PATH"]);
if (browser === undefined) throw new Error("no browser: set CHROMIUM_PATH or install Chromium");
await mkdir(folder, { recursive: true });
const shop = await openShop();
const street = await openStreet(shop, browser);
try {
  const linXiao = await street.shopper("13800002207");
  await visit(linXiao.page, "/");
  await picture(linXiao, "portal-home");
  const cases = await linXiao.get("/api/v1/cases?limit=30", casePageShape);
  const sending = cases.items.find(({ goodsState }) => goodsState === "awaiting-shipment") ?? cases.items[0];
  await visit(linXiao.page, `/cases/${sending?.number}`);
  await picture(linXiao, "portal-progress");
  const bargaining = cases.items.find(({ caseState }) => caseState === "negotiating");
  await visit(linXiao.page, `/cases/${bargaining?.number}`);
  await picture(linXiao, "portal-offer");

  const zhouMing = await street.shopper("13900000001");
  const { order, line } = await lineOf(zhouMing, "登机箱");
  await visit(zhouMing.page, `/orders/${order}/request?line=${line}`);
  await tapService(zhouMing.page, "return-and-refund");
  await tapReason(zhouMing.page, "no-longer-wanted");
  await zhouMing.page.evaluate(() => window.scrollTo(0, 0));
  await picture(zhouMing, "portal-request");

  const emily = await street.shopper("17700000005", { language: "en" });
  const [first] = (await emily.get("/api/v1/orders?limit=10&state=delivered", orderPageShape)).items;
  await visit(emily.page, `/orders/${first?.number}`);
  await picture(emily, "portal-order-english");

  const reader = await street.shopper("13900000001", { language: "en" });
  await visit(reader.page, `/orders/${order}/request?line=${line}`);
  await picture(reader, "portal-choice-english");

  const supervisor = await street.staff("supervisor@aftercare.example");
  await visit(supervisor.page, "/desk");
  await picture(supervisor, "desk-home");
  await visit(supervisor.page, "/desk/cases?queue=due");
  await picture(supervisor, "desk-queue");
  const [due] = (await supervisor.get("/api/v1/cases?queue=to-decide&limit=1", casePageShape)).items;
  await visit(supervisor.page, `/desk/cases/${due?.number}?queue=to-decide`);
  await picture(supervisor, "desk-case");
  const { items: disputed } = await supervisor.get("/api/v1/cases?queue=disputes&limit=30", casePageShape);
  const review = disputed.find(({ disputeState }) => disputeState === "review") ?? disputed[0];
  await visit(supervisor.page, `/desk/cases/${review?.number}?queue=disputes`);
  await picture(supervisor, "desk-dispute");

  const merchant = await street.staff("m002@aftercare.example", { language: "en" });
  await visit(merchant.page, "/desk/performance");
  await picture(merchant, "desk-performance-english");

  const operations = await street.staff("operations@aftercare.example", { language: "en" });
  await replay(operations);
  await picture(operations, "desk-replay-english");

  const warehouse = await street.staff("warehouse@aftercare.example");
  const [arrived] = (await warehouse.get("/api/v1/cases?queue=to-inspect&limit=1", casePageShape)).items;
  await visit(warehouse.page, `/desk/bench?scan=${arrived?.number}`);
  await warehouse.page.locator(".inspection").waitFor();
  await picture(warehouse, "desk-bench");
  const { items: counted } = await warehouse.get("/api/v1/cases?queue=to-inspect&limit=30", casePageShape);
  const worn = counted.find(({ reason, number }) => reason === "no-longer-wanted" && number !== arrived?.number);
  await visit(warehouse.page, `/desk/bench?scan=${worn?.number}`);
  await warehouse.page
    .locator(".big-choice label")
    .filter({ hasText: zh.of("grade", "used") })
    .click();
  await warehouse.page.locator(".deduction-switch input").check();
  await warehouse.page.locator(".deduction-sum").first().waitFor();
  await warehouse.page.locator("#content").evaluate((content) => content.scrollTo(0, content.scrollHeight));
  await picture(warehouse, "desk-bench-deduction");
} finally {
  await street.close();
  await shop.close();
}

/** What would have become of past cases if a shop approved less of them at once. */
async function replay({ page }: Person): Promise<void> {
  await visit(page, "/desk/policies");
  await page
    .locator("section.card")
    .filter({ hasText: "Skylark fifteen days" })
    .getByRole("button", { name: english.t("desk:draft.next") })
    .click();
  await page.waitForURL(/\/policy-drafts\//);
  await page
    .getByLabel(english.t("desk:draft.upTo"))
    .and(page.getByPlaceholder(english.t("desk:draft.noLimit")))
    .fill("150");
  await page.getByRole("button", { name: english.t("desk:state.save"), exact: true }).click();
  await page.getByText(english.t("desk:draft.unsaved")).waitFor({ state: "detached" });
  await page.getByRole("tab", { name: english.t("desk:draft.tab.replay") }).click();
  await page.getByRole("button", { name: english.t("desk:replay.go") }).click();
  await page.locator(".replay-heads").waitFor();
  await page.getByText(english.t("desk:state.saved"), { exact: true }).waitFor({ state: "detached" });
}

/** At most 200 kB each: a palette of 256 colours does for pages. */
async function picture({ page }: Person, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const shot = await page.screenshot();
  await sharp(shot)
    .png({ palette: true, effort: 10 })
    .toFile(join(folder, `${name}.png`));
}
