/** Chance that repeats: the same seed always throws the same. Nothing here is secret or safe. */
export class Dice {
  readonly #seed: string;
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: string) {
    this.#seed = seed;
    [this.#a, this.#b, this.#c, this.#d] = words(seed);
    for (let i = 0; i < 12; i++) this.float();
  }

  /** From 0 up to, not including, 1: Chris Doty-Humphrey's small fast counter (sfc32, public domain). */
  float(): number {
    const t = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + t) | 0;
    return (t >>> 0) / 4294967296;
  }

  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.float() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.float() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return at(list, Math.floor(this.float() * list.length));
  }

  /** Picks by weight; weights need not add up to anything. */
  weighted<T>(list: readonly (readonly [T, number])[]): T {
    let total = 0;
    for (const [, weight] of list) total += weight;
    let left = this.float() * total;
    for (const [one, weight] of list) {
      left -= weight;
      if (left < 0) return one;
    }
    return at(list, list.length - 1)[0];
  }

  digits(count: number): string {
    let text = "";
    while (text.length < count) text += Math.floor(this.float() * 10);
    return text;
  }

  /** Dice of their own for one purpose, so that throwing once more here changes nothing elsewhere. */
  fork(purpose: string): Dice {
    return new Dice(`${this.#seed}/${purpose}`);
  }
}

export function at<T>(list: readonly T[], index: number): T {
  const one = list[index];
  if (one === undefined) throw new RangeError(`there is no number ${index} in a list of ${list.length}`);
  return one;
}

/** Four words from a text (cyrb128 by bryc, public domain). */
function words(text: string): [number, number, number, number] {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ k, 597399067);
    b = c ^ Math.imul(b ^ k, 2869860233);
    c = d ^ Math.imul(c ^ k, 951274213);
    d = a ^ Math.imul(d ^ k, 2716044179);
  }
  return [a ^ b ^ c ^ d, b ^ a, c ^ a, d ^ a];
}
