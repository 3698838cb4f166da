import { createHmac, timingSafeEqual } from "node:crypto";

/** Crockford's base 32, which people read aloud without mistakes. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const groups = 3;
const perGroup = 4;

/**
 * What lets the recipient of a present in beside the number of the order, which others can guess: 60 bits. Computed and never
 * kept, so that whoever paid can show it again and no table gives it away; a new number makes the old ones worthless.
 */
export function presentCode(key: Uint8Array, presentId: string, codeNo: number): string {
  const digest = createHmac("sha256", key).update(`present|${presentId}|${codeNo}`).digest();
  const characters = Array.from(digest.subarray(0, groups * perGroup), (byte) => alphabet.charAt(byte & 31)).join("");
  return characters.match(/.{4}/g)?.join("-") ?? characters;
}

/** Any case, with or without its hyphens, and I or L for 1, O for 0. */
export function isPresentCode(key: Uint8Array, presentId: string, codeNo: number, typed: string): boolean {
  const plain = (text: string) =>
    text
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, "")
      .replace(/[IL]/g, "1")
      .replaceAll("O", "0");
  const [right, said] = [plain(presentCode(key, presentId, codeNo)), plain(typed)].map((text) => Buffer.from(text));
  return right !== undefined && said !== undefined && right.length === said.length && timingSafeEqual(right, said);
}
