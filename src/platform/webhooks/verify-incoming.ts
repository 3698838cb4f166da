import { grant, type Outcome, refuse } from "#kernel/outcome";
import { isSignedBy, signedHeaders } from "./signature.ts";

export type IncomingWebhook = { readonly id: string };

const toleranceSeconds = 300;

/**
 * Verifies what somebody sends us by Standard Webhooks: signature over the raw bytes, and an age of at most five minutes
 * either way. The id is unique for ever per sender: keeping it (`insert … on conflict do nothing`) makes a repeat harmless.
 * One refusal for all reasons, because a stranger need not learn which.
 *
 * @param secret the key, or `whsec_` and its base64
 * @param now real time, never the sandbox clock
 */
export function verifyIncoming(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  rawBody: string | Uint8Array,
  secret: string | Uint8Array,
  now: Temporal.Instant,
): Outcome<IncomingWebhook, "signature-wrong"> {
  const given = signedHeaders.safeParse(headers);
  if (!given.success) return wrong;
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures } = given.data;
  const seconds = Number(timestamp);
  if (Math.abs(now.epochMilliseconds / 1_000 - seconds) > toleranceSeconds) return wrong;
  return isSignedBy(keyOf(secret), signatures, id, seconds, rawBody) ? grant({ id }) : wrong;
}

const wrong = refuse("signature-wrong");

function keyOf(secret: string | Uint8Array): Uint8Array {
  return typeof secret === "string" ? Buffer.from(secret.replace(/^whsec_/, ""), "base64") : secret;
}
