import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { caseShape, movedShape, requestedShape } from "#contract/returns";
import { type Person, phoneSize, type Street } from "./support/people.ts";
import { drawnPhoto, lineOf, tapReason, tapService } from "./support/steps.ts";
import { barriers, visit } from "./support/visit.ts";
import { wordsOf } from "./support/words.ts";

const { t, of } = wordsOf("zh-CN");
const wangFang = "13700000002";
const zhaoLei = "18600000004";
const emily = "17700000005";
const chenChen = "15900000003";
const outdoorShop = "m002@aftercare.example";

/** What takes another way than planned: presents, goods that stay, parcels turned round, trouble with what was sent or paid. */
export function otherwiseJourneys(street: () => Street): void {
  test("A present is shared by its code; who received it sends it back and never sees what it cost", async () => {
    const giver = await street().shopper(zhaoLei);
    const { order } = await lineOf(giver, "便携旅行茶具");
    await visit(giver.page, `/orders/${order}`);
    await giver.page.getByRole("button", { name: t("portal:present.make"), exact: true }).click();
    await giver.page.getByRole("button", { name: t("portal:present.make-do") }).click();
    const code = await giver.page.locator(".present-link b").textContent();

    const recipient = await street().stranger({ size: phoneSize });
    const { page } = recipient;
    await page.goto(`/present/enter#${order}/${code}`);
    await page.waitForURL(/\/present$/);
    const goods = page.getByRole("article").filter({ hasText: "便携旅行茶具" });
    await goods.getByRole("link", { name: t("portal:present.ask") }).click();
    await page.getByRole("radio", { name: t("portal:present.send-back") }).click();
    await tapReason(page, "no-longer-wanted");
    const none = page.getByRole("button", { name: t("portal:request.condition-none") });
    const send = page.getByRole("button", { name: t("portal:request.send") });
    await none.or(send).first().waitFor();
    if (await none.isVisible()) await none.click();
    assert.deepEqual(await barriers(page), []);
    assert.equal(await page.getByText(/[¥￥]/).count(), 0);
    await send.click();
    await page.waitForURL(/\/present\/cases\/AS-/);
    const number = lastPart(page.url());

    await approvedIfAsked(await street().staff("supervisor@aftercare.example"), number);
    await page
      .locator(".hero")
      .getByRole("button", { name: t("portal:progress.ship-long") })
      .click();
    const sheet = page.getByRole("dialog");
    await sheet.getByLabel(t("portal:progress.tracking")).fill(`SF${Date.now()}`);
    await sheet.getByRole("button", { name: t("portal:progress.ship-do") }).click();
    await page.getByRole("heading", { name: of("now", "goods-arrive") }).waitFor();
    await inspected(await street().staff("warehouse@aftercare.example"), number);
    await page
      .locator(".hero")
      .getByRole("heading", { name: t("portal:present.refunded-to-the-giver") })
      .waitFor();
    assert.equal(await page.getByText(/[¥￥]/).count(), 0);
    const { refunded } = await giver.get(`/api/v1/cases/${number}`, caseShape);
    assert.notEqual(refunded.amount, "0.00", "the giver has the money");
  });

  test("What the shop pays for goods that stay is taken in one tap, and paid at once", async () => {
    const shopper = await street().shopper(wangFang);
    const { page } = shopper;
    const { order, line } = await lineOf(shopper, "便携蓝牙音箱");
    await page.goto(`/orders/${order}/request?line=${line}`);
    await page.getByRole("button", { name: t("portal:keep.title") }).click();
    const sheet = page.getByRole("dialog");
    const why = sheet.getByRole("radio", { name: of("reason", "no-longer-wanted") });
    const amount = (await why.locator("b").textContent()) ?? "";
    await why.click();
    assert.deepEqual(await barriers(page), []);
    await sheet.getByRole("button", { name: t("portal:keep.do", { amount }) }).click();
    await page.waitForURL(/\/cases\/AS-/);
    await page.getByRole("heading", { name: of("now", "completed") }).waitFor();
    const one = await shopper.get(`/api/v1/cases/${lastPart(page.url())}`, caseShape);
    assert.deepEqual([`¥${one.refunded.amount}`, one.goodsState], [amount, "none"]);
  });

  test("A parcel that is not wanted any more is turned round by the carrier when the shopper asks", async () => {
    const shopper = await street().shopper(emily);
    const { page } = shopper;
    const { order, line } = await lineOf(shopper, "真丝连衣裙");
    await page.goto(`/orders/${order}/request?line=${line}`);
    await tapService(page, "refuse-delivery");
    await tapReason(page, "no-longer-wanted");
    const atOnce = page.getByRole("checkbox", { name: t("portal:interception.ask") });
    await atOnce.uncheck();
    await page.getByRole("button", { name: t("portal:request.send") }).click();
    await page.waitForURL(/\/cases\/AS-/);
    const number = lastPart(page.url());
    await approvedIfAsked(await street().staff("supervisor@aftercare.example"), number);
    await page
      .locator(".hero")
      .getByRole("button", { name: t("portal:interception.ask") })
      .click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: t("portal:interception.do") })
      .click();
    await page.getByRole("heading", { name: of("now", "interception-confirmed") }).waitFor();
    const card = page.getByRole("region", { name: t("portal:interception.title") });
    await card.getByText(of("interception", "confirmed"), { exact: true }).waitFor();
    assert.deepEqual(await barriers(page), []);
  });

  test("What was sent again comes broken: the shopper shows it, the shop sends another, and that one is confirmed", async () => {
    const shopper = await street().shopper(chenChen);
    const { page } = shopper;
    const number = await asked(shopper, "登机箱", "reship", "never-arrived");
    const seller = await street().staff(outdoorShop);
    await approvedIfAsked(seller, number);
    const send = (trackingNumber: string) =>
      seller.post(`/api/v1/cases/${number}/ship-replacement`, { carrier: "sf", trackingNumber }, z.unknown());
    await send("SF1412345678111");
    await page.goto(`/cases/${number}`);
    await page.getByRole("button", { name: t("portal:outbound.object"), exact: true }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByRole("radio", { name: of("trouble", "broken") }).click();
    await sheet.getByText(t("portal:outbound.photo-needed")).waitFor();
    await sheet.getByLabel(t("portal:evidence.album")).setInputFiles(await drawnPhoto(page));
    await sheet.getByRole("img", { name: t("portal:evidence.done") }).waitFor();
    await sheet.getByRole("button", { name: t("portal:outbound.object-do") }).click();
    await page.getByRole("heading", { name: of("now", "replacement-refused") }).waitFor();

    await visit(seller.page, `/desk/cases/${number}`);
    await seller.page.getByRole("button", { name: t("desk:outbound.makeGood") }).click();
    const ask = seller.page.getByRole("dialog");
    await ask.getByText(of("made-good", "resend"), { exact: true }).click();
    await ask.getByText(t("desk:outbound.makeGoodWhy.resend")).waitFor();
    await ask.getByText(of("loss-bearer", "merchant"), { exact: true }).click();
    await ask.getByRole("button", { name: t("desk:outbound.makeGoodGo") }).click();
    await page.getByRole("heading", { name: of("now", "replacement-to-ship") }).waitFor();
    await send("SF1412345678222");
    await page.getByText("SF1412345678222").first().waitFor();
    await page
      .locator(".hero")
      .getByRole("button", { name: t("portal:outbound.confirm") })
      .click();
    await sheet.getByRole("button", { name: t("portal:outbound.confirm") }).click();
    await page.getByRole("heading", { name: of("now", "completed-goods") }).waitFor();
  });

  test("A refund that the provider will not take is transferred by the shop, proved, and confirmed by the shopper", async () => {
    const admin = await street().staff("admin@aftercare.example");
    const shopper = await street().shopper(chenChen);
    const { page } = shopper;
    const payments = (mode: string) => admin.post("/api/v1/sandbox/payments", { mode }, z.unknown());
    await payments("refusing");
    try {
      const number = await asked(shopper, "三合一冲锋衣", "cancel-before-shipment", "no-longer-wanted");
      await page.goto(`/cases/${number}`);
      await page.getByRole("heading", { name: of("now", "refund-otherwise") }).waitFor();

      const seller = await street().staff(outdoorShop);
      await visit(seller.page, `/desk/cases/${number}`);
      await seller.page.getByRole("button", { name: t("desk:detour.choose") }).click();
      const ask = seller.page.getByRole("dialog");
      await ask.getByText(of("detour-way", "transfer"), { exact: true }).click();
      await ask.getByLabel(t("desk:detour.reference")).fill("ICBC-20261130-8841");
      await ask.locator("input[type=file]").setInputFiles(await drawnPhoto(seller.page));
      await ask.getByRole("button", { name: t("desk:detour.goTransfer") }).click();

      await page.getByRole("heading", { name: of("now", "refund-to-confirm") }).waitFor();
      const transfer = page.getByRole("region", { name: t("portal:transfer.title") });
      await transfer.getByText("ICBC-20261130-8841").waitFor();
      assert.deepEqual(await barriers(page), []);
      await transfer.getByRole("button", { name: t("portal:transfer.received") }).click();
      await page.getByRole("heading", { name: of("now", "completed") }).waitFor();
    } finally {
      await payments("normal");
    }
  });

  test("A refund of which the provider pays too much waits for the platform, and a supervisor says at the desk who bears the rest", async () => {
    const admin = await street().staff("admin@aftercare.example");
    const shopper = await street().shopper(wangFang);
    const payments = (mode: string) => admin.post("/api/v1/sandbox/payments", { mode }, z.unknown());
    const { page } = await street().staff("supervisor@aftercare.example");
    await payments("over");
    try {
      const { order, line } = await lineOf(shopper, "手作茶壶");
      const body = {
        number: order,
        kind: "cancel-before-shipment",
        reason: "no-longer-wanted",
        lines: [{ lineId: line, quantity: 1 }],
      };
      await shopper.post(`/api/v1/orders/${order}/cases`, body, requestedShape);
      await visit(page, "/desk/discrepancies");
      const row = page.getByRole("row").filter({ hasText: order });
      await row.getByText(of("discrepancy-kind", "too-much")).waitFor();
      assert.deepEqual(await barriers(page), []);
      await row.getByRole("button", { name: t("desk:discrepancy.end") }).click();
      const ask = page.getByRole("dialog");
      await ask.getByText(of("discrepancy-ending", "borne"), { exact: true }).click();
      await ask.getByLabel(t("desk:discrepancy.noteNeeded")).fill("差一分，不值得追");
      await ask.getByRole("button", { name: t("desk:discrepancy.end") }).click();
      await row.waitFor({ state: "detached" });
      await page.locator(".ant-segmented").getByText(t("desk:discrepancy.all"), { exact: true }).click();
      await row.getByText(of("discrepancy", "ended")).waitFor();
      await visit(page, "/desk/payouts");
      await page.getByText(t("desk:stuck.none")).waitFor();
      assert.deepEqual(await barriers(page), []);
    } finally {
      await payments("normal");
    }
  });
}

const lastPart = (url: string) => decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? "");

async function asked(shopper: Person, title: string, kind: string, reason: string): Promise<string> {
  const { order, line } = await lineOf(shopper, title);
  const body = { number: order, kind, reason, lines: [{ lineId: line, quantity: 1 }] };
  const { cases } = await shopper.post(`/api/v1/orders/${order}/cases`, body, requestedShape);
  return cases[0]?.number ?? "";
}

/** What the policy has approved at once needs nobody. */
async function approvedIfAsked(person: Person, number: string): Promise<void> {
  const { caseState } = await person.get(`/api/v1/cases/${number}`, caseShape);
  if (caseState === "submitted") await person.post(`/api/v1/cases/${number}/approve`, {}, movedShape);
}

async function inspected(warehouse: Person, number: string): Promise<void> {
  await warehouse.post(`/api/v1/cases/${number}/receive`, {}, movedShape);
  const { lines } = await warehouse.get(`/api/v1/cases/${number}`, caseShape);
  const count = { accepted: 1, received: 1, grade: "opened", disposition: "restock" };
  await warehouse.post(
    `/api/v1/cases/${number}/inspect`,
    { lines: lines.map(({ lineId }) => ({ lineId, ...count })) },
    z.unknown(),
  );
}
