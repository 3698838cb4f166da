import assert from "node:assert/strict";
import { test } from "node:test";
import { type PolicyOnWire, policySchema } from "#law";
import { builtInHandling } from "./handling.ts";
import { type ReturnPolicyOf, schemaOrg } from "./schema-org.ts";

const of = {
  url: "https://shop.example/p",
  title: "Summer",
  version: 3,
  country: "CN",
  currency: "CNY",
  statutoryDays: 7,
};
const told = (clauses: NonNullable<PolicyOnWire["clauses"]>, about: ReturnPolicyOf = of) => {
  const policy = policySchema.parse({ id: "summer", version: "3", effectiveFrom: "2026-11-21", clauses });
  return schemaOrg({ policy, handling: builtInHandling }, about)["@graph"] as Record<string, unknown>[];
};
const anyReason: NonNullable<PolicyOnWire["clauses"]>[number] = {
  id: "thirty-days",
  reasons: ["no-longer-wanted"],
  remedies: ["return"],
  window: { days: 30, from: "delivered" },
  freight: "seller",
};

test("a policy without promises tells what the law gives", () => {
  assert.deepEqual(told([]), [
    {
      "@type": "MerchantReturnPolicy",
      "@id": "https://shop.example/p",
      name: "Summer",
      applicableCountry: "CN",
      returnPolicyCountry: "CN",
      returnPolicyCategory: "https://schema.org/MerchantReturnFiniteReturnWindow",
      merchantReturnDays: 7,
      returnFees: "https://schema.org/ReturnFeesCustomerResponsibility",
      customerRemorseReturnFees: "https://schema.org/ReturnFeesCustomerResponsibility",
      itemDefectReturnFees: "https://schema.org/FreeReturn",
      returnMethod: ["https://schema.org/ReturnByMail"],
      inStoreReturnsOffered: false,
      refundType: ["https://schema.org/FullRefund"],
      additionalProperty: [
        { "@type": "PropertyValue", name: "policyVersion", value: "summer@3" },
        { "@type": "PropertyValue", name: "statutoryReturnDays", value: 7 },
      ],
    },
  ]);
});

test("a promise for everything lengthens the window, pays the way back and names the ways", () => {
  const [general, ...others] = told([{ ...anyReason, remedies: ["return", "replace"], waysBack: ["pickup", "store"] }]);
  assert.deepEqual(others, []);
  assert.equal(general?.["merchantReturnDays"], 30);
  assert.equal(general?.["returnFees"], "https://schema.org/FreeReturn");
  assert.deepEqual(general?.["returnMethod"], ["https://schema.org/ReturnByMail", "https://schema.org/ReturnInStore"]);
  assert.deepEqual(general?.["refundType"], ["https://schema.org/FullRefund", "https://schema.org/ExchangeRefund"]);
});

test("a promise for some stands beside what holds for all, with whom and what it is for", () => {
  const scope = { categories: ["clothing" as const], tiers: ["gold"] };
  const [general, gold] = told([{ ...anyReason, scope }]);
  assert.equal(general?.["merchantReturnDays"], 7);
  assert.equal(gold?.["@id"], "https://shop.example/p#thirty-days");
  assert.equal(gold?.["merchantReturnDays"], 30);
  assert.deepEqual(gold?.["additionalProperty"], [
    { "@type": "PropertyValue", name: "category", value: "clothing" },
    { "@type": "PropertyValue", name: "memberTier", value: "gold" },
  ]);
});

test("without a limit of time the window is unlimited; where nothing is promised nor known it is not specified", () => {
  const [unlimited] = told([{ ...anyReason, window: null }]);
  assert.equal(unlimited?.["returnPolicyCategory"], "https://schema.org/MerchantReturnUnlimitedWindow");
  const [unknown] = told([], { ...of, statutoryDays: null });
  assert.equal(unknown?.["returnPolicyCategory"], "https://schema.org/MerchantReturnUnspecified");
});

test("a promise to take back before shipment is no return", () => {
  const [general, ...others] = told([{ ...anyReason, conditions: ["before-shipment"] }]);
  assert.deepEqual([general?.["merchantReturnDays"], others], [7, []]);
});

test("a restocking fee is told as a share or as money", () => {
  assert.equal(told([{ ...anyReason, fee: { basisPoints: 750 } }])[0]?.["restockingFee"], 7.5);
  assert.deepEqual(told([{ ...anyReason, fee: { minor: "1250" } }])[0]?.["restockingFee"], {
    "@type": "MonetaryAmount",
    currency: "CNY",
    value: "12.50",
  });
  const inYen = told([{ ...anyReason, fee: { minor: "1250" } }], { ...of, currency: "JPY" });
  const two = (...fees: object[]) =>
    told(fees.map((fee, i) => ({ ...anyReason, id: `c${i}`, fee }) as typeof anyReason));
  assert.equal(two({ basisPoints: 750 }, { basisPoints: 500 })[0]?.["restockingFee"], 5);
  assert.equal(two({ basisPoints: 750 }, { minor: "100" })[0]?.["restockingFee"], undefined);
  assert.equal(
    told([
      { ...anyReason, fee: { basisPoints: 750 } },
      { ...anyReason, id: "free" },
    ])[0]?.["restockingFee"],
    undefined,
  );
  assert.deepEqual(inYen[0]?.["restockingFee"], { "@type": "MonetaryAmount", currency: "JPY", value: "1250" });
});
