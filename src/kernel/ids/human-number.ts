import { assert } from "#kernel/outcome";
import type { LocalDate } from "#kernel/time";

/**
 * A number people read aloud and type, such as `AS-261121-7F3K9Q`: prefix, local date, five random characters and a
 * check character. There are 33 million for each prefix and day, so the caller keeps them unique and draws again on a clash.
 *
 * @param prefix one to four capital letters
 */
export function humanNumber(prefix: string, on: LocalDate): string {
  assert(/^[A-Z]{1,4}$/.test(prefix), "a number's prefix is one to four capital letters");
  const date = on.slice(2).replaceAll("-", "");
  const drawn = crypto.getRandomValues(new Uint8Array(5));
  const random = Array.from(drawn, (byte) => alphabet.charAt(byte & 31)).join("");
  return `${prefix}-${date}-${random}${checkCharacter(prefix, date + random)}`;
}

/** Whether the text is such a number; any case, and I or L for 1, O for 0. */
export function checkHumanNumber(text: string): boolean {
  return readHumanNumber(text) !== undefined;
}

/** The number as it was first written, from what somebody typed; undefined when a character is wrong or swapped. */
export function readHumanNumber(text: string): string | undefined {
  const parts = form.exec(text.trim().toUpperCase());
  if (!parts) return undefined;
  const [, prefix = "", date = "", tail = ""] = parts;
  const digits = unmistaken(date);
  const code = unmistaken(tail);
  if (checkCharacter(prefix, digits + code.slice(0, 5)) !== code.charAt(5)) return undefined;
  return `${prefix}-${digits}-${code}`;
}

const form = /^([A-Z]{1,4})-([0-9ILO]{6})-([0-9A-TV-Z]{6})$/;

/** Crockford's base 32: no I, L, O or U. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

function unmistaken(text: string): string {
  return text.replace(/[IL]/g, "1").replaceAll("O", "0");
}

/**
 * The sum of the characters times falling powers of x in GF(32), so that any one wrong character
 * and any two swapped ones change it (31 characters at most; ours have 15).
 */
function checkCharacter(prefix: string, code: string): string {
  const letters = Array.from(prefix, (letter) => letter.charCodeAt(0) & 31);
  const characters = Array.from(code, (character) => alphabet.indexOf(character));
  return alphabet.charAt([...letters, ...characters].reduce((sum, value) => timesX(sum ^ value), 0));
}

function timesX(n: number): number {
  return n & 16 ? (n << 1) ^ 0b100101 : n << 1;
}
