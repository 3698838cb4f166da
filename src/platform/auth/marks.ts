import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/**
 * A keyed hash, for what may not be stored or compared as it is: codes, numbers, addresses. Every use names its purpose, so
 * that a mark made for one says nothing in another.
 */
export type Marks = { of(purpose: string, ...parts: readonly string[]): string };

export function createMarks(key: Uint8Array): Marks {
  return {
    of: (purpose, ...parts) =>
      createHmac("sha256", key)
        .update(JSON.stringify([purpose, ...parts]))
        .digest("base64url"),
  };
}

/** The hash under which a random token is stored; 256 random bits need no key. */
export function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

export function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
