import assert from "node:assert/strict";
import { after, before, mock, test } from "node:test";
import pg from "pg";
import { z } from "zod";
import { humanNumber, newId } from "#kernel/ids";
import { grant, refuse } from "#kernel/outcome";
import { localDate } from "#kernel/time";
import { type Db, type Principal, sqlState, system, type Tx, violated } from "#platform/db";
import { withTestDatabase } from "../../../tests/support/database.ts";
import { staff } from "../../../tests/support/world.ts";
import { type Action, type Answer, action, type Permit, Recorder } from "./index.ts";

let db: Db;
let finished: () => void = () => {};
let running: Promise<void> = Promise.resolve();

before(async () => {
  await new Promise<void>((ready, fail) => {
    running = withTestDatabase(async (database) => {
      db = database.db;
      const admin = new pg.Client({ connectionString: database.adminUrl });
      await admin.connect();
      await admin.query(`
        create schema shelf;
        create table shelf.thing (name text primary key, state text not null, worked int not null default 0, parent text references shelf.thing);
        grant usage on schema shelf to aftercare_staff, aftercare_system;
        grant select, insert, update on shelf.thing to aftercare_staff, aftercare_system`);
      await admin.end();
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

type Thing = { name: string; state: string; worked: number };
const input = z.strictObject({ name: z.string(), word: z.string().default("") });
const output = z.object({ name: z.string(), drawn: z.string() });
const anybody: Permit = { sentence: "is anybody", permits: () => true };
const common = { input, output, allow: anybody, idempotency: "required" } as const;

const lockThing = (tx: Tx, name: string) =>
  tx.maybe<Thing>("select * from shelf.thing where name = $1 for update", [name]);
const work = "update shelf.thing set worked = worked + 1 where name = $1";
const answerOf = (name: string) => grant({ name, drawn: newId() });

/** What the second of two equal calls runs into before anybody looks whether it is one. */
const kinds: Readonly<Record<string, Action<typeof input, z.output<typeof output>>>> = {
  "is refused, because the first one has moved the subject": action({
    ...common,
    name: "shelf.close",
    refusals: ["closed-already"],
    subject: async (tx, { name }) => grant({ thing: await lockThing(tx, name) }),
    run: async ({ subject: { thing }, input: { name }, record }) => {
      if (thing?.state !== "open") return refuse("closed-already", { name });
      record.change(
        "update shelf.thing set state = 'closed', worked = worked + 1 where name = $1 and state = 'open' returning 1",
        [name],
        { touch: 1, belief: "open until now" },
      );
      return answerOf(name);
    },
  }),
  "would be granted once more": action({
    ...common,
    name: "shelf.work",
    refusals: [],
    subject: async (tx, { name }) => grant({ thing: await lockThing(tx, name) }),
    run: async ({ input: { name }, record }) => {
      record.change(work, [name]);
      return answerOf(name);
    },
  }),
  "would be granted once more, and nothing is locked": action({
    ...common,
    name: "shelf.work-unlocked",
    refusals: [],
    subject: async () => grant({}),
    run: async ({ tx, input: { name } }) => {
      await tx.run(work, [name]);
      return answerOf(name);
    },
  }),
  "violates a constraint": action({
    ...common,
    name: "shelf.add",
    refusals: [],
    subject: async () => grant({}),
    run: async ({ input: { name }, record }) => {
      record.insert("shelf.thing (name, state, worked)", [`${name} new`, "open", 1]);
      record.change(work, [name]);
      return answerOf(name);
    },
  }),
  "violates a constraint before its last question": action({
    ...common,
    name: "shelf.add-early",
    refusals: [],
    subject: async () => grant({}),
    run: async ({ tx, input: { name } }) => {
      tx.send("insert into shelf.thing (name, state, worked) values ($1, 'open', 1)", [`${name} early`]);
      tx.send(work, [name]);
      await lockThing(tx, name);
      return answerOf(name);
    },
  }),
};

for (const [kind, tried] of Object.entries(kinds)) {
  test(`a repeat that ${kind}: answered word for word, also ten at once, and worked once`, async () => {
    const principal = staff();
    const name = await thing();
    const key = newId();
    const ten = await Promise.all(Array.from({ length: 10 }, () => ask(tried, principal, { name }, key)));
    const texts = new Set(ten.map(({ text }) => text));
    assert.equal(texts.size, 1);
    assert.ok(ten.every(({ outcome }) => outcome.ok));
    assert.equal(ten.filter(({ replayed }) => replayed === true).length, 9);
    const repeated = await ask(tried, principal, { name }, key);
    assert.deepEqual([repeated.replayed, repeated.text], [true, ten[0]?.text]);
    assert.deepEqual(repeated.outcome, ten[0]?.outcome);
    assert.equal(await timesWorked(name), 1);
    assert.equal(await audited(tried.meta.name), 1);
  });

  test(`a key that comes back with another body, and whose work ${kind}: refused, and nothing is done`, async () => {
    const principal = staff();
    const [name, other] = [await thing(), await thing()];
    const key = newId();
    await ask(tried, principal, { name }, key);
    for (const body of [{ name, word: "changed" }, { name: other }]) {
      const { outcome } = await ask(tried, principal, body, key);
      assert.equal(outcome.ok ? "granted" : outcome.code, "idempotency-key-reused");
    }
    assert.deepEqual([await timesWorked(name), await timesWorked(other)], [1, 0]);
    const theirs = await ask(tried, staff(), { name: other }, key);
    assert.equal(theirs.replayed, undefined, "the key of somebody else is another one");
    assert.equal(await timesWorked(other), 1);
  });
}

test("ten at once under one key with ten bodies: one is done, the others are told that the key is taken", async () => {
  const principal = staff();
  const key = newId();
  const names = await Promise.all(Array.from({ length: 10 }, () => thing()));
  const tried = kinds["would be granted once more"] ?? assert.fail();
  const ten = await Promise.all(names.map((name) => ask(tried, principal, { name }, key)));
  const codes = ten.map(({ outcome }) => (outcome.ok ? "done" : outcome.code)).toSorted();
  assert.deepEqual(codes, ["done", ...Array.from({ length: 9 }, () => "idempotency-key-reused")]);
  const worked = await Promise.all(names.map(timesWorked));
  assert.equal(
    worked.reduce((sum, n) => sum + n, 0),
    1,
  );
});

test("a refusal leaves the key free: what is possible later is done under it, once", async () => {
  const tried = kinds["is refused, because the first one has moved the subject"] ?? assert.fail();
  const principal = staff();
  const name = await thing("closed");
  const key = newId();
  const early = await ask(tried, principal, { name }, key);
  assert.equal(!early.outcome.ok && early.outcome.code, "closed-already");
  await sql("update shelf.thing set state = 'open' where name = $1", [name]);
  const done = await ask(tried, principal, { name }, key);
  assert.deepEqual([done.outcome.ok, done.replayed], [true, undefined]);
  const again = await ask(tried, principal, { name }, key);
  assert.deepEqual([again.text, again.replayed], [done.text, true]);
  assert.equal(await timesWorked(name), 1);
});

test("a constraint that has nothing to do with a repeat stays an error", async () => {
  const orphan = action({
    ...common,
    name: "shelf.orphan",
    refusals: [],
    subject: async () => grant({}),
    run: async ({ input: { name }, record }) => {
      record.insert("shelf.thing (name, state, parent)", [`${name} child`, "open", "nobody"]);
      return answerOf(name);
    },
  });
  const key = newId();
  await assert.rejects(ask(orphan, staff(), { name: newId() }, key), (error) => sqlState(error) === "23503");
  assert.deepEqual(await sql("select 1 from platform.idempotency where key = $1", [key]), []);
});

const today = localDate("2026-11-21");

for (const [how, afterwards] of [
  ["last of all", async () => {}],
  ["before the last question", (tx: Tx) => tx.one("select 1 as one")],
] as const)
  test(`a drawn number that exists already is drawn again, when it is written ${how}`, async () => {
    const numbered = action({
      ...common,
      name: "shelf.number",
      refusals: [],
      subject: async () => grant({}),
      run: async ({ tx, input: { name } }) => {
        const number = humanNumber("ZZ", today);
        const record = new Recorder();
        record.change(work, [name]);
        record.directory("shelf", number, newId(), newId());
        record.write(tx, "shelf.number", false, undefined, undefined);
        await afterwards(tx);
        return grant({ name, drawn: number });
      },
    });
    const name = await thing();
    const draws = stubDraws([1, 1, 1, 2]);
    try {
      const numbers: string[] = [];
      for (const key of [newId(), newId()]) {
        const { outcome } = await ask(numbered, staff(), { name }, key);
        numbers.push(outcome.ok ? outcome.value.drawn : outcome.code);
      }
      assert.equal(new Set(numbers).size, 2, numbers.join(" "));
      assert.deepEqual(draws.left, [2]);
      assert.equal(await timesWorked(name), 2);
    } finally {
      draws.restore();
      await sql("delete from platform.directory where kind = 'shelf'");
    }
  });

test("a number that is taken at every draw is an error that says so, not one of the transaction it broke", async () => {
  const draws = stubDraws([9]);
  try {
    const take = (tx: Tx) => {
      const record = new Recorder();
      record.directory("shelf", humanNumber("ZZ", today), newId(), newId());
      record.write(tx, "shelf.number", false, undefined, undefined);
    };
    await db.withTx(system("test"), async (tx) => take(tx));
    let runs = 0;
    const second = db.withTx(system("test"), async (tx) => {
      runs += 1;
      take(tx);
      await tx.one("select 1 as one");
    });
    await assert.rejects(second, (error) => sqlState(error) === "23505" && violated(error) === "directory_pkey");
    assert.equal(runs, 5);
  } finally {
    draws.restore();
  }
});

test("of questions that travel together one meets a deadlock: the work runs again, whichever answer is heard first", async () => {
  let runs = 0;
  const lame = async (tx: Tx) => {
    await tx.maybe("with thrown as (select platform.expect(1, 2, 'no')) select * from thrown");
  };
  const broken = db.withTx(system("test"), (tx) => Promise.all([lame(tx), tx.rows("select 1")]));
  await assert.rejects(broken, (error) => sqlState(error) === "AC001");
  const deadlocked = "do $$ begin raise exception 'met' using errcode = '40P01'; end $$";
  const deep = async (tx: Tx) => {
    await tx.maybe(runs < 3 ? deadlocked : "select 1 as one");
  };
  await db.withTx(system("test"), (tx) => {
    runs += 1;
    return Promise.all([deep(tx), tx.rows("select 1")]);
  });
  assert.equal(runs, 3);
});

test("what no rows or too many rows answer to undoes everything else of the statement", async () => {
  const name = await thing();
  const wrong = db.withTx(system("test"), async (tx) => {
    const record = new Recorder();
    record.insert("shelf.thing (name, state)", [`${name} beside`, "open"]);
    record.change(`${work} returning 1`, [name], { touch: 2, belief: "two of that name" });
    record.write(tx, "shelf.work", true, undefined, undefined);
  });
  await assert.rejects(wrong, /broken belief: two of that name \(found 1, wanted 2\)/);
  assert.equal(await timesWorked(name), 0);
  assert.deepEqual(await sql("select 1 from shelf.thing where name = $1", [`${name} beside`]), []);
});

function ask(
  tried: Action<typeof input, z.output<typeof output>>,
  principal: Principal,
  body: object,
  idempotencyKey: string,
): Promise<Answer<z.output<typeof output>>> {
  return tried.execute({ db, principal, idempotencyKey }, body);
}

/** Every number drawn from now on is made of the next of these bytes; the last one serves for ever. */
function stubDraws(bytes: readonly number[]) {
  const real = crypto.getRandomValues.bind(crypto);
  const left = [...bytes];
  const stub = mock.method(crypto, "getRandomValues", (into: Uint8Array<ArrayBuffer>) =>
    into.length === 5 ? into.fill((left.length > 1 ? left.shift() : left[0]) ?? 0) : real(into),
  );
  return { left, restore: () => stub.mock.restore() };
}

async function thing(state = "open"): Promise<string> {
  const name = newId();
  await sql("insert into shelf.thing (name, state) values ($1, $2)", [name, state]);
  return name;
}

async function timesWorked(name: string): Promise<number> {
  const rows = await sql<{ worked: number }>("select worked from shelf.thing where name = $1", [name]);
  return rows[0]?.worked ?? -1;
}

async function audited(name: string): Promise<number> {
  const rows = await sql<{ n: number }>("select count(*)::int as n from platform.audit where action = $1", [name]);
  return rows[0]?.n ?? -1;
}

function sql<R>(text: string, params: readonly string[] = []): Promise<R[]> {
  return db.withTx(system("test"), (tx) => tx.rows<R>(text, params));
}
