import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import { orderPageShape, orderShape } from "#contract/orders";
import type { Person } from "./people.ts";
import { wordsOf } from "./words.ts";

const { of } = wordsOf("zh-CN");

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
