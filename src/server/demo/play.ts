import { setImmediate as pause } from "node:timers/promises";
import { type Db, system } from "#platform/db";
import { Astray } from "./hands.ts";
import { Journey, type Stage } from "./journey.ts";
import type { KeptPayment } from "./outside.ts";
import type { PlannedCase } from "./steps.ts";

export type Played = {
  readonly customerIds: readonly string[];
  readonly kept: readonly KeptPayment[];
  /** Cases whose money has fallen due and whose fact nobody has heard yet. */
  readonly dueCaseIds: readonly string[];
  readonly numbers: ReadonlyMap<PlannedCase, readonly string[]>;
  /** What did not go as planned; empty unless a rule has changed since the plan was written. */
  readonly astray: readonly { readonly order: string; readonly step: string; readonly code: string }[];
};

const journeysAtOnce = 3;

/**
 * Lets the planned cases happen, by the actions and reactions that a person, a deadline or a payment would set off, each at
 * its moment: every order has a clock of its own that is moved through the past.
 */
export async function playCases(stage: Stage, cases: readonly PlannedCase[]): Promise<Played> {
  const played = {
    customerIds: [] as string[],
    kept: [] as KeptPayment[],
    dueCaseIds: [] as string[],
    numbers: new Map<PlannedCase, readonly string[]>(),
    astray: [] as Played["astray"][number][],
  };
  // Of one shopper one after the other: what is heard meanwhile is theirs alone.
  const waiting = [...Map.groupBy(cases, ({ order }) => stage.orders.get(order.number)?.customerId).values()];
  const index = new Map(cases.map((one, i) => [one, i]));
  const actors = Array.from({ length: journeysAtOnce }, async () => {
    for (let theirs = waiting.pop(); theirs !== undefined; theirs = waiting.pop()) {
      const lost = new Set<string>();
      for (const one of theirs) {
        if (lost.has(one.order.number)) continue;
        const journey = new Journey(stage, one, index.get(one) ?? 0);
        try {
          await journey.play();
          played.numbers.set(one, journey.numbers);
        } catch (error) {
          if (!(error instanceof Astray)) throw error;
          played.astray.push({ order: one.order.number, step: error.step, code: error.code });
          lost.add(one.order.number);
          continue;
        }
        played.customerIds.push(journey.customerId);
        played.kept.push(...journey.kept);
        played.dueCaseIds.push(...journey.dueCaseIds);
        // Others may work in this process while it loads.
        await pause();
      }
    }
  });
  await Promise.all(actors);
  played.astray.push(...(await standingOtherwise(stage.db, played.numbers)));
  return played;
}

async function standingOtherwise(db: Db, numbers: Played["numbers"]): Promise<Played["astray"]> {
  const rows = await db.withTx(system("demo"), (tx) =>
    tx.rows<{ number: string; stands: string }>(
      `select d.key as number, concat_ws('/', c.case_state, c.goods_state, c.money_state, c.outbound_state, c.dispute_state) as stands
         from platform.directory d join returns.return_case c on c.customer_id = d.customer_id and c.id = d.id
        where d.kind = 'case' and d.key = any($1::text[])`,
      [[...numbers.values()].flat()],
    ),
  );
  const stands = new Map(rows.map((row) => [row.number, row.stands]));
  return [...numbers].flatMap(([{ order, ends }, opened]) =>
    ends.flatMap(({ caseState, goodsState, moneyState, outboundState, disputeState }, i) => {
      const found = stands.get(opened[i] ?? "") ?? "nowhere";
      return found === [caseState, goodsState, moneyState, outboundState, disputeState].join("/")
        ? []
        : { order: order.number, step: "end", code: found };
    }),
  );
}
