import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { code128 } from "./code-128.ts";

test("the published example PJJ123C, whose check value is 54 after the start of set A and 55 after that of set B", () => {
  const widths = code128("PJJ123C").join("");
  assert.equal(
    widths,
    ["211214", "313121", "112133", "112133", "123221", "223211", "221132", "131321", "311321", "2331112"].join(""),
  );
});

test("an even run of digits is written two at a time", () => {
  assert.equal(code128("123456").join("").slice(0, 24), ["211232", "112232", "131123", "331121"].join(""));
  assert.equal(code128("123456").length, (1 + 3 + 1) * 6 + 7);
});

/** Reads the widths back: another way to the same text. */
function read(widths: readonly number[]): string {
  const table = new Map<string, number>();
  for (let value = 0; value < 95; value++)
    table.set(
      code128(String.fromCharCode(value + 32))
        .slice(6, 12)
        .join(""),
      value,
    );
  for (let pair = 0; pair < 100; pair++) {
    const text = String(pair).padStart(2, "0");
    table.set(code128(`${text}${text}`).slice(6, 12).join(""), pair);
  }
  const switchToB = "114131";
  const symbols = Array.from({ length: (widths.length - 7) / 6 }, (_, at) => widths.slice(at * 6, at * 6 + 6).join(""));
  const [start, ...rest] = symbols.slice(0, -1);
  let pairs = start === "211232";
  let text = "";
  for (const symbol of rest) {
    const value = symbol === switchToB ? 100 : table.get(symbol);
    assert.ok(value !== undefined, symbol);
    if (pairs && value === 100) pairs = false;
    else if (pairs) text += String(value).padStart(2, "0");
    else if (value === 99) pairs = true;
    else text += String.fromCharCode(value + 32);
  }
  return text;
}

test("whatever is written can be read back, and every symbol is eleven modules wide", () => {
  const texts = fc.stringMatching(/^[A-Z0-9-]{1,40}$/);
  fc.assert(
    fc.property(texts, (text) => {
      const widths = code128(text);
      assert.equal(read(widths), text);
      const modules = widths.reduce((sum, width) => sum + width, 0);
      assert.equal(modules, ((widths.length - 7) / 6) * 11 + 13);
    }),
  );
});

test("what no barcode can hold is no barcode", () => {
  assert.throws(() => code128("顺丰"));
  assert.throws(() => code128(""));
});
