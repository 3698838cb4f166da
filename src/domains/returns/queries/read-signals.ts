import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { holds, is, query } from "#platform/action";
import { findCustomerOf } from "#platform/directory";
import { numberShape, pageOf, pageQuery } from "#platform/wire";
import { openAppealShape, signalsShape } from "../contract.ts";
import { consequencesOf, type Signal, thresholds } from "../rules/risk-signals.ts";
import { signalsOpen } from "./history-of.ts";

/** A shopper's own signals: what was counted, what it takes away, what was said against it. */
export const mySignals = query({
  name: "returns.my-signals",
  input: z.object({}),
  output: signalsShape,
  allow: is("shopper"),
  run: async (tx) => {
    const customerId = tx.principal.kind === "shopper" ? tx.principal.customerId : "";
    const [signals, appeals, standing] = await Promise.all([
      signalsOpen(tx, customerId),
      tx.rows<{ id: string; signal: string; state: string; words: string; note: string | null; at: Temporal.Instant }>(
        "select id, signal, state, words, decision_note as note, made_at as at from returns.signal_appeal where customer_id = $1 order by made_at desc limit 20",
        [customerId],
      ),
      tx.maybe<{ at: Temporal.Instant }>("select counted_at as at from returns.risk_standing where customer_id = $1", [
        customerId,
      ]),
    ]);
    return grant({
      ...toldOf(signals),
      countedAt: standing?.at.toString() ?? null,
      appeals: appeals.map(({ at, ...appeal }) => ({ ...appeal, at: at.toString() })),
    });
  },
});

/** The signals that were open when a case was asked, for who decides it. */
export const caseSignals = query({
  name: "returns.case-signals",
  input: z.object({ number: numberShape }),
  output: signalsShape,
  allow: holds("cases.read"),
  run: async (tx, { number }) => {
    const customerId = await findCustomerOf(tx, "case", number);
    const row =
      customerId === undefined
        ? undefined
        : await tx.maybe<{ signals: Signal[]; at: Temporal.Instant }>(
            "select signals, requested_at as at from returns.return_case where customer_id = $1 and number = $2",
            [customerId, number],
          );
    if (row === undefined) return refuse("case-not-found", { number });
    return grant({ ...toldOf(row.signals), countedAt: row.at.toString(), appeals: [] });
  },
});

/** Appeals that wait for somebody of the platform, oldest first. */
export const openAppeals = query({
  name: "returns.signal-appeals",
  input: z.object({ limit: pageQuery.limit }),
  output: pageOf(openAppealShape),
  allow: holds("cases.overrule"),
  run: async (tx, { limit }) => {
    const rows = await tx.rows<{
      id: string;
      customer_id: string;
      signal: string;
      words: string;
      at: Temporal.Instant;
      signals: Signal[] | null;
    }>(
      `select a.id, a.customer_id, a.signal, a.words, a.made_at as at, s.signals
         from returns.signal_appeal a left join returns.risk_standing s on s.customer_id = a.customer_id
        where a.state = 'open' order by a.made_at, a.id limit $1`,
      [limit],
    );
    return grant({
      items: rows.map(({ customer_id, signals, at, ...row }) => {
        const counted = signals?.find(({ signal }) => signal === row.signal);
        return {
          ...row,
          customerId: customer_id,
          at: at.toString(),
          params: counted === undefined ? {} : figuresOf(counted),
        };
      }),
      nextCursor: null,
    });
  },
});

function toldOf(signals: readonly Signal[]) {
  return {
    signals: signals.map((signal) => ({ ...signal, params: figuresOf(signal) })),
    consequences: consequencesOf(signals),
  };
}

function figuresOf({ params }: Signal): Signal["params"] {
  return { ...params, days: thresholds.days };
}
