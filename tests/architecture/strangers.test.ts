import assert from "node:assert/strict";
import { test } from "node:test";
import { rights } from "#contract/parties";
import { rightsOf } from "#domains/parties";
import { type Id, newId } from "#kernel/ids";
import { type Principal, system, toJson } from "#platform/db";
import { createWorld, merchant, placeOrder, shopper, staff } from "../support/world.ts";
import { type House, withHouse } from "./house.ts";

test("A stranger asks every question there is, about everything by its name: nothing of another's case comes back", async () => {
  await withHouse(async (house) => {
    const { names, strangers, insiders } = await furnish(house);
    for (const { who, principal } of strangers) assert.deepEqual(await heard(house, who, principal, names), [], who);
    for (const { who, principal, hears, silent = [] } of insiders) {
      const told = new Set((await heard(house, who, principal, names)).map(({ name }) => name));
      for (const name of hears) assert.ok(told.has(name), `${who} hears nothing of ${name}: asks wrongly`);
      for (const name of silent) assert.ok(!told.has(name), `${who} hears ${name}`);
    }
  });
});

type Names = Readonly<Record<string, string>>;

/** Which of these names the answers carry. */
async function heard({ system, database: { db } }: House, who: string, principal: Principal, names: Names) {
  const queries = system.routes.flatMap(({ query }) => (query === undefined ? [] : [query]));
  assert.ok(queries.length > 20);
  const told: { name: string; asked: string }[] = [];
  for (const query of queries)
    for (const input of inputsOf(query.meta.input, names)) {
      const asked = `${query.meta.name} ${JSON.stringify(input)}`;
      const { outcome } = await query.ask({ db, principal }, input).catch((error: Error) => {
        if (/permission denied/.test(error.message)) return { outcome: { ok: false } as const };
        throw new Error(`${who} asks ${asked}`, { cause: error });
      });
      if (!outcome.ok) continue;
      const text = toJson(outcome.value);
      for (const [name, value] of Object.entries(names)) if (text.includes(value)) told.push({ name, asked });
    }
  return told;
}

/** Somebody's order with a case that is paid back, somebody of the platform who serves it, and others who have nothing to do with it. */
async function furnish({ database: { db }, system: { domains } }: House) {
  const world = await createWorld(db);
  const order = await placeOrder(db, world, { deliveredAt: null, number: "T-SECRET-1" });
  const theirs = await placeOrder(db, world, {
    customerId: world.otherCustomerId,
    lines: [{ list: 100n, merchantId: world.otherMerchantId }],
  });
  const person = { id: newId(), name: "周敏密", email: "zhou.secret@aftercare.test" };
  const [neighbour, seller] = [newId(), newId()];
  await db.withTx(system("test"), async (tx) => {
    for (const [id, name, email, role, merchantId] of [
      [person.id, person.name, person.email, "agent", null],
      [seller, "何店长", "seller@aftercare.test", "merchant", world.merchantId],
      [neighbour, "邻店长", "shop@aftercare.test", "merchant", world.otherMerchantId],
    ] as const)
      tx.send(
        "insert into parties.staff (id, name, email, role, merchant_id, state, created_at, updated_at) values ($1, $2, $3, $4, $5, 'active', $6, $6)",
        [id, name, email, role, merchantId, tx.now],
      );
  });
  const act = async (name: string, principal: Principal, body: object) => {
    const action = domains.flatMap(({ actions }) => actions).find(({ meta }) => meta.name === name);
    const { outcome } = await (action ?? assert.fail(name)).execute({ db, principal, idempotencyKey: newId() }, body);
    assert.ok(outcome.ok, `${name}: ${JSON.stringify(outcome)}`);
  };
  await act("returns.request", shopper(world.customerId), {
    number: order.number,
    kind: "cancel-before-shipment",
    reason: "no-longer-wanted",
    lines: [{ lineId: order.lineIds[0], quantity: 1 }],
  });
  const one = <R>(sql: string) => db.withTx(system("test"), (tx) => tx.one<R>(sql));
  const found = await one<{ id: string; number: string }>("select id, number from returns.return_case");
  const served = { ...staff(), staffId: person.id as Id<"staff"> } as Principal;
  await act("returns.note", served, { number: found.number, note: "only between us" });
  await act("returns.assign", served, { number: found.number, staffId: person.id });
  await act("returns.reserve-refund", system("test"), {
    customerId: world.customerId,
    caseId: found.id,
    orderNumber: order.number,
  });
  const refund = await one<{ id: string; number: string }>("select id, number from payments.refund");
  const allRights = new Set<string>(rights);
  const shop = { ...merchant(world.otherMerchantId), staffId: neighbour as Id<"staff"> };
  const strangers: { who: string; principal: Principal }[] = [
    { who: "another shop", principal: { ...shop, rights: rightsOf("merchant") } as Principal },
    { who: "another shop with every right", principal: { ...shop, rights: allRights } as Principal },
    { who: "another shop's key", principal: { ...shop, key: newId(), rights: rightsOf("merchant") } as Principal },
    { who: "another shopper", principal: shopper(world.otherCustomerId) },
    { who: "a guest", principal: shopper(world.otherCustomerId, theirs.id) },
    {
      who: "the recipient of another present",
      principal: { ...shopper(world.otherCustomerId, theirs.id), presentId: newId<"present">() } as Principal,
    },
  ];
  const names = {
    order: order.number,
    orderId: order.id,
    lineId: order.lineIds[0] ?? "",
    customerId: world.customerId,
    case: found.number,
    caseId: found.id,
    refund: refund.number,
    refundId: refund.id,
    payment: `pay-${order.number}`,
    note: "only between us",
    person: person.name,
    email: person.email,
  };
  const insiders = [
    {
      who: "its shop",
      principal: {
        ...merchant(world.merchantId),
        staffId: seller as Id<"staff">,
        rights: rightsOf("merchant"),
      } as Principal,
      silent: ["person", "email"],
      hears: ["case"],
    },
    {
      who: "its shopper",
      principal: shopper(world.customerId),
      silent: ["person", "email"],
      hears: ["case", "order", "note", "refund"],
    },
    {
      who: "the platform",
      principal: { ...served, rights: allRights } as Principal,
      hears: Object.keys(names).filter(
        (name) => !["lineId", "caseId", "refundId", "orderId", "payment"].includes(name),
      ),
    },
  ];
  return { names, strangers, insiders };
}

/** Every field that takes words is tried with every name; what else an input needs is put beside. */
function inputsOf(shape: unknown, names: Names): object[] {
  const fields = Object.keys((shape as { shape?: object }).shape ?? {});
  const beside = {
    ...(fields.includes("lines") ? { lines: [{ lineId: names["lineId"], quantity: 1 }] } : {}),
    ...(fields.includes("queue") ? { queue: "all" } : {}),
    ...(fields.includes("version") ? { version: 1 } : {}),
  };
  const words = ["q", "number", "scan", "id", "customerId", "merchantId", "subject", "principal"];
  const asked = words.filter((field) => fields.includes(field));
  return [beside, ...asked.flatMap((field) => Object.values(names).map((name) => ({ ...beside, [field]: name })))];
}
