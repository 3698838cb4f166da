import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { action, is } from "#platform/action";
import { collectionNumberInput, collectionStates } from "../contract.ts";
import { findCollection } from "../queries/get-collection.ts";
import { aboutCollection } from "./end-collection.ts";

/** The shopper wants to pay now: the provider is asked for a place to pay, after commit and in the system role. */
export const startPaying = action({
  name: "payments.start-paying",
  input: collectionNumberInput,
  output: z.object({ number: z.string(), state: z.enum(collectionStates) }),
  allow: is("shopper"),
  idempotency: "required",
  refusals: ["collection-not-found", "collection-not-open"],
  subject: async (tx, { number }) => {
    const row = await findCollection(tx, number);
    return row === undefined ? refuse("collection-not-found", { number }) : grant(row);
  },
  run: async ({ subject: row, record, now }) => {
    const payable = row.state === "asked" || row.state === "paying" || row.state === "unknown";
    if (!payable || Temporal.Instant.compare(row.expires_at, now) <= 0)
      return refuse("collection-not-open", { number: row.number, state: row.state });
    record.about(aboutCollection(row));
    record.fact({
      kind: "payments.payment-wanted",
      version: 1,
      payload: { customerId: row.customer_id, collectionId: row.id, number: row.number },
    });
    return grant({ number: row.number, state: row.state });
  },
});
