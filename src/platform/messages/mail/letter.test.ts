import assert from "node:assert/strict";
import { test } from "node:test";
import { mailedKinds } from "../news.ts";
import type { NewsParams } from "../shapes.ts";
import en from "../text/en.json" with { type: "json" };
import zhCN from "../text/zh-CN.json" with { type: "json" };
import { letter } from "./letter.ts";

const places = { publicUrl: "https://shop.example", zone: "Asia/Shanghai" };
const params: NewsParams = {
  number: "AS-261121-7F3K9Q",
  orderNumber: "20261118-0042",
  titleZh: "无线降噪耳机",
  titleEn: "Noise-cancelling headphones",
  kind: "return-and-refund",
  reason: "does-not-fit",
  amount: { amount: "1234.50", currency: "CNY" },
  waitingOn: "shopper",
  dueAt: "2026-11-28T15:59:00Z",
};

test("mail texts are complete in both languages, with the same parameters in each", () => {
  const chinese = leaves(zhCN);
  const english = leaves(en);
  assert.deepEqual([...english.keys()], [...chinese.keys()]);
  const known = new Set(["number", "orderNumber", "title", "kind", "amount", "dueAt"]);
  for (const [key, text] of chinese) {
    assert.ok(text.trim().length > 0, key);
    const asked = placeholders(text);
    assert.deepEqual(placeholders(english.get(key) ?? ""), asked, key);
    for (const name of asked) assert.ok(known.has(name), `${key} asks for ${name}`);
  }
  assert.deepEqual(Object.keys(zhCN.news).toSorted(), mailedKinds().toSorted());
});

test("a letter says what happened, who must act until when, and where to look", () => {
  const mail = letter("returns.approved", params, "zh-CN", places);
  assert.equal(mail.subject, "售后申请 AS-261121-7F3K9Q 已通过");
  assert.match(mail.text, /您为「无线降噪耳机」提交的退货退款申请已通过，金额 ¥1,234\.50。/);
  assert.match(mail.text, /请您在 2026年11月28日 23:59 \(UTC\+8\) 前处理/);
  assert.match(mail.text, /https:\/\/shop\.example\/cases\/AS-261121-7F3K9Q/);
  const other = letter("returns.approved", params, "en", places);
  assert.equal(other.subject, "Your request AS-261121-7F3K9Q is approved");
  assert.match(other.text, /“Noise-cancelling headphones” is approved: return and refund, CN¥1,234\.50/);
  assert.match(other.text, /Please act before November 28, 2026 23:59 \(UTC\+8\);/);
});

test("a letter without a deadline does not speak of one, and no letter leaves a blank parameter", () => {
  for (const kind of [...mailedKinds(), "returns.invented"]) {
    for (const locale of ["zh-CN", "en", "fr", "__proto__"]) {
      for (const waitingOn of ["shopper", "nobody", "toString"]) {
        const mail = letter(kind, { ...params, dueAt: null, waitingOn }, locale, places);
        assert.doesNotMatch(`${mail.subject}${mail.text}${mail.html}`, /[{}]|undefined|null|NaN|before|最晚/, kind);
      }
    }
  }
});

test("what a title carries is text: no markup, no second header, no parameter", () => {
  const titleZh = `<img src=x onerror=alert(1)>"'&{amount}\r\nBcc: all@example.com`;
  const mail = letter("returns.completed", { ...params, titleZh, number: "A\r\nBcc: x@example.com" }, "zh-CN", places);
  assert.doesNotMatch(mail.subject, /[\r\n]/);
  assert.doesNotMatch(mail.html, /<img|onerror=alert\(1\)>/);
  assert.match(mail.html, /&#60;img src=x onerror=alert\(1\)&#62;&#34;&#39;&#38;\{amount\}/);
  assert.match(mail.text, /\{amount\}/);
  assert.match(mail.text, /cases\/A%0D%0ABcc/);
});

function leaves(tree: object, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") found.set(`${path}${key}`, value);
    else for (const [inner, text] of leaves(value, `${path}${key}/`)) found.set(inner, text);
  }
  return found;
}

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ""))].toSorted();
}
