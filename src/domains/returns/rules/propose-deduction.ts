import type { Because } from "#platform/wire";
import { causeOf, type grades, type Reason } from "../model.ts";

type Grade = (typeof grades)[number];

/** One entry of the price table. `percent` is of what was asked for the unit; `fixedMinor` is for each unit. */
export type Price = {
  readonly id: string;
  /** Null: the platform's. */
  readonly merchantId: string | null;
  /** Null: goods of every category. */
  readonly category: string | null;
  readonly grade: Grade;
  readonly percent: number | null;
  readonly fixedMinor: bigint | null;
};

export type GradedLine = {
  readonly lineId: string;
  /** From the line's own category up to the widest. */
  readonly categories: readonly string[];
  readonly grade: Grade;
  readonly quantity: number;
  readonly accepted: number;
  readonly requestedMinor: bigint;
  /** Undefined: the entry that fits best; null: none. */
  readonly priceId?: string | null | undefined;
};

export type Step<P extends Price> = {
  readonly price: P;
  readonly quantity: number;
  readonly baseMinor: bigint;
  readonly amountMinor: bigint;
};

export type Proposal<P extends Price> = {
  readonly lines: readonly { readonly lineId: string; readonly choices: readonly P[]; readonly step: Step<P> | null }[];
  readonly totalMinor: bigint;
  readonly capped: boolean;
  readonly because: Because | null;
};

type Asked = { readonly verdict: "ALLOW" | "DENY" | "REVIEW"; readonly reason: Reason };

/** Where the seller's fault is plain the shopper gets everything back: worn goods were faulty goods. */
export function noDeduction({ verdict, reason }: Asked): Because | null {
  return verdict === "ALLOW" && causeOf(reason) === "sellers-fault"
    ? { code: "deduction-for-sellers-fault", params: { reason } }
    : null;
}

/**
 * What the state of the goods takes off by the price table, step by step: of each line no more than was asked for what was
 * accepted of it, and in all no more than was asked for. Parts of a minor unit are the shopper's.
 */
export function proposeDeduction<P extends Price>(
  asked: Asked & { readonly requestedMinor: bigint },
  lines: readonly GradedLine[],
  prices: readonly P[],
): Proposal<P> {
  const because = noDeduction(asked);
  const priced = lines.map((line) => {
    const choices = because === null ? choicesFor(line, prices) : [];
    return { lineId: line.lineId, choices, step: stepOf(line, choices) };
  });
  const sum = priced.reduce((total, { step }) => total + (step?.amountMinor ?? 0n), 0n);
  const capped = sum > asked.requestedMinor;
  return { lines: priced, totalMinor: capped ? asked.requestedMinor : sum, capped, because };
}

/** The merchant's own entries before the platform's, the nearest category before wider ones and before all goods. */
function choicesFor<P extends Price>({ grade, categories }: GradedLine, prices: readonly P[]): P[] {
  const distance = ({ category }: P) => (category === null ? categories.length : categories.indexOf(category));
  return prices
    .filter((price) => price.grade === grade && distance(price) >= 0)
    .toSorted((a, b) => Number(a.merchantId === null) - Number(b.merchantId === null) || distance(a) - distance(b));
}

function stepOf<P extends Price>(line: GradedLine, choices: readonly P[]): Step<P> | null {
  const { accepted, quantity, requestedMinor, priceId } = line;
  if (priceId === null || accepted === 0) return null;
  const price = priceId === undefined ? choices[0] : choices.find(({ id }) => id === priceId);
  if (price === undefined) return null;
  const baseMinor = (requestedMinor * BigInt(accepted)) / BigInt(quantity);
  const full =
    price.percent === null ? (price.fixedMinor ?? 0n) * BigInt(accepted) : (baseMinor * BigInt(price.percent)) / 100n;
  return { price, quantity: accepted, baseMinor, amountMinor: full > baseMinor ? baseMinor : full };
}
