import type { Params } from "#kernel/outcome";

/** One question about the facts, with the name an explanation calls it by. */
export type Condition<F> = { readonly name: string; readonly holds: (facts: F) => boolean };

/** One row: all conditions hold, then this outcome, because of that, as these sources say. No condition: otherwise. */
export type TableRule<F, O, C = string> = {
  readonly id: string;
  readonly when: readonly Condition<F>[];
  readonly outcome: O;
  /** A stable code; its sentence lives in the text files. */
  readonly because: string;
  readonly params?: (facts: F) => Params;
  readonly citations?: readonly C[];
};

export type Because = { readonly code: string; readonly params: Params };

/** A row that did not apply, and the first of its conditions that failed. */
export type Tried = { readonly rule: string; readonly failed: string };

/** Hit policy "first": one row decides. Without a hit, rule and outcome are undefined and because is empty. */
export type Decided<F, O, C = string> = {
  readonly rule: TableRule<F, O, C> | undefined;
  readonly outcome: O | undefined;
  readonly because: readonly Because[];
  readonly tried: readonly Tried[];
};

/** Hit policy "collect": every row that applies, in the table's order; `because` runs parallel to `rules`. */
export type Collected<F, O, C = string> = {
  readonly rules: readonly TableRule<F, O, C>[];
  readonly outcomes: readonly O[];
  readonly because: readonly Because[];
  readonly tried: readonly Tried[];
};

/** The first row that applies decides; end a table with a row without conditions and it always does. */
export function decideTable<F, O, C = string>(rules: readonly TableRule<F, O, C>[], facts: F): Decided<F, O, C> {
  const tried: Tried[] = [];
  for (const rule of rules) {
    const failed = firstFailing(rule, facts);
    if (failed === undefined) return { rule, outcome: rule.outcome, because: [because(rule, facts)], tried };
    tried.push({ rule: rule.id, failed });
  }
  return { rule: undefined, outcome: undefined, because: [], tried };
}

/** Every row that applies counts. */
export function collectTable<F, O, C = string>(rules: readonly TableRule<F, O, C>[], facts: F): Collected<F, O, C> {
  const hits: TableRule<F, O, C>[] = [];
  const tried: Tried[] = [];
  for (const rule of rules) {
    const failed = firstFailing(rule, facts);
    if (failed === undefined) hits.push(rule);
    else tried.push({ rule: rule.id, failed });
  }
  return {
    rules: hits,
    outcomes: hits.map((rule) => rule.outcome),
    because: hits.map((r) => because(r, facts)),
    tried,
  };
}

function firstFailing<F, O, C>(rule: TableRule<F, O, C>, facts: F): string | undefined {
  for (const condition of rule.when) if (!condition.holds(facts)) return condition.name;
  return undefined;
}

function because<F, O, C>(rule: TableRule<F, O, C>, facts: F): Because {
  return { code: rule.because, params: rule.params?.(facts) ?? noParams };
}

const noParams: Params = Object.freeze({});
