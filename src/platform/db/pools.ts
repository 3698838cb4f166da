import pg from "pg";
import type { DbRole } from "./principal.ts";
import { nameOf } from "./volley.ts";

/** Where to connect, as which of the four application roles (and the login role). Passwords by role. */
export type DbAddress = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly passwords: Readonly<Record<DbRole | "auth", string>>;
  readonly ssl?: boolean;
};

export type Pools = {
  of(role: DbRole): pg.Pool;
  readonly auth: pg.Pool;
  end(): Promise<void>;
};

export type PoolSizes = Readonly<Record<DbRole | "auth", number>>;

const statementTimeoutMs = 15_000;
const lockTimeoutMs = 5_000;

/** Pools are made on first use: an idle role costs no connection. */
export function createPools(address: DbAddress, sizes: PoolSizes, onError: (error: Error) => void): Pools {
  const pools = new Map<DbRole | "auth", pg.Pool>();
  const pool = (role: DbRole | "auth"): pg.Pool => {
    const existing = pools.get(role);
    if (existing) return existing;
    const created = new pg.Pool({
      host: address.host,
      port: address.port,
      database: address.database,
      user: `aftercare_${role}`,
      password: address.passwords[role],
      max: sizes[role],
      ssl: address.ssl === true,
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 30_000,
      application_name: `aftercare-${role}`,
      options: `${settingsOf(role)} -c statement_timeout=${statementTimeoutMs} -c lock_timeout=${lockTimeoutMs} -c idle_in_transaction_session_timeout=30000 -c timezone=UTC`,
      ...(role === "auth" ? {} : { Client: NamedClient, types }),
    } as pg.PoolConfig);
    created.on("error", onError);
    // One that is ended in the same breath as it was made has nobody else who listens yet, and an unheard error ends the process.
    created.on("connect", (client) => client.on("error", () => {}));
    pools.set(role, created);
    return created;
  };
  return {
    of: pool,
    get auth() {
      return pool("auth");
    },
    end: async () => {
      await Promise.all([...pools.values()].map((p) => p.end()));
    },
  };
}

/**
 * What a shopper asks is found by the shopper's key whatever the values are: planning it anew each time costs more than running
 * it. The lists of the desk are planned by what is asked.
 */
function settingsOf(role: DbRole | "auth"): string {
  if (role === "auth") return "-c search_path=auth";
  return `-c plan_cache_mode=${role === "shopper" || role === "guest" ? "force_generic_plan" : "auto"}`;
}

/** Every parametrised statement is prepared once per connection under a name made from its text. */
class NamedClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg's query cannot be repeated here
  override query(text: any, values?: any, callback?: any): any {
    if (typeof text !== "string" || !Array.isArray(values) || values.length === 0)
      return super.query(text, values, callback);
    return super.query({ name: `j${nameOf(text)}`, text, values } as pg.QueryConfig, callback);
  }
}

/** How PostgreSQL values arrive: instants as Temporal.Instant, dates as text, bigint as bigint, numeric as text. */
export const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    const own = format === "binary" ? undefined : parsers.get(oid);
    return own ?? pg.types.getTypeParser(oid, format as "text");
  },
};

const instant = (value: string) =>
  Temporal.Instant.from(`${value.replace(" ", "T")}${/[+-]\d\d$/.test(value) ? ":00" : ""}`);
const parsers = new Map<number, (value: string) => unknown>([
  [1184, instant],
  [1082, (value) => value],
  [20, BigInt],
  [1700, (value) => value],
]);
