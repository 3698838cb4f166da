import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import * as z from "zod";
import { exampleFacts } from "./example.ts";
import { factsSchema, parseFacts, readBack } from "./facts.ts";

test("facts read back are the facts that were parsed, whatever was said and left out", () => {
  let taken = 0;
  fc.assert(
    fc.property(anyOf(factsSchema), (kept) => {
      const parsed = parseFacts(kept);
      if (!parsed.ok) return;
      taken += 1;
      assert.deepEqual(readBack(kept), parsed);
      assert.deepEqual(readBack(JSON.parse(JSON.stringify(factsSchema.parse(kept)))), parsed);
    }),
    { numRuns: 1_000 },
  );
  assert.ok(taken > 500, `only ${taken} were facts`);
});

for (const [what, strange] of [
  ["a name nobody knows", { ...exampleFacts, colour: "red" }],
  ["a name in a part that nobody knows", { ...exampleFacts, goods: { colour: "red" } }],
  ["a word nobody knows", { ...exampleFacts, claim: { ...exampleFacts.claim, reason: "because" } }],
  ["a missing part", { ...exampleFacts, money: undefined }],
  ["a number for a word", { ...exampleFacts, country: 156 }],
  ["a list for a part", { ...exampleFacts, goods: [] }],
  ["an instant that is none", { ...exampleFacts, orderedAt: "yesterday" }],
  ["an amount that is none", { ...exampleFacts, money: { paid: { amount: "a lot", currency: "CNY" } } }],
  ["no facts at all", null],
] as const) {
  test(`${what} is refused as it is when it is parsed`, () => {
    const parsed = parseFacts(strange);
    assert.ok(!parsed.ok);
    assert.deepEqual(readBack(strange), parsed);
  });
}

const texts = [
  "CN",
  "DE",
  "Asia/Shanghai",
  "Europe/Berlin",
  "gold",
  "2026-03-31T10:00:00Z",
  "2026-02-28T23:30:00.5+08:00",
];
const amounts = ["0.00", "0.01", "12.34", "1999"].map((amount) => ({ amount, currency: "CNY" }));

/** Whatever the shape may take; a rule over several parts may still refuse it. */
function anyOf(shape: z.core.$ZodType): fc.Arbitrary<unknown> {
  const { def } = (shape as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "default":
      return anyOf(def.innerType);
    case "nullable":
      return fc.option(anyOf(def.innerType));
    case "object":
      return anyObject(def.shape);
    case "array":
      return fc.array(anyOf(def.element), { maxLength: 2 });
    case "record":
      return fc.dictionary(anyOf(def.keyType) as fc.Arbitrary<string>, anyOf(def.valueType), { maxKeys: 3 });
    case "enum":
      return fc.constantFrom(...Object.values(def.entries));
    case "boolean":
      return fc.boolean();
    case "number":
      return fc.integer({ min: 1, max: 17 });
    case "string":
      return fc.constantFrom(...texts.filter((text) => z.safeParse(shape, text).success));
    default:
      throw new TypeError(`nobody has said how to make up ${def.type}`);
  }
}

function anyObject(parts: Readonly<Record<string, z.core.$ZodType>>): fc.Arbitrary<unknown> {
  if ("amount" in parts) return fc.constantFrom(...amounts);
  const requiredKeys = Object.keys(parts).filter((name) => !z.safeParse(parts[name] ?? z.never(), undefined).success);
  return fc.record(Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, anyOf(part)])), {
    requiredKeys,
  });
}
