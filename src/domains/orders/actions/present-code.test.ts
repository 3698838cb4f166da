import assert from "node:assert/strict";
import { test } from "node:test";
import { isPresentCode, presentCode } from "./present-code.ts";

const key = new Uint8Array(32).fill(7);
const id = "0193a000-0000-7000-8000-000000000001";

test("a code is the same whenever it is shown, and another for each present and each number", () => {
  const code = presentCode(key, id, 1);
  assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
  assert.equal(presentCode(key, id, 1), code);
  const others = [presentCode(key, id, 2), presentCode(key, `${id}2`, 1), presentCode(new Uint8Array(32), id, 1)];
  assert.equal(new Set([code, ...others]).size, 4);
});

test("a code is read as people type it, and nothing else is it", () => {
  const code = presentCode(key, id, 1);
  const typed = [code, code.toLowerCase(), code.replaceAll("-", " "), code.replaceAll("0", "o").replaceAll("1", "l")];
  for (const said of typed) assert.ok(isPresentCode(key, id, 1, said), said);
  for (const said of ["", "----", code.slice(1), `${code}0`, presentCode(key, id, 2)])
    assert.ok(!isPresentCode(key, id, 1, said), said);
});
