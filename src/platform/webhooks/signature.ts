import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** What Standard Webhooks sends beside a body. */
export const signedHeaders = z.object({
  "webhook-id": z
    .string()
    .regex(/^[\w.:-]{1,200}$/)
    .meta({ description: "The same at every attempt: whoever keeps it does nothing twice" }),
  "webhook-timestamp": z
    .string()
    .regex(/^\d{1,12}$/)
    .meta({ description: "Seconds since 1970, of this attempt" }),
  "webhook-signature": z.string().meta({
    description: "`v1,` and base64 of HMAC-SHA-256 over `id.timestamp.body`; several are separated by spaces",
  }),
});

/** One signature of Standard Webhooks (version 1): HMAC-SHA-256 over id, seconds and body, `v1,<base64>`. */
export function webhookSignature(key: Uint8Array, id: string, seconds: number, body: string | Uint8Array): string {
  return `v1,${createHmac("sha256", key).update(`${id}.${seconds}.`).update(body).digest("base64")}`;
}

/** Whether one of the signatures, separated by spaces, is that of the key; more than one are there while keys change. */
export function isSignedBy(
  key: Uint8Array,
  signatures: string,
  id: string,
  seconds: number,
  body: string | Uint8Array,
): boolean {
  const wanted = Buffer.from(webhookSignature(key, id, seconds, body));
  return signatures.split(" ").some((given) => {
    const signature = Buffer.from(given);
    return signature.length === wanted.length && timingSafeEqual(signature, wanted);
  });
}
