import { type Currency, fromWire } from "#kernel/money";
import type { OrderInput } from "../contract.ts";
import { limits } from "../model.ts";
import { Unfit } from "./unfit.ts";

export type SourceLine = OrderInput["lines"][number];

/** Reads an amount of the order's currency; the field is named when it cannot be read. */
export type ReadMinor = (amount: string, field: string) => bigint;

/** A line with its amounts read, on its way to being frozen. */
export type PricedLine = {
  readonly source: SourceLine;
  readonly field: string;
  readonly unitListMinor: bigint;
  readonly listMinor: bigint;
  /** What the shop says was paid for it; undefined: to be worked out. */
  readonly statedMinor: bigint | undefined;
  readonly statedFreightMinor: bigint | undefined;
  readonly taxMinor: bigint;
  readonly pointsMinor: bigint;
  readonly giftPriceMinor: bigint | null;
};

export function priceLine(line: SourceLine, field: string, minor: ReadMinor): PricedLine {
  const optional = (amount: string | undefined, name: string) =>
    amount === undefined ? undefined : minor(amount, `${field}.${name}`);
  const unitListMinor = minor(line.unitPrice, `${field}.unitPrice`);
  if ((line.serials?.length ?? 0) > line.quantity) throw new Unfit("serials-exceed", `${field}.serials`);
  return {
    source: line,
    field,
    unitListMinor,
    listMinor: withinLimit(unitListMinor * BigInt(line.quantity), `${field}.unitPrice`),
    // A gift costs nothing unless the shop says otherwise.
    statedMinor: optional(line.paid, "paid") ?? (line.isGift ? 0n : undefined),
    statedFreightMinor: optional(line.freight, "freight"),
    taxMinor: optional(line.tax, "tax") ?? 0n,
    pointsMinor: optional(line.points, "points") ?? 0n,
    giftPriceMinor: optional(line.giftPrice, "giftPrice") ?? null,
  };
}

export function readMinor(code: Currency): ReadMinor {
  return (amount, field) => {
    try {
      return withinLimit(fromWire({ amount, currency: code }).minor, field);
    } catch (error) {
      if (error instanceof RangeError) throw new Unfit("amount-invalid", field, { amount, currency: code });
      throw error;
    }
  };
}

export function withinLimit(minor: bigint, field: string): bigint {
  if (minor > limits.orderMinor)
    throw new Unfit("amount-too-large", field, { limitMinor: limits.orderMinor.toString() });
  return minor;
}
