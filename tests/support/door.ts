import { setTimeout as sleep } from "node:timers/promises";
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import pg from "pg";
import { z } from "zod";
import { guestOrder, orders, presentEntrance } from "#domains/orders";
import { deviceMemory, importShoppers, parties, rightsOf, shoppersByContact } from "#domains/parties";
import { type Id, newId } from "#kernel/ids";
import { grant } from "#kernel/outcome";
import { query } from "#platform/action";
import { type Auth, createAuth, createDemoLogins } from "#platform/auth";
import { type Db, system } from "#platform/db";
import type { App } from "#platform/domain";
import { type ApiServer, createServer, get } from "#platform/http";
import { type Log, silentLog } from "#platform/log";
import { createRelay } from "#platform/outbox";
import { createPersonal, type Personal } from "#platform/personal";
import { withTestDatabase } from "./database.ts";

/** What the codes of presents are computed with. */
export const presentKey = new Uint8Array(32).fill(5);

/** A server with its door: real PostgreSQL, real Fastify; texts and mails are caught. */
export type Door = {
  readonly db: Db;
  readonly auth: Auth;
  readonly server: ApiServer;
  readonly personal: Personal;
  readonly texts: { to: string; text: string }[];
  /** Members of staff whose live connections were closed. */
  readonly cutOff: string[];
  readonly mails: { to: string; subject: string; text: string }[];
  /** SQL as the owner of the database. */
  sql<R>(text: string, params?: unknown[]): Promise<R[]>;
  browser(address?: string): Browser;
  /** Somebody with a password; the e-mail is `<name>@aftercare.test`. */
  hire(name: string, role: string, options?: { merchantId?: string; password?: string }): Promise<string>;
  shopper(told: { phone?: string; email?: string; name?: string; externalId?: string }): Promise<Id<"customer">>;
  /** What facts set off, until nothing waits. */
  relay(): Promise<void>;
};

/** Sends what a browser of our pages sends, and keeps cookies. */
export type Browser = {
  readonly cookies: Map<string, string>;
  ask(method: "GET" | "POST" | "PUT", url: string, body?: object, headers?: Record<string, string>): Promise<Reply>;
  signIn(name: string, password?: string): Promise<Reply>;
};
export type Reply = {
  readonly status: number;
  readonly body: Record<string, unknown> & { code?: string };
  readonly raw: LightMyRequestResponse;
};

export const demoPassword = "correct horse battery";

export async function withDoor(
  test: (door: Door) => Promise<void>,
  options: { publicUrl?: string; demo?: boolean; log?: Log; marksDevices?: boolean } = {},
): Promise<void> {
  await withTestDatabase(async ({ db, adminUrl, secrets }) => {
    const admin = new pg.Client({ connectionString: adminUrl });
    await admin.connect();
    // So that the owner of this database, who is no superuser, sees and hires people. No role of the application owns it.
    await admin.query("alter table parties.staff no force row level security");
    const personal = createPersonal(secrets);
    const log = options.log ?? silentLog;
    const texts: Door["texts"] = [];
    const mails: Door["mails"] = [];
    const publicUrl = options.publicUrl ?? "http://localhost:3000";
    const demo = options.demo ?? false;
    const auth = createAuth({
      db,
      log,
      personal,
      publicUrl,
      demo,
      sessionKey: secrets.sessionKey,
      people: {
        rightsOf,
        shoppersBy: (kind, index) => shoppersByContact(db, kind, index),
        guestOrder: (number, index) => guestOrder(db, number, index),
        presentOf: (number, code) => presentEntrance(db, presentKey, number, code),
        rememberDevice: options.marksDevices === false ? undefined : deviceMemory(db),
      },
      senders: {
        sms: { send: async (to, text) => void texts.push({ to, text }) },
        mail: { send: async (mail) => void mails.push(mail) },
      },
    });
    const cutOff: string[] = [];
    const domain = parties({
      auth,
      personal,
      sandbox: false,
      demo,
      refunded: async () => [],
      endLive: (id) => void cutOff.push(id),
    });
    const sold = orders({ personal, dataDir: "", presentKey, endPresent: auth.endPresent });
    const server = await createServer({
      db,
      log,
      routes: [...domain.routes, ...sold.routes, get("/test/orders", ordersSeen, "Orders that row security shows")],
      readSession: auth.readSession,
      nudge: () => {},
      limits: {
        bodyBytes: 1_000_000,
        uploadBytes: 1_000_000,
        uploadFiles: 1,
        requestsPerMinute: 100_000,
        requestTimeoutMs: 30_000,
      },
      trustProxy: false,
      secure: publicUrl.startsWith("https"),
      ready: async () => true,
      plugins: [auth.plugin],
    });
    const app: App = { db, log, jobs: { send: async () => {} }, nudge: () => {} };
    const relay = createRelay({
      db,
      log,
      app: () => app,
      taps: [],
      reactions: [...(domain.reactions ?? []), ...(sold.reactions ?? [])],
    });
    const sql = async <R>(text: string, params: unknown[] = []) => (await admin.query(text, params)).rows as R[];
    try {
      await test({
        db,
        auth,
        server,
        personal,
        texts,
        mails,
        cutOff,
        sql,
        browser: (address = "203.0.113.7") => createBrowser(server, address),
        hire: async (name, role, { merchantId, password = demoPassword } = {}) => {
          const id = newId();
          const email = `${name}@aftercare.test`;
          await sql(
            "insert into parties.staff (id, name, email, role, merchant_id, state, created_at, updated_at) values ($1, $2, $3, $4, $5, 'active', now(), now())",
            [id, name, email, role, merchantId ?? null],
          );
          await createDemoLogins(db, { staff: [{ staffId: id, email, name, role, password }], shoppers: [] });
          return id;
        },
        shopper: (told) =>
          db.withTx(system("test"), async (tx) => {
            const facts = { source: "api", externalId: told.externalId ?? newId(), updatedAt: tx.now, ...told };
            const [imported] = (await importShoppers(tx, personal, [facts])).values();
            if (imported === undefined) throw new Error("no shopper came of it");
            return imported.customerId;
          }),
        relay: () => relay.drain(),
      });
    } finally {
      await relay.stop();
      await server.fastify.close();
      await admin.end();
    }
  });
}

const ordersSeen = query({
  name: "test.orders",
  input: z.object({}),
  output: z.object({ numbers: z.array(z.string()) }),
  allow: { sentence: "is signed in", permits: () => true },
  run: async (tx) => {
    const rows = await tx.rows<{ number: string }>("select number from orders.shop_order order by number");
    return grant({ numbers: rows.map((row) => row.number) });
  },
});

function createBrowser(server: ApiServer, address: string): Browser {
  const cookies = new Map<string, string>();
  const browser: Browser = {
    cookies,
    ask: async (method, url, body, headers = {}) => {
      const sent: InjectOptions = {
        method,
        url,
        remoteAddress: address,
        headers: { ...(method === "GET" ? {} : { "x-requested-with": "aftercare" }) },
      };
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      sent.headers = { ...sent.headers, ...(cookie === "" ? {} : { cookie }), ...headers };
      if (body !== undefined) sent.payload = body;
      const raw = await server.fastify.inject(sent);
      for (const set of [raw.headers["set-cookie"] ?? []].flat()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
        if (value === "" || /max-age=0/i.test(set)) cookies.delete(name);
        else cookies.set(name, value);
      }
      const text = raw.body;
      return { status: raw.statusCode, body: text.startsWith("{") ? JSON.parse(text) : {}, raw };
    },
    signIn: (name, password = demoPassword) =>
      browser.ask("POST", "/api/auth/sign-in/email", { email: `${name}@aftercare.test`, password }),
  };
  return browser;
}

/** Waits up to two seconds for what is done beside the answer. */
export async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 100 && !condition(); i++) await sleep(20);
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

export const codeIn = (text: string | undefined): string => /\b\d{6}\b/.exec(text ?? "")?.[0] ?? "";
export const tokenIn = (text: string | undefined): string => /token=([\w-]+)/.exec(text ?? "")?.[1] ?? "";
