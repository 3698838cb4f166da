/** A value that can travel as it is: money and dates are already strings. */
export type ParamValue = string | number | boolean | null;
export type Params = Readonly<Record<string, ParamValue>>;

export type Granted<T> = { readonly ok: true; readonly value: T };
export type Refused<C extends string = string> = { readonly ok: false; readonly code: C; readonly params: Params };
/** What a decision or action answers. A refusal is an expected no: a stable code with what a sentence about it needs. */
export type Outcome<T, C extends string = string> = Granted<T> | Refused<C>;

export function grant(): Granted<undefined>;
export function grant<T>(value: T): Granted<T>;
export function grant(value?: unknown): Granted<unknown> {
  return { ok: true, value };
}

export function refuse<C extends string>(code: C, params: Params = noParams): Refused<C> {
  return { ok: false, code, params };
}

/** Something the code relies on turned out false: a defect or damaged data, never a customer's mistake. */
export class BrokenBelief extends Error {
  override readonly name = "BrokenBelief";
}

/** @throws BrokenBelief when the belief does not hold; say the belief, not the failure. */
export function assert(condition: unknown, belief: string): asserts condition {
  if (!condition) throw new BrokenBelief(belief);
}

/** Closes a switch: the compiler proves that no case is left, this line catches data that lied to it. */
export function never(x: never): never {
  throw new BrokenBelief(`no other case exists, yet here is ${JSON.stringify(x)}`);
}

const noParams: Params = Object.freeze({});
