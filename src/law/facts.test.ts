import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { exampleFacts } from "./example.ts";
import { factsJsonSchema, parseFacts } from "./facts.ts";
import { msOfInstant } from "./facts-on-wire.ts";
import { sampleFactsOnWire, yuan } from "./sample-facts.ts";

const wire = sampleFactsOnWire({ signed: "2026-03-02", notice: "2026-03-04" });

test("the example is valid, and its days are counted in its zone", () => {
  const read = parseFacts({ ...exampleFacts, claim: { ...exampleFacts.claim, noticeAt: "2026-03-03T16:30:00Z" } });
  assert.ok(read.ok);
  assert.equal(read.value.days.notice, Temporal.PlainDate.from("1970-01-01").until("2026-03-04").days);
});

test("what is wrong is named field by field", () => {
  const read = parseFacts({
    ...wire,
    country: "China",
    colour: "red",
    money: { paid: { amount: "1.234", currency: "CNY" } },
  });
  assert.ok(!read.ok);
  assert.equal(read.code, "facts-invalid");
  assert.deepEqual(Object.keys(read.params).sort(), ["country", "facts", "money.paid"]);
});

for (const [what, broken] of [
  ["an instant without a zone", { orderedAt: "2026-03-01T10:00:00" }],
  ["a date before computers", { orderedAt: "1926-03-01T10:00:00Z" }],
  ["a zone that does not exist", { zone: "Asia/Peking-Duck" }],
  ["a negative amount", { money: { paid: yuan("-1.00") } }],
  ["a second currency", { money: { paid: yuan("1.00"), outboundFreight: { amount: "1.00", currency: "USD" } } }],
  ["more bad pieces than pieces", { defect: { bad: { pieces: 3, of: 2 } } }],
  ["a compared price in a second currency", { price: { comparison: { with: { amount: "9.00", currency: "USD" } } } }],
  ["a minor of eighteen", { minor: { age: 18 } }],
  ["an unknown ground of liability", { liability: { "somebody-else": "shown" } }],
  ["an unknown reason", { claim: { ...wire.claim, reason: "because" } }],
] as const) {
  test(`${what} is refused`, () => assert.equal(parseFacts({ ...wire, ...broken }).ok, false));
}

test("evidence that was handed in counts as shown", () => {
  const read = parseFacts({ ...wire, claim: { ...wire.claim, evidence: ["photo"] } });
  assert.ok(read.ok && read.value.defect.proof === "shown");
});

test("the JSON Schema lists every part of the facts and asks only for what cannot be guessed", () => {
  const schema: { properties?: object; required?: string[] } = factsJsonSchema();
  assert.deepEqual(schema.required, ["country", "zone", "orderedAt", "claim", "money"]);
  assert.ok(Object.keys(schema.properties ?? {}).includes("confirmation"));
});

test("every instant of these centuries is read as Temporal reads it, and what Temporal refuses is refused", () => {
  const pad = (value: number, to = 2) => String(value).padStart(to, "0");
  const anyText = fc
    .tuple(
      fc.integer({ min: 2000, max: 2099 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
      fc.integer({ min: 0, max: 25 }),
      fc.integer({ min: 0, max: 61 }),
      fc.integer({ min: 0, max: 59 }),
      fc.constantFrom("Z", ".5Z", ".123Z", "x", "Zz", "+08:00"),
    )
    .map(([y, mo, d, h, mi, s, end]) => `${y}-${pad(mo)}-${pad(d)}T${pad(h)}:${pad(mi)}:${pad(s)}${end}`);
  const read = (of: () => number) => {
    try {
      return of();
    } catch {
      return "refused";
    }
  };
  fc.assert(
    fc.property(anyText, (text) => {
      assert.equal(
        read(() => msOfInstant(text)),
        read(() => Temporal.Instant.from(text).epochMilliseconds),
      );
    }),
    { numRuns: 2_000 },
  );
});

test("an instant read the short way is the instant it is", () => {
  const texts = [
    "2026-02-28T23:59:59Z",
    "2026-02-28T00:00:00.123+08:00",
    "2026-12-01T12:30:00-03:30",
    "2024-02-29T10:00:00+08:00",
  ];
  for (const noticeAt of texts) {
    const read = parseFacts({ ...wire, orderedAt: "2024-01-01T00:00:00Z", claim: { ...wire.claim, noticeAt } });
    assert.ok(read.ok, noticeAt);
    assert.equal(read.value.at.notice, Temporal.Instant.from(noticeAt).epochMilliseconds);
  }
  for (const noticeAt of [
    "2026-02-30T10:00:00Z",
    "2026-02-28T24:00:00Z",
    "2026-02-28T10:60:00Z",
    "2026-02-28 10:00:00",
  ])
    assert.equal(parseFacts({ ...wire, claim: { ...wire.claim, noticeAt } }).ok, false, noticeAt);
});
