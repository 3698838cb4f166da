import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { Clock } from "#platform/clock";
import type { Pools } from "./pools.ts";
import { type Principal, settingsSql } from "./principal.ts";

/** What may be bound to a parameter. Instants and objects are turned into text here, once. */
export type Param =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Uint8Array
  | Temporal.Instant
  | readonly unknown[]
  | object;

/**
 * One transaction of one principal. Queries that are not awaited one by one travel together: `Promise.all` of several
 * is one round trip, and `send` travels with the commit.
 */
export type Tx = {
  readonly principal: Principal;
  /** Business time, read once. */
  readonly now: Temporal.Instant;
  /** Which database this is: what is remembered between transactions is remembered by it. */
  readonly database: object;
  rows<R>(sql: string, params?: readonly Param[]): Promise<R[]>;
  maybe<R>(sql: string, params?: readonly Param[]): Promise<R | undefined>;
  one<R>(sql: string, params?: readonly Param[]): Promise<R>;
  run(sql: string, params?: readonly Param[]): Promise<number>;
  /** Writes without waiting for the answer; an error surfaces at commit and undoes everything. */
  send(sql: string, params?: readonly Param[]): void;
};

export type Db = {
  readonly clock: Clock;
  readonly pools: Pools;
  /** Runs `work` in a transaction of this principal; a thrown error rolls back. Serialization failures, deadlocks and numbers drawn twice run again. */
  withTx<T>(principal: Principal, work: (tx: Tx) => Promise<T>, options?: TxOptions): Promise<T>;
  end(): Promise<void>;
};

export type TxOptions = { readonly readOnly?: boolean };

/** The connection broke or the commit gave no clear answer: the change may or may not be there. Never reported as done. */
export class OutcomeUnknown extends Error {
  override readonly name = "OutcomeUnknown";
}

/** Thrown inside `withTx` to undo the work and give `value` back to the caller: an expected no, not a failure. */
export class Undo<T> extends Error {
  override readonly name = "Undo";
  readonly value: T;
  constructor(value: T) {
    super("undone");
    this.value = value;
  }
}

export const maxAttempts = 5;

export function createDb(pools: Pools, clock: Clock): Db {
  return {
    clock,
    pools,
    withTx: async (principal, work, options) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await attemptTx(pools, clock, principal, work, options);
        } catch (error) {
          if (attempt >= maxAttempts || !runsAgain(error)) throw error;
          await sleep(Math.random() * 20 * 2 ** attempt);
        }
      }
    },
    end: () => pools.end(),
  };
}

async function attemptTx<T>(
  pools: Pools,
  clock: Clock,
  principal: Principal,
  work: (tx: Tx) => Promise<T>,
  options: TxOptions | undefined,
): Promise<T> {
  const client = await pools.of(principal.kind).connect();
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on("error", onError);
  const tx = new ClientTx(client, principal, clock.now(), pools);
  try {
    gather(client);
    const begun = client.query(`begin${options?.readOnly === true ? " read only" : ""};${settingsSql(principal)}`);
    begun.catch(() => {});
    let result: T;
    try {
      result = await work(tx);
      await begun;
    } catch (error) {
      await client.query("rollback").catch(onError);
      if (error instanceof Undo) return error.value as T;
      // Where something sent before had failed, this error only tells that the transaction was lost already.
      throw sqlState(error) === transactionLost ? (tx.failure ?? error) : error;
    }
    await commit(client, tx);
    return result;
  } finally {
    client.off("error", onError);
    client.release(broken);
  }
}

async function commit(client: pg.PoolClient, tx: ClientTx): Promise<void> {
  // Never cancelled: a cancelled commit may have happened (synchronous replication answers success with a warning).
  let answer: pg.QueryResult;
  try {
    gather(client);
    answer = await client.query("commit");
  } catch (error) {
    await tx.sent();
    throw new OutcomeUnknown("the connection broke while committing", { cause: error });
  }
  await tx.sent();
  if (answer.command !== "COMMIT") throw new Error("the transaction was rolled back at commit");
}

class ClientTx implements Tx {
  readonly principal: Principal;
  readonly now: Temporal.Instant;
  readonly database: object;
  readonly #client: pg.PoolClient;
  readonly #sent: Promise<unknown>[] = [];
  #failure: unknown;

  constructor(client: pg.PoolClient, principal: Principal, now: Temporal.Instant, database: object) {
    this.database = database;
    this.#client = client;
    this.principal = principal;
    this.now = now;
  }

  async rows<R>(sql: string, params: readonly Param[] = []): Promise<R[]> {
    return (await this.#ask(sql, params)).rows as R[];
  }

  async maybe<R>(sql: string, params: readonly Param[] = []): Promise<R | undefined> {
    const rows = await this.rows<R>(sql, params);
    if (rows.length > 1) throw new Error(`at most one row was expected, ${rows.length} came: ${sql.slice(0, 80)}`);
    return rows[0];
  }

  async one<R>(sql: string, params: readonly Param[] = []): Promise<R> {
    const row = await this.maybe<R>(sql, params);
    if (row === undefined) throw new Error(`one row was expected, none came: ${sql.slice(0, 80)}`);
    return row;
  }

  async run(sql: string, params: readonly Param[] = []): Promise<number> {
    return (await this.#ask(sql, params)).rowCount ?? 0;
  }

  send(sql: string, params: readonly Param[] = []): void {
    this.#sent.push(this.#ask(sql, params));
  }

  /** Throws the first error of what was sent without waiting. */
  async sent(): Promise<void> {
    await Promise.all(this.#sent);
  }

  /** The first thing that went wrong; of several queries that travel together any other may be heard of first. */
  get failure(): unknown {
    return this.#failure;
  }

  #ask(sql: string, params: readonly Param[]): Promise<pg.QueryResult> {
    gather(this.#client);
    const answer = this.#client.query(sql, bind(params));
    answer.catch((error: unknown) => {
      this.#failure ??= error;
    });
    return answer;
  }
}

const gathering = new WeakSet<Corkable>();

/**
 * Queries that are sent in one go leave in one packet: one system call and one wake-up of the server instead of one each,
 * which is most of what a short statement costs.
 */
function gather(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Corkable } }).connection;
  if (gathering.has(stream)) return;
  gathering.add(stream);
  stream.cork();
  process.nextTick(() => {
    gathering.delete(stream);
    stream.uncork();
  });
}

type Corkable = { cork(): void; uncork(): void };

function bind(params: readonly unknown[]): unknown[] {
  return params.map((value) => {
    if (value === undefined) return null;
    if (value instanceof Temporal.Instant || typeof value === "bigint") return value.toString();
    if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    if (Array.isArray(value)) return bind(value);
    if (typeof value === "object" && value !== null) return toJson(value);
    return value;
  });
}

/** JSON with instants and bigints as text. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, v) => (typeof v === "bigint" ? v.toString() : v));
}

const transactionLost = "25P02";

/** A number drawn twice, or an order that came through two doors at once: the next run draws anew, or finds the other's. */
const taken = "directory_pkey";

function runsAgain(error: unknown): boolean {
  const code = sqlState(error);
  return code === "40001" || code === "40P01" || (code === "23505" && violated(error) === taken);
}

/** The SQLSTATE of a database error, if it is one. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown })?.code;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** The constraint a database error names, if it names one. */
export function violated(error: unknown): string | undefined {
  const constraint = (error as { constraint?: unknown })?.constraint;
  return typeof constraint === "string" ? constraint : undefined;
}
