import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { orderPageShape } from "#contract/orders";
import { caseShape } from "#contract/returns";
import { type Person, phoneSize, type Street } from "./support/people.ts";
import { drawnPhoto, lineOf, tapReason, tapService } from "./support/steps.ts";
import { wordsOf } from "./support/words.ts";

const { t, of, part } = wordsOf("zh-CN");
const zhouMing = "13900000001";
const linXiao = "13800002207";
const wangFang = "13700000002";
/** Of cherries for 98.90. */
const fifteenPercent = { amount: "14.84", currency: "CNY" };
const outdoorShop = "m002@aftercare.example";

/** What a shopper gets done on a phone, and what the shop does about it. */
export function returningJourneys(street: () => Street): void {
  let returned = "";

  test("A shopper on a phone asks for a return, sees the law before sending, and knows what comes next", async () => {
    const { page } = await street().stranger({ size: phoneSize });
    await page.goto("/");
    await page.getByLabel(t("portal:sign-in.phone-or-mail")).fill(zhouMing);
    await page.getByRole("button", { name: t("portal:sign-in.send") }).click();
    await page.getByLabel(t("portal:sign-in.code")).waitFor();
    await page.getByRole("button", { name: t("portal:sign-in.enter"), exact: true }).click();

    await page.getByRole("link", { name: t("portal:tab.orders"), exact: true }).click();
    await page.getByRole("button", { name: of("delivery", "delivered") }).click();
    await page.getByRole("heading", { name: t("portal:orders.title") }).waitFor();
    await page.getByRole("link", { name: /登机箱/ }).click();
    await page.waitForURL(/\/orders\/[^/]+$/);
    await page.getByRole("heading", { name: t("portal:orders.title") }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: t("portal:order.ask"), exact: true }).click();

    await tapService(page, "return-and-refund");
    await tapReason(page, "no-longer-wanted");
    await answerNo(page);
    const basis = page.getByRole("region", { name: t("portal:request.basis") });
    await basis
      .getByText(/《.*》第 .* 条/)
      .first()
      .waitFor();
    await page
      .getByRole("region", { name: t("portal:request.arithmetic") })
      .getByText("¥689.00")
      .last()
      .waitFor();
    await page.getByRole("button", { name: t("portal:request.send") }).click();

    await page.waitForURL(/\/cases\/AS-/);
    returned = decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1) ?? "");
    const hero = page.locator(".hero");
    await hero.getByRole("heading", { name: of("now", "merchant-answers") }).waitFor();
    await hero.getByText("山野户外旗舰店").waitFor();
    await hero.getByText(/前处理/).waitFor();
    await hero
      .getByText(of("if-nobody", "approved"))
      .or(hero.getByText(of("if-nobody", "handed-to-platform")))
      .waitFor();
  });

  test("A merchant approves a return, the goods come back and are inspected, and the shopper watches the money arrive", async () => {
    assert.ok(returned, "the return of the first journey");
    const shopper = await street().shopper(zhouMing);
    await shopper.page.goto(`/cases/${returned}`);
    await shopper.page.getByRole("heading", { name: of("now", "merchant-answers") }).waitFor();
    await shopper.page.evaluate(() => Object.assign(window, { neverReloaded: true }));

    const merchant = await street().staff(outdoorShop);
    await merchant.page.goto(`/desk/cases/${returned}`);
    await merchant.page.getByRole("button", { name: t("desk:case.approveReturn") }).click();
    const ask = merchant.page.getByRole("dialog");
    await ask.getByRole("button", { name: t("desk:case.approve"), exact: true }).click();

    // The shopper's page moves by itself.
    await shopper.page.getByRole("heading", { name: of("now", "shopper-sends") }).waitFor();
    await shopper.page
      .locator(".hero")
      .getByRole("button", { name: t("portal:progress.ship-long") })
      .click();
    const tracking = `SF${Date.now()}`;
    const sheet = shopper.page.getByRole("dialog");
    await sheet.getByLabel(t("portal:progress.tracking")).fill(tracking);
    await sheet.getByRole("button", { name: t("portal:progress.ship-do") }).click();
    await shopper.page.getByRole("heading", { name: of("now", "goods-arrive") }).waitFor();

    await inspectByKeyboard(await street().staff("warehouse@aftercare.example"), tracking);

    await shopper.page.getByRole("heading", { name: of("now", "completed") }).waitFor();
    await shopper.page.locator(".hero").getByText(part("portal:progress.refunded-at")).waitFor();
    const money = shopper.page.getByRole("region", { name: t("portal:progress.amount") });
    await money.getByText(of("refund", "settled")).waitFor();
    await money.getByText("¥689.00").first().waitFor();
    assert.equal(
      await shopper.page.evaluate(() => "neverReloaded" in window),
      true,
      "the page was brought up to date without a reload",
    );

    const one = await shopper.get(`/api/v1/cases/${returned}`, caseShape);
    assert.equal(one.refunded.amount, "689.00");
    assert.deepEqual(
      street()
        .shop.paidBack(one.orderNumber)
        .map(({ amount }) => amount),
      ["68900"],
      "what the payment provider has paid back",
    );

    await shopper.page.goto("/inbox");
    for (const kind of ["returns.approved", "returns.completed"])
      await shopper.page.getByText(of("inbox", kind)).first().waitFor();
  });

  test("Three of twenty cherries are spoiled: their share is paid at once, and the rest is kept", async () => {
    const shopper = await street().shopper(wangFang);
    const { page } = shopper;
    const { order, line } = await lineOf(shopper, "大樱桃");
    await page.goto(`/orders/${order}/request?line=${line}`);
    await tapService(page, "refund-only");
    await tapReason(page, "spoiled");
    await page.getByRole("button", { name: t("portal:request.missing-condition") }).waitFor();
    await page.getByLabel(t("portal:request.bad-pieces")).fill("21");
    await page.getByLabel(t("portal:request.bad-of")).fill("20");
    await page.getByText(t("portal:request.bad-over")).waitFor();
    await page.getByLabel(t("portal:request.bad-pieces")).fill("3");
    await page.getByRole("button", { name: t("portal:request.missing-photos") }).waitFor();
    await page.getByLabel(t("portal:evidence.album")).setInputFiles(await drawnPhoto(page));
    await page.getByRole("img", { name: t("portal:evidence.done") }).waitFor();
    await page.getByRole("button", { name: t("portal:request.send") }).click();
    await page.waitForURL(/\/cases\/AS-/);
    const number = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    await page.getByRole("heading", { name: of("now", "completed") }).waitFor();
    const { refunded, requested, reasonWords } = await shopper.get(`/api/v1/cases/${number}`, caseShape);
    assert.deepEqual([refunded, requested], [fifteenPercent, fifteenPercent]);
    assert.equal(reasonWords?.zh, of("reason", "spoiled"));
  });

  test("A refund asked for with a photo is refused with a reason, asked again, and approved by a supervisor", async () => {
    const shopper = await street().shopper(linXiao);
    const { page } = shopper;
    const { order, line } = await lineOf(shopper, "登机箱");
    await page.goto(`/orders/${order}/request?line=${line}`);
    await tapService(page, "refund-only");
    await tapReason(page, "quality-fault");
    await page.getByRole("button", { name: t("portal:request.missing-photos") }).waitFor();

    const album = page.getByLabel(t("portal:evidence.album"));
    await album.setInputFiles(await drawnPhoto(page));
    await page.getByRole("img", { name: t("portal:evidence.done") }).waitFor();
    await page.getByRole("button", { name: t("portal:evidence.remove", { n: 1 }) }).click();
    await page.getByRole("button", { name: t("portal:request.missing-photos") }).waitFor();
    await album.setInputFiles(await drawnPhoto(page));
    await page.getByRole("img", { name: t("portal:evidence.done") }).waitFor();
    await page.getByLabel(t("portal:request.note")).fill("轮子滚不动，拉杆也卡住了");
    await answerNo(page);
    await page.getByRole("button", { name: t("portal:request.send") }).click();
    await page.waitForURL(/\/cases\/AS-/);
    const number = new URL(page.url()).pathname.split("/").at(-1) ?? "";

    const merchant = await street().staff(outdoorShop);
    await merchant.page.goto(`/desk/cases/${number}`);
    const photo = merchant.page.getByRole("img", { name: `${t("desk:case.evidence")} 1` });
    await photo.waitFor();
    await merchant.page.waitForFunction(
      (image) => (image as HTMLImageElement).naturalWidth > 0,
      await photo.elementHandle(),
    );
    await merchant.page.getByRole("button", { name: t("desk:case.reject"), exact: true }).click();
    const ask = merchant.page.getByRole("dialog");
    await ask.getByText(of("reject", "no-evidence"), { exact: true }).click();
    await ask.getByLabel(t("desk:case.rejectNote")).fill("照片里看不出是哪个轮子，请再拍一张近照。");
    await ask.getByRole("button", { name: t("desk:case.rejectGo") }).click();

    await page.getByRole("heading", { name: of("now", "shopper-resubmits") }).waitFor();
    await page.getByText("照片里看不出是哪个轮子，请再拍一张近照。").first().waitFor();
    await page
      .locator(".hero")
      .getByRole("button", { name: t("portal:progress.resubmit-long") })
      .click();
    const sheet = page.getByRole("dialog");
    await sheet.getByLabel(t("portal:progress.note-label")).fill("左后轮，近照已补上");
    await sheet.getByLabel(t("portal:evidence.album")).setInputFiles(await drawnPhoto(page));
    await sheet.getByRole("img", { name: t("portal:evidence.done") }).waitFor();
    await sheet.getByRole("button", { name: t("portal:progress.resubmit-do") }).click();
    await page.getByRole("heading", { name: of("now", "shopper-resubmits") }).waitFor({ state: "detached" });

    const supervisor = await street().staff("supervisor@aftercare.example");
    await supervisor.page.goto(`/desk/cases/${number}`);
    await supervisor.page.getByRole("button", { name: part("desk:case.approveAmount") }).click();
    await supervisor.page
      .getByRole("dialog")
      .getByRole("button", { name: t("desk:case.approve"), exact: true })
      .click();
    await page.getByRole("heading", { name: of("now", "completed") }).waitFor();
  });

  test("An order cancelled before it is sent is approved at once and paid back whole", async () => {
    const shopper = await street().shopper(zhouMing);
    const { page } = shopper;
    const { order, line } = await lineOf(shopper, "三合一冲锋衣");
    await page.goto(`/orders/${order}`);
    await page.locator(`a[href*="${line}"]`).click();
    await tapService(page, "cancel-before-shipment");
    await tapReason(page, "no-longer-wanted");
    await page.getByRole("button", { name: t("portal:request.send") }).click();
    await page.waitForURL(/\/cases\/AS-/);
    await page.getByRole("heading", { name: of("now", "completed") }).waitFor();
    await page.getByText("¥599.00").first().waitFor();
  });

  test("A service that is refused says why, by which article, and what else is possible", async () => {
    const shopper = await street().shopper(zhouMing);
    const { page } = shopper;
    const { order, line } = await lineOf(shopper, "大樱桃");
    await page.goto(`/orders/${order}/request?line=${line}`);
    await page.locator(".services-refused summary").click();
    const refused = page
      .locator(".service-refused")
      .filter({ has: page.locator("b", { hasText: of("kind", "return-and-refund") }) });
    await refused.getByText(t("portal:request.not-available")).waitFor();
    await refused
      .getByText(/《.*》第 .* 条/)
      .first()
      .waitFor();
    await refused.getByText(t("portal:request.instead")).waitFor();
    await refused.getByRole("button", { name: of("kind", "refund-only"), exact: true }).click();
    await page.getByRole("radio", { name: of("kind", "refund-only"), checked: true }).waitFor();
    await page.getByRole("heading", { name: t("portal:request.why") }).waitFor();
  });

  test("A guest with an order number and its phone sees that order and no other", async () => {
    const owner = await street().shopper(zhouMing);
    const { items } = await owner.get("/api/v1/orders?limit=5", orderPageShape);
    const [mine, other] = items;
    assert.ok(mine && other);
    const guest = await street().stranger({ size: phoneSize });
    const { page } = guest;
    await page.goto("/sign-in");
    await page.getByRole("tab", { name: t("portal:sign-in.by-order") }).click();
    await page.getByLabel(t("portal:sign-in.order-number")).fill(mine.number);
    await page.getByLabel(t("portal:sign-in.order-phone")).fill(zhouMing);
    await page.getByRole("button", { name: t("portal:sign-in.send") }).click();
    await page.getByLabel(t("portal:sign-in.code")).waitFor();
    await page.getByRole("button", { name: t("portal:sign-in.enter"), exact: true }).click();
    await page.waitForURL(`**/orders/${mine.number}`);
    await page.getByText(mine.number).first().waitFor();
    await page.goto(`/orders/${other.number}`);
    await page
      .getByRole("heading", { name: t("portal:face.missing") })
      .or(page.getByRole("heading", { name: t("portal:face.forbidden") }))
      .first()
      .waitFor();
    assert.equal(await page.getByText(other.lines[0]?.title.zh ?? "").count(), 0);
    const seen = await guest.context.request.get("/api/v1/orders");
    const numbers = seen.ok()
      ? z.object({ items: z.array(z.object({ number: z.string() })) }).parse(await seen.json()).items
      : [];
    assert.deepEqual(
      numbers.map(({ number }) => number).filter((number) => number !== mine.number),
      [],
    );
  });
}

/** The goods are as they came: nothing torn, soiled or switched on. */
async function answerNo(page: Person["page"]): Promise<void> {
  await page.locator(".request-sum b:not([data-waiting])").waitFor();
  const none = page.getByRole("button", { name: t("portal:request.condition-none") });
  if ((await none.count()) > 0) await none.click();
}

/** As at the bench: the scanner types, Enter, the keys count and grade, Ctrl+Enter finishes. */
async function inspectByKeyboard({ page }: Person, tracking: string): Promise<void> {
  await page.goto("/desk/bench");
  await page.getByText(t("desk:bench.ready")).waitFor();
  await page.keyboard.type(tracking);
  await page.keyboard.press("Enter");
  const arrived = page.getByRole("button", { name: t("desk:case.receiveGo") });
  const inspection = page.locator(".inspection");
  await arrived.or(inspection).first().waitFor();
  if (await arrived.isVisible()) await page.keyboard.press("Enter");
  await inspection.waitFor();
  await page.keyboard.press("-");
  await inspection.getByText(t("desk:bench.short", { n: 1 })).waitFor();
  await page.keyboard.press("+");
  await page.keyboard.press("1");
  await page.keyboard.press("Control+Enter");
  await page.getByText(t("desk:bench.done")).first().waitFor();
}
