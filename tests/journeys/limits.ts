import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { casePageShape, caseShape, requestedShape } from "#contract/returns";
import type { Street } from "./support/people.ts";
import { lineOf } from "./support/steps.ts";
import { barriers, visit } from "./support/visit.ts";
import { wordsOf } from "./support/words.ts";

const { t, of } = wordsOf("zh-CN");
const chenChen = "15900000003";
const soundShop = "m001@aftercare.example";

/** What administrators and shops set for everybody, and what becomes of the work after it. */
export function limitJourneys(street: () => Street): void {
  test("An administrator lowers what an agent gives alone; a supervisor agrees, and what the provider refused is paid again", async () => {
    const admin = await street().staff("admin@aftercare.example");
    const payments = (mode: string) => admin.post("/api/v1/sandbox/payments", { mode }, z.unknown());
    await visit(admin.page, "/desk/compensation-limits");
    const limit = admin.page.getByRole("row").filter({ hasText: t("desk:limits.what.agent") });
    await limit.getByText("¥50.00").waitFor();
    await limit.getByRole("button", { name: t("desk:limits.change") }).click();
    const change = admin.page.getByRole("dialog");
    await change.getByLabel(t("desk:limits.limit")).fill("20");
    await change.getByLabel(t("desk:limits.note")).fill("大促期间先收紧");
    await change.getByRole("button", { name: t("desk:limits.save") }).click();
    await limit.getByText("¥20.00").waitFor();
    await limit.getByText("大促期间先收紧").waitFor();
    assert.deepEqual(await barriers(admin.page), []);

    const agent = await street().staff("agent@aftercare.example");
    const { items } = await agent.get("/api/v1/cases?queue=to-inspect&limit=1", casePageShape);
    const number = items[0]?.number ?? assert.fail("goods wait to be inspected");
    await visit(agent.page, `/desk/cases/${number}`);
    await agent.page.getByRole("button", { name: t("desk:comp.propose") }).click();
    const propose = agent.page.getByRole("dialog");
    await propose.getByRole("spinbutton").fill("21");
    await propose.getByRole("button", { name: t("desk:comp.proposeGo") }).click();
    const given = agent.page.getByRole("region", { name: t("desk:comp.title") });
    await given.getByText(of("compensation", "proposed")).waitFor();

    const { page } = await street().staff("supervisor@aftercare.example");
    await payments("refusing");
    try {
      await visit(page, "/desk/compensations");
      const waiting = page.getByRole("row").filter({ hasText: number });
      await waiting.getByRole("button", { name: t("desk:comp.approve"), exact: true }).click();
      await waiting.waitFor({ state: "detached" });
      await visit(page, "/desk/payouts");
      await page.getByRole("row").filter({ hasText: "¥21.00" }).getByText(t("desk:stuck.refused")).waitFor();
      assert.deepEqual(await barriers(page), []);
    } finally {
      await payments("normal");
    }
    const operations = await street().staff("operations@aftercare.example");
    await visit(operations.page, "/desk/payouts");
    const stuck = operations.page.getByRole("row").filter({ hasText: "¥21.00" });
    await stuck.getByRole("button", { name: t("desk:comp.retry") }).click();
    await operations.page
      .getByRole("dialog")
      .getByRole("button", { name: t("desk:comp.retry") })
      .click();
    await stuck.waitFor({ state: "detached" });
    await given.getByText(of("compensation", "paid")).waitFor();
  });

  test("A shop lets its clocks stand still, and the shopper reads why the answer comes later", async () => {
    const shopper = await street().shopper(chenChen);
    const { order, line } = await lineOf(shopper, "降噪头戴耳机");
    const body = { kind: "exchange", reason: "does-not-fit", lines: [{ lineId: line, quantity: 1 }] };
    const { cases } = await shopper.post(`/api/v1/orders/${order}/cases`, body, requestedShape);
    const number = cases[0]?.number ?? assert.fail("no case was opened");
    const dueOf = async () => Date.parse((await shopper.get(`/api/v1/cases/${number}`, caseShape)).next.dueAt ?? "");
    const before = await dueOf();

    const { page } = await street().staff(soundShop);
    await visit(page, "/desk/clock-pauses");
    await page.getByRole("button", { name: t("desk:clockPauses.publish") }).click();
    const ask = page.getByRole("dialog");
    await ask.getByLabel(t("desk:replies.label.zh")).fill("门店盘点");
    await ask.getByLabel(t("desk:draft.pauseEnds.from")).fill(inChina(Date.now() + hourMs));
    await ask.getByLabel(t("desk:draft.pauseEnds.until")).fill(inChina(Date.now() + 25 * hourMs));
    await ask.getByRole("button", { name: t("desk:clockPauses.publishGo") }).click();
    const row = page.getByRole("row").filter({ hasText: "门店盘点" });
    await row.getByText(t("desk:clockPauses.state.ahead")).waitFor();
    assert.deepEqual(await barriers(page), []);

    await visit(shopper.page, `/cases/${number}`);
    await shopper.page
      .locator(".hero")
      .getByText(/门店盘点/)
      .waitFor();
    assert.equal((await dueOf()) - before, 24 * hourMs);
  });
}

const hourMs = 3_600_000;

/** As a field for day and hour takes it, to the minute. */
const inChina = (ms: number) => new Date(ms + 8 * hourMs).toISOString().slice(0, 16);
