import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { Secrets } from "#platform/config";

export type SecretKeys = Pick<Secrets, "fieldKeys" | "currentFieldKeyVersion">;

/** What the receiver keeps: `whsec_` and 32 random bytes in base64, as Standard Webhooks writes it. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

export function webhookKey(secret: string): Uint8Array {
  return Buffer.from(secret.slice("whsec_".length), "base64");
}

/** AES-256-GCM under a key made from the current field key, bound to the webhook: `version.nonce|ciphertext|tag`. */
export function sealSecret(keys: SecretKeys, webhookId: string, secret: string): string {
  const version = keys.currentFieldKeyVersion;
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", keyOf(keys, version), nonce).setAAD(Buffer.from(webhookId));
  const sealed = Buffer.concat([nonce, cipher.update(secret, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${version}.${sealed.toString("base64url")}`;
}

/** @throws when it was sealed for another webhook, with another key, or was changed */
export function openSecret(keys: SecretKeys, webhookId: string, sealed: string): string {
  const [version = "", text = ""] = sealed.split(".");
  const bytes = Buffer.from(text, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", keyOf(keys, Number(version)), bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
    .setAAD(Buffer.from(webhookId))
    .setAuthTag(bytes.subarray(-tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString();
}

const nonceBytes = 12;
const tagBytes = 16;

function keyOf(keys: SecretKeys, version: number): Uint8Array {
  const master = keys.fieldKeys.get(version);
  if (master === undefined) throw new Error(`there is no field key of version ${version}`);
  return new Uint8Array(hkdfSync("sha256", master, "", "aftercare webhook secret", 32));
}
