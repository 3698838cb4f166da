import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { system } from "#platform/db";
import { type Browser, type Door, tokenIn, withDoor } from "../../../tests/support/door.ts";
import { createWorld, placeOrder } from "../../../tests/support/world.ts";
import { addStaff } from "./actions/add-staff.ts";

test("somebody taken on gets a link for one use and seven days, sets a password and signs in", async () => {
  await withDoor(async (door) => {
    const { browser, mails, relay, sql } = door;
    const chief = await signedInAs(door, "chief", "admin");
    const added = await chief.ask("POST", "/api/v1/staff", {
      name: "李静",
      email: "Li@Aftercare.Test",
      role: "agent",
      team: "一线",
    });
    assert.equal(added.status, 200, JSON.stringify(added.body));
    assert.deepEqual(
      [added.body["email"], added.body["team"], added.body["hasLogin"]],
      ["li@aftercare.test", "一线", false],
    );
    await relay();
    assert.equal(mails.length, 1);
    assert.equal(mails[0]?.to, "li@aftercare.test");
    assert.match(mails[0]?.subject ?? "", /李静/);
    const [link] = await sql<{ days: number }>(
      `select extract(epoch from "expiresAt" - now())::float / 86400 as days from auth.verification`,
    );
    assert.ok((link?.days ?? 0) > 6.9 && (link?.days ?? 9) <= 7);
    const first = tokenIn(mails[0]?.text);
    assert.equal((await chief.ask("POST", `/api/v1/staff/${added.body["id"]}/invite`)).status, 200);
    await relay();
    const second = tokenIn(mails[1]?.text);
    const desk = browser();
    const old = await desk.ask("POST", "/api/auth/reset-password", { token: first, newPassword: "a good long one" });
    assert.equal(old.body.code, "link-used", "only the newest link counts");
    assert.equal(
      (await desk.ask("POST", "/api/auth/reset-password", { token: second, newPassword: "a good long one" })).status,
      200,
    );
    assert.equal((await desk.signIn("li", "a good long one")).status, 200);
    assert.equal((await desk.ask("GET", "/api/v1/me")).body["name"], "李静");
    const listed = (await chief.ask("GET", "/api/v1/staff")).body["items"] as { email: string; hasLogin: boolean }[];
    assert.equal(listed.find((one) => one.email === "li@aftercare.test")?.hasLogin, true);
    const taken = await chief.ask("POST", "/api/v1/staff", {
      name: "另一位",
      email: "LI@aftercare.test",
      role: "agent",
    });
    assert.deepEqual([taken.status, taken.body.code], [409, "email-taken"]);
  });
});

test("the first administrator, made at the command line, is shown the link; no mail takes it away again", async () => {
  await withDoor(async ({ db, auth, browser, mails, relay, sql }) => {
    const words = { name: "顾言", email: "gu@aftercare.test", role: "admin" };
    const { outcome } = await addStaff.execute({ db, principal: system("command-line") }, words);
    assert.ok(outcome.ok, JSON.stringify(outcome));
    const link = await auth.logins.linkFor(outcome.value.id);
    await relay();
    assert.deepEqual(mails, []);
    const desk = browser();
    const set = { token: tokenIn(link), newPassword: "a good long one" };
    assert.equal((await desk.ask("POST", "/api/auth/reset-password", set)).status, 200);
    assert.equal((await browser().ask("POST", "/api/auth/reset-password", set)).body.code, "link-used");
    assert.equal((await desk.signIn("gu", "a good long one")).status, 200);
    assert.equal((await desk.ask("GET", "/api/v1/me")).body["role"], "admin");
    assert.deepEqual(
      await sql("select principal_kind, principal_id from platform.audit where action = 'parties.add-staff'"),
      [{ principal_kind: "system", principal_id: "command-line" }],
    );
    const again = await addStaff.execute({ db, principal: system("command-line") }, words);
    assert.equal(!again.outcome.ok && again.outcome.code, "email-taken");
  });
});

test("one admin always stays, also when two disable each other at once, and nobody changes the own role", async () => {
  await withDoor(async (door) => {
    const [first, second] = [await door.hire("first", "admin"), await door.hire("second", "admin")];
    const [a, b] = [door.browser(), door.browser()];
    await a.signIn("first");
    await b.signIn("second");
    for (const change of [{ role: "agent" }, { state: "disabled" }]) {
      const own = await a.ask("POST", `/api/v1/staff/${first}/change`, change);
      assert.deepEqual([own.status, own.body.code], [409, "own-role"]);
    }
    assert.equal((await a.ask("POST", `/api/v1/staff/${first}/change`, { team: "总部" })).body["team"], "总部");
    const both = await Promise.all([
      a.ask("POST", `/api/v1/staff/${second}/change`, { state: "disabled" }),
      b.ask("POST", `/api/v1/staff/${first}/change`, { role: "agent" }),
    ]);
    assert.deepEqual(both.map((one) => one.body.code ?? one.status).sort(), [200, "last-admin"]);
    const admins = await door.sql("select 1 from parties.staff where role = 'admin' and state = 'active'");
    assert.equal(admins.length, 1);
  });
});

test("a merchant's person has a merchant, and one who leaves that role has none", async () => {
  await withDoor(async (door) => {
    const world = await createWorld(door.db);
    const chief = await signedInAs(door, "chief", "admin");
    const add = (body: object) => chief.ask("POST", "/api/v1/staff", { name: "周", email: "zhou@m1.test", ...body });
    assert.equal((await add({ role: "merchant" })).body.code, "merchant-needed");
    assert.equal((await add({ role: "agent", merchantId: world.merchantId })).body.code, "merchant-needed");
    const added = await add({ role: "merchant", merchantId: world.merchantId });
    assert.deepEqual([added.status, added.body["merchantName"]], [200, { zh: "云雀旗舰店", en: "M001" }]);
    const agent = await door.hire("wang", "agent");
    assert.equal(
      (await chief.ask("POST", `/api/v1/staff/${agent}/change`, { role: "merchant" })).body.code,
      "merchant-needed",
    );
    assert.equal(
      (await chief.ask("POST", `/api/v1/staff/${added.body["id"]}/change`, { role: "warehouse" })).body["merchantId"],
      null,
    );
  });
});

test("only those who may change staff do, and never with a key", async () => {
  await withDoor(async (door) => {
    const chief = await signedInAs(door, "chief", "admin");
    const id = await door.hire("wang", "agent");
    for (const role of ["agent", "supervisor", "operations", "compliance"]) {
      const other = await signedInAs(door, `one-${role}`, role);
      assert.equal((await other.ask("POST", `/api/v1/staff/${id}/change`, { state: "disabled" })).status, 403, role);
      assert.equal(
        (await other.ask("POST", "/api/v1/staff", { name: "x", email: "x@x.cn", role: "admin" })).status,
        403,
        role,
      );
    }
    const key = await keyOf(chief, ["staff.write"]);
    const byKey = await door
      .browser()
      .ask("POST", `/api/v1/staff/${id}/change`, { state: "disabled" }, { "x-api-key": key });
    assert.equal(byKey.status, 403);
  });
});

test("a key does what its rights say and never more than its maker may at that moment", async () => {
  await withDoor(async (door) => {
    const makerId = await door.hire("ops", "operations");
    const ops = door.browser();
    await ops.signIn("ops");
    const tooMuch = await ops.ask("POST", "/api/v1/keys", { name: "x", rights: ["staff.read", "shoppers.unmask"] });
    assert.deepEqual(
      [tooMuch.status, tooMuch.body.code, tooMuch.body["params"]],
      [409, "right-not-held", { right: "shoppers.unmask" }],
    );
    const made = await ops.ask("POST", "/api/v1/keys", {
      name: "ERP",
      rights: ["staff.read", "keys.manage"],
      expiresInDays: 30,
    });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    const key = String(made.body["key"]);
    assert.ok(key.length >= 40 && key.startsWith("ac_"));
    const call = (path: string, method: "GET" | "POST" = "GET", body?: object) =>
      door.browser().ask(method, path, body, { "x-api-key": key, "x-requested-with": "" });
    assert.equal((await call("/api/v1/staff")).status, 200);
    assert.equal((await call("/api/v1/merchants")).status, 403, "the maker may, the key was not given it");
    assert.deepEqual((await call("/api/v1/me")).body["kind"], "key");
    assert.equal(
      (await call("/api/v1/keys", "POST", { name: "child", rights: ["staff.read"] })).status,
      403,
      "keys make no keys",
    );
    const listed = (await ops.ask("GET", "/api/v1/keys")).body["items"] as Record<string, unknown>[];
    assert.equal(listed.length, 1);
    assert.deepEqual(
      [listed[0]?.["name"], listed[0]?.["rights"], listed[0]?.["enabled"]],
      ["ERP", ["staff.read", "keys.manage"], true],
    );
    assert.ok(key.startsWith(String(listed[0]?.["start"])) && !JSON.stringify(listed).includes(key));
    const [stored] = await door.sql<{ text: string }>("select k::text as text from auth.apikey k");
    assert.ok(!stored?.text.includes(key), "only a hash is stored");
    const kept = await door.sql<{ text: string }>(
      "select string_agg(i::text, ' ') as text from platform.idempotency i",
    );
    assert.ok(!kept[0]?.text?.includes(key));

    const chief = await signedInAs(door, "chief", "admin");
    await chief.ask("POST", `/api/v1/staff/${makerId}/change`, { role: "agent" });
    await sleep(1_000);
    assert.equal((await call("/api/v1/staff")).status, 403, "what the maker lost, the key lost");
    await chief.ask("POST", `/api/v1/staff/${makerId}/change`, { state: "disabled" });
    await sleep(1_000);
    assert.equal((await call("/api/v1/staff")).status, 401);
  });
});

test("a revoked, expired or invented key opens nothing, and a cookie beside it does not help", async () => {
  await withDoor(async (door) => {
    const ops = await signedInAs(door, "ops", "operations");
    const [one, two] = [await keyOf(ops, ["staff.read"]), await keyOf(ops, ["staff.read"])];
    const status = async (key: string) =>
      (await ops.ask("GET", "/api/v1/staff", undefined, { "x-api-key": key })).status;
    assert.deepEqual([await status(one), await status(two)], [200, 200]);
    const keys = (await ops.ask("GET", "/api/v1/keys")).body["items"] as { id: string }[];
    assert.equal((await ops.ask("POST", `/api/v1/keys/${keys[1]?.id}/revoke`)).status, 200);
    assert.equal(await status(one), 401, "at once in this process");
    await door.sql(`update auth.apikey set "expiresAt" = now()`);
    await sleep(950);
    assert.deepEqual([await status(two), await status("ac_invented"), await status("x".repeat(5000))], [401, 401, 401]);
    assert.equal((await ops.ask("POST", "/api/v1/keys/nothing/revoke")).status, 404);
    const audit = await door.sql<{ action: string }>(
      "select action from platform.audit where action like '%key' order by at",
    );
    assert.deepEqual(
      audit.map((row) => row.action),
      ["parties.add-key", "parties.add-key", "parties.revoke-key"],
    );
  });
});

test("a merchant's key acts as that merchant: own orders only, and no other shop sees or ends it", async () => {
  await withDoor(async (door) => {
    const world = await createWorld(door.db);
    const [mine, theirs] = [
      await placeOrder(door.db, world),
      await placeOrder(door.db, world, { lines: [{ list: 100n, merchantId: world.otherMerchantId }] }),
    ];
    await door.hire("zhou", "merchant", { merchantId: world.merchantId });
    await door.hire("wu", "merchant", { merchantId: world.otherMerchantId });
    const [zhou, wu] = [door.browser(), door.browser()];
    await zhou.signIn("zhou");
    await wu.signIn("wu");
    const made = await zhou.ask("POST", "/api/v1/keys", { name: "shop", rights: ["orders.read"] });
    assert.deepEqual([made.status, made.body["merchantId"]], [200, world.merchantId]);
    const seen = await door
      .browser()
      .ask("GET", "/api/v1/test/orders", undefined, { "x-api-key": String(made.body["key"]) });
    assert.deepEqual(seen.body, { numbers: [mine.number] });
    assert.deepEqual((await wu.ask("GET", "/api/v1/test/orders")).body, { numbers: [theirs.number] });
    assert.deepEqual((await wu.ask("GET", "/api/v1/keys")).body["items"], []);
    assert.equal((await wu.ask("POST", `/api/v1/keys/${made.body["id"]}/revoke`)).status, 404);
    assert.equal(
      (await wu.ask("POST", "/api/v1/keys", { name: "x", rights: ["handover.create"] })).body.code,
      "right-not-held",
    );
    const shops = (await zhou.ask("GET", "/api/v1/merchants")).body["items"] as { id: string }[];
    assert.deepEqual(
      shops.map((shop) => shop.id),
      [world.merchantId],
    );
    assert.deepEqual(((await zhou.ask("GET", "/api/v1/me")).body["merchant"] as { name: string }).name, "云雀旗舰店");
  });
});

test("the last use of a key is noted at most once a minute", async () => {
  await withDoor(async (door) => {
    const key = await keyOf(await signedInAs(door, "ops", "operations"), ["staff.read"]);
    const call = () => door.browser().ask("GET", "/api/v1/staff", undefined, { "x-api-key": key });
    const noted = async () =>
      (await door.sql<{ at: Date | null; xmin: string }>(`select "lastRequest" as at, xmin::text from auth.apikey`))[0];
    await call();
    await sleep(1_000);
    const first = await noted();
    assert.ok(first?.at);
    await call();
    await sleep(1_000);
    await call();
    await sleep(100);
    assert.equal((await noted())?.xmin, first?.xmin);
  });
});

test("shoppers are found by phone, last four, e-mail, name and number, masked, page by page", async () => {
  await withDoor(async (door) => {
    const world = await createWorld(door.db);
    await door.sql("alter table parties.shopper disable row level security");
    await door.sql("delete from parties.shopper");
    const lin = await door.shopper({ phone: "13800002207", email: "lin@example.cn", name: "林晓梅" });
    const chen = await door.shopper({ phone: "13911112207", name: "陈勇" });
    const order = await placeOrder(door.db, world, { customerId: chen });
    const agent = await signedInAs(door, "wang", "agent");
    const find = async (q: string) => {
      const reply = await agent.ask("GET", `/api/v1/shoppers?q=${encodeURIComponent(q)}`);
      return (reply.body["items"] as { customerId: string }[]).map((row) => row.customerId);
    };
    assert.deepEqual(await find("+86 138 0000 2207"), [lin]);
    assert.deepEqual(await find("2207"), [chen, lin]);
    assert.deepEqual(await find("LIN@example.cn"), [lin]);
    assert.deepEqual(await find(" 林晓梅 "), [lin]);
    assert.deepEqual(await find(order.number), [chen]);
    assert.deepEqual(await find("林"), [], "no part of a name");
    const first = await agent.ask("GET", "/api/v1/shoppers?limit=1");
    const [row] = first.body["items"] as Record<string, unknown>[];
    assert.deepEqual([row?.["nameMask"], row?.["phoneMask"]], ["陈*", "139****2207"]);
    const rest = await agent.ask("GET", `/api/v1/shoppers?limit=1&cursor=${first.body["nextCursor"]}`);
    assert.deepEqual(
      [(rest.body["items"] as { customerId: string }[])[0]?.customerId, rest.body["nextCursor"]],
      [lin, null],
    );
    assert.ok(!first.raw.body.includes("陈勇") && !first.raw.body.includes("13911112207"));
    const page = await agent.ask("GET", `/api/v1/shoppers/${chen}`);
    assert.deepEqual([page.status, page.body["orders"], page.body["cases"], page.body["links"]], [200, 1, 0, []]);
    assert.equal((await agent.ask("GET", `/api/v1/shoppers/${world.merchantId}`)).status, 404);
    assert.equal(
      (await (await signedInAs(door, "ware", "warehouse")).ask("GET", "/api/v1/shoppers?q=2207")).status,
      403,
    );
  });
});

test("unmasking shows one field to those who may, for a reason that the audit keeps", async () => {
  await withDoor(async (door) => {
    const lin = await door.shopper({ phone: "13800002207", name: "林晓梅" });
    const agent = await signedInAs(door, "wang", "agent");
    const unmask = (by: Browser, body: object) => by.ask("POST", `/api/v1/shoppers/${lin}/unmask`, body);
    const shown = await unmask(agent, { field: "phone", reason: "包裹地址核对" });
    assert.deepEqual([shown.status, shown.body], [200, { value: "13800002207" }]);
    const [audit] = await door.sql<{ customer_id: string; detail: object }>(
      "select customer_id, detail from platform.audit where action = 'parties.unmask-shopper'",
    );
    assert.deepEqual(audit, { customer_id: lin, detail: { field: "phone", reason: "包裹地址核对" } });
    assert.equal((await unmask(agent, { field: "phone" })).status, 422, "never without a reason");
    assert.equal((await unmask(agent, { field: "name_enc", reason: "why not" })).status, 422);
    assert.equal(
      (await unmask(await signedInAs(door, "chief", "admin"), { field: "phone", reason: "curious" })).status,
      403,
    );
    const kept = await door.sql<{ text: string | null }>(
      "select string_agg(i::text, ' ') as text from platform.idempotency i",
    );
    assert.ok(!kept[0]?.text?.includes("13800002207"));
    await door.sql("alter table parties.shopper_key disable row level security");
    await door.sql("update parties.shopper_key set wrapped_key = null, destroyed_at = now() where customer_id = $1", [
      lin,
    ]);
    assert.equal((await unmask(agent, { field: "phone", reason: "again" })).body.code, "shopper-erased");
  });
});

async function signedInAs(door: Door, name: string, role: string): Promise<Browser> {
  await door.hire(name, role);
  const browser = door.browser();
  assert.equal((await browser.signIn(name)).status, 200);
  return browser;
}

async function keyOf(maker: Browser, rights: string[]): Promise<string> {
  const made = await maker.ask("POST", "/api/v1/keys", { name: "shop", rights });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  return String(made.body["key"]);
}
