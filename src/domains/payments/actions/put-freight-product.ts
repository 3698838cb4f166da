import { fromWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, is, not } from "#platform/action";
import { toJson } from "#platform/db";
import { freightProductOutput, putFreightProductInput } from "../contract.ts";
import { freightTermsShape } from "../rules/freight-claim.ts";

/** Freight insurance is sold on new terms from a day on; covers that were given before keep theirs. */
export const putFreightProduct = action({
  name: "payments.put-freight-product",
  input: putFreightProductInput,
  output: freightProductOutput,
  allow: all(holds("policies.write"), not(is("merchant"))),
  idempotency: "required",
  refusals: ["version-changed", "effective-in-past"],
  subject: async (tx, { id }) => {
    const known = await tx.one<{ latest: number }>(
      "select coalesce(max(version), 0)::int as latest from payments.freight_product where id = $1",
      [id],
    );
    return grant(known);
  },
  run: async ({ tx, input, subject: { latest }, record, now }) => {
    if (latest !== input.latest) return refuse("version-changed", { number: input.id });
    const from = Temporal.Instant.from(input.effectiveFrom);
    if (Temporal.Instant.compare(from, now) < 0) return refuse("effective-in-past");
    const minor = (amount: string) => Number(fromWire({ amount, currency: input.premium.currency }).minor);
    const terms = freightTermsShape.parse({
      zones: Object.fromEntries(Object.entries(input.zones).map(([zone, amount]) => [zone, minor(amount)])),
      without: input.without,
      windowDays: input.windowDays,
    });
    const version = latest + 1;
    const inserted = await tx.run(
      `insert into payments.freight_product (id, version, title, premium_payer, premium_minor, currency, terms, effective_from)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      [
        input.id,
        version,
        toJson(input.title),
        input.premiumPayer,
        fromWire(input.premium).minor,
        input.premium.currency,
        toJson(terms),
        from,
      ],
    );
    // Somebody else did in the same moment.
    if (inserted === 0) return refuse("version-changed", { number: input.id });
    record.detail({ product: input.id, version });
    return grant({ id: input.id, version });
  },
});
