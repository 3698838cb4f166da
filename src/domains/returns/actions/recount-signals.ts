import { z } from "zod";
import { grant } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import { historyOf } from "../queries/history-of.ts";
import { signalsOf } from "../rules/risk-signals.ts";

/** Counts a shopper's signals anew. The same history gives the same signals, however often it is asked. */
export const recountSignals = action({
  name: "returns.recount-signals",
  input: z.strictObject({ customerId: z.string() }),
  output: z.object({ signals: z.number().int() }),
  allow: systemOnly,
  idempotency: "none",
  audited: false,
  refusals: [],
  subject: async (tx, { customerId }) => grant({ history: await historyOf(tx, customerId) }),
  run: async ({ tx, input: { customerId }, subject: { history }, now }) => {
    const quiet = await tx.rows<{ signal: string }>(
      "select signal from returns.signal_appeal where customer_id = $1 and state = 'upheld' and quiet_until > $2",
      [customerId, now],
    );
    const signals = signalsOf(history, new Set(quiet.map(({ signal }) => signal)));
    tx.send(
      `insert into returns.risk_standing (customer_id, signals, counted_at) values ($1, $2::jsonb, $3)
         on conflict (customer_id) do update set signals = excluded.signals, counted_at = excluded.counted_at`,
      [customerId, JSON.stringify(signals), now],
    );
    return grant({ signals: signals.length });
  },
});
