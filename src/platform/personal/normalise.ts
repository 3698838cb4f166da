/** What a blind index or a mask is made of: the same person types the same thing in many ways. */

/**
 * E.164, such as "+8613800002207". Full-width digits, spaces, hyphens, dots and brackets do not matter; 00 means +. Without a
 * country code a number is Chinese: mobile (11 digits from 1), or landline with its area code. Otherwise undefined.
 */
export function e164(phone: string): string | undefined {
  const typed = phone
    .normalize("NFKC")
    .replace(/[\s\-‐-―().·]/g, "")
    .replace(/^00/, "+");
  if (/^\+[1-9]\d{6,14}$/.test(typed)) return typed;
  if (/^1[3-9]\d{9}$/.test(typed)) return `+86${typed}`;
  if (/^86(1[3-9]\d{9})$/.test(typed)) return `+${typed}`;
  if (/^0[1-9]\d{8,10}$/.test(typed)) return `+86${typed.slice(1)}`;
  return undefined;
}

/** The last four digits, of a whole number or already cut. */
export function lastFour(phone: string): string | undefined {
  const digits = (e164(phone) ?? phone).normalize("NFKC").replace(/\D/g, "");
  return digits.length >= 4 ? digits.slice(-4) : undefined;
}

export function plainEmail(email: string): string | undefined {
  const typed = email.normalize("NFKC").trim().toLowerCase();
  return /^[^\s@]+@[^\s@]+$/.test(typed) ? typed : undefined;
}

/** Compatibility forms folded, ends trimmed, inner gaps made one space; letters in lower case. */
export function plainName(name: string): string | undefined {
  const typed = name.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
  return typed === "" ? undefined : typed;
}

/**
 * The whole address without gaps and punctuation, so that one door is one text however it was typed. What names no door, because
 * it has no number or is a town only, is undefined.
 */
export function plainAddress(address: string): string | undefined {
  const typed = address
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
  return typed.length >= leastOfAnAddress && /\p{N}/u.test(typed) ? typed : undefined;
}

const leastOfAnAddress = 8;

/** The random value that a browser of ours carries, as it is; whatever else is sent in its place is no device. */
export function deviceValue(value: string): string | undefined {
  return /^[\w-]{43}$/.test(value) ? value : undefined;
}
