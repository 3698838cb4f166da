import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { builtInPolicy } from "#law";
import { holds, query } from "#platform/action";
import type { Tx } from "#platform/db";
import { statutoryReturnDays } from "../rules/check-policy.ts";
import { type PolicyBody, policyBodySchema } from "../rules/handling.ts";
import { type ReturnPolicyOf, schemaOrg } from "../rules/schema-org.ts";
import { builtInBody } from "./policy-of.ts";

/** Where most of the shops' buyers live; the law of another country would need a document of its own. */
const country = "CN";

/** GET /api/v1/policies/{id}/{version}/schema-org */
export const getReturnPolicy = query({
  name: "policies.schema-org",
  input: z.object({ id: z.string().max(100), version: z.coerce.number().int().min(1) }),
  output: z.record(z.string(), z.unknown()),
  allow: holds("policies.read"),
  run: async (tx, { id, version }) => {
    if (id === builtInPolicy.id)
      return grant(await document(tx, { version: 1, title: id, body: builtInBody, url: path(id, 1) }, null));
    const row = await tx.maybe<PolicyRow & { readonly merchant_id: string | null }>(
      "select version, title, body, merchant_id from platform.policy where id = $1 and version = $2",
      [id, version],
    );
    return row === undefined
      ? refuse("policy-not-found", { id, version })
      : grant(await document(tx, { ...told(row), url: path(id, version) }, row.merchant_id));
  },
});

type PolicyRow = {
  readonly version: number;
  readonly title: { readonly zh: string; readonly en: string };
  readonly body: unknown;
};

/** What orders placed with this shop now would pin: its own policy, else the platform's, else the law alone. */
export async function currentReturnPolicy(
  tx: Tx,
  merchantNumber: string,
  publicUrl: string,
): Promise<Record<string, unknown> | undefined> {
  const merchant = await tx.maybe<{ id: string }>(
    "select id from parties.merchant where number = $1 and state = 'open'",
    [merchantNumber],
  );
  if (merchant === undefined) return undefined;
  const row = await tx.maybe<PolicyRow>(
    `select version, title, body from platform.policy
      where (merchant_id = $1 or merchant_id is null) and effective_from <= $2
      order by merchant_id is null, effective_from desc, version desc limit 1`,
    [merchant.id, tx.now],
  );
  const policy = row === undefined ? { version: 1, title: builtInPolicy.id, body: builtInBody } : told(row);
  const url = `${publicUrl}/api/v1/merchants/${encodeURIComponent(merchantNumber)}/return-policy`;
  return document(tx, { ...policy, url }, merchant.id);
}

type Published = Pick<ReturnPolicyOf, "version" | "title"> & { readonly body: PolicyBody };

function told({ version, title, body }: PolicyRow): Published {
  return { version, title: title.zh, body: policyBodySchema.parse(body) };
}

async function document(
  tx: Tx,
  { body, ...about }: Published & { readonly url: string },
  merchantId: string | null,
): Promise<Record<string, unknown>> {
  // What a shop sells in is what its newest product costs.
  const sold = await tx.maybe<{ currency: string }>(
    "select currency from catalog.product where merchant_id = $1 and currency is not null order by id desc limit 1",
    [merchantId],
  );
  const statutoryDays = statutoryReturnDays(country, tx.now);
  return schemaOrg(body, { ...about, country, currency: sold?.currency ?? "CNY", statutoryDays });
}

function path(id: string, version: number): string {
  return `/api/v1/policies/${encodeURIComponent(id)}/${version}/schema-org`;
}
