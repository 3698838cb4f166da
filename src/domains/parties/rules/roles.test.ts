import assert from "node:assert/strict";
import { test } from "node:test";
import { rights, roles } from "../contract.ts";
import { rightsOf } from "./roles.ts";

test("a supervisor may do all that an agent may, and more", () => {
  const [agent, supervisor] = [rightsOf("agent"), rightsOf("supervisor")];
  assert.ok(agent.isSubsetOf(supervisor));
  assert.ok(supervisor.size > agent.size);
  assert.ok(supervisor.has("cases.overrule") && !agent.has("cases.overrule"));
});

test("every right is held by some role and every role holds some right", () => {
  const held = new Set(roles.flatMap((role) => [...rightsOf(role)]));
  assert.deepEqual(
    rights.filter((right) => !held.has(right)),
    [],
  );
  for (const role of roles) assert.ok(rightsOf(role).size > 0, role);
});

test("whoever administers staff neither decides cases nor sees personal data in clear", () => {
  for (const role of roles.filter((one) => rightsOf(one).has("staff.write")))
    for (const right of ["cases.decide", "shoppers.unmask", "privacy.handle"] as const)
      assert.ok(!rightsOf(role).has(right), `${role} holds ${right}`);
});

test("only those who serve shoppers or answer for their data may search for them", () => {
  const may = roles.filter((role) => rightsOf(role).has("shoppers.read"));
  assert.deepEqual(may, ["agent", "supervisor", "compliance", "admin"]);
});

test("a merchant's people hold nothing that reaches beyond their shop", () => {
  const merchant = rightsOf("merchant");
  for (const right of [
    "shoppers.read",
    "shoppers.unmask",
    "staff.read",
    "staff.write",
    "audit.read",
    "orders.write",
    "imports.run",
  ] as const)
    assert.ok(!merchant.has(right), right);
});

test("an unknown role may do nothing", () => {
  assert.equal(rightsOf("owner").size, 0);
  assert.equal(rightsOf("constructor").size, 0);
});
