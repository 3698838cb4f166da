import { z } from "zod";
import { currency, money, toWire } from "#kernel/money";
import { grant } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import { type FreightProduct, freightProductsShape } from "../contract.ts";
import { freightTermsShape } from "../rules/freight-claim.ts";
import { zonesOnWire } from "./freight-of.ts";

/** GET /api/v1/freight-products: freight insurance as it is sold, was sold and will be, the newest version first. */
export const listFreightProducts = query({
  name: "payments.list-freight-products",
  input: z.object({}),
  output: freightProductsShape,
  allow: holds("policies.read"),
  run: async (tx) => {
    const rows = await tx.rows<{
      id: string;
      version: number;
      title: FreightProduct["title"];
      premium_payer: "shopper" | "merchant" | "platform";
      premium_minor: bigint;
      currency: string;
      terms: unknown;
      effective_from: Temporal.Instant;
    }>(
      "select id, version, title, premium_payer, premium_minor, currency, terms, effective_from from payments.freight_product order by id, version desc limit 500",
    );
    const items = [...Map.groupBy(rows, ({ id }) => id)].map(([id, versions]): FreightProduct => {
      const isSold = (row: (typeof rows)[number]) => Temporal.Instant.compare(row.effective_from, tx.now) <= 0;
      const inForce = versions.find(isSold)?.version;
      return {
        id,
        title: versions.find(({ version }) => version === inForce)?.title ?? versions[0]?.title ?? { zh: id, en: id },
        versions: versions.map((row) => {
          const terms = freightTermsShape.parse(row.terms);
          return {
            version: row.version,
            title: row.title,
            premium: toWire(money(row.premium_minor, currency(row.currency))),
            premiumPayer: row.premium_payer,
            zones: zonesOnWire(terms.zones, row.currency),
            without: terms.without,
            windowDays: terms.windowDays,
            effectiveFrom: row.effective_from.toString(),
            inForce: row.version === inForce,
          };
        }),
      };
    });
    return grant({ items });
  },
});
