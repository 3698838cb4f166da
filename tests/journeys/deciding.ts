import assert from "node:assert/strict";
import { test } from "node:test";
import { caseShape, movedShape, requestedShape } from "#contract/returns";
import type { Person, Street } from "./support/people.ts";
import { lineOf, pickFrom } from "./support/steps.ts";
import { barriers, visit } from "./support/visit.ts";
import { wordsOf } from "./support/words.ts";

const { t, of } = wordsOf("zh-CN");
const emily = "17700000005";
const zhaoLei = "18600000004";
const fruitShop = "m004@aftercare.example";
const soundShop = "m001@aftercare.example";
const outdoorShop = "m002@aftercare.example";

/** What merchants, the warehouse and the platform decide at the desk besides yes and no. */
export function decidingJourneys(street: () => Street): void {
  test("An exchange is agreed to, the old goods are inspected, and the replacement is sent from the queue for it", async () => {
    const shopper = await street().shopper(emily);
    const number = await askedFor(shopper, "降噪头戴耳机", "exchange", "does-not-fit");
    const merchant = await street().staff(soundShop);
    await visit(merchant.page, `/desk/cases/${number}`);
    await merchant.page.getByRole("button", { name: t("desk:case.approveExchange") }).click();
    const agree = merchant.page.getByRole("dialog");
    await agree.getByText(t("desk:case.approveExchangeWhy")).waitFor();
    await agree.getByRole("button", { name: t("desk:case.approve"), exact: true }).click();
    await merchant.page.getByText(of("goods", "awaiting-shipment")).first().waitFor();
    const tracking = `SF${Date.now()}`;
    await shopper.post(
      `/api/v1/cases/${number}/ship`,
      { way: "self-ship", carrier: "sf", trackingNumber: tracking },
      movedShape,
    );

    const { page } = await street().staff("warehouse@aftercare.example");
    await visit(page, `/desk/bench?scan=${tracking}`);
    await page.getByRole("button", { name: t("desk:case.receiveGo") }).click();
    await page.locator(".inspection").waitFor();
    await page.keyboard.press("1");
    await page.keyboard.press("Control+Enter");
    await page.getByText(t("desk:bench.done")).first().waitFor();

    await visit(merchant.page, "/desk/cases?queue=to-ship-out");
    await merchant.page.locator(`.case-item[href*="${number}"]`).click();
    await merchant.page.getByRole("region", { name: t("desk:outbound.title") }).waitFor();
    await merchant.page.keyboard.press("s");
    const send = merchant.page.getByRole("dialog");
    await pickFrom(merchant.page, send.getByLabel(t("desk:case.shipCarrier")), of("carrier", "sf"));
    await send.getByLabel(t("desk:case.tracking")).fill("SF9900112233");
    await send.getByRole("button", { name: t("desk:outbound.sendGo") }).click();
    await merchant.page
      .getByRole("region", { name: t("desk:outbound.title") })
      .getByText("SF9900112233")
      .waitFor();
    const sent = await shopper.get(`/api/v1/cases/${number}`, caseShape);
    assert.deepEqual([sent.outboundState, sent.outbound.trackingNumber], ["shipped", "SF9900112233"]);
  });

  test("A merchant offers part of the money for keeping the goods, and the shopper's yes is seen at once", async () => {
    const shopper = await street().shopper(emily);
    const number = await askedFor(shopper, "登机箱", "exchange", "does-not-fit");
    const { page } = await street().staff(outdoorShop);
    await visit(page, `/desk/cases/${number}`);
    await page.getByRole("button", { name: t("desk:offers.make") }).waitFor();
    await page.keyboard.press("o");
    const offer = page.getByRole("dialog");
    const amount = offer.locator("input[inputmode=decimal]");
    await amount.fill("99999");
    await offer.getByText(t("desk:offers.amountBad")).waitFor();
    await amount.fill("100.00");
    await offer.getByLabel(t("desk:offers.note")).fill("轮子有一点划痕，退您 100 元可以吗？");
    await offer.getByRole("button", { name: t("desk:offers.go") }).click();
    const talk = page.getByRole("region", { name: t("desk:offers.history") });
    await talk.getByText(t("desk:offers.says.amount", { amount: "¥100.00" })).waitFor();
    await shopper.post(`/api/v1/cases/${number}/answer-offer`, { accept: true }, movedShape);
    // The page moves by itself.
    await talk.getByText(of("offer-state", "accepted")).waitFor();
    const agreed = await shopper.get(`/api/v1/cases/${number}`, caseShape);
    assert.deepEqual([agreed.kind, agreed.approved?.amount], ["refund-only", "100.00"]);
  });

  test("Both sides speak before the platform, which rules with blame, an amount and its reasons", async () => {
    const shopper = await street().shopper(emily);
    const number = await askedFor(shopper, "大樱桃", "reship", "never-arrived");
    const supervisor = await street().staff("supervisor@aftercare.example");
    const no = { reason: "no-evidence", note: "物流显示已经签收。" };
    await supervisor.post(`/api/v1/cases/${number}/reject`, no, movedShape);
    await shopper.post(`/api/v1/cases/${number}/escalate`, { note: "快递柜里只有一箱，少了一箱。" }, movedShape);
    await shopper.post(`/api/v1/cases/${number}/statements`, { words: "我有开柜的视频。" }, movedShape);

    const merchant = await street().staff(fruitShop);
    await visit(merchant.page, `/desk/cases/${number}?queue=disputes`);
    const sides = merchant.page.getByRole("region", { name: t("desk:dispute.title") });
    await sides.getByText("快递柜里只有一箱，少了一箱。").waitFor();
    await merchant.page.keyboard.press("d");
    const say = merchant.page.getByRole("dialog");
    await say.getByLabel(t("desk:dispute.words")).fill("出库称重是两箱，有照片。");
    await say.getByRole("button", { name: t("desk:dispute.stateGo") }).click();
    await sides.getByText("出库称重是两箱，有照片。").waitFor();

    const { page } = supervisor;
    await visit(page, `/desk/cases/${number}?queue=disputes`);
    await page.getByRole("button", { name: t("desk:dispute.rule") }).waitFor();
    await page.keyboard.press("e");
    const rule = page.getByRole("dialog");
    await rule.getByText(of("blame", "merchant"), { exact: true }).click();
    await rule.getByText(of("ruling", "partial"), { exact: true }).click();
    await rule.locator("input[inputmode=decimal]").fill("20.00");
    await rule.getByLabel(t("desk:dispute.note")).fill("双方都没有完整的证据，商家补偿一部分。");
    await rule.getByRole("button", { name: t("desk:dispute.ruleGo") }).click();
    await sides.getByText(of("blame", "merchant")).waitFor();
    const ruled = await shopper.get(`/api/v1/cases/${number}`, caseShape);
    assert.deepEqual(
      [ruled.disputeState, ruled.dispute?.ruling?.ruling, ruled.dispute?.ruling?.amount?.amount],
      ["ruled", "partial", "20.00"],
    );
  });

  test("A shopper reads what was counted, the platform answers the appeal with a reason, and the shopper may appeal anew", async () => {
    const { page } = await street().shopper(zhaoLei);
    const desk = await street().staff("supervisor@aftercare.example");
    await visit(page, "/me");
    await page.getByRole("link", { name: t("portal:signals.title") }).click();
    await page.getByRole("heading", { name: t("portal:signals.never") }).waitFor();
    const own = page.getByRole("region", { name: t("portal:signals.appeals") });
    await own.getByText(of("signal-appeal", "open")).waitFor();
    assert.deepEqual(await barriers(page), []);

    const note = `监控里看到是本人签收 ${Date.now()}`;
    await visit(desk.page, "/desk/signal-appeals");
    assert.deepEqual(await barriers(desk.page), []);
    await desk.page
      .getByRole("button", { name: t("desk:appeals.dismiss") })
      .first()
      .click();
    const decide = desk.page.getByRole("dialog");
    await decide.getByLabel(t("desk:appeals.note")).fill(note);
    await decide.getByRole("button", { name: t("desk:appeals.dismiss") }).click();
    await desk.page.getByText(t("desk:appeals.none")).waitFor();

    await page.reload();
    await own.getByText(of("signal-appeal", "dismissed")).waitFor();
    await own.getByText(note).waitFor();
    await page
      .getByRole("button", { name: t("portal:signals.appeal") })
      .first()
      .click();
    const sheet = page.getByRole("dialog");
    await sheet.getByLabel(t("portal:signals.appeal-words")).fill("签收人不是我，请再看一次。");
    await sheet.getByRole("button", { name: t("portal:signals.appeal-do") }).click();
    await own.getByText(of("signal-appeal", "open")).waitFor();
    await desk.page.reload();
    await desk.page.getByText("签收人不是我，请再看一次。").waitFor();
  });

  test("An agent asks for a shopper on the phone, and a merchant's offer is agreed by being made", async () => {
    const shopper = await street().shopper(emily);
    for (const [email, title, way] of [
      ["supervisor@aftercare.example", "便携蓝牙音箱", t("desk:openCase.way")],
      [soundShop, "便携蓝牙音箱", t("desk:openCase.wayMerchant")],
    ] as const) {
      const { order, line } = await lineOf(shopper, title);
      const { page } = await street().staff(email);
      await visit(page, `/desk/orders/${order}`);
      await page.getByRole("link", { name: way }).click();
      await page.getByRole("heading", { name: way }).waitFor();
      const goods = page.locator(".open-goods li").filter({ hasText: title });
      if (!(await goods.getByRole("checkbox").isChecked())) await goods.getByRole("checkbox").check();
      await page.getByRole("radio", { name: of("kind", "return-and-refund") }).check();
      await page.getByRole("radio", { name: of("reason", "no-longer-wanted"), exact: true }).check({ force: true });
      await page.getByRole("checkbox", { name: t("desk:openCase.conditionNone") }).check({ force: true });
      assert.deepEqual(await barriers(page), []);
      await page.getByRole("button", { name: t("desk:openCase.send") }).click();
      await page.waitForURL(/\/cases\/AS-/);
      const number = new URL(page.url()).pathname.split("/").at(-1) ?? "";
      const opened = await shopper.get(`/api/v1/cases/${number}`, caseShape);
      assert.deepEqual([opened.kind, opened.lines.map(({ lineId }) => lineId)], ["return-and-refund", [line]]);
      if (email === soundShop) assert.equal(opened.caseState, "approved");
      await shopper.post(`/api/v1/cases/${number}/withdraw`, { version: opened.version }, movedShape);
    }
  });

  test("Several cases are approved together, and each says how it went", async () => {
    const { page } = await street().staff("supervisor@aftercare.example");
    await visit(page, "/desk/cases?queue=to-decide&kind=return-and-refund&verdict=ALLOW");
    await page.locator(".case-item").first().waitFor();
    await page.keyboard.press("v");
    for (const nth of [0, 1]) await page.locator(".case-pick input").nth(nth).check();
    const bar = page.getByRole("toolbar", { name: t("desk:bulk.start") });
    await bar.getByText(t("desk:bulk.picked", { n: 2 })).waitFor();
    await bar.getByRole("button", { name: t("desk:case.approve"), exact: true }).click();
    const ask = page.getByRole("dialog");
    await ask.getByRole("button", { name: t("desk:bulk.approveGo", { n: 2 }) }).click();
    await page.getByText(t("desk:bulk.summary", { done: 2, not: 0 })).waitFor();
    await page.getByRole("button", { name: t("desk:bulk.close") }).click();
    await bar.getByText(t("desk:bulk.picked", { n: 0 })).waitFor();

    // What was decided counts at once, and the figure opens its cases.
    await visit(page, "/desk/performance");
    await page.locator(".performance-head a").first().click();
    await page.waitForURL((url) => url.searchParams.get("figure") === "in-time");
    await page.locator(".case-item").first().waitFor();
  });
}

/** Asks as the shopper's phone would, for goods called so. */
async function askedFor(shopper: Person, title: string, kind: string, reason: string): Promise<string> {
  const { order, line } = await lineOf(shopper, title);
  const body = { kind, reason, lines: [{ lineId: line, quantity: 1 }] };
  const { cases } = await shopper.post(`/api/v1/orders/${order}/cases`, body, requestedShape);
  return cases[0]?.number ?? assert.fail("no case was opened");
}
