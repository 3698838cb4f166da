import { newId } from "#kernel/ids";
import { grant, refuse } from "#kernel/outcome";
import { action, is } from "#platform/action";
import { appealedSignalShape, appealSignalInput } from "../contract.ts";
import { signalsOpen } from "../queries/history-of.ts";

/** A shopper says why a signal is wrong. Somebody of the platform looks; until then nothing changes but that it is known. */
export const appealSignal = action({
  name: "returns.appeal-signal",
  input: appealSignalInput,
  output: appealedSignalShape,
  allow: is("shopper"),
  idempotency: "required",
  refusals: ["signal-not-open", "appeal-open-already"],
  subject: async (tx) => {
    const customerId = tx.principal.kind === "shopper" ? tx.principal.customerId : "";
    return grant({ customerId, open: await signalsOpen(tx, customerId) });
  },
  run: async ({ tx, input, subject: { customerId, open }, record, now }) => {
    if (!open.some(({ signal }) => signal === input.signal)) return refuse("signal-not-open", { signal: input.signal });
    const waiting = await tx.maybe(
      "select 1 from returns.signal_appeal where customer_id = $1 and signal = $2 and state = 'open'",
      [customerId, input.signal],
    );
    if (waiting !== undefined) return refuse("appeal-open-already", { signal: input.signal });
    const id = newId();
    record.about({ kind: "signal-appeal", id, customerId });
    record.detail({ signal: input.signal });
    record.insert("returns.signal_appeal (customer_id, id, signal, words, made_at)", [
      customerId,
      id,
      input.signal,
      input.words,
      now,
    ]);
    return grant({ id, state: "open" });
  },
});
