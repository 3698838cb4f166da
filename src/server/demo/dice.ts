/** Chance that repeats: the same seed always throws the same. Nothing here is secret or safe. */
export type Dice = {
  /** From 0 up to, not including, 1. */
  float(): number;
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Picks by weight; weights need not add up to anything. */
  weighted<T>(list: readonly (readonly [T, number])[]): T;
  digits(count: number): string;
  /** Dice of their own for one purpose, so that throwing once more here changes nothing elsewhere. */
  fork(purpose: string): Dice;
};

export function createDice(seed: string): Dice {
  const next = sfc32(...words(seed));
  const dice: Dice = {
    float: next,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (probability) => next() < probability,
    pick: (list) => at(list, Math.floor(next() * list.length)),
    weighted: (list) => {
      let left = next() * totalOf(list);
      for (const one of list) {
        left -= one[1];
        if (left < 0) return one[0];
      }
      return at(list, list.length - 1)[0];
    },
    digits: (count) => {
      let text = "";
      while (text.length < count) text += Math.floor(next() * 10);
      return text;
    },
    fork: (purpose) => createDice(`${seed}/${purpose}`),
  };
  return dice;
}

export function at<T>(list: readonly T[], index: number): T {
  const one = list[index];
  if (one === undefined) throw new RangeError(`there is no number ${index} in a list of ${list.length}`);
  return one;
}

const totals = new WeakMap<object, number>();

/** Lists that are thrown on again and again are added up once. */
function totalOf(list: readonly (readonly [unknown, number])[]): number {
  let total = totals.get(list);
  if (total === undefined) {
    total = 0;
    for (const one of list) total += one[1];
    if (list.length > 8) totals.set(list, total);
  }
  return total;
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

/** Chris Doty-Humphrey's small fast counter (sfc32, public domain). */
function sfc32(a: number, b: number, c: number, d: number): () => number {
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 15; i++) next();
  return next;
}
