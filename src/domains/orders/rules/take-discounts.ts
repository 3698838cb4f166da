import { allocate, type Currency, money } from "#kernel/money";
import type { Discount, FrozenPromotion } from "../model.ts";
import type { PricedLine } from "./price-line.ts";
import { Unfit } from "./unfit.ts";

/** What is taken off without a promotion; no promotion may go by these. */
export const ownCodes = ["adjustment", "gift", "shop-price"] as const;

export type DiscountedLine = PricedLine & { readonly paidMinor: bigint; readonly discounts: readonly Discount[] };

/**
 * What was paid for each line: its list price less points and its share of every promotion, shared by list price, the largest
 * remainder first. A line whose paid amount the shop states takes discounts up to that and no further; what no promotion
 * explains is recorded as the shop's own price. list = paid + discounts + points holds for every line.
 */
export function takeDiscounts(
  lines: readonly PricedLine[],
  promotions: readonly FrozenPromotion[],
  code: Currency,
): DiscountedLine[] {
  const rooms = lines.map(roomFor);
  const taken = lines.map((): { order: number; discount: Discount }[] => []);
  // The promotion over the fewest lines goes first: one over all lines finds its room elsewhere, the other cannot.
  const narrowestFirst = promotions
    .map((promotion, order) => ({ promotion, order, scope: scopeOf(promotion, lines) }))
    .sort((a, b) => a.scope.length - b.scope.length || a.order - b.order);

  for (const { promotion, order, scope } of narrowestFirst) {
    const shares = shareWithin(promotion.offMinor, scope, lines, rooms, code);
    if (shares === undefined) throw new Unfit("discounts-exceed", `promotions.${order}.off`, { code: promotion.code });
    for (const [i, minor] of shares) {
      rooms[i] = (rooms[i] ?? 0n) - minor;
      const { code, label, funder } = promotion;
      taken[i]?.push({ order, discount: { code, label, funder, minor } });
    }
  }

  return lines.map((line, i) => {
    const room = rooms[i] ?? 0n;
    const discounts = (taken[i] ?? []).sort((a, b) => a.order - b.order).map(({ discount }) => discount);
    if (line.statedMinor === undefined) return { ...line, paidMinor: room, discounts };
    return {
      ...line,
      paidMinor: line.statedMinor,
      discounts: room > 0n ? [...discounts, unexplained(line, room)] : discounts,
    };
  });
}

/** How much can still be taken off a line. */
function roomFor(line: PricedLine): bigint {
  const price = line.listMinor - line.pointsMinor;
  if (price < 0n) throw new Unfit("points-exceed", `${line.field}.points`);
  const room = price - (line.statedMinor ?? 0n);
  if (room < 0n) throw new Unfit("paid-exceeds", `${line.field}.paid`);
  return room;
}

function scopeOf(promotion: FrozenPromotion, lines: readonly PricedLine[]): number[] {
  if (promotion.lineNos !== null) return promotion.lineNos.map((lineNo) => lineNo - 1);
  return [...lines.keys()].filter((i) => lines[i]?.source.isGift === false);
}

/** By list price, none beyond its room: a line that is full gives the rest to the others. Undefined when there is no room left. */
function shareWithin(
  off: bigint,
  scope: readonly number[],
  lines: readonly PricedLine[],
  rooms: readonly bigint[],
  code: Currency,
): Map<number, bigint> | undefined {
  const shares = new Map<number, bigint>();
  let left = off;
  let open = scope.filter((i) => (rooms[i] ?? 0n) > 0n);
  while (left > 0n) {
    if (open.length === 0) return undefined;
    const parts = allocate(
      money(left, code),
      open.map((i) => lines[i]?.listMinor ?? 0n),
    );
    for (const [at, i] of open.entries()) {
      const before = shares.get(i) ?? 0n;
      const free = (rooms[i] ?? 0n) - before;
      const part = parts[at]?.minor ?? 0n;
      const fits = part < free ? part : free;
      shares.set(i, before + fits);
      left -= fits;
    }
    open = open.filter((i) => (rooms[i] ?? 0n) > (shares.get(i) ?? 0n));
  }
  return shares;
}

function unexplained(line: PricedLine, minor: bigint): Discount {
  const code = line.source.isGift ? "gift" : "shop-price";
  return { code, label: code, funder: "shop", minor };
}
