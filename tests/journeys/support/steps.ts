import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Locator, Page } from "playwright-core";
import { orderPageShape, orderShape } from "#contract/orders";
import type { Person } from "./people.ts";
import { wordsOf } from "./words.ts";

const { t, of } = wordsOf("zh-CN");

/** The shopper's newest order line of goods called so, of which a unit is free. */
export async function lineOf({ get }: Person, title: string): Promise<{ order: string; line: string }> {
  const { items } = await get("/api/v1/orders?limit=30", orderPageShape);
  for (const { number, lines } of items) {
    if (!lines.some((line) => line.title.zh.includes(title))) continue;
    const order = await get(`/api/v1/orders/${number}`, orderShape);
    const found = order.lines.find((line) => line.title.zh.includes(title) && line.units.free > 0);
    if (found !== undefined) return { order: number, line: found.lineId };
  }
  assert.fail(`nobody has bought ${title}, or all of it has been asked about`);
}

export async function tapService(page: Page, kind: string): Promise<void> {
  await page.getByRole("radio", { name: of("kind", kind) }).click();
}

export async function tapReason(page: Page, reason: string): Promise<void> {
  await page.getByRole("radio", { name: of("reason", reason), exact: true }).click();
}

/** Asks on a phone for one line of goods, with a photo where the reason wants one; answers the case's number. */
export async function askFor(
  shopper: Person,
  { title, kind, reason, before }: { title: string; kind: string; reason: string; before?: () => Promise<void> },
): Promise<string> {
  const { page } = shopper;
  const { order, line } = await lineOf(shopper, title);
  await page.goto(`/orders/${order}/request?line=${line}`);
  await tapService(page, kind);
  await tapReason(page, reason);
  await before?.();
  await page.getByLabel(t("portal:evidence.album")).setInputFiles(await drawnPhoto(page));
  await page.getByRole("img", { name: t("portal:evidence.done") }).waitFor();
  await page.getByRole("button", { name: t("portal:request.send") }).click();
  await page.waitForURL(/\/cases\/AS-/);
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

/** A photo as a phone would take it, drawn by the browser. */
export async function drawnPhoto(page: Page): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [640, 480];
    const pen = canvas.getContext("2d");
    if (pen === null) throw new Error("no canvas");
    pen.fillStyle = "#d8cbb0";
    pen.fillRect(0, 0, 640, 480);
    pen.fillStyle = "#3c4a44";
    pen.fillRect(200, 80, 240, 320);
    pen.fillStyle = `hsl(${Math.random() * 360} 60% 50%)`;
    pen.fillRect(220, 400, 40, 30);
    return canvas.toDataURL("image/png").slice("data:image/png;base64,".length);
  });
  return { name: "wheel.png", mimeType: "image/png", buffer: Buffer.from(base64, "base64") };
}

/** Picks from a list of the desk with the mouse; the list has to open within the window. */
export async function pickFrom(page: Page, list: Locator, word: string): Promise<void> {
  await list.click();
  const option = page.locator(`.ant-select-item-option[title="${word}"]`);
  await page.waitForFunction((title) => {
    const place = document.querySelector(`.ant-select-item-option[title="${title}"]`)?.getBoundingClientRect();
    return place && place.top > 0 && place.bottom < window.innerHeight;
  }, word);
  await option.click();
}
