import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { inspect } from "node:util";
import fc from "fast-check";
import { sealingKey } from "./envelope.ts";
import { createPersonal, NotOurs } from "./index.ts";
import { createKeyCache } from "./key-cache.ts";

const first = randomBytes(32);
const secrets = { fieldKeys: new Map([[1, first]]), currentFieldKeyVersion: 1, blindIndexKey: randomBytes(32) };
const personal = createPersonal(secrets);
const place = { table: "parties.shopper", column: "phone_enc", rowId: "0199f000-0000-7000-8000-000000000001" };

test("what is sealed for a place is read back there with the shopper's key", () => {
  const { key } = personal.newShopperKey();
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 500 }), (text) => {
      assert.equal(personal.open(key, place, personal.seal(key, place, text)), text);
    }),
  );
});

test("the same value sealed twice looks different", () => {
  const { key } = personal.newShopperKey();
  assert.notDeepEqual(personal.seal(key, place, "林晓梅"), personal.seal(key, place, "林晓梅"));
});

test("a value copied to another row, column or table cannot be opened there", () => {
  const { key } = personal.newShopperKey();
  const sealed = personal.seal(key, place, "13800002207");
  const elsewhere = [
    { ...place, rowId: "0199f000-0000-7000-8000-000000000002" },
    { ...place, column: "name_enc" },
    { ...place, table: "orders.shop_order" },
  ];
  for (const other of elsewhere) assert.throws(() => personal.open(key, other, sealed), NotOurs);
});

test("another shopper's key opens nothing", () => {
  const sealed = personal.seal(personal.newShopperKey().key, place, "secret");
  assert.throws(() => personal.open(personal.newShopperKey().key, place, sealed), NotOurs);
});

test("a changed byte anywhere is noticed", () => {
  const { key } = personal.newShopperKey();
  const sealed = personal.seal(key, place, "l@x.cn");
  for (let at = 0; at < sealed.length; at++) {
    const changed = Uint8Array.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    assert.throws(() => personal.open(key, place, changed), NotOurs);
  }
  assert.throws(() => personal.open(key, place, sealed.subarray(0, 20)), NotOurs);
  assert.throws(() => personal.open(key, place, new Uint8Array()), NotOurs);
});

test("a kept key opens what was sealed before, also after the master key was renewed", () => {
  const { key, wrapped, masterVersion } = personal.newShopperKey();
  const sealed = personal.seal(key, place, "138");
  const renewed = createPersonal({
    ...secrets,
    fieldKeys: new Map([
      [1, first],
      [2, randomBytes(32)],
    ]),
    currentFieldKeyVersion: 2,
  });
  assert.equal(renewed.open(renewed.unwrap(wrapped, masterVersion), place, sealed), "138");
  assert.equal(renewed.newShopperKey().masterVersion, 2);
  assert.equal(personal.unwrap(wrapped, masterVersion), personal.unwrap(wrapped, masterVersion), "unwrapped once");
});

test("once the wrapped key is destroyed, nothing sealed with it can be read", () => {
  const { key, wrapped, masterVersion } = personal.newShopperKey();
  const sealed = personal.seal(key, place, "138");
  const destroyed = new Uint8Array(wrapped.length);
  assert.throws(() => personal.open(personal.unwrap(destroyed, masterVersion), place, sealed), NotOurs);
  const otherMaster = createPersonal({ ...secrets, fieldKeys: new Map([[1, randomBytes(32)]]) });
  assert.throws(() => otherMaster.unwrap(wrapped, 1), NotOurs);
  assert.throws(() => personal.unwrap(wrapped, 9), NotOurs);
});

test("a key shows nothing when printed or serialised", () => {
  const { key } = personal.newShopperKey();
  const exported = key.secret.export().toString("hex");
  assert.ok(!inspect(key, { depth: 9 }).includes(exported));
  assert.ok(!JSON.stringify(key).includes(exported));
});

test("however a phone number is typed, it is found", () => {
  const index = personal.blindIndex("phone", "13800002207");
  const typed = [
    "+8613800002207",
    "+86 138 0000 2207",
    "0086-138-0000-2207",
    "86 13800002207",
    "１３８００００２２０７",
    " 138-0000-2207 ",
    "(138) 0000.2207",
    "＋86 138００００２２０７",
  ];
  for (const phone of typed) assert.equal(personal.blindIndex("phone", phone), index, phone);
  assert.notEqual(personal.blindIndex("phone", "13800002208"), index);
  assert.notEqual(personal.blindIndex("phone", "+1 3800002207"), index);
  assert.equal(personal.blindIndex("phone", "010-1234 5678"), personal.blindIndex("phone", "+861012345678"));
  for (const nonsense of ["", "abc", "12345", "+", "+0123456789", "138000022079999999"])
    assert.equal(personal.blindIndex("phone", nonsense), undefined, nonsense);
});

test("the last four digits are found from the whole number and from themselves", () => {
  assert.equal(personal.blindIndex("phone-last4", "2207"), personal.blindIndex("phone-last4", "+86 138 0000 2207"));
  assert.equal(personal.blindIndex("phone-last4", "２２０７"), personal.blindIndex("phone-last4", "13800002207"));
  assert.equal(personal.blindIndex("phone-last4", "220"), undefined);
});

test("a device is the random value we gave, to the letter, and nothing else that is sent in its place", () => {
  const value = randomBytes(32).toString("base64url");
  assert.equal(personal.blindIndex("device", value), personal.blindIndex("device", value));
  assert.notEqual(personal.blindIndex("device", value), personal.blindIndex("device", value.toUpperCase()));
  for (const made of ["", "x", `${value}x`, `${value}\n`, ` ${value.slice(1)}`])
    assert.equal(personal.blindIndex("device", made), undefined, made);
});

test("mail addresses and names are found in any case and width, and kinds never meet", () => {
  assert.equal(personal.blindIndex("email", " Lin@X.CN "), personal.blindIndex("email", "lin@x.cn"));
  assert.equal(personal.blindIndex("email", "no address"), undefined);
  assert.equal(personal.blindIndex("name", "  Ｌｉｎ  Xiaomei "), personal.blindIndex("name", "lin xiaomei"));
  assert.equal(
    personal.blindIndex("address", "上海市 青浦区 华隆路１号 3 幢 502 室"),
    personal.blindIndex("address", "上海市青浦区华隆路1号，3幢502室"),
  );
  for (const nowhere of ["上海市", "青浦区华新镇华隆路", "1 号"])
    assert.equal(personal.blindIndex("address", nowhere), undefined);
  assert.equal(personal.blindIndex("name", "  "), undefined);
  assert.notEqual(personal.blindIndex("name", "lin@x.cn"), personal.blindIndex("email", "lin@x.cn"));
  assert.notEqual(
    createPersonal({ ...secrets, blindIndexKey: randomBytes(32) }).blindIndex("name", "林"),
    personal.blindIndex("name", "林"),
  );
});

test("masks show enough to recognise and too little to use", () => {
  const table = [
    ["name", "林晓梅", "林*"],
    ["name", "Maria Silva", "M*"],
    ["name", "𠮷野", "𠮷*"],
    ["phone", "+86 138 0000 2207", "138****2207"],
    ["phone", "+5511987654321", "+55****4321"],
    ["phone", "12", "****"],
    ["email", "lin.xiaomei@x.cn", "l***@x.cn"],
    ["email", "broken", "***"],
    ["address", "上海市浦东新区张江路 88 号", "上海市浦东新区****"],
    ["address", "广东省深圳市南山区科技园 1 栋", "广东省深圳市南山区****"],
    ["address", "新疆维吾尔自治区乌鲁木齐市天山区解放路", "新疆维吾尔自治区乌鲁木齐市天山区****"],
    ["address", "内蒙古自治区锡林郭勒盟多伦县诺尔镇", "内蒙古自治区锡林郭勒盟多伦县****"],
    ["address", "franca, SP 14409", "franc****"],
    ["address", "长安街1号", "长****"],
  ] as const;
  for (const [kind, value, masked] of table) assert.equal(personal.mask(kind, value), masked, value);
});

test("unwrapped keys are kept within a limit and a time, those used last longest", () => {
  let now = 0;
  let unwrapped = 0;
  const cache = createKeyCache(2, 10, () => now);
  const ask = (name: string) => {
    const unwrap = () => {
      unwrapped += 1;
      return sealingKey(randomBytes(32));
    };
    return cache.of(name, unwrap);
  };
  ask("a");
  ask("b");
  ask("a");
  ask("c");
  assert.equal(unwrapped, 3);
  ask("a");
  assert.equal(unwrapped, 3, "a was used after b and stays");
  ask("b");
  assert.equal(unwrapped, 4);
  now = 10_000;
  ask("b");
  assert.equal(unwrapped, 5);
});
