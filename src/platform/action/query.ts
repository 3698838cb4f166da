import type { z } from "zod";
import { type Outcome, refuse } from "#kernel/outcome";
import type { Tx } from "#platform/db";
import { type Answer, type Caller, invalid } from "./action.ts";
import { type Permit, permitted } from "./permit.ts";

/** One question, answered in a read-only transaction of the caller, so that row security holds. */
export type Query<I extends z.ZodType = z.ZodType, R = unknown> = {
  readonly meta: QueryMeta<I>;
  ask(caller: Caller, input: unknown): Promise<Answer<R>>;
  /** The same inside a transaction of the caller: a screen that asks several. */
  within(tx: Tx, input: z.output<I>): Promise<Outcome<R>>;
};

export type QueryMeta<I extends z.ZodType> = {
  readonly name: string;
  readonly input: I;
  readonly output: z.ZodType;
  readonly allow: Permit;
};

export function query<I extends z.ZodType, R>(definition: {
  readonly name: string;
  readonly input: I;
  readonly output: z.ZodType;
  readonly allow: Permit;
  readonly run: (tx: Tx, input: z.output<I>) => Promise<Outcome<R>>;
}): Query<I, R> {
  return {
    meta: definition,
    within: definition.run,
    ask: async (caller, raw) => {
      const parsed = definition.input.safeParse(raw);
      if (!parsed.success) return { outcome: invalid(parsed.error) };
      const denied = permitted(definition.allow, { principal: caller.principal, subject: undefined });
      if (denied !== undefined && !denied.ok) return { outcome: refuse("forbidden", denied.params) };
      return {
        outcome: await caller.db.withTx(caller.principal, (tx) => definition.run(tx, parsed.data), { readOnly: true }),
      };
    },
  };
}
