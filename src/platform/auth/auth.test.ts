import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { getMigrations } from "better-auth/db/migration";
import type { App } from "#platform/domain";
import { silentLog } from "#platform/log";
import { withTestDatabase } from "../../../tests/support/database.ts";
import { createBetterAuth } from "./better-auth.ts";
import { cleaningJob } from "./cleaning.ts";
import { createCodes } from "./codes.ts";
import { createSessionCookie } from "./cookie.ts";
import { localPath } from "./handovers.ts";
import { createMarks, hashOf, same } from "./marks.ts";
import { createMemory } from "./memory.ts";
import { consoleMail, consoleSms } from "./senders.ts";
import { createTally, network } from "./tally.ts";
import { words } from "./words.ts";

const marks = createMarks(randomBytes(32));

test("the migration holds all that better-auth wants, and only its own role may read it", async () => {
  await withTestDatabase(async ({ db }) => {
    const betterAuth = createBetterAuth({
      pool: db.pools.auth,
      log: silentLog,
      marks,
      secret: randomBytes(32).toString("base64url"),
      publicUrl: "http://localhost:3000",
      secure: false,
      cookie: createSessionCookie("secret", false),
      sendResetLink: () => {},
      onPasswordSet: async () => {},
    });
    const { toBeCreated, toBeAdded } = await getMigrations(betterAuth.options);
    assert.deepEqual([toBeCreated, toBeAdded], [[], []]);
    for (const role of ["shopper", "merchant", "staff", "system"] as const) {
      const { rows } = await db.pools.of(role).query("select has_schema_privilege('auth', 'usage') as may");
      assert.deepEqual(rows, [{ may: false }], role);
    }
  });
});

test("what has run out is removed, what is in use stays", async () => {
  await withTestDatabase(async ({ db }) => {
    const pool = db.pools.auth;
    const ends = { gone: "now() - interval '1 hour'", kept: "now() + interval '1 hour'" };
    const { rows } = await pool.query(
      `insert into "user" (name, email, "emailVerified") values ('', 'a@b.cn', true) returning id`,
    );
    const userId = rows[0].id;
    for (const [name, end] of Object.entries(ends)) {
      await pool.query(
        `insert into session ("userId", token, "expiresAt", "updatedAt") values ($1, $2, ${end}, now())`,
        [userId, name],
      );
      await pool.query(`insert into verification (identifier, value, "expiresAt") values ($1, 'x', ${end})`, [name]);
      await pool.query(`insert into code (subject, hash, made_at, expires_at) values ($1, 'x', now(), ${end})`, [name]);
      await pool.query(`insert into tally (subject, since, until, count) values ($1, now(), ${end}, 1)`, [name]);
      await pool.query(
        `insert into handover (hash, customer_id, return_to, expires_at) values ($1, gen_random_uuid(), '/', ${end})`,
        [name],
      );
      await pool.query(`insert into used_code (user_id, hash, used_at) values ($1, $2, ${end})`, [userId, name]);
    }
    await cleaningJob.run({ db, log: silentLog } as App, {});
    for (const [table, column] of [
      ["session", "token"],
      ["verification", "identifier"],
      ["code", "subject"],
      ["tally", "subject"],
      ["handover", "hash"],
      ["used_code", "hash"],
    ] as const) {
      const left = await pool.query(`select ${column} as name from ${table}`);
      assert.deepEqual(left.rows, [{ name: "kept" }], table);
    }
  });
});

test("tries are counted together over processes, by the name of the limit, and again after its time", async () => {
  await withTestDatabase(async ({ db }) => {
    const pool = db.pools.auth;
    const [here, there] = [createTally(pool, marks), createTally(pool, marks)];
    const [wide, narrow] = [
      { name: "wide", limit: 8, seconds: 60 },
      { name: "narrow", limit: 3, seconds: 60 },
    ];
    const take = (tally: typeof here, who: string) =>
      tally.take([
        { of: wide, who: "all" },
        { of: narrow, who },
      ]);
    const first = await Promise.all(Array.from({ length: 6 }, (_, i) => take(i % 2 === 0 ? here : there, "a")));
    assert.equal(first.filter((one) => one.ok).length, 3);
    assert.equal((await take(here, "b")).ok, true);
    assert.equal((await take(here, "b")).ok, true);
    assert.equal((await take(here, "b")).ok, false, "the wide one is full");
    await there.forget([
      { of: wide, who: "all" },
      { of: narrow, who: "a" },
    ]);
    assert.equal((await take(here, "a")).ok, true);
    await pool.query("update tally set until = now()");
    assert.equal((await take(here, "b")).ok, true);
  });
});

test("a code for nobody opens nothing, even when it is guessed", async () => {
  await withTestDatabase(async ({ db }) => {
    const codes = createCodes(db.pools.auth, marks);
    const code = await codes.make("sign-in|phone|x", undefined);
    assert.match(code, /^\d{6}$/);
    assert.deepEqual(await codes.take("sign-in|phone|x", code), {
      ok: false,
      code: "code-wrong",
      params: { triesLeft: 4 },
    });
    assert.equal((await codes.take("sign-in|phone|y", code)).ok, false);
  });
});

test("a moment's memory shares one read, forgets in time, and never brings back what was put out", async () => {
  let now = 0;
  let reads = 0;
  const memory = createMemory<number | undefined>(900, 2, () => now);
  const read = () => Promise.resolve(++reads);
  assert.deepEqual(await Promise.all([memory.of("a", read), memory.of("a", read)]), [1, 1]);
  now = 899;
  assert.equal(await memory.of("a", read), 1);
  now = 900;
  assert.equal(await memory.of("a", read), 2);
  await memory.of("b", read);
  await memory.of("c", read);
  assert.equal(await memory.of("a", read), 5, "the oldest made room");
  let finish = (_: number) => {};
  const slow = memory.of("d", () => new Promise<number>((resolve) => (finish = resolve)));
  memory.put("d", undefined);
  finish(9);
  assert.equal(await slow, 9);
  assert.equal(await memory.of("d", read), undefined, "ended while a read was under way");
  await assert.rejects(memory.of("e", () => Promise.reject(new Error("down"))));
  assert.equal(await memory.of("e", read), 6, "a failure is not remembered");
});

test("an address stands for its network", () => {
  const table = [
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:DB8:1:2::1", "2001:db8:1:2"],
    ["2001:db8::1", "2001:db8:0:0"],
    ["2001:0db8:0001:0002::", "2001:db8:1:2"],
    ["::1", "0:0:0:0"],
    ["fe80::1%eth0", "fe80:0:0:0"],
  ] as const;
  for (const [address, expected] of table) assert.equal(network(address), expected, address);
});

test("a way back leads to this site or to its front page", () => {
  const site = "https://care.example";
  for (const path of ["/", "/orders/SO-1?tab=refund#lines", "/a%2F%2Fb"]) assert.equal(localPath(path, site), path);
  for (const path of [
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "",
    "evil",
  ])
    assert.equal(localPath(path, site), "/", path);
  assert.ok(!localPath("/.//evil.example", site).startsWith("//"));
});

test("marks differ by purpose, by part and by key; tokens are compared whole", () => {
  assert.notEqual(marks.of("a", "b"), marks.of("b", "a"));
  assert.notEqual(marks.of("a", "b", "c"), marks.of("a", "bc"));
  assert.notEqual(marks.of("a"), createMarks(randomBytes(32)).of("a"));
  assert.ok(same(hashOf("x"), hashOf("x")) && !same(hashOf("x"), hashOf("y")) && !same("a", "aa"));
});

test("the stand-ins log no number, no address and, outside demo and sandbox, no code", async () => {
  const lines: string[] = [];
  const log = {
    ...silentLog,
    info: (say: string, fields?: object) => void lines.push(JSON.stringify({ say, ...fields })),
  };
  await consoleSms(log, false).send("+8613800002207", "code 123456");
  await consoleMail(log, false).send({ to: "lin@x.cn", subject: "s", text: "code 123456" });
  assert.ok(lines.every((line) => !line.includes("123456") && !line.includes("13800002207") && !line.includes("lin@")));
  await consoleSms(log, true).send("+8613800002207", "code 123456");
  assert.ok(lines.at(-1)?.includes("123456"));
});

test("every text of the door is there in both languages with the same blanks", () => {
  const read = (locale: string): Record<string, string> =>
    JSON.parse(readFileSync(new URL(`./text/${locale}.json`, import.meta.url), "utf8"));
  const blanks = (texts: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [name, [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()]),
    );
  const [zh, en] = [blanks(read("zh-CN")), blanks(read("en"))];
  assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
  assert.deepEqual(zh, en);
  assert.match(words("en-US,en;q=0.9", "code", { code: "123456", minutes: "5" }), /123456.*5 minutes/);
  for (const asked of [undefined, "zh-CN", "fr", "toString"]) assert.match(words(asked, "code-subject"), /验证码/);
});
