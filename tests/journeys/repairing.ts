import assert from "node:assert/strict";
import { test } from "node:test";
import { caseShape, movedShape } from "#contract/returns";
import type { Person, Street } from "./support/people.ts";
import { askFor } from "./support/steps.ts";
import { visit } from "./support/visit.ts";
import { wordsOf } from "./support/words.ts";

const { t, of } = wordsOf("zh-CN");
const emily = "17700000005";
const soundShop = "m001@aftercare.example";

/** Goods that are sent in, mended and sent back; and what happens where they cannot be. */
export function repairingJourneys(street: () => Street): void {
  test("A loudspeaker is sent in, mended at the bench, sent back and received, and no money moves", async () => {
    const shopper = await street().shopper(emily);
    const number = await atTheBench(street(), shopper);
    const { page: bench } = await street().staff("warehouse@aftercare.example");
    await visit(bench, `/desk/bench?scan=${number}`);
    await bench.locator(".inspection").waitFor();
    const finish = bench.getByRole("button", { name: t("desk:bench.repairSubmit") });
    assert.ok(await finish.isDisabled(), "nobody has said how it ended");
    await bench.getByText(of("repair-outcome", "parts-replaced"), { exact: true }).click();
    await bench.getByLabel(t("desk:bench.repairNote")).fill("换了喇叭。");
    await finish.click();
    await bench.getByText(t("desk:bench.repairDone")).first().waitFor();

    const merchant = await street().staff(soundShop);
    const parcel = { carrier: "sf", trackingNumber: `SF${Date.now()}` };
    await merchant.post(`/api/v1/cases/${number}/ship-replacement`, parcel, movedShape);
    const { page } = shopper;
    await visit(page, `/cases/${number}`);
    await page.getByRole("heading", { name: t("portal:outbound.repair") }).waitFor();
    await page.getByText("换了喇叭。").first().waitFor();
    await page
      .getByRole("button", { name: t("portal:outbound.confirm") })
      .first()
      .click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: t("portal:outbound.confirm") })
      .click();
    await page.getByText(t("portal:outbound.confirmed")).waitFor();
    const over = await shopper.get(`/api/v1/cases/${number}`, caseShape);
    assert.deepEqual(
      [over.kind, over.caseState, over.moneyState, over.repair?.outcome],
      ["repair", "completed", "none", "parts-replaced"],
    );
  });

  test("A loudspeaker that cannot be repaired is exchanged as soon as the shopper taps yes", async () => {
    const shopper = await street().shopper(emily);
    const number = await atTheBench(street(), shopper);
    const { page: bench } = await street().staff("warehouse@aftercare.example");
    await visit(bench, `/desk/bench?scan=${number}`);
    await bench.locator(".inspection").waitFor();
    await bench.getByText(of("repair-outcome", "not-repairable"), { exact: true }).click();
    await bench.getByLabel(t("desk:bench.repairNote")).fill("主板进水，没有可换的零件。");
    await bench.getByRole("button", { name: t("desk:bench.repairSubmit") }).click();
    await bench.getByText(t("desk:bench.repairDone")).first().waitFor();

    const { page } = shopper;
    await visit(page, `/cases/${number}`);
    await page.getByText("主板进水，没有可换的零件。").first().waitFor();
    await page.getByRole("button", { name: t("portal:offer.accept"), exact: true }).click();
    await page.getByRole("heading", { name: t("portal:outbound.exchange") }).waitFor();
    const agreed = await shopper.get(`/api/v1/cases/${number}`, caseShape);
    assert.deepEqual([agreed.kind, agreed.outboundState, agreed.moneyState], ["exchange", "to-ship", "none"]);
  });
}

/** Asked for on the phone, agreed to at the desk, sent in and here. */
async function atTheBench(street: Street, shopper: Person): Promise<string> {
  const number = await askFor(shopper, { title: "便携蓝牙音箱", kind: "repair", reason: "quality-fault" });
  const { page, post } = await street.staff(soundShop);
  await visit(page, `/desk/cases/${number}`);
  await page.getByRole("button", { name: t("desk:case.approveRepair") }).click();
  const agree = page.getByRole("dialog");
  await agree.getByText(t("desk:case.approveRepairWhy")).waitFor();
  await agree.getByRole("button", { name: t("desk:case.approve"), exact: true }).click();
  await page.getByText(of("goods", "awaiting-shipment")).first().waitFor();
  const parcel = { way: "self-ship", carrier: "sf", trackingNumber: `SF${Date.now()}` };
  await shopper.post(`/api/v1/cases/${number}/ship`, parcel, movedShape);
  await post(`/api/v1/cases/${number}/receive`, {}, movedShape);
  return number;
}
