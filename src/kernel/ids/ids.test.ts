import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { localDate } from "#kernel/time";
import { checkHumanNumber, humanNumber, type Id, isId, newId, parseId, readHumanNumber } from "./index.ts";

test("new ids are UUIDv7 with the present millisecond in front", () => {
  const before = Date.now();
  const id = newId<"case">();
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const millisecond = Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
  assert.ok(millisecond >= before && millisecond <= Date.now() + 1_000);
});

test("ids sort in the order they were made, also many in one millisecond", () => {
  const made = Array.from({ length: 50_000 }, () => newId<"case">());
  assert.deepEqual(made.toSorted(), made);
  assert.equal(new Set(made).size, made.length);
});

test("ids keep their order when the clock is set back", (t) => {
  const first = newId();
  t.mock.method(Date, "now", () => 1_000);
  assert.ok(newId() > first);
});

test("an id is read in any case and anything else is undefined", () => {
  const id = newId<"case">();
  assert.equal(parseId<"case">(id.toUpperCase()), id);
  assert.ok(isId(id));
  assert.ok(!isId(id.toUpperCase()));
  for (const text of ["", "1", `${id}0`, id.slice(1), `{${id}}`, id.replaceAll("-", ""), `${id}\n`]) {
    assert.equal(parseId(text), undefined, text);
  }
});

test("ids of two kinds do not compile where the other is meant", () => {
  const id: Id<"case"> = newId<"case">();
  // @ts-expect-error a case is not an order
  const order: Id<"order"> = id;
  assert.equal(order, id as string);
});

const day = localDate("2026-11-21");
const numbers = fc.constantFrom("AS", "RF", "LIVE", "O").map((prefix) => humanNumber(prefix, day));

test("a human number tells its day and passes its own check", () => {
  assert.match(humanNumber("AS", day), /^AS-261121-[0-9A-HJKMNP-TV-Z]{6}$/);
  fc.assert(fc.property(numbers, (number) => checkHumanNumber(number)));
});

test("a human number is understood in lower case, with I or L for 1 and O for 0", () => {
  fc.assert(
    fc.property(numbers, fc.constantFrom("I", "i", "L", "l"), fc.constantFrom("O", "o"), (number, one, nought) => {
      const [prefix, ...rest] = number.split("-");
      const typed = ` ${prefix?.toLowerCase()}-${rest.join("-").replaceAll("1", one).replaceAll("0", nought).toLowerCase()} `;
      assert.equal(readHumanNumber(typed), number);
    }),
  );
});

test("one wrong character or two swapped ones never make another number", () => {
  const positions = fc.nat({ max: 17 });
  const characters = fc.constantFrom(..."0123456789ABCDEFGHJKMNPQRSTVWXYZ");
  fc.assert(
    fc.property(numbers, positions, positions, characters, (number, a, b, character) => {
      const [left, right] = [number[a], number[b]];
      fc.pre(left !== undefined && right !== undefined && left !== "-" && right !== "-");
      if (character !== left) assert.ok(!checkHumanNumber(number.slice(0, a) + character + number.slice(a + 1)));
      const swapped = number.split("").with(a, right).with(b, left).join("");
      const sameSide = a < number.indexOf("-") === b < number.indexOf("-");
      if (sameSide && swapped !== number) assert.ok(!checkHumanNumber(swapped));
    }),
    { numRuns: 5_000 },
  );
});

test("text that is no number at all is refused", () => {
  for (const text of [
    "",
    "AS",
    "AS-261121",
    "AS-2611210-7F3K9Q",
    "AS-26112A-7F3K9Q",
    "AS261121-7F3K9Q",
    "AS-261121-7F3K9U",
  ]) {
    assert.equal(checkHumanNumber(text), false, text);
  }
  assert.throws(() => humanNumber("as", day));
  assert.throws(() => humanNumber("", day));
});
