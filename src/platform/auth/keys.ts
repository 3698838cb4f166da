import type { FastifyRequest } from "fastify";
import type pg from "pg";
import type { Id } from "#kernel/ids";
import type { Principal, Rights } from "#platform/db";
import type { Log } from "#platform/log";
import type { BetterAuth } from "./better-auth.ts";
import { hashOf } from "./marks.ts";
import { createMemory } from "./memory.ts";
import { staffPrincipal } from "./sessions.ts";

export type KeyInfo = {
  readonly id: string;
  readonly name: string;
  /** The first characters, by which people tell keys apart. */
  readonly start: string;
  readonly rights: readonly string[];
  readonly merchantId: Id<"merchant"> | null;
  readonly enabled: boolean;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
};

/** API keys: kept as a hash, shown once, never with more rights than their maker has at the moment of use. */
export type Keys = {
  read(key: string): Promise<Principal | undefined>;
  make(
    maker: string,
    key: { name: string; rights: readonly string[]; expiresInDays?: number },
  ): Promise<KeyInfo & { key: string }>;
  /** Newest first; all, or those of one merchant's people. */
  list(merchantId: string | undefined): Promise<KeyInfo[]>;
  /** False when there is no such key in this scope. */
  revoke(keyId: string, merchantId: string | undefined): Promise<boolean>;
};

export type KeyParts = {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly betterAuth: () => Promise<BetterAuth>;
  readonly rightsOf: (role: string) => Rights;
};

const memoryMs = 900;
const memoryLimit = 10_000;
const listLimit = 200;
const keyHeader = "x-api-key";

export function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers[keyHeader];
  return typeof key === "string" && key !== "" ? key : undefined;
}

export function createKeys({ pool, log, betterAuth, rightsOf }: KeyParts): Keys {
  const memory = createMemory<Principal | undefined>(memoryMs, memoryLimit);

  async function find(hash: string): Promise<Principal | undefined> {
    const { rows } = await pool.query<Row>({ name: "auth-key", text: keySql, values: [hash] });
    const [row] = rows;
    if (row === undefined) return undefined;
    if (row.stale) usedAgain(row.id);
    const held = rightsOf(row.role);
    const rights = new Set(rightsIn(row.permissions).filter((right) => held.has(right)));
    return staffPrincipal(row.staff_id, row.role, row.merchant_id, rights, row.id);
  }

  function usedAgain(id: string): void {
    pool
      .query(
        `update apikey set "lastRequest" = now()
          where id = $1 and ("lastRequest" is null or "lastRequest" < now() - interval '1 minute')`,
        [id],
      )
      .catch((error) => log.warn("a key could not be marked as used", { error }));
  }

  return {
    read: async (key) => (key.length > 200 ? undefined : memory.of(hashOf(key), () => find(hashOf(key)))),
    make: async (maker, { name, rights, expiresInDays }) => {
      const { rows } = await pool.query<{ login_id: string }>(
        "select login_id from parties.staff where id = $1 and login_id is not null",
        [maker],
      );
      const [login] = rows;
      if (login === undefined) throw new Error("a key was asked for by somebody without a sign-in");
      const made = await (await betterAuth()).api.createApiKey({
        body: {
          name,
          userId: login.login_id,
          permissions: { [permissionsUnder]: [...rights] },
          rateLimitEnabled: false,
          ...(expiresInDays === undefined ? {} : { expiresIn: expiresInDays * 86_400 }),
        },
      });
      const [info] = (await pool.query<InfoRow>(`${listSql} where k.id = $1`, [made.id])).rows;
      if (info === undefined) throw new Error("a key that was just made is gone");
      return { ...infoOf(info), key: made.key };
    },
    list: async (merchantId) => {
      const { rows } = await pool.query<InfoRow>(
        `${listSql} where $1::uuid is null or p.merchant_id = $1 order by k."createdAt" desc limit ${listLimit}`,
        [merchantId ?? null],
      );
      return rows.map(infoOf);
    },
    revoke: async (keyId, merchantId) => {
      const { rowCount } = await pool.query(
        `update apikey k set enabled = false, "updatedAt" = now() from parties.staff p
          where k.id::text = $1 and p.login_id::text = k."referenceId" and ($2::uuid is null or p.merchant_id = $2)`,
        [keyId, merchantId ?? null],
      );
      memory.clear();
      return rowCount === 1;
    },
  };
}

/** better-auth groups permissions by resource; ours are one flat list. */
const permissionsUnder = "aftercare";

const keySql = `
  select k.id, k.permissions, p.id as staff_id, p.role, p.merchant_id,
         (k."lastRequest" is null or k."lastRequest" < now() - interval '1 minute') as stale
    from apikey k
    join parties.staff p on p.login_id::text = k."referenceId" and p.state = 'active'
   where k.key = $1 and k.enabled and (k."expiresAt" is null or k."expiresAt" > now())`;

const listSql = `
  select k.id, k.name, k.start, k.permissions, k.enabled, k."createdAt" as created_at, k."lastRequest" as last_used_at,
         k."expiresAt" as expires_at, p.merchant_id
    from apikey k left join parties.staff p on p.login_id::text = k."referenceId"`;

type Row = {
  id: string;
  permissions: string | null;
  staff_id: Id<"staff">;
  role: string;
  merchant_id: Id<"merchant"> | null;
  stale: boolean;
};

type InfoRow = {
  id: string;
  name: string | null;
  start: string | null;
  permissions: string | null;
  enabled: boolean;
  created_at: Date;
  last_used_at: Date | null;
  expires_at: Date | null;
  merchant_id: Id<"merchant"> | null;
};

function infoOf(row: InfoRow): KeyInfo {
  return {
    id: row.id,
    name: row.name ?? "",
    start: row.start ?? "",
    rights: rightsIn(row.permissions),
    merchantId: row.merchant_id,
    enabled: row.enabled && (row.expires_at === null || row.expires_at.getTime() > Date.now()),
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
  };
}

function rightsIn(permissions: string | null): string[] {
  if (permissions === null) return [];
  const parsed: unknown = JSON.parse(permissions);
  const list = (parsed as Record<string, unknown> | null)?.[permissionsUnder];
  return Array.isArray(list) ? list.filter((right) => typeof right === "string") : [];
}
