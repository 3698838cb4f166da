import { randomBytes } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type pg from "pg";
import { type Id, newId } from "#kernel/ids";
import type { Clock } from "#platform/clock";
import { type Principal, principalId, principalKind, type Rights } from "#platform/db";
import type { Log } from "#platform/log";
import { recordAtDoor } from "./audit.ts";
import type { Entrant } from "./codes.ts";
import type { SessionCookie } from "./cookie.ts";
import { createMemory } from "./memory.ts";

export const staffSeconds = 12 * 3600;
export const shopperSeconds = 30 * 86_400;
export const handoverSeconds = 12 * 3600;
export const guestSeconds = 1800;
const staffIdleMinutes = 60;
const seenAgainMinutes = 5;
/** Below the second within which a changed role, a disabled person and an ended session must be noticed everywhere. */
const memoryMs = 900;
const memoryLimit = 20_000;

export type Session = { readonly principal: Principal; readonly byCookie: true; readonly secondFactor: boolean };

export type Sessions = {
  /** Reads only: one row by its key, at most once a second for each session. */
  read(request: FastifyRequest): Promise<Session | undefined>;
  /** Reads the row itself and does not count as being seen: for whoever asks on behalf of nobody at work. */
  peek(request: FastifyRequest): Promise<Session | undefined>;
  /** A new session for a shopper or guest, never the one the visitor came with. */
  open(request: FastifyRequest, reply: FastifyReply, entrant: Entrant, way: string, seconds: number): Promise<void>;
  /** Ends the session of this request, here at once and elsewhere within a second. */
  end(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  /** Ends the session the visitor came with, because a new one takes its place. */
  replace(request: FastifyRequest): Promise<void>;
  endAllOfShopper(customerId: string): Promise<void>;
  endAllOfPresent(presentId: string): Promise<void>;
  endAllOfStaff(staffId: string): Promise<void>;
};

export type SessionParts = {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly log: Log;
  readonly cookie: SessionCookie;
  readonly rightsOf: (role: string) => Rights;
};

export function createSessions({ pool, clock, log, cookie, rightsOf }: SessionParts): Sessions {
  const memory = createMemory<Session | undefined>(memoryMs, memoryLimit);

  async function look(token: string): Promise<{ session: Session; stale: boolean } | undefined> {
    const { rows } = await pool.query<Row>({ name: "auth-session", text: sessionSql, values: [token] });
    const [row] = rows;
    if (row === undefined) return undefined;
    const principal = principalOf(row, rightsOf);
    if (principal === undefined) return undefined;
    return { session: { principal, byCookie: true, secondFactor: row.second_factor === true }, stale: row.stale };
  }

  async function find(token: string): Promise<Session | undefined> {
    const found = await look(token);
    if (found?.stale === true) seenAgain(token);
    return found?.session;
  }

  /** Written beside the answer and at most every few minutes, so that idleness can be judged without a write per request. */
  function seenAgain(token: string): void {
    pool
      .query(
        `update session set "updatedAt" = now() where token = $1 and "updatedAt" < now() - ${seenAgainMinutes} * interval '1 minute'`,
        [token],
      )
      .catch((error) => log.warn("a session could not be marked as seen", { error }));
  }

  async function remove(token: string): Promise<void> {
    await pool.query("delete from session where token = $1", [token]);
    memory.put(token, undefined);
  }

  const sessions: Sessions = {
    read: async (request) => {
      const token = cookie.tokenOf(request);
      return token === undefined ? undefined : memory.of(token, () => find(token));
    },
    peek: async (request) => {
      const token = cookie.tokenOf(request);
      return token === undefined ? undefined : (await look(token))?.session;
    },
    open: async (request, reply, entrant, way, seconds) => {
      await sessions.replace(request);
      const token = randomBytes(32).toString("base64url");
      await pool.query(openSql, [
        entrant.customerId,
        `${entrant.customerId}@shopper.invalid`,
        entrant.orderId ?? null,
        entrant.presentId ?? null,
        token,
        seconds,
        newId(),
        clock.now().toString(),
        principalKind({ kind: "shopper", ...entrant }),
        principalId({ kind: "shopper", ...entrant }),
        request.id,
        JSON.stringify({ way }),
      ]);
      cookie.set(reply, token, seconds);
    },
    end: async (request, reply) => {
      const token = cookie.tokenOf(request);
      const session = await sessions.read(request);
      if (token !== undefined) await remove(token);
      cookie.clear(reply);
      if (session !== undefined) await recordAtDoor(pool, clock, signedOut(session.principal, request.id));
    },
    replace: async (request) => {
      const token = cookie.tokenOf(request);
      if (token !== undefined) await remove(token);
    },
    endAllOfShopper: async (customerId) => {
      // The sign-in itself goes too: what is left of an erased person must not be found by its customer id.
      await pool.query(`delete from "user" where "customerId" = $1`, [customerId]);
      memory.clear();
    },
    endAllOfPresent: async (presentId) => {
      await pool.query(`delete from session where "presentId" = $1`, [presentId]);
      memory.clear();
    },
    endAllOfStaff: async (staffId) => {
      await pool.query(`delete from session where "userId" = (select login_id from parties.staff where id = $1)`, [
        staffId,
      ]);
      memory.clear();
    },
  };
  return sessions;
}

const sessionSql = `
  select s."orderId" as order_id, s."presentId" as present_id, u."customerId" as customer_id, u."twoFactorEnabled" as second_factor,
         p.id as staff_id, p.role, p.merchant_id, s."updatedAt" < now() - ${seenAgainMinutes} * interval '1 minute' as stale
    from session s
    join "user" u on u.id = s."userId"
    left join parties.staff p on p.login_id = u.id and p.state = 'active'
   where s.token = $1 and s."expiresAt" > now()
     and (u."customerId" is not null or s."updatedAt" > now() - ${staffIdleMinutes} * interval '1 minute')`;

/** The sign-in (made on the first entry), its session and the audit row, in one statement. */
const openSql = `
  with who as (
    insert into "user" (name, email, "emailVerified", "customerId") values ('', $2, false, $1::text)
    on conflict ("customerId") do update set "updatedAt" = now() returning id),
  opened as (
    insert into session ("userId", "orderId", "presentId", token, "expiresAt", "createdAt", "updatedAt")
    select id, $3, $4, $5, now() + $6::int * interval '1 second', now(), now() from who)
  insert into platform.audit (id, at, principal_kind, principal_id, action, customer_id, request_id, detail)
  values ($7, $8, $9, $10, 'auth.signed-in', ($1::text)::uuid, $11, $12)`;

type Row = {
  order_id: Id<"order"> | null;
  present_id: Id<"present"> | null;
  customer_id: Id<"customer"> | null;
  second_factor: boolean | null;
  staff_id: Id<"staff"> | null;
  role: string | null;
  merchant_id: Id<"merchant"> | null;
  stale: boolean;
};

function principalOf(row: Row, rightsOf: (role: string) => Rights): Principal | undefined {
  if (row.customer_id !== null)
    return {
      kind: "shopper",
      customerId: row.customer_id,
      ...(row.order_id === null ? {} : { orderId: row.order_id }),
      ...(row.present_id === null ? {} : { presentId: row.present_id }),
    };
  if (row.staff_id === null || row.role === null) return undefined;
  return staffPrincipal(row.staff_id, row.role, row.merchant_id, rightsOf(row.role));
}

/** A merchant's person acts as the merchant, everybody else as staff. */
export function staffPrincipal(
  staffId: Id<"staff">,
  role: string,
  merchantId: Id<"merchant"> | null,
  rights: Rights,
  key?: string,
): Principal {
  const byKey = key === undefined ? {} : { key };
  return merchantId === null
    ? { kind: "staff", staffId, role, rights, ...byKey }
    : { kind: "merchant", staffId, merchantId, rights, ...byKey };
}

function signedOut(principal: Principal, requestId: string) {
  const kind = principalKind(principal);
  return {
    action: "auth.signed-out",
    by: { kind: kind === "key" || kind === "system" ? ("staff" as const) : kind, id: principalId(principal) },
    customerId: principal.kind === "shopper" ? principal.customerId : undefined,
    requestId,
  };
}
