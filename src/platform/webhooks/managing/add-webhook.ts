import { newId } from "#kernel/ids";
import { grant, refuse } from "#kernel/outcome";
import { action, holds } from "#platform/action";
import { principalName } from "#platform/db";
import { newWebhookSecret, type SecretKeys, sealSecret } from "../secret.ts";
import { refusedAddress } from "../sending/post-safely.ts";
import { addedWebhookShape, addWebhookInput, webhookLimits } from "../shapes.ts";
import { type WebhookRow, webhookColumns, webhookOnWire } from "./webhook-row.ts";

/** Its answer is never kept for a repeat: the secret in it is shown once. */
export function addWebhook(parts: {
  readonly factKinds: readonly string[];
  readonly secrets: SecretKeys;
  readonly anywhere: boolean;
}) {
  return action({
    name: "webhooks.add",
    input: addWebhookInput,
    output: addedWebhookShape,
    allow: holds("webhooks.manage"),
    idempotency: "none",
    refusals: ["fact-unknown", "address-refused", "too-many-webhooks"],
    subject: async () => grant(undefined),
    run: async ({ tx, input, principal, record, now }) => {
      const unknown = input.facts.find((kind) => !parts.factKinds.includes(kind));
      if (unknown !== undefined) return refuse("fact-unknown", { kind: unknown });
      const refused = refusedAddress(new URL(input.url), parts.anywhere);
      if (refused !== undefined) return refuse("address-refused", { why: refused });
      const merchantId = principal.kind === "merchant" ? principal.merchantId : null;
      const { known } = await tx.one<{ known: number }>(
        "select count(*)::int as known from platform.webhook_endpoint where merchant_id is not distinct from $1 and state <> 'deleted'",
        [merchantId],
      );
      if (known >= webhookLimits.webhooksPerOwner)
        return refuse("too-many-webhooks", { limit: webhookLimits.webhooksPerOwner });
      const id = newId<"webhook">();
      const secret = newWebhookSecret();
      const row = await tx.one<WebhookRow>(
        `insert into platform.webhook_endpoint (id, merchant_id, url, facts, secret, state, created_at, created_by)
         values ($1, $2, $3, $4, $5, 'active', $6, $7) returning ${webhookColumns}`,
        [
          ...[id, merchantId, input.url, [...new Set(input.facts)], sealSecret(parts.secrets, id, secret)],
          ...[now, principalName(principal)],
        ],
      );
      record.about({ kind: "webhook", id, ...(merchantId === null ? {} : { merchantId }) });
      record.detail({ host: new URL(input.url).host, facts: row.facts });
      return grant({ ...webhookOnWire(row), secret });
    },
  });
}
