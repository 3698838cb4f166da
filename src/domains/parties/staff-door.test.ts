import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyRequest } from "fastify";
import {
  type Browser,
  demoPassword,
  median,
  type Reply,
  tokenIn,
  until,
  withDoor,
} from "../../../tests/support/door.ts";

test("staff sign in with e-mail and password, are who they are, and sign out", async () => {
  await withDoor(async ({ hire, browser, sql }) => {
    const id = await hire("wang", "agent");
    const desk = browser();
    assert.deepEqual((await desk.ask("GET", "/api/v1/me")).body, {}, "a visitor is nobody yet");
    const reply = await desk.signIn("wang");
    assert.deepEqual([reply.status, reply.body], [200, { signedIn: true }]);
    const { status, body: me } = await desk.ask("GET", "/api/v1/me");
    assert.equal(status, 200);
    assert.deepEqual([me["kind"], me["id"], me["role"], me["secondFactor"]], ["staff", id, "agent", false]);
    assert.ok((me["rights"] as string[]).includes("cases.decide"));
    const stolen = new Map(desk.cookies);
    assert.equal((await desk.ask("POST", "/api/v1/sign-out")).status, 200);
    assert.equal(desk.cookies.size, 0);
    const thief = browser();
    for (const [name, value] of stolen) thief.cookies.set(name, value);
    assert.equal((await thief.ask("GET", "/api/v1/me")).status, 401, "the old cookie is worth nothing, at once");
    const audit = await sql<{ action: string; principal_id: string }>(
      "select action, principal_id from platform.audit order by at",
    );
    assert.deepEqual(audit, [
      { action: "auth.signed-in", principal_id: id },
      { action: "auth.signed-out", principal_id: id },
    ]);
  });
});

test("a wrong password and an unknown address get the same answer in like time, and the audit names nobody", async () => {
  await withDoor(async ({ hire, browser, sql }) => {
    await hire("wang", "agent");
    const ask = async (email: string, n: number): Promise<[Reply, number]> => {
      const start = performance.now();
      const reply = await browser(`203.0.113.${n}`).ask("POST", "/api/auth/sign-in/email", {
        email,
        password: "not this one",
      });
      return [reply, performance.now() - start];
    };
    await ask("warm@aftercare.test", 99);
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let n = 1; n <= 7; n++) {
      const [wrong, wrongMs] = await ask("wang@aftercare.test", n);
      const [nobody, nobodyMs] = await ask("nobody@aftercare.test", n);
      assert.equal(wrong.status, 401);
      assert.equal(wrong.body.code, "sign-in-wrong");
      assert.deepEqual({ ...nobody.body, requestId: "" }, { ...wrong.body, requestId: "" });
      known.push(wrongMs);
      unknown.push(nobodyMs);
    }
    const ratio = median(known) / median(unknown);
    assert.ok(ratio > 0.5 && ratio < 2, `a known address took ${ratio.toFixed(2)} times as long`);
    const rows = await sql<{ text: string }>(
      "select a::text as text from platform.audit a where action = 'auth.sign-in-failed'",
    );
    assert.equal(rows.length, 15);
    assert.ok(rows.every(({ text }) => !text.includes("wang") && !text.includes("nobody")));
  });
});

test("ten wrong passwords close the door for that pair of account and network for a quarter of an hour, not for others", async () => {
  await withDoor(async ({ hire, browser, sql }) => {
    await hire("wang", "agent");
    const guesser = browser("198.51.100.9");
    const guesses = await Promise.all(Array.from({ length: 12 }, () => guesser.signIn("wang", "not this one")));
    assert.deepEqual(guesses.map((guess) => guess.status).sort(), [...Array(10).fill(401), 429, 429]);
    const right = await guesser.signIn("wang");
    assert.equal(right.status, 429);
    assert.ok(Number(right.raw.headers["retry-after"]) > 800);
    assert.equal((await browser("198.51.100.10").signIn("wang")).status, 200);
    await sql("update auth.tally set until = now()");
    assert.equal((await guesser.signIn("wang")).status, 200);
  });
});

test("nothing of better-auth is reachable beside the doors we opened", async () => {
  await withDoor(async ({ browser, sql }) => {
    const visitor = browser();
    for (const path of [
      "sign-up/email",
      "api-key/create",
      "api-key/verify",
      "update-user",
      "delete-user",
      "change-email",
      "list-sessions",
      "revoke-sessions",
      "sign-out",
      "two-factor/get-totp-uri",
      "sign-in/social",
      "link-social",
      "verify-password",
    ])
      assert.equal(
        (await visitor.ask("POST", `/api/auth/${path}`, { email: "x@x.cn", password: "long enough it is", name: "x" }))
          .status,
        404,
        path,
      );
    for (const path of ["get-session", "list-sessions", "reset-password/abc?callbackURL=/", "ok", "error"])
      assert.equal((await visitor.ask("GET", `/api/auth/${path}`)).status, 404, path);
    assert.deepEqual(await sql(`select 1 from auth."user"`), []);
  });
});

test("another site cannot sign anybody in, out, or act with their cookie", async () => {
  await withDoor(async ({ hire, browser }) => {
    await hire("wang", "agent");
    const desk = browser();
    await desk.signIn("wang");
    const foreign = { origin: "https://evil.example" };
    for (const [method, path] of [
      ["POST", "/api/auth/sign-in/email"],
      ["POST", "/api/v1/sign-out"],
      ["POST", "/api/v1/sign-in/code"],
      ["POST", "/api/v1/guest/code"],
      ["PUT", "/api/v1/me/locale"],
    ] as const) {
      const body = { email: "wang@aftercare.test", password: demoPassword, locale: "en" };
      const plain = await desk.ask(method, path, body, { "x-requested-with": "" });
      assert.deepEqual([plain.status, plain.body.code], [403, "cross-site"], path);
      const other = await desk.ask(method, path, body, foreign);
      assert.deepEqual([other.status, other.body.code], [403, "cross-site"], path);
    }
    assert.equal((await desk.ask("GET", "/api/v1/me")).status, 200);
    assert.equal((await desk.ask("PUT", "/api/v1/me/locale", { locale: "en" })).status, 200);
    assert.equal((await desk.ask("GET", "/api/v1/me")).body["locale"], "en");
  });
});

test("signing in never adopts a session that was there before, and ends it", async () => {
  await withDoor(async ({ hire, browser, sql }) => {
    await hire("wang", "agent");
    await hire("li", "agent");
    const desk = browser();
    await desk.signIn("li");
    const before = sessionOf(desk);
    const other = browser();
    other.cookies.set("aftercare_session", before);
    await desk.signIn("wang");
    assert.notEqual(sessionOf(desk), before);
    assert.equal(
      (await other.ask("GET", "/api/v1/me")).status,
      401,
      "whoever planted or copied the old cookie holds nothing",
    );
    assert.equal((await sql("select 1 from auth.session")).length, 1);
  });
});

test("a forged, cut or foreign cookie opens nothing", async () => {
  await withDoor(async ({ hire, browser, sql }) => {
    await hire("wang", "agent");
    const desk = browser();
    await desk.signIn("wang");
    const cookie = sessionOf(desk);
    const [{ token } = { token: "" }] = await sql<{ token: string }>("select token from auth.session");
    const decoded = decodeURIComponent(cookie);
    for (const forged of [
      "",
      token,
      `${token}.`,
      `${token}.AAAA`,
      decoded.slice(0, -2),
      decoded.replace(/^./, "_"),
      `${decoded}x`,
      ".",
      "a.b",
      "x".repeat(4000),
    ]) {
      const forger = browser();
      forger.cookies.set("aftercare_session", encodeURIComponent(forged));
      assert.equal((await forger.ask("GET", "/api/v1/me")).status, 401, forged);
    }
    assert.equal((await desk.ask("GET", "/api/v1/me")).status, 200);
  });
});

test("a disabled person is cut off within a second, hears what a stranger hears, and keeps no session", async () => {
  await withDoor(async ({ hire, browser, sql, relay, cutOff }) => {
    const id = await hire("wang", "agent");
    await hire("chief", "admin");
    const [desk, chief] = [browser(), browser()];
    await desk.signIn("wang");
    await chief.signIn("chief");
    assert.equal((await desk.ask("GET", "/api/v1/me")).status, 200);
    const changed = await chief.ask("POST", `/api/v1/staff/${id}/change`, { state: "disabled" });
    assert.equal(changed.status, 200, JSON.stringify(changed.body));
    await sleep(1_000);
    assert.equal((await desk.ask("GET", "/api/v1/me")).status, 401);
    const again = await desk.signIn("wang");
    assert.deepEqual([again.status, again.body.code], [401, "sign-in-wrong"]);
    await relay();
    assert.deepEqual(
      await sql(`select 1 from auth.session s join parties.staff p on p.login_id = s."userId" where p.id = $1`, [id]),
      [],
    );
    assert.deepEqual(cutOff, [id], "live connections are closed, too");
  });
});

test("a look at a session on nobody's behalf does not keep it from going idle", async () => {
  await withDoor(async ({ hire, browser, sql, auth }) => {
    const id = await hire("wang", "agent");
    const desk = browser();
    await desk.signIn("wang");
    await sql(`update auth.session set "updatedAt" = now() - interval '50 minutes'`);
    const cookies = Object.fromEntries([...desk.cookies].map(([name, value]) => [name, decodeURIComponent(value)]));
    const peeked = await auth.peekSession({ headers: {}, cookies } as unknown as FastifyRequest);
    assert.deepEqual(peeked?.principal.kind === "staff" && peeked.principal.staffId, id);
    await sleep(100);
    const idle = () =>
      sql<{ idle: boolean }>(`select "updatedAt" < now() - interval '49 minutes' as idle from auth.session`);
    assert.deepEqual(await idle(), [{ idle: true }]);
    await desk.ask("GET", "/api/v1/me");
    await sleep(100);
    assert.deepEqual(await idle(), [{ idle: false }]);
  });
});

test("a changed role is felt within a second, without signing in again", async () => {
  await withDoor(async ({ hire, browser }) => {
    const id = await hire("wang", "agent");
    await hire("chief", "admin");
    const [desk, chief] = [browser(), browser()];
    await desk.signIn("wang");
    await chief.signIn("chief");
    assert.equal((await desk.ask("GET", "/api/v1/staff")).status, 403);
    assert.equal((await chief.ask("POST", `/api/v1/staff/${id}/change`, { role: "compliance" })).status, 200);
    await sleep(1_000);
    assert.equal((await desk.ask("GET", "/api/v1/staff")).status, 200);
    assert.equal((await desk.ask("GET", "/api/v1/me")).body["role"], "compliance");
  });
});

test("a session of staff ends after an hour without use and after twelve hours in any case, and reading it writes nothing", async () => {
  await withDoor(async ({ hire, browser, sql }) => {
    await hire("wang", "agent");
    const desk = browser();
    await desk.signIn("wang");
    const seen = async () =>
      (
        await sql<{ xmin: string; age: number }>(
          `select xmin::text, extract(epoch from now() - "updatedAt")::int as age from auth.session`,
        )
      )[0];
    const before = await seen();
    for (let i = 0; i < 3; i++) {
      assert.equal((await desk.ask("GET", "/api/v1/me")).status, 200);
      await sleep(400);
    }
    assert.equal((await seen())?.xmin, before?.xmin, "no write");
    await sql(`update auth.session set "updatedAt" = now() - interval '59 minutes'`);
    await sleep(950);
    assert.equal((await desk.ask("GET", "/api/v1/me")).status, 200);
    await sleep(200);
    assert.ok(((await seen())?.age ?? 99) < 5, "noted as seen, beside the answer");
    await sql(`update auth.session set "updatedAt" = now() - interval '61 minutes'`);
    await sleep(950);
    assert.equal((await desk.ask("GET", "/api/v1/me")).status, 401);
    await desk.signIn("wang");
    const [{ hours } = { hours: 0 }] = await sql<{ hours: number }>(
      `select extract(epoch from "expiresAt" - now())::float / 3600 as hours from auth.session order by "createdAt" desc limit 1`,
    );
    assert.ok(hours > 11.9 && hours <= 12, `${hours} h`);
    await sql(`update auth.session set "expiresAt" = now()`);
    assert.equal((await desk.ask("GET", "/api/v1/me")).status, 401);
  });
});

test("with https the cookie is __Host-, Secure, HttpOnly and Lax", async () => {
  await withDoor(
    async ({ hire, browser }) => {
      await hire("wang", "agent");
      const desk = browser();
      const reply = await desk.signIn("wang");
      const set = [reply.raw.headers["set-cookie"] ?? []]
        .flat()
        .find((one) => one.startsWith("__Host-aftercare_session="));
      assert.match(set ?? "", /Path=\/(;|$)/i);
      for (const attribute of [/; *Secure/i, /; *HttpOnly/i, /; *SameSite=Lax/i]) assert.match(set ?? "", attribute);
      assert.doesNotMatch(set ?? "", /Domain=/i);
      assert.equal((await desk.ask("GET", "/api/v1/me")).status, 200);
      assert.equal(
        (
          await browser().ask("GET", "/api/v1/me", undefined, {
            cookie: `aftercare_session=${sessionOf(desk, "__Host-aftercare_session")}`,
          })
        ).status,
        401,
      );
    },
    { publicUrl: "https://care.example" },
  );
});

test("a second factor is asked for from the moment it is on until it is off, and each of its codes is good once", async () => {
  await withDoor(async ({ hire, browser, sql }) => {
    await hire("wang", "agent");
    const desk = browser();
    await desk.signIn("wang");
    assert.equal((await desk.ask("POST", "/api/auth/two-factor/enable", { password: "not this one" })).status, 422);
    const started = await desk.ask("POST", "/api/auth/two-factor/enable", { password: demoPassword });
    assert.equal(started.status, 200, JSON.stringify(started.body));
    const secret = new URL(String(started.body["totpURI"])).searchParams.get("secret") ?? "";
    const backup = started.body["backupCodes"] as string[];
    assert.equal(backup.length, 10);
    const session = sessionOf(desk);
    const first = totp(secret);
    assert.equal((await desk.ask("POST", "/api/auth/two-factor/verify-totp", { code: first })).status, 200);
    assert.notEqual(sessionOf(desk), session, "a new session for the stronger sign-in");
    assert.equal((await desk.ask("GET", "/api/v1/me")).body["secondFactor"], true);

    const phone = browser();
    const half = await phone.signIn("wang");
    assert.deepEqual(half.body, { twoFactorRedirect: true });
    assert.equal((await phone.ask("GET", "/api/v1/me")).status, 401, "half a sign-in is none");
    const reused = await phone.ask("POST", "/api/auth/two-factor/verify-totp", { code: first });
    assert.deepEqual([reused.status, reused.body.code], [409, "code-wrong"], "the code that was used to turn it on");
    await phone.signIn("wang");
    const wrong = await phone.ask("POST", "/api/auth/two-factor/verify-totp", { code: "000000" });
    assert.equal(wrong.body.code, "code-wrong");
    const fresh = await phone.ask("POST", "/api/auth/two-factor/verify-totp", { code: totp(secret, 1) });
    assert.deepEqual([fresh.status, fresh.body], [200, { signedIn: true }]);
    assert.equal((await phone.ask("GET", "/api/v1/me")).status, 200);

    const lost = browser();
    for (const expected of [200, 409]) {
      await lost.signIn("wang");
      const reply = await lost.ask("POST", "/api/auth/two-factor/verify-backup-code", { code: backup[0] ?? "" });
      assert.equal(reply.status, expected, "a backup code is good once");
    }
    const guesser = browser("198.51.100.77");
    await guesser.signIn("wang");
    const guesses = [];
    for (let i = 0; i < 6; i++)
      guesses.push((await guesser.ask("POST", "/api/auth/two-factor/verify-totp", { code: "111111" })).body.code);
    assert.equal(guesses.at(-1), "too-many-tries");

    assert.equal((await phone.ask("POST", "/api/auth/two-factor/disable", { password: demoPassword })).status, 200);
    assert.equal((await phone.ask("GET", "/api/v1/me")).body["secondFactor"], false);
    assert.deepEqual((await browser().signIn("wang")).body, { signedIn: true });
    const stored = await sql<{ text: string }>(`select t::text as text from auth."twoFactor" t`);
    assert.ok(stored.every(({ text }) => !text.includes(secret)));
  });
});

test("a password link leads to the configured address whatever the request says, works once and for half an hour", async () => {
  await withDoor(async ({ hire, browser, mails, sql }) => {
    await hire("wang", "agent");
    const desk = browser();
    await desk.signIn("wang");
    const visitor = browser();
    const forged = {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      forwarded: "host=evil.example",
    };
    const asked = await visitor.ask(
      "POST",
      "/api/auth/request-password-reset",
      { email: "wang@aftercare.test", redirectTo: "https://evil.example/" },
      forged,
    );
    assert.equal(asked.status, 200);
    const unknown = await visitor.ask("POST", "/api/auth/request-password-reset", { email: "nobody@aftercare.test" });
    assert.deepEqual(unknown.body, asked.body);
    await until(() => mails.length > 0);
    assert.equal(mails.length, 1);
    assert.equal(mails[0]?.to, "wang@aftercare.test");
    assert.doesNotMatch(mails[0]?.text ?? "", /evil/);
    const token = tokenIn(mails[0]?.text);
    assert.match(mails[0]?.text ?? "", /http:\/\/localhost:3000\/desk\/set-password\?token=/);
    const [row] = await sql<{ identifier: string; minutes: number }>(
      `select identifier, extract(epoch from "expiresAt" - now())::float / 60 as minutes from auth.verification`,
    );
    assert.ok(!row?.identifier.includes(token), "only a hash is stored");
    assert.ok((row?.minutes ?? 0) > 29 && (row?.minutes ?? 99) <= 30);

    const short = await visitor.ask("POST", "/api/auth/reset-password", { token, newPassword: "short" });
    assert.deepEqual([short.status, short.body.code], [422, "invalid-input"]);
    assert.equal(
      (await visitor.ask("POST", "/api/auth/reset-password", { token, newPassword: "another good one" })).status,
      200,
    );
    const again = await visitor.ask("POST", "/api/auth/reset-password", { token, newPassword: "third good one" });
    assert.deepEqual([again.status, again.body.code], [409, "link-used"]);
    assert.equal((await visitor.signIn("wang")).status, 401);
    assert.equal((await visitor.signIn("wang", "another good one")).status, 200);
    await sleep(950);
    assert.equal((await desk.ask("GET", "/api/v1/me")).status, 401, "sessions from before are over");

    await visitor.ask("POST", "/api/auth/request-password-reset", { email: "wang@aftercare.test" });
    await until(() => mails.length > 1);
    await sql(`update auth.verification set "expiresAt" = now()`);
    const late = await visitor.ask("POST", "/api/auth/reset-password", {
      token: tokenIn(mails[1]?.text),
      newPassword: "third good one",
    });
    assert.equal(late.body.code, "link-used");
  });
});

test("somebody disabled and a shopper get no password link", async () => {
  await withDoor(async ({ hire, shopper, browser, mails, sql }) => {
    const id = await hire("wang", "agent");
    await sql("update parties.staff set state = 'disabled' where id = $1", [id]);
    const customerId = await shopper({ phone: "13800002207" });
    await sql(`insert into auth."user" (name, email, "emailVerified", "customerId") values ('', $1, false, $2)`, [
      `${customerId}@shopper.invalid`,
      customerId,
    ]);
    const visitor = browser();
    for (const email of ["wang@aftercare.test", `${customerId}@shopper.invalid`])
      assert.equal((await visitor.ask("POST", "/api/auth/request-password-reset", { email })).status, 200);
    await sleep(200);
    assert.deepEqual(mails, []);
  });
});

test("changing one's own password ends the sessions elsewhere", async () => {
  await withDoor(async ({ hire, browser }) => {
    await hire("wang", "agent");
    const [desk, elsewhere] = [browser(), browser()];
    await desk.signIn("wang");
    await elsewhere.signIn("wang");
    const wrong = await desk.ask("POST", "/api/auth/change-password", {
      currentPassword: "not this one",
      newPassword: "another good one",
    });
    assert.equal(wrong.status, 422);
    assert.equal(
      (
        await desk.ask("POST", "/api/auth/change-password", {
          currentPassword: demoPassword,
          newPassword: "another good one",
        })
      ).status,
      200,
    );
    assert.equal((await desk.ask("GET", "/api/v1/me")).status, 200);
    await sleep(950);
    assert.equal((await elsewhere.ask("GET", "/api/v1/me")).status, 401);
    assert.equal(
      (
        await browser().ask("POST", "/api/auth/change-password", {
          currentPassword: demoPassword,
          newPassword: "another good one",
        })
      ).status,
      401,
    );
  });
});

function sessionOf(browser: Browser, name = "aftercare_session"): string {
  return browser.cookies.get(name) ?? "";
}

/** RFC 6238 with SHA-1, six digits, thirty seconds. */
function totp(base32: string, stepsAhead = 0): string {
  const bits = [...base32]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + stepsAhead));
  const mac = createHmac("sha1", key).update(counter).digest();
  const code = mac.readUInt32BE((mac[19] ?? 0) & 15) & 0x7fffffff;
  return String(code % 1_000_000).padStart(6, "0");
}
