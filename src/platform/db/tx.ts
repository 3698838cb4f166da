import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Clock } from "#platform/clock";
import { type Pools, types } from "./pools.ts";
import { dbRoleOf, type Principal, settingsOf } from "./principal.ts";
import { type Answer, Volley, type WireValue } from "./volley.ts";

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
  const client = await pools.of(dbRoleOf(principal)).connect();
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on("error", onError);
  const tx = new ClientTx(client, principal, clock.now(), pools);
  try {
    tx.begin(options?.readOnly === true);
    let result: T;
    try {
      result = await work(tx);
      await tx.begun;
    } catch (error) {
      await tx.rollback().catch(onError);
      if (error instanceof Undo) return error.value as T;
      // Where something sent before had failed, this error only tells that the transaction was lost already.
      throw sqlState(error) === transactionLost ? (tx.failure ?? error) : error;
    }
    await commit(tx);
    return result;
  } finally {
    client.off("error", onError);
    client.release(broken);
  }
}

async function commit(tx: ClientTx): Promise<void> {
  // Never cancelled: a cancelled commit may have happened (synchronous replication answers success with a warning).
  const committed = tx.commit();
  try {
    // What was sent before travels with the commit; where it fails, the commit is not run.
    await tx.sent();
  } catch (error) {
    await committed.catch(() => {});
    if (!undone(error)) throw new OutcomeUnknown("the connection broke while committing", { cause: error });
    await tx.rollback().catch(() => {});
    throw error;
  }
  let answer: Answer;
  try {
    answer = await committed;
  } catch (error) {
    if (undone(error)) throw error;
    throw new OutcomeUnknown("the connection broke while committing", { cause: error });
  }
  if (answer.command !== "COMMIT") throw new Error("the transaction was rolled back at commit");
}

class ClientTx implements Tx {
  readonly principal: Principal;
  readonly now: Temporal.Instant;
  readonly database: object;
  readonly #client: pg.PoolClient;
  readonly #sent: Promise<unknown>[] = [];
  #next: Volley | undefined;
  #flight: Promise<void> | undefined;
  #failure: unknown;
  begun: Promise<unknown> = Promise.resolve();

  constructor(client: pg.PoolClient, principal: Principal, now: Temporal.Instant, database: object) {
    this.database = database;
    this.#client = client;
    this.principal = principal;
    this.now = now;
  }

  begin(readOnly: boolean): void {
    this.begun = this.#add(readOnly ? "begin read only" : "begin", []);
    const { sql, values } = settingsOf(this.principal);
    void this.#add(sql, values);
  }

  commit(): Promise<Answer> {
    return this.#add("commit", []);
  }

  /** What was asked and not sent yet is not sent any more; what is under way is waited for. */
  async rollback(): Promise<void> {
    this.#next = undefined;
    await this.#flight;
    await this.#client.query("rollback");
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
    return (await this.#ask(sql, params)).count;
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

  #ask(sql: string, params: readonly Param[]): Promise<Answer> {
    return this.#add(sql, params.map(bound), params.length === 0);
  }

  #add(sql: string, values: readonly WireValue[], once = false): Promise<Answer> {
    if (this.#next === undefined) {
      this.#next = new Volley(types);
      process.nextTick(() => void this.#fire());
    }
    const answer = this.#next.ask(sql, values, once);
    answer.catch((error: unknown) => {
      this.#failure ??= error;
    });
    return answer;
  }

  /** One volley at a time; what is asked meanwhile gathers in the next. */
  async #fire(): Promise<void> {
    if (this.#flight !== undefined || this.#next === undefined) return;
    const volley = this.#next;
    this.#next = undefined;
    this.#flight = volley.over;
    this.#client.query(volley);
    await volley.over;
    this.#flight = undefined;
    await this.#fire();
  }
}

function bound(value: unknown): WireValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value;
  if (typeof value !== "object") return String(value);
  if (value instanceof Temporal.Instant) return value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (Array.isArray(value)) return prepareValue(value.map(bound));
  return toJson(value);
}

const { prepareValue } = (pg as unknown as { utils: { prepareValue: (value: unknown[]) => string } }).utils;

/** JSON with instants and bigints as text. A replacer is asked about every value, so it is used only where a bigint is found. */
export function toJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return JSON.stringify(value, (_key, v) => (typeof v === "bigint" ? v.toString() : v));
  }
}

const transactionLost = "25P02";

/** A number drawn twice, or an order that came through two doors at once: the next run draws anew, or finds the other's. */
const taken = "directory_pkey";

function runsAgain(error: unknown): boolean {
  const code = sqlState(error);
  return code === "40001" || code === "40P01" || (code === "23505" && violated(error) === taken);
}

/**
 * The server itself says no, so that nothing was kept: a constraint looked at last, two transactions in each other's way. What it
 * says while it goes down or the connection is cut is no answer to the commit.
 */
function undone(error: unknown): boolean {
  const code = sqlState(error);
  return code !== undefined && code !== "40003" && !/^(08|57P|58|XX)/.test(code);
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
