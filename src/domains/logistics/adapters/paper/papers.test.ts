import assert from "node:assert/strict";
import { test } from "node:test";
import { drawLabel, drawPackingSlip, type Printed } from "./papers.ts";
import { qrPath } from "./qr.ts";

const printed: Printed = {
  number: "SH-261130-7F3K9Q",
  code: "SH-261130-7F3K9Q-4G7T2M9X",
  subject: { kind: "case", number: "AS-261130-7F3K9Q" },
  orderNumber: "T000001",
  way: "drop-off",
  carrier: "sf",
  carrierName: "顺丰速运 SF Express",
  trackingNumber: "SF1412345678821",
  goesTo: { name: "退货组", phone: "021-5555 8888", address: "上海市青浦区华新镇华隆路 1777 号 3 号仓 2 楼 退货部" },
  contents: [
    { title: { zh: "降噪头戴耳机 旗舰版 星夜黑", en: "Noise-cancelling headphones, starlight black" }, quantity: 2 },
    { title: { zh: "收纳盒（赠品）", en: "Case (gift)" }, quantity: 1 },
  ],
  booking: null,
};

test("a label is one A6 page with a Chinese font embedded, and small enough to send", async () => {
  const pdf = (await drawLabel(printed)).toString("latin1");
  assert.match(pdf, /^%PDF-1\./);
  assert.equal(pdf.match(/\/Type \/Page\b/g)?.length, 1);
  assert.match(pdf, /\/MediaBox \[0 0 297\.64 419\.53\]/);
  assert.match(pdf, /\/FontFile3/);
  assert.ok(pdf.length < 400_000, `${pdf.length} bytes`);
});

test("a packing slip is one A4 page for an ordinary parcel", async () => {
  const pdf = (await drawPackingSlip(printed)).toString("latin1");
  assert.equal(pdf.match(/\/Type \/Page\b/g)?.length, 1);
  assert.match(pdf, /\/MediaBox \[0 0 595\.28 841\.89\]/);
});

test("a QR code has its three finders and stays within its square", () => {
  const { size, path } = qrPath(printed.code);
  const dark = new Set<string>();
  for (const [, x = "", y = "", run = ""] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let step = 0; step < Number(run); step++) dark.add(`${Number(x) + step},${y}`);
  for (const [x, y] of [
    [0, 0],
    [size - 7, 0],
    [0, size - 7],
  ] as const)
    for (let i = 0; i < 7; i++) {
      assert.ok(dark.has(`${x + i},${y}`) && dark.has(`${x + i},${y + 6}`));
      assert.equal(dark.has(`${x + 1},${y + 1}`), false);
    }
  assert.ok([...dark].every((at) => at.split(",").every((part) => Number(part) < size)));
});
