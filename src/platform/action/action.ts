import { createHash } from "node:crypto";
import type { z } from "zod";
import { type Outcome, refuse } from "#kernel/outcome";
import { type Db, type Principal, principalName, sqlState, type Tx, Undo } from "#platform/db";
import { everPermitted, type Permit, permitted } from "./permit.ts";
import { type About, Recorder } from "./record.ts";

/**
 * The one way to change something: parse → open a transaction → lock and load the subject → permit → run → facts, timeline,
 * deadlines, audit, answer and its key → commit. Portal, desk, API, jobs, command line and other domains enter through the
 * same object. Refusals are values and undo everything; broken beliefs throw.
 */
export type Action<I extends z.ZodType, R> = {
  readonly meta: ActionMeta<I>;
  /** `input` is parsed here, and nowhere before. */
  execute(caller: Caller, input: unknown): Promise<Answer<R>>;
  /** Runs inside a transaction of the caller, where two books must balance in one commit. Facts are recorded with the caller's commit. */
  within(tx: Tx, input: z.output<I>): Promise<Outcome<R>>;
};

export type Actions = readonly Action<z.ZodType, unknown>[];

export type ActionMeta<I extends z.ZodType> = {
  readonly name: string;
  readonly input: I;
  readonly output: z.ZodType;
  readonly allow: Permit;
  /** "required" where money or goods move; "none" for sign-in and reading marks. */
  readonly idempotency: "required" | "optional" | "none";
  readonly refusals: readonly string[];
};

export type Caller = {
  readonly db: Db;
  readonly principal: Principal;
  readonly idempotencyKey?: string;
  readonly requestId?: string;
  /** Told after a commit that left facts or deadlines behind, so that the worker need not wait for its next look. */
  readonly nudge?: () => void;
};

/** The outcome, and for a grant its exact text, so that a repeat is answered word for word. */
export type Answer<R> = { readonly outcome: Outcome<R>; readonly text?: string; readonly replayed?: boolean };

export type RunContext<Input, Subject> = {
  readonly tx: Tx;
  readonly now: Temporal.Instant;
  readonly principal: Principal;
  readonly input: Input;
  readonly subject: Subject;
  readonly record: Recorder;
};

export function action<I extends z.ZodType, Subject, R>(definition: {
  readonly name: string;
  readonly input: I;
  readonly output: z.ZodType<R>;
  /** Locks and loads what the action is about. The first query must be the lock. An `about` in it is what is recorded about. */
  readonly subject: (tx: Tx, input: z.output<I>) => Promise<Outcome<Subject>>;
  readonly allow: Permit;
  readonly idempotency: "required" | "optional" | "none";
  /** Codes this action may refuse with, beside the general ones; each has a sentence in every language. */
  readonly refusals: readonly string[];
  readonly audited?: boolean;
  readonly run: (context: RunContext<z.output<I>, Subject>) => Promise<Outcome<R>>;
}): Action<I, R> {
  const { name, allow } = definition;
  const audited = definition.audited !== false;

  async function inside(tx: Tx, input: z.output<I>, record: Recorder): Promise<Outcome<R>> {
    const never = everPermitted(allow, tx.principal);
    if (never !== undefined && !never.ok) return never;
    const loaded = await definition.subject(tx, input);
    if (!loaded.ok) return loaded;
    const denied = permitted(allow, { principal: tx.principal, subject: loaded.value });
    if (denied !== undefined && !denied.ok) return denied;
    const about = (loaded.value as { about?: About } | undefined)?.about;
    if (about !== undefined) record.about(about);
    return definition.run({ tx, now: tx.now, principal: tx.principal, input, subject: loaded.value, record });
  }

  return {
    meta: definition,
    within: async (tx, input) => {
      const record = new Recorder();
      const outcome = await inside(tx, input, record);
      if (outcome.ok) record.write(tx, name, audited, undefined, undefined);
      return outcome;
    },
    execute: async (caller, raw) => {
      const parsed = definition.input.safeParse(raw);
      if (!parsed.success) return { outcome: invalid(parsed.error) };
      const key = caller.idempotencyKey;
      if (key === undefined && definition.idempotency === "required" && caller.principal.kind !== "system")
        return { outcome: refuse("idempotency-key-missing", { header: "Idempotency-Key" }) };
      const used =
        key === undefined || definition.idempotency === "none" ? undefined : { key, bodyHash: bodyHash(raw) };
      const principal = principalName(caller.principal);
      let record = new Recorder();
      const repeatOf = () => (used === undefined ? undefined : replay<R>(caller, { principal, action: name, ...used }));
      try {
        const answer = await caller.db.withTx<Answer<R>>(caller.principal, async (tx) => {
          record = new Recorder();
          const outcome = await inside(tx, parsed.data, record);
          if (!outcome.ok) throw new Undo({ outcome });
          const text = JSON.stringify(outcome.value ?? null);
          record.write(
            tx,
            name,
            audited,
            caller.requestId,
            used === undefined ? undefined : { principal, ...used, response: text },
          );
          return { outcome, text };
        });
        if (!answer.outcome.ok) return (await repeatOf()) ?? answer;
        if (record.hasFacts) caller.nudge?.();
        return answer;
      } catch (error) {
        const known = sqlState(error)?.startsWith("23") ? await repeatOf() : undefined;
        if (known === undefined) throw error;
        return known;
      }
    },
  };
}

type Used = { readonly principal: string; readonly action: string; readonly key: string; readonly bodyHash: string };

/**
 * What the first of two equal calls was answered. Nobody asks before the work: whoever comes second finds the subject
 * changed and is refused, or cannot write the key again, and both undo everything. A repeat writes a row before it is
 * answered: its durability is then that of the first answer.
 */
async function replay<R>(caller: Caller, used: Used): Promise<Answer<R> | undefined> {
  const at = [used.principal, used.action, used.key];
  return caller.db.withTx(caller.principal, async (tx) => {
    const row = await tx.maybe<{ body_hash: string; response: string }>(
      `update platform.idempotency set replayed = replayed + 1, last_replay_at = $4
        where principal = $1 and action = $2 and key = $3 returning body_hash, response`,
      [...at, tx.now],
    );
    if (row === undefined) return undefined;
    if (row.body_hash !== used.bodyHash)
      throw new Undo({ outcome: refuse("idempotency-key-reused", { key: used.key }) });
    return { outcome: { ok: true, value: JSON.parse(row.response) as R }, text: row.response, replayed: true };
  });
}

export function invalid(error: z.ZodError): Outcome<never> {
  const fields = error.issues.slice(0, 20).map((issue) => ({
    field: issue.path.join("."),
    rule: issue.code === "custom" ? issue.message : issue.code,
    detail: issue.message,
  }));
  return { ok: false, code: "invalid-input", params: { fields: JSON.stringify(fields) } };
}

function bodyHash(body: unknown): string {
  return createHash("sha256").update(canonical(body)).digest("base64url");
}

/** JSON with sorted keys: the same body in another order is the same body. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}
