import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { z } from "zod";
import { refusals as complianceRefusals } from "#contract/compliance";
import { refusals as logisticsRefusals } from "#contract/logistics";
import { refusals as ordersRefusals } from "#contract/orders";
import { refusals as partiesRefusals, rights, roles } from "#contract/parties";
import { refusals as paymentsRefusals } from "#contract/payments";
import { refusals as returnsRefusals } from "#contract/returns";
import { rightsOf } from "#domains/parties";
import { rightsPage } from "../../tools/rights.ts";
import { type House, ownSubject, visitors, withHouse } from "./house.ts";
import { codeOf, root, sources } from "./sources.ts";

let house: House;
let finished: () => void = () => {};
let running: Promise<void> = Promise.resolve();

before(async () => {
  await new Promise<void>((ready, fail) => {
    running = withHouse(async (built) => {
      house = built;
      ready();
      await new Promise<void>((done) => {
        finished = done;
      });
    });
    running.catch(fail);
  });
});

after(async () => {
  finished();
  await running;
});

const actions = () =>
  house.system.domains.flatMap(({ name, actions: own }) => own.map(({ meta }) => ({ domain: name, ...meta })));
const questions = () => house.system.routes.flatMap(({ query }) => (query === undefined ? [] : [query.meta]));

/** What people call a part of the platform whose folder has another name. */
const spokenNames: Readonly<Record<string, string>> = { messages: "inbox" };

test("Every action has a name of its own that begins with its domain", () => {
  const names = actions().map(({ name }) => name);
  assert.ok(names.length > 20, `${names.length} actions`);
  assert.equal(new Set(names).size, names.length);
  assert.deepEqual(
    actions()
      .filter(({ name, domain }) => !name.startsWith(`${spokenNames[domain] ?? domain}.`))
      .map(({ name }) => name),
    [],
  );
});

test("Every action that is written is listed by its domain, and every one that a route leads to as well", () => {
  const written = sources("src").flatMap((source) =>
    [...codeOf(source).matchAll(/\baction\(\{\s*name: "([^"]+)"/g)].map(([, name = ""]) => name),
  );
  const listed = new Set(actions().map(({ name }) => name));
  assert.ok(written.length > 20);
  assert.deepEqual(
    written.filter((name) => !listed.has(name)),
    [],
  );
  const routed = house.system.routes.flatMap(({ action }) => (action === undefined ? [] : [action.meta.name]));
  assert.deepEqual(
    routed.filter((name) => !listed.has(name)),
    [],
  );
});

test("Every action and every question says in one sentence who may, by rights that exist", () => {
  const known = new Set<string>(rights);
  for (const { name, allow } of [...actions(), ...questions()]) {
    assert.match(allow.sentence, /\w/, name);
    const named = [...allow.sentence.matchAll(/holds ([\w.-]+)/g)].map(([, right = ""]) => right);
    assert.deepEqual(
      named.filter((right) => !known.has(right)),
      [],
      name,
    );
  }
});

test("Every right opens something and is held by somebody", () => {
  const asked = sources("src", "web").map(codeOf).join("\n");
  const idle = rights.filter(
    (right) =>
      !new RegExp(`(holds|holdsRight|needs)\\([^)]*"${right}"|right: "${right}"|may\\("${right}"\\)`).test(asked),
  );
  assert.deepEqual(idle, []);
  assert.deepEqual(
    rights.filter((right) => !roles.some((role) => rightsOf(role).has(right))),
    [],
  );
});

test("A stranger may do nothing: without rights only what shoppers, guests and everybody signed in may", () => {
  const nobody = { kind: "staff", staffId: "", role: "none", rights: new Set<string>() } as never;
  const open = actions().filter(({ allow }) => allow.permits({ principal: nobody, subject: ownSubject }));
  assert.deepEqual(open.map(({ name }) => name).sort(), ["parties.set-locale"]);
});

/** Answers of the frame, which any action may give. */
const general = ["invalid-input", "forbidden", "idempotency-key-missing", "idempotency-key-reused"];

/** The refusals each contract lists, by domain; a domain that is missing here has no contract of refusals. */
const refusalsOf: Readonly<Record<string, readonly string[]>> = {
  compliance: complianceRefusals,
  logistics: logisticsRefusals,
  orders: ordersRefusals,
  parties: partiesRefusals,
  payments: paymentsRefusals,
  returns: returnsRefusals,
};

test("An action refuses with codes of its own list only, and the list is part of its contract", () => {
  for (const { domain, name, refusals } of actions()) {
    if (!existsSync(join(root, "src/domains", domain))) continue;
    assert.deepEqual(
      refusals.filter((code) => !refusalsOf[domain]?.includes(code)),
      [],
      name,
    );
  }
  const said = sources("src")
    .filter(({ path }) => !path.endsWith("/contract.ts"))
    .map(codeOf)
    .join("\n");
  const idle = Object.values(refusalsOf).flatMap((codes) => codes.filter((code) => !said.includes(`"${code}"`)));
  assert.deepEqual(idle, []);
  for (const source of sources("src/domains")) {
    const code = codeOf(source);
    const [, list] = /\brefusals: \[([^\]]*)\]/.exec(code) ?? [];
    if (list === undefined) continue;
    const given = [...code.matchAll(/\brefuse\(\s*"([^"]+)"/g)].map(([, word = ""]) => word);
    assert.deepEqual(
      given.filter((word) => !list.includes(`"${word}"`) && !general.includes(word)),
      [],
      source.path,
    );
  }
});

test("Every refusal has a sentence in every language", () => {
  for (const language of ["zh-CN", "en"]) {
    const said = JSON.parse(readFileSync(join(root, `web/shared/text/${language}/because.json`), "utf8")) as Record<
      string,
      string
    >;
    const codes = new Set([...general, ...actions().flatMap(({ refusals }) => refusals)]);
    assert.deepEqual([...codes].filter((code) => said[code] === undefined).sort(), [], language);
  }
});

test("Where money or goods move a key is required, so that a repeat moves nothing twice", () => {
  const optional = actions().filter(
    ({ name, idempotency }) => /^(returns|payments|orders)\./.test(name) && idempotency !== "required",
  );
  assert.deepEqual(optional.map(({ name, idempotency }) => `${name}: ${idempotency}`).sort(), keyNotRequired);
});

/** A key may be left out where a repeat finds the work done by itself, or moves neither money nor goods. */
const keyNotRequired: readonly string[] = [
  "orders.end-present: optional", // ended once
  "orders.make-present: optional", // an order has one present
  "orders.put: optional", // told again by its source, whose own clock decides
  "orders.start-import: optional", // rows already there are left as they are
  "payments.give-bonus: none", // of the system: once for a case, which an index keeps
  "payments.pay-compensation: none", // of the system, pays what is approved and not paid yet
  "payments.pay-return-freight: none", // of the system, likewise
  "returns.assign: optional", // moves neither
  "returns.difference-paid: none", // of the system, and a second one finds it paid
  "returns.discard-policy-draft: optional", // moves neither, and a second one finds it given up
  "returns.expect-parcel: none", // of the system: the same parcel is expected once
  "returns.follow-interception: none", // of the system: a carrier's first word stands
  "returns.follow-parcel: none", // of the system: a case only moves on
  "returns.follow-refund: none", // of the system, looks at where the refund stands now
  "returns.hold-transfer: none", // likewise
  "returns.move-clock: none", // of the system, works the clock out again from its beginning
  "returns.note-payment: none", // of the system, one line of the story for each state of each payment
  "returns.recount-signals: none", // of the system, counts anew
  "returns.remind: none", // of the system, and says only what is still so
  "returns.reserve-refund: none", // of the system, under the lock of the order
  "returns.save-policy-draft: optional", // moves neither, and a second one finds another version
  "returns.start-policy-replay: optional", // moves neither
  "returns.tell-transfer: none", // of the system, once for each transfer, and says only what is still so
  "returns.time-out: none", // of the system, marks the deadline as fired
];

test("A route's path and the input of what it leads to fit", () => {
  const taken = new Set<string>();
  for (const { method, path, action, query, summary } of house.system.routes) {
    assert.ok(!taken.has(`${method} ${path}`), `${method} ${path} twice`);
    taken.add(`${method} ${path}`);
    assert.match(summary, /\w/);
    assert.ok(method === "GET" ? action === undefined : query === undefined || method === "POST", `${method} ${path}`);
    const input = (action ?? query)?.meta.input;
    const fields = input instanceof z.ZodObject ? Object.keys(input.shape) : [];
    for (const [, name = ""] of path.matchAll(/\{(\w+)\}/g)) assert.ok(fields.includes(name), `${path}: ${name}`);
  }
});

test("docs/rights.md shows who may do what", () => {
  assert.ok(
    readFileSync(join(root, "docs/rights.md"), "utf8") === rightsPage(house.system),
    "docs/rights.md is out of date: run npm run documents",
  );
});

test("docs/rights.md says of a right that no person can use in person that it is for keys", () => {
  const rows = rightsPage(house.system).split("\n");
  const byKey = rows.filter((row) => /\| key\b/.test(row)).map((row) => row.split(" | ")[0]);
  assert.deepEqual(byKey, ["| handover.create"]);
  assert.ok(rows.every((row) => !(row.startsWith("| handover.create") && row.includes("✓"))));
});

test("Whoever decides a case of another shop is refused", () => {
  const theirs = { merchantId: "another", merchantIds: ["another"] };
  const person = visitors.find(({ who }) => who === "merchant")?.principal;
  assert.ok(person);
  const open = actions().filter(
    ({ name, allow }) => name.startsWith("returns.") && allow.permits({ principal: person, subject: theirs }),
  );
  assert.deepEqual(
    open.map(({ name }) => name),
    [],
  );
});
