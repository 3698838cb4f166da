/** A lower-case UUID that belongs to one kind of thing: an `Id<"case">` does not compile where an `Id<"order">` is meant. */
export type Id<B extends string> = string & { readonly __id: B };

/**
 * A new UUIDv7 (RFC 9562, method 1 of section 6.2): 48 bits of milliseconds, a 12-bit counter that starts at random in
 * each millisecond, 62 random bits. Ids made by one process sort in the order they were made.
 *
 * The one place in the kernel that reads a clock: an id is not a business fact, and the sandbox clock must not turn it back.
 */
export function newId<B extends string>(): Id<B> {
  const now = Date.now();
  if (now > millisecond) startMillisecond(now);
  else if (counter === 0xfff) startMillisecond(millisecond + 1);
  else counter += 1;
  const word = randomWord();
  const variant = 0x8000 | (word >>> 18);
  const node = hex(word & 0xffff, 4) + hex(randomWord(), 8);
  return `${timeText}-7${hex(counter, 3)}-${hex(variant, 4)}-${node}` as Id<B>;
}

/** Reads any UUID, upper or lower case; undefined when the text is none. */
export function parseId<B extends string>(text: string): Id<B> | undefined {
  const id = text.toLowerCase();
  return isId(id) ? (id as Id<B>) : undefined;
}

/** Whether the text is a UUID in the form this system writes: lower case, with hyphens. */
export function isId(text: string): boolean {
  return text.length === 36 && form.test(text);
}

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

let millisecond = 0;
let timeText = "";
let counter = 0;

function startMillisecond(ms: number): void {
  millisecond = ms;
  const text = hex(ms, 12);
  timeText = `${text.slice(0, 8)}-${text.slice(8)}`;
  // The lower half of the range, so that there is room to count up.
  counter = randomWord() & 0x7ff;
}

// Random words are drawn in batches, because one call for each id costs more than all the rest together.
const words = new Uint32Array(256);
let used = words.length;

function randomWord(): number {
  if (used === words.length) {
    crypto.getRandomValues(words);
    used = 0;
  }
  return words[used++] ?? 0;
}

function hex(n: number, digits: number): string {
  return n.toString(16).padStart(digits, "0");
}
