import { createHmac, timingSafeEqual } from "node:crypto";

/** Crockford's base 32, which people read aloud without mistakes. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const proofCharacters = 8;

/** The number of a parcel with a proof that we said so: what a drop-off point scans. */
export function dropOffCode(key: Uint8Array, number: string): string {
  return `${number}-${proofOf(key, number)}`;
}

/** The parcel's number; undefined when the code is none of ours. */
export function readDropOffCode(key: Uint8Array, code: string): string | undefined {
  const [, number = "", proof = ""] =
    /^([A-Z]{1,4}-\d{6}-[0-9A-Z]{6})-([0-9A-Z]{8})$/.exec(code.trim().toUpperCase()) ?? [];
  if (number === "") return undefined;
  return timingSafeEqual(Buffer.from(proofOf(key, number)), Buffer.from(proof)) ? number : undefined;
}

function proofOf(key: Uint8Array, number: string): string {
  const digest = createHmac("sha256", key).update(`drop-off|${number}`).digest();
  return Array.from(digest.subarray(0, proofCharacters), (byte) => alphabet.charAt(byte & 31)).join("");
}
