import { hkdfSync } from "node:crypto";
import { z } from "zod";
import type { Id } from "#kernel/ids";
import { grant } from "#kernel/outcome";
import type { Db, Rights } from "#platform/db";
import type { Job } from "#platform/domain";
import type { ApiServer, DescribedPath, SessionReader } from "#platform/http";
import type { Log } from "#platform/log";
import type { Personal } from "#platform/personal";
import { recordAtDoor } from "./audit.ts";
import type { BetterAuth } from "./better-auth.ts";
import { cleaningJob } from "./cleaning.ts";
import { createCodes, type Entrant } from "./codes.ts";
import { createSessionCookie } from "./cookie.ts";
import { demoLogins, shownShape } from "./demo-logins.ts";
import { createDevices } from "./devices.ts";
import { createHandovers, type Handovers } from "./handovers.ts";
import { createKeys, type Keys, keyOf } from "./keys.ts";
import { createLogins, type Logins } from "./logins.ts";
import { createMarks } from "./marks.ts";
import type { Senders } from "./senders.ts";
import { createSessions } from "./sessions.ts";
import { openShopperDoor } from "./shopper-door.ts";
import { openStaffDoor } from "./staff-door.ts";
import { createTally } from "./tally.ts";

/** What the door asks the domains. Whom it asks for is one read that costs the same whether it finds somebody or not. */
export type People = {
  rightsOf(role: string): Rights;
  /** Shoppers in service with this phone or e-mail (by blind index), the newest first. */
  shoppersBy(kind: "phone" | "email", index: string): Promise<readonly Id<"customer">[]>;
  /** The order of this number, if this phone (by blind index) is the recipient's or the shopper's. */
  guestOrder(orderNumber: string, phoneIndex: string): Promise<(Entrant & { orderId: Id<"order"> }) | undefined>;
  /** The present of this order, if this is its code. */
  presentOf(orderNumber: string, code: string): Promise<Required<Entrant> | undefined>;
  /** A shopper signed in on this device (by blind index). Absent where devices are not marked. */
  readonly rememberDevice?: ((customerId: Id<"customer">, deviceIndex: string) => Promise<void>) | undefined;
};

export type AuthParts = {
  readonly db: Db;
  readonly log: Log;
  readonly people: People;
  readonly personal: Personal;
  readonly senders: Senders;
  /** `secrets.sessionKey`: signs cookies, encrypts second factors, keys the hashes of codes. */
  readonly sessionKey: Uint8Array;
  /** Address people type. Links are made from it alone; https makes cookies `__Host-` and Secure. */
  readonly publicUrl: string;
  /** Shows codes in answers and lists the demo sign-ins. */
  readonly demo: boolean;
};

export type Auth = {
  /** For `createServer`: who asks, by session cookie or API key. */
  readonly readSession: SessionReader;
  /** The same, read afresh and without counting as being seen: for looks that nobody asked for. */
  readonly peekSession: SessionReader;
  /** For `createServer`: the paths of signing in and out. */
  readonly plugin: (server: ApiServer) => Promise<void>;
  readonly jobs: readonly Job[];
  readonly keys: Keys;
  readonly logins: Logins;
  readonly handovers: Handovers;
  /** Ends every session of a shopper and forgets the sign-in, as erasing asks for. */
  endShopper(customerId: string): Promise<void>;
  /** Ends every session of a recipient of this present. */
  endPresent(presentId: string): Promise<void>;
  /** Ends every session of a member of staff. */
  endStaff(staffId: string): Promise<void>;
};

export function createAuth(parts: AuthParts): Auth {
  const { db, log, people, publicUrl } = parts;
  const pool = db.pools.auth;
  const secure = publicUrl.startsWith("https://");
  const secret = Buffer.from(parts.sessionKey).toString("base64url");
  const marks = createMarks(new Uint8Array(hkdfSync("sha256", parts.sessionKey, "", "aftercare marks", 32)));
  const cookie = createSessionCookie(secret, secure);
  const tally = createTally(pool, marks);
  const sessions = createSessions({ pool, clock: db.clock, log, cookie, rightsOf: people.rightsOf });
  const logins = createLogins({ pool, log, mail: parts.senders.mail, publicUrl });
  const handovers = createHandovers(pool, publicUrl);
  const devices = createDevices({ personal: parts.personal, log, secure, remember: people.rememberDevice });

  let made: Promise<BetterAuth> | undefined;
  /** Loaded when it is first needed: only the staff's door needs it, and loading it is a good part of a start. */
  const betterAuth = () => {
    made ??= load();
    return made;
  };
  const load = async () => {
    const { createBetterAuth } = await import("./better-auth.ts");
    return createBetterAuth({
      pool,
      log,
      marks,
      secret,
      publicUrl,
      secure,
      cookie,
      sendResetLink: (loginId, token) => {
        logins.sendResetLink(loginId, token).catch((error) => log.warn("a password link could not be sent", { error }));
      },
      onPasswordSet: async (loginId) => {
        await logins.dropLinks(loginId);
        await recordAtDoor(pool, db.clock, {
          action: "auth.password-set",
          by: { kind: "staff", id: await staffOf(loginId) },
        });
      },
    });
  };
  const staffOf = async (loginId: string) => {
    const { rows } = await pool.query<{ id: string }>("select id from parties.staff where login_id = $1", [loginId]);
    return rows[0]?.id ?? "-";
  };
  const keys = createKeys({ pool, log, betterAuth, rightsOf: people.rightsOf });
  const reader =
    (ofCookie: SessionReader): SessionReader =>
    async (request) => {
      const key = keyOf(request);
      if (key === undefined) return ofCookie(request);
      const principal = await keys.read(key);
      return principal && { principal, byCookie: false };
    };

  return {
    keys,
    logins,
    handovers,
    jobs: [cleaningJob],
    endShopper: sessions.endAllOfShopper,
    endPresent: sessions.endAllOfPresent,
    endStaff: sessions.endAllOfStaff,
    readSession: reader(sessions.read),
    peekSession: reader(sessions.peek),
    plugin: async (server) => {
      await openStaffDoor(server, { parts, sessions, tally, betterAuth });
      await openShopperDoor(server, { parts, sessions, codes: createCodes(pool, marks), tally, handovers, devices });
      server.fastify.addHook("onListen", async () => {
        betterAuth().catch((error) => log.error("sign-in of staff could not be prepared", { error }));
      });
      server.fastify.route({
        ...server.describe(paths.signOut),
        handler: async (request, reply) => {
          server.guardCrossSite(request);
          await sessions.end(request, reply);
          return server.answer(reply, { outcome: grant({ signedOut: true }) });
        },
      });
      server.fastify.route({
        ...server.describe(paths.demo),
        handler: async (_request, reply) =>
          server.answer(reply, {
            outcome: grant({
              ...(await demoLogins(db, parts.demo)),
              marksDevices: people.rememberDevice !== undefined,
            }),
          }),
      });
    },
  };
}

const paths = {
  signOut: {
    method: "POST",
    path: "/api/v1/sign-out",
    name: "auth.sign-out",
    summary: "End this session, if there is one",
    proof: [],
    fromOurPages: true,
    answers: { 200: { says: "Ended; clears the session cookie", shape: z.object({ signedOut: z.literal(true) }) } },
    refusals: [],
  },
  demo: {
    method: "GET",
    path: "/api/v1/sign-in/demo",
    name: "auth.demo",
    summary:
      "What the sign-in page says: whom one can try the demo shop as, nobody elsewhere, and whether devices are marked",
    proof: [],
    answers: { 200: { says: "The people of the demo", shape: shownShape.extend({ marksDevices: z.boolean() }) } },
    refusals: [],
  },
} as const satisfies Record<string, DescribedPath>;
