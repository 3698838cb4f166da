import { allocate, type Currency, min, money } from "#kernel/money";
import { limits } from "../model.ts";
import type { DiscountedLine } from "./take-discounts.ts";
import { Unfit } from "./unfit.ts";

export type SettledLine = DiscountedLine & { readonly freightMinor: bigint };

/**
 * Makes lines and money agree. Tenders above the lines: the difference is the adjustment, held by a line that is never returned
 * by itself. Tenders below: what is missing comes off the goods by what they were paid, then off freight, then off tax, because
 * nothing that was never captured can be refunded.
 */
export function reconcileTenders(
  lines: readonly SettledLine[],
  capturedMinor: bigint,
  code: Currency,
): { readonly lines: readonly SettledLine[]; readonly adjustmentMinor: bigint } {
  const asked = total(lines, (line) => line.paidMinor + line.freightMinor + line.taxMinor);
  const worth = total(lines, (line) => line.listMinor + line.freightMinor + line.taxMinor);
  if (capturedMinor > asked && capturedMinor > worth * limits.timesOverpaid)
    throw new Unfit("tenders-differ", "tenders", {
      capturedMinor: capturedMinor.toString(),
      linesMinor: asked.toString(),
    });
  if (capturedMinor >= asked) return { lines, adjustmentMinor: capturedMinor - asked };

  let missing = asked - capturedMinor;
  const less = (of: (line: SettledLine) => bigint): bigint[] => {
    const there = total(lines, of);
    const off = min(money(missing, code), money(there, code)).minor;
    missing -= off;
    return allocate(money(off, code), lines.map(of)).map((part) => part.minor);
  };
  const goods = less((line) => line.paidMinor);
  const freight = less((line) => line.freightMinor);
  const tax = less((line) => line.taxMinor);
  const reduced = lines.map((line, i) => {
    const off = goods[i] ?? 0n;
    return {
      ...line,
      paidMinor: line.paidMinor - off,
      freightMinor: line.freightMinor - (freight[i] ?? 0n),
      taxMinor: line.taxMinor - (tax[i] ?? 0n),
      discounts:
        off > 0n
          ? [...line.discounts, { code: "adjustment", label: "adjustment", funder: "shop" as const, minor: off }]
          : line.discounts,
    };
  });
  return { lines: reduced, adjustmentMinor: 0n };
}

function total(lines: readonly SettledLine[], of: (line: SettledLine) => bigint): bigint {
  return lines.reduce((sum, line) => sum + of(line), 0n);
}
