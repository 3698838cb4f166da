import { createCipheriv, createDecipheriv, createSecretKey, hash, type KeyObject, randomBytes } from "node:crypto";

/** A 32-byte key that prints and serialises as nothing, with the mark it leaves in what it sealed. */
export type SealingKey = { readonly secret: KeyObject; readonly mark: Buffer };

/** The envelope is for somebody else's key, was moved from where it was sealed, or was changed. */
export class NotOurs extends Error {
  override readonly name = "NotOurs";
}

const format = 1;
const markBytes = 4;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + markBytes + nonceBytes;

export function sealingKey(bytes: Uint8Array): SealingKey {
  return { secret: createSecretKey(bytes), mark: hash("sha256", bytes, "buffer").subarray(0, markBytes) };
}

/** AES-256-GCM: format (1 byte) | mark of the key (4) | nonce (12) | ciphertext | tag (16), bound to `context`. */
export function seal(key: SealingKey, context: string, content: Uint8Array): Buffer {
  const nonce = freshBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key.secret, nonce).setAAD(Buffer.from(context));
  const body = cipher.update(content);
  return Buffer.concat([Buffer.of(format), key.mark, nonce, body, cipher.final(), cipher.getAuthTag()]);
}

/** @throws NotOurs when the key, the context or any byte is not the one it was sealed with */
export function unseal(key: SealingKey, context: string, sealed: Uint8Array): Buffer {
  const envelope = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (envelope.length < headBytes + tagBytes || envelope[0] !== format) throw new NotOurs("this is no sealed envelope");
  if (!envelope.subarray(1, 1 + markBytes).equals(key.mark)) throw new NotOurs("sealed with another key");
  const nonce = envelope.subarray(1 + markBytes, headBytes);
  const decipher = createDecipheriv("aes-256-gcm", key.secret, nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(context))
    .setAuthTag(envelope.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(envelope.subarray(headBytes, -tagBytes)), decipher.final()]);
  } catch (error) {
    throw new NotOurs("sealed for another place, or changed since", { cause: error });
  }
}

// Random bytes are drawn many at once, because one call for each nonce costs as much as the encryption.
const pool = { bytes: Buffer.alloc(0), used: 0 };

/** Fresh random bytes, each given out once. */
export function freshBytes(count: number): Buffer {
  if (pool.used + count > pool.bytes.length) {
    pool.bytes = randomBytes(8_192);
    pool.used = 0;
  }
  pool.used += count;
  return pool.bytes.subarray(pool.used - count, pool.used);
}
