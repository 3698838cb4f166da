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

/** Draws docs/pictures anew from the demo shop; by hand, when the pages have changed: `node tools/pictures.ts`. */
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

  const supervisor = await street.staff("supervisor@aftercare.example");
  await visit(supervisor.page, "/desk");
  await picture(supervisor, "desk-home");
  await visit(supervisor.page, "/desk/cases?queue=due");
  await picture(supervisor, "desk-queue");
  const [due] = (await supervisor.get("/api/v1/cases?queue=to-decide&limit=1", casePageShape)).items;
  await visit(supervisor.page, `/desk/cases/${due?.number}?queue=to-decide`);
  await picture(supervisor, "desk-case");

  const warehouse = await street.staff("warehouse@aftercare.example");
  const [arrived] = (await warehouse.get("/api/v1/cases?queue=to-inspect&limit=1", casePageShape)).items;
  await visit(warehouse.page, `/desk/bench?scan=${arrived?.number}`);
  await warehouse.page.locator(".inspection").waitFor();
  await picture(warehouse, "desk-bench");
} finally {
  await street.close();
  await shop.close();
}

/** At most 200 kB each: a palette of 256 colours does for pages. */
async function picture({ page }: Person, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const shot = await page.screenshot();
  await sharp(shot)
    .png({ palette: true, effort: 10 })
    .toFile(join(folder, `${name}.png`));
}
