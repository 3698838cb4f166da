import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { caseShape, requestedShape } from "#contract/returns";
import type { Person, Street } from "./support/people.ts";
import { askFor, lineOf } from "./support/steps.ts";
import { barriers, visit } from "./support/visit.ts";
import { wordsOf } from "./support/words.ts";

const { t, of, part } = wordsOf("zh-CN");
const zhouMing = "13900000001";
const linXiao = "13800002207";
const skylark = "m001@aftercare.example";

/** What is settled otherwise than by giving the goods and the money back. */
export function bargainingJourneys(street: () => Street): void {
  test("An exchange goes from the request to the goods in the shopper's hands, and the page tells each step by itself", async () => {
    const shopper = await street().shopper(zhouMing);
    const { page } = shopper;
    const number = await askFor(shopper, {
      title: "降噪头戴耳机",
      kind: "exchange",
      reason: "quality-fault",
      before: async () => {
        // What the shop sells, each with its difference; then the shopper takes the same in another colour after all.
        await page.getByRole("radio", { name: t("portal:wanted.other") }).click();
        const shelf = page.getByRole("dialog");
        await shelf.getByText(part("portal:wanted.comes-back")).first().waitFor();
        assert.deepEqual(await barriers(page), []);
        await page.keyboard.press("Escape");
        await page.getByRole("button", { name: t("portal:request.missing-wanted") }).waitFor();
        await page.getByRole("radio", { name: t("portal:wanted.variant") }).click();
        await page.locator("#variant").fill("星空黑");
      },
    });
    const seller = await street().staff(skylark);
    await seller.post(`/api/v1/cases/${number}/approve`, {}, z.unknown());
    await page.getByRole("heading", { name: of("now", "shopper-sends") }).waitFor();
    const out = page.getByRole("region", { name: t("portal:outbound.exchange") });
    await out.getByText("星空黑").waitFor();

    const trackingNumber = `SF${Date.now()}`;
    await shopper.post(
      `/api/v1/cases/${number}/ship`,
      { way: "self-ship", carrier: "sf", trackingNumber },
      z.unknown(),
    );
    const warehouse = await street().staff("warehouse@aftercare.example");
    await warehouse.post(`/api/v1/cases/${number}/receive`, {}, z.unknown());
    const { lines } = await shopper.get(`/api/v1/cases/${number}`, caseShape);
    const count = { received: 1, accepted: 1, grade: "opened", disposition: "refurbish" };
    await warehouse.post(
      `/api/v1/cases/${number}/inspect`,
      { lines: lines.map(({ lineId }) => ({ lineId, ...count })) },
      z.unknown(),
    );
    await page.getByRole("heading", { name: of("now", "replacement-to-ship") }).waitFor();
    await seller.post(
      `/api/v1/cases/${number}/ship-replacement`,
      { carrier: "sf", trackingNumber: "SF1412345678821" },
      z.unknown(),
    );
    await page.getByRole("heading", { name: of("now", "replacement-on-the-way") }).waitFor();
    await out.getByText("SF1412345678821").waitFor();
    await page
      .locator(".hero")
      .getByRole("button", { name: t("portal:outbound.confirm") })
      .click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: t("portal:outbound.confirm") })
      .click();
    await page.getByRole("heading", { name: of("now", "completed-goods") }).waitFor();
  });

  test("A merchant's offer waits on the first page, says what a yes brings, and is accepted in one tap", async () => {
    const shopper = await street().shopper(zhouMing);
    const { page } = shopper;
    const { order, line } = await lineOf(shopper, "便携旅行茶具");
    const asked = await shopper.post(
      `/api/v1/orders/${order}/cases`,
      {
        number: order,
        kind: "return-and-refund",
        reason: "no-longer-wanted",
        lines: [{ lineId: line, quantity: 1 }],
      },
      z.object({ cases: z.array(z.object({ number: z.string() })) }),
    );
    const number = asked.cases[0]?.number ?? "";
    const supervisor = await street().staff("supervisor@aftercare.example");
    await supervisor.post(
      `/api/v1/cases/${number}/offers`,
      { kind: "amount", amount: { amount: "30.00", currency: "CNY" }, note: "茶具留着用，我们补偿您。" },
      z.unknown(),
    );
    await page.goto("/");
    await page.locator(`.waiting-case a[href*="${number}"]`).click();
    const offer = page.locator(".offer");
    await offer.getByText("茶具留着用，我们补偿您。").waitFor();
    await offer.getByText("¥30.00").waitFor();
    assert.deepEqual(await barriers(page), []);
    await offer.getByRole("button", { name: t("portal:offer.accept"), exact: true }).click();
    await page.getByRole("heading", { name: of("now", "completed") }).waitFor();
    const one = await shopper.get(`/api/v1/cases/${number}`, caseShape);
    assert.deepEqual([one.refunded.amount, one.offers[0]?.state], ["30.00", "accepted"]);
  });

  test("A merchant offers other goods in exchange, the shopper reads what they cost more, agrees, and pays the difference", async () => {
    const shopper = await street().shopper(linXiao);
    const number = await askedToExchange(shopper, "降噪头戴耳机");
    const merchant = await street().staff("m001@aftercare.example");
    await visit(merchant.page, `/desk/cases/${number}`);
    await merchant.page.getByRole("button", { name: t("desk:offers.make") }).waitFor();
    await merchant.page.keyboard.press("o");
    const ask = merchant.page.getByRole("dialog");
    await ask.getByText(of("offer-kind", "kind"), { exact: true }).click();
    await ask.getByText(of("kind", "exchange"), { exact: true }).click();
    await ask.getByText(t("desk:openCase.wantedHow.other"), { exact: true }).click();
    await ask
      .getByRole("listitem")
      .filter({ hasText: part("desk:openCase.costsMore") })
      .first()
      .click();
    assert.deepEqual(await barriers(merchant.page), []);
    await ask.getByRole("button", { name: t("desk:offers.go") }).click();
    const talk = merchant.page.getByRole("region", { name: t("desk:offers.history") });
    await talk.getByText(part("desk:openCase.costsMore")).waitFor();

    const { page } = shopper;
    await visit(page, `/cases/${number}`);
    const offer = page.locator(".offer");
    await offer.getByText(part("portal:wanted.costs-more")).waitFor();
    assert.deepEqual(await barriers(page), []);
    const named = (await shopper.get(`/api/v1/cases/${number}`, caseShape)).offers[0];
    await offer.getByRole("button", { name: t("portal:offer.accept"), exact: true }).click();
    await page.getByRole("heading", { name: of("now", "difference-to-pay") }).waitFor();
    const agreed = await shopper.get(`/api/v1/cases/${number}`, caseShape);
    assert.deepEqual(
      [agreed.kind, agreed.outbound.goods?.productNumber, agreed.outbound.difference?.amount],
      ["exchange", named?.wanted?.productNumber, `-${named?.difference?.amount}`],
    );
  });

  test("A shopper proposes other goods instead, and the shop reads which and what that makes", async () => {
    const shopper = await street().shopper(linXiao);
    const { page } = shopper;
    const number = await askedToExchange(shopper, "便携蓝牙音箱");
    await visit(page, `/cases/${number}`);
    await page.getByRole("button", { name: t("portal:offer.negotiate") }).click();
    const sheet = page.getByRole("dialog").first();
    await sheet.getByRole("radio", { name: of("kind", "exchange") }).click();
    await sheet.getByRole("radio", { name: t("portal:wanted.other") }).click();
    await page.locator(".product-list .product").first().click();
    assert.deepEqual(await barriers(page), []);
    await sheet.getByRole("button", { name: t("portal:offer.counter-do") }).click();
    await page.locator(".offer .offer-goods").waitFor();

    const merchant = await street().staff("m001@aftercare.example");
    await visit(merchant.page, `/desk/cases/${number}`);
    const talk = merchant.page.getByRole("region", { name: t("desk:offers.history") });
    const named = (await shopper.get(`/api/v1/cases/${number}`, caseShape)).offers[0];
    await talk.getByText(named?.wanted?.title.zh ?? "?").waitFor();
    await merchant.post(`/api/v1/cases/${number}/answer-offer`, { accept: true }, z.unknown());
    const agreed = await shopper.get(`/api/v1/cases/${number}`, caseShape);
    assert.deepEqual([agreed.kind, agreed.outbound.goods?.productNumber], ["exchange", named?.wanted?.productNumber]);
  });

  test("After a refusal the shopper asks the platform, both sides are heard, and an appeal is heard by somebody else", async () => {
    const shopper = await street().shopper(zhouMing);
    const { page } = shopper;
    const number = await askFor(shopper, { title: "真无线蓝牙耳机", kind: "refund-only", reason: "quality-fault" });
    const supervisor = await street().staff("supervisor@aftercare.example");
    const refusal = { reason: "no-evidence", note: "照片里看不出问题。" };
    await supervisor.post(`/api/v1/cases/${number}/reject`, refusal, z.unknown());
    await page.getByText(refusal.note).first().waitFor();
    await page
      .locator(".rejected")
      .getByRole("button", { name: t("portal:dispute.escalate") })
      .click();
    const sheet = page.getByRole("dialog");
    await sheet.getByLabel(t("portal:dispute.escalate-words")).fill("左耳完全没有声音。");
    await sheet.getByRole("button", { name: t("portal:dispute.escalate-do") }).click();
    await page.getByRole("heading", { name: of("now", "dispute-evidence") }).waitFor();
    const dispute = page.getByRole("region", { name: t("portal:dispute.title") });
    await dispute.getByText(part("portal:dispute.silent")).waitFor();

    const seller = await street().staff(skylark);
    await seller.post(`/api/v1/cases/${number}/statements`, { words: "出厂检测两边都有声音。" }, z.unknown());
    await dispute.getByText("出厂检测两边都有声音。").waitFor();
    await page
      .locator(".hero")
      .getByRole("button", { name: t("portal:dispute.state") })
      .click();
    await sheet.getByLabel(t("portal:dispute.state-words")).fill("收到第二天左耳就坏了。");
    await sheet.getByRole("button", { name: t("portal:dispute.state-do") }).click();
    await page.getByRole("heading", { name: of("now", "dispute-review") }).waitFor();

    await supervisor.post(
      `/api/v1/cases/${number}/rule`,
      { blame: "nobody", ruling: "refuse", note: "凭证不足以说明问题。" },
      z.unknown(),
    );
    await page.getByRole("heading", { name: of("now", "dispute-ruled") }).waitFor();
    await dispute.getByText(of("blame", "nobody")).waitFor();
    await dispute.getByText(part("portal:dispute.appeal-until")).waitFor();
    assert.deepEqual(await barriers(page), []);
    await dispute.getByRole("button", { name: t("portal:dispute.appeal"), exact: true }).click();
    await sheet.getByLabel(t("portal:dispute.appeal-words")).fill("我有录像。");
    await sheet.getByRole("button", { name: t("portal:dispute.appeal-do") }).click();
    await page.getByRole("heading", { name: of("now", "dispute-appeal") }).waitFor();

    const colleague = await street().staff("wu.tong@aftercare.example");
    await colleague.post(
      `/api/v1/cases/${number}/rule`,
      { blame: "merchant", ruling: "grant", note: "录像里左耳没有声音。" },
      z.unknown(),
    );
    await page.getByRole("heading", { name: of("now", "completed") }).waitFor();
    await dispute.getByText("录像里左耳没有声音。").waitFor();
  });
}

async function askedToExchange(shopper: Person, title: string): Promise<string> {
  const { order, line } = await lineOf(shopper, title);
  const body = { kind: "exchange", reason: "does-not-fit", lines: [{ lineId: line, quantity: 1 }] };
  const { cases } = await shopper.post(`/api/v1/orders/${order}/cases`, body, requestedShape);
  return cases[0]?.number ?? assert.fail("no case was opened");
}
