import assert from "node:assert/strict";
import { test } from "node:test";
import { type AddressRule, type ComingBack, chooseReturnAddress } from "./choose-return-address.ts";

const address = (id: string, rule: Partial<AddressRule> = {}): AddressRule => ({
  id,
  label: id,
  categories: [],
  regions: [],
  priority: 100,
  ...rule,
});
const goods = (some: Partial<ComingBack> = {}): ComingBack => ({
  categories: ["clothing"],
  from: null,
  ...some,
});
const chosen = (addresses: AddressRule[], coming: ComingBack) => chooseReturnAddress(addresses, coming);

test("an address that names the category goes before one that takes everything", () => {
  const found = chosen([address("all", { priority: 900 }), address("clothes", { categories: ["clothing"] })], goods());
  assert.equal(found?.address.id, "clothes");
  assert.equal(found?.because.code, "address-for-category");
  assert.deepEqual(
    found?.passedOver.map(({ because }) => because.code),
    ["address-less-fitting"],
  );
});

test("goods of two categories go where both are taken", () => {
  const both = goods({ categories: ["clothing", "shoes"] });
  const found = chosen([address("clothes", { categories: ["clothing"] }), address("all")], both);
  assert.equal(found?.address.id, "all");
  assert.deepEqual(found?.passedOver, [
    { id: "clothes", because: { code: "address-not-for-category", params: { label: "clothes", category: "shoes" } } },
  ]);
});

test("a region is read from where the goods come; unknown is no match", () => {
  const east = address("east", { regions: ["上海市", "浙江省"] });
  assert.equal(chosen([east, address("all")], goods({ from: "浙江省 杭州市" }))?.address.id, "east");
  assert.equal(chosen([east, address("all")], goods())?.address.id, "all");
});

test("between equals the higher priority, then the older address", () => {
  assert.equal(chosen([address("b"), address("a")], goods())?.address.id, "a");
  const found = chosen([address("a"), address("b", { priority: 101 })], goods());
  assert.equal(found?.address.id, "b");
  assert.equal(found?.because.code, "address-first");
});

test("where none fits the merchant's own address stands", () => {
  assert.equal(chosen([address("shoes", { categories: ["shoes"] })], goods()), undefined);
  assert.equal(chosen([], goods()), undefined);
});
