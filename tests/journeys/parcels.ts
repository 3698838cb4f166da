import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { shipmentShape, shipmentsShape } from "#contract/logistics";
import { casePageShape } from "#contract/returns";
import type { Street } from "./support/people.ts";
import { drawnPhoto, pickFrom } from "./support/steps.ts";
import { barriers, visit } from "./support/visit.ts";
import { wordsOf } from "./support/words.ts";

const { t } = wordsOf("zh-CN");

/** What colleagues do with places, slots, and parcels nobody announced. */
export function parcelJourneys(street: () => Street): void {
  test("Operations add a return address, change it, and take it out of use", async () => {
    const { page } = await street().staff("operations@aftercare.example");
    const label = `青浦退货仓 ${Date.now()}`;
    await visit(page, "/desk/return-addresses");
    await page
      .getByRole("button", { name: t("desk:addresses.add") })
      .first()
      .click();
    const form = page.getByRole("dialog");
    await form.getByRole("button", { name: t("desk:addresses.save") }).click();
    await form.getByText(t("desk:addresses.needed")).first().waitFor();
    await form.getByLabel(t("desk:addresses.merchant")).click();
    await page.locator(".ant-select-item-option").first().click();
    await form.getByLabel(t("desk:addresses.label")).fill(label);
    await form.getByLabel(t("desk:addresses.name")).fill("退货组");
    await form.getByLabel(t("desk:addresses.phone")).fill("021-5555 8888");
    await form.getByLabel(t("desk:addresses.address"), { exact: true }).fill("上海市青浦区华新镇华隆路 1777 号");
    await form.getByLabel(t("desk:addresses.regions")).fill("上海市");
    await form.getByLabel(t("desk:addresses.regions")).press("Enter");
    await form.getByRole("button", { name: t("desk:addresses.save") }).click();
    const row = page.getByRole("row").filter({ hasText: label });
    await row.getByText("上海市青浦区华新镇").waitFor();
    await row.getByRole("button", { name: t("desk:addresses.retire") }).click();
    await row.getByText(t("desk:addresses.retired")).waitFor();
    await row.getByRole("button", { name: t("desk:addresses.revive") }).click();
    await row.getByText(t("desk:addresses.active")).waitFor();
  });

  test("Operations open an area for pickups and give one slot more places", async () => {
    const { page } = await street().staff("operations@aftercare.example");
    const area = `上海 ${Date.now()}`;
    await visit(page, "/desk/pickups");
    await page
      .getByRole("button", { name: t("desk:pickups.add") })
      .first()
      .click();
    const form = page.getByRole("dialog");
    await form.getByLabel(t("desk:pickups.name"), { exact: true }).fill(area);
    await form.getByLabel(t("desk:pickups.regions")).fill("上海市");
    await form.getByLabel(t("desk:pickups.regions")).press("Enter");
    await form.getByLabel(t("desk:pickups.capacity")).fill("3");
    await form.getByRole("button", { name: t("desk:addresses.save") }).click();
    const card = page.getByRole("region", { name: area });
    const slot = card.locator(".slot").last();
    await slot.getByText("0/3").waitFor();
    await slot.click();
    const places = page.getByRole("dialog");
    await places.getByLabel(t("desk:pickups.capacity")).fill("7");
    await places.getByRole("button", { name: t("desk:addresses.save") }).click();
    await slot.getByText("0/7").waitFor();
  });

  test("A parcel without a case is put on the shelf, searched by its slip, and matched to its order", async () => {
    const person = await street().staff("warehouse@aftercare.example");
    const { page } = person;
    const { items } = await person.get(
      "/api/v1/orders?limit=1",
      z.object({ items: z.array(z.object({ number: z.string() })) }),
    );
    const order = items[0]?.number ?? "";
    assert.ok(order);
    await visit(page, "/desk/parked");
    await page
      .getByRole("button", { name: t("desk:parked.add") })
      .first()
      .click();
    const form = page.getByRole("dialog");
    const stamp = String(Date.now());
    await form.getByLabel(t("desk:parked.tracking")).fill(`SF${stamp}`);
    await form.getByLabel(t("desk:parked.slip")).fill(order);
    await form.getByLabel(t("desk:parked.sender"), { exact: true }).fill("林晓");
    await form.getByLabel(t("desk:parked.weight")).fill("740");
    await form.locator("input[type=file]").setInputFiles(await drawnPhoto(page));
    await form.getByRole("button", { name: t("desk:parked.add") }).click();
    await form.getByText(t("desk:parked.shelfNeeded")).waitFor();
    await form.getByLabel(t("desk:parked.shelf")).fill("W-07");
    await form.getByRole("button", { name: t("desk:parked.add") }).click();
    const drawer = page.getByRole("dialog").filter({ hasText: t("desk:parked.custody") });
    await drawer.getByText(t("desk:parked.reason.slip-number")).waitFor();
    await drawer.getByText(t("desk:parked.grams", { grams: 740 })).waitFor();
    const photo = drawer.getByRole("img", { name: `${t("desk:parked.step.found")} 1` });
    await photo.waitFor();
    await page.waitForFunction((image) => (image as HTMLImageElement).naturalWidth > 0, await photo.elementHandle());

    await visit(page, `/desk/parked?q=${encodeURIComponent(order)}`);
    await page
      .getByRole("row")
      .filter({ hasText: `SF${stamp}` })
      .getByRole("button")
      .click();
    await drawer
      .getByRole("listitem")
      .filter({ hasText: order })
      .getByRole("button", { name: t("desk:parked.match") })
      .first()
      .click();
    await drawer.getByText(t("desk:parked.state.matched")).first().waitFor();
    await drawer.getByRole("list").getByText(t("desk:parked.step.matched")).waitFor();
  });
  test("A parcel is taken in over the counter by the shopper's code, and the case shows in whose hands it was", async () => {
    const shopper = await street().shopper("15900000003");
    const { items } = await shopper.get("/api/v1/cases?limit=30", casePageShape);
    const waiting = items.find(({ goodsState }) => goodsState === "awaiting-shipment");
    assert.ok(waiting, "a demo shopper has goods to send back");
    const { items: parcels } = await shopper.get(
      `/api/v1/shipments?kind=case&subject=${waiting.number}`,
      shipmentsShape,
    );
    const number = parcels.find(({ state }) => state === "expected")?.number ?? "";
    await shopper.post(`/api/v1/shipments/${number}/drop-off`, { way: "drop-off" }, z.unknown());
    const { dropOff } = await shopper.get(`/api/v1/shipments/${number}`, shipmentShape);

    const { page } = await street().staff("warehouse@aftercare.example");
    await visit(page, "/desk/counter");
    const code = page.getByLabel(t("desk:counter.code"));
    await code.fill("RS-000000-AAAAAA-00000000");
    await code.press("Enter");
    await page.getByText(t("because:drop-off-code-wrong")).waitFor();
    await page.getByLabel(t("desk:parked.weight")).fill("820");
    await code.fill(dropOff?.code ?? "");
    await code.press("Enter");
    await page.getByText(t("desk:counter.taken"), { exact: true }).waitFor();
    assert.deepEqual(await barriers(page), []);

    await visit(page, `/desk/cases/${waiting.number}`);
    await page.getByRole("button", { name: t("desk:parcels.custody") }).click();
    const hands = page.getByRole("dialog");
    await hands.getByText(t("desk:parked.step.handed-in")).waitFor();
    await pickFrom(page, hands.getByLabel(t("desk:parked.scanStep")), t("desk:parked.step.weighed"));
    await hands.getByLabel(t("desk:parked.place")).fill("W-02");
    await hands.getByLabel(t("desk:parked.weight")).fill("815");
    await hands.getByRole("button", { name: t("desk:parked.scan") }).click();
    await hands.getByText(t("desk:parked.grams", { grams: 815 })).waitFor();
  });
}
