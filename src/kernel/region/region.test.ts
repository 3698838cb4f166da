import assert from "node:assert/strict";
import { test } from "node:test";
import { provinces } from "./provinces.ts";
import { distanceBetween, regionOf } from "./region.ts";

test("a region is province and city in full, however short an address writes them", () => {
  const read = [
    ["广东省广州市天河区天河北路 88 号", "广东省广州市"],
    ["广东广州市天河区", "广东省广州市"],
    ["上海市浦东新区张杨路", "上海市"],
    ["北京 朝阳区 建国路", "北京市"],
    ["新疆维吾尔自治区乌鲁木齐市天山区", "新疆维吾尔自治区乌鲁木齐市"],
    ["内蒙古自治区锡林郭勒盟多伦县", "内蒙古自治区锡林郭勒盟"],
    ["云南省大理白族自治州大理市", "云南省大理白族自治州"],
    ["深圳市南山区科苑路", "深圳市"],
    ["浙江省", "浙江省"],
    ["广东省深圳市南山区****", "广东省深圳市"],
  ] as const;
  for (const [address, region] of read) assert.equal(regionOf(address), region, address);
  for (const abroad of ["franca, SP 14409", "10 Downing Street", "长安街1号", ""]) assert.equal(regionOf(abroad), null);
});

test("how far two places are apart is what carriers price", () => {
  assert.equal(distanceBetween("上海市浦东新区", "上海市"), "same-city");
  assert.equal(distanceBetween("广东省深圳市", "广东省深圳市南山区科苑路"), "same-city");
  assert.equal(distanceBetween("广东省广州市", "广东省深圳市"), "same-province");
  assert.equal(distanceBetween("广东省", "广东省深圳市"), "same-province");
  assert.equal(distanceBetween("浙江省杭州市", "上海市"), "neighbouring");
  assert.equal(distanceBetween("黑龙江省哈尔滨市", "广东省广州市"), "far");
  assert.equal(distanceBetween("西藏自治区拉萨市", "四川省成都市"), "remote");
  assert.equal(distanceBetween("深圳市", "广东省广州市"), null, "a city alone tells no province");
  assert.equal(distanceBetween("franca, SP", "上海市"), null);
});

test("who borders on another is bordered on by it", () => {
  const named = new Map(provinces.map((one) => [one.name, one.neighbours.split(" ").filter((name) => name !== "")]));
  assert.equal(named.size, 34);
  for (const [name, neighbours] of named)
    for (const other of neighbours) assert.ok(named.get(other)?.includes(name), `${name} and ${other}`);
});
