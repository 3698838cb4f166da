import { allocate, type Currency, cumulativeShare, toWire } from "#kernel/money";
import { assert, type Params } from "#kernel/outcome";

/** What was frozen with the order, in minor units of one currency. */
export type FrozenOrder = {
  readonly currency: Currency;
  readonly lines: readonly FrozenLine[];
  readonly promotions: readonly Promotion[];
  readonly freight: FrozenFreight | null;
  readonly gifts: readonly Gift[];
  readonly coupons: readonly Coupon[];
};

export type FrozenLine = {
  readonly id: string;
  readonly quantity: number;
  /** List price of one unit at purchase. */
  readonly listPrice: bigint;
  /** Paid for all units together after every discount, freight apart. */
  readonly paid: bigint;
  /** Points used on the line, in points; they come back as points. */
  readonly points: bigint;
};

/** A discount from a threshold on, or for a set bought together, over the lines it was shared out to. */
export type Promotion = {
  readonly id: string;
  readonly funder: "shop" | "platform" | "host" | "brand";
  /** How much of the discount each line got, by line id; these lines count towards the threshold. */
  readonly shares: Readonly<Record<string, bigint>>;
  /** From which sum of list prices on, how much is off; the highest step reached holds. None where it is for a set. */
  readonly steps: readonly PromotionStep[];
  /** The goods of one set and how many of each, by line id: each complete set earns its part of the discount. */
  readonly set?: Readonly<Record<string, number>> | undefined;
  /** Declared with the promotion: below the step, price what is kept anew, or let the shopper keep the discount. */
  readonly onPartialReturn: "re-price" | "keep";
};

export type PromotionStep = { readonly from: bigint } & (
  | { readonly off: bigint }
  /** Per ten thousand: 1000 is 10 %. */
  | { readonly offBasisPoints: number }
);

export type FrozenFreight = {
  /** Paid by the shopper for sending out. */
  readonly charged: bigint;
  /** Waived because the goods reached `freeFrom` in list price or in what was payable for them. */
  readonly waived: bigint;
  readonly freeFrom: bigint;
  readonly measure: "list" | "payable";
  /** The seller may deduct the waived freight once the kept goods fall below, and need not. */
  readonly deductWaived: boolean;
  /** Whether the charged freight comes back with the last unit: on a change of mind the statute leaves that open. */
  readonly refundCharged: boolean;
};

export type Gift = {
  readonly id: string;
  /** The lines it came with, and the list price that had to be bought of them (0: any unit). */
  readonly lines: readonly string[];
  readonly from: bigint;
  /** Null when no price was stated before purchase: then nothing can be deducted. */
  readonly statedPrice: bigint | null;
  readonly returned: boolean;
};

/** A coupon that comes back in kind when all the lines it was used on are back. */
export type Coupon = { readonly id: string; readonly lines: readonly string[] };

/** Units by line id: given back for a change of mind, or because of the seller's failure, which re-prices nothing. */
export type Units = Readonly<Record<string, { readonly changedMind?: number; readonly sellersFault?: number }>>;

export type Returned = {
  readonly before: Units;
  readonly now: Units;
  readonly refundedBefore: bigint;
};

export type RefundEntitlement = {
  /** To pay out now: max(0, entitlement − refunded before). */
  readonly refund: bigint;
  /** What the shopper is entitled to in all for everything given back so far; may be below zero. */
  readonly entitlement: bigint;
  /** 少补: what the kept goods cost beyond what was paid. Shown, never charged. */
  readonly shortfall: bigint;
  /** The refund by unit returned now, in the order of the lines; never above the unit's share of what was paid. */
  readonly units: readonly { readonly line: string; readonly unit: number; readonly amount: bigint }[];
  /** What earlier returns had lost to a re-pricing and get back now. Units, this and freight make up the refund. */
  readonly releasedFromEarlier: bigint;
  /** The part of the refund that is outbound freight. */
  readonly freight: bigint;
  readonly points: bigint;
  readonly coupons: readonly string[];
  /** The receipt: its amounts add up to the entitlement. */
  readonly steps: readonly RefundStep[];
  /** Gifts kept without a price stated beforehand: for a person to look at. */
  readonly unpricedGifts: readonly string[];
};

export type RefundStep = { readonly code: RefundStepCode; readonly params: Params; readonly amount: bigint };

/** Each with the parameters of its line on the receipt; amounts in decimals. */
export const refundStepCodes = {
  "paid-share": ["line", "units", "quantity", "paid", "amount"],
  "promotion-settled-anew": ["promotion", "funder", "kept", "had", "earned", "amount"],
  "waived-freight": ["freeFrom", "reached", "amount"],
  "charged-freight": ["amount"],
  "gift-kept": ["gift", "amount"],
  "capped-at-paid": ["amount"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type RefundStepCode = keyof typeof refundStepCodes;

/**
 * The refund of a partial return: what was paid less what the kept goods cost, where a threshold promotion or a set is
 * settled anew on what is kept (Seven-Day Measures 17: 套装或者满减, 多退少补), free freight likewise (18) and a gift kept at its stated price
 * (12). Depends only on what is returned, never on the order of returns; once all units are back everything comes back.
 */
export function refundEntitlement(order: FrozenOrder, { before, now, refundedBefore }: Returned): RefundEntitlement {
  const back = unitsBack(order, before, now);
  const lost = discountsLost(order, back);
  const steps = [...paidShares(order, back), ...lost, ...freightSteps(order, back, lost), ...giftsKept(order, back)];
  const sum = steps.reduce((sum, { amount }) => sum + amount, 0n);
  const most = order.lines.reduce((sum, { paid }) => sum + paid, order.freight?.charged ?? 0n);
  const above = sum - most;
  if (above > 0n) steps.push(step(order, "capped-at-paid", {}, -above));
  const entitlement = above > 0n ? most : sum;
  const due = entitlement - refundedBefore;
  const refund = due > 0n ? due : 0n;
  return {
    refund,
    entitlement,
    shortfall: entitlement < 0n ? -entitlement : 0n,
    ...spreadOverUnits(order, back, refund, steps),
    points: order.lines.reduce((sum, line) => sum + pointsNow(line, back), 0n),
    coupons: order.coupons.filter(({ lines }) => completedNow(lines, back)).map(({ id }) => id),
    steps,
    unpricedGifts: giftsDue(order, back)
      .filter(({ statedPrice }) => statedPrice === null)
      .map(({ id }) => id),
  };
}

/** What became of a line: units given back before and in all, how many of all for the seller's failure, and kept. */
type Back = { readonly before: number; readonly all: number; readonly fault: number; readonly kept: number };
type BackByLine = ReadonlyMap<string, Back>;

function unitsBack(order: FrozenOrder, before: Units, now: Units): BackByLine {
  const known = new Set(order.lines.map(({ id }) => id));
  for (const id of [...Object.keys(before), ...Object.keys(now)]) assert(known.has(id), "units belong to a line");
  return new Map(
    order.lines.map(({ id, quantity }) => {
      const counts = [before[id], now[id]].map((units) => [units?.changedMind ?? 0, units?.sellersFault ?? 0] as const);
      for (const count of counts.flat()) assert(Number.isSafeInteger(count) && count >= 0, "units are counted whole");
      const [earlier = 0, later = 0] = counts.map(([changedMind, sellersFault]) => changedMind + sellersFault);
      const all = earlier + later;
      assert(all <= quantity, "no more units come back than were bought");
      const fault = counts.reduce((sum, [, sellersFault]) => sum + sellersFault, 0);
      return [id, { before: earlier, all, fault, kept: quantity - all }];
    }),
  );
}

function of(back: BackByLine, line: string): Back {
  const found = back.get(line);
  assert(found, "a promotion, gift or coupon names lines of the order");
  return found;
}

function paidShares(order: FrozenOrder, back: BackByLine): RefundStep[] {
  return order.lines.flatMap((line) => {
    const { all } = of(back, line.id);
    if (all === 0) return [];
    const amount = cumulativeShare(line.paid, 0n, BigInt(all), BigInt(line.quantity));
    const params = { line: line.id, units: all, quantity: line.quantity, paid: decimal(order, line.paid) };
    return [step(order, "paid-share", params, amount)];
  });
}

/** For a promotion that the kept goods no longer fulfil as before: their share of the discount, less what they still earn. */
function discountsLost(order: FrozenOrder, back: BackByLine): RefundStep[] {
  return order.promotions.flatMap((promotion) => {
    if (promotion.onPartialReturn === "keep") return [];
    const lines = order.lines.filter(({ id }) => promotion.shares[id] !== undefined);
    const kept = listSum(lines, ({ id }) => of(back, id).kept);
    // Goods given back for the seller's failure count as if kept: it must not cost the shopper a discount.
    const counted: UnitsOf = ({ id }) => of(back, id).kept + of(back, id).fault;
    if (kept === 0n || fulfilled(promotion, lines, counted) === fulfilled(promotion, lines, allBought)) return [];
    const had = lines.reduce((sum, line) => sum + keptShare(promotion.shares[line.id] ?? 0n, line, back), 0n);
    const earned = roundedDivision(discountOn(promotion, lines, counted) * kept, listSum(lines, counted));
    const params = {
      promotion: promotion.id,
      funder: promotion.funder,
      kept: decimal(order, kept),
      had: decimal(order, had),
      earned: decimal(order, earned),
    };
    return [step(order, "promotion-settled-anew", params, earned - had)];
  });
}

type UnitsOf = (line: FrozenLine) => number;
const allBought: UnitsOf = ({ quantity }) => quantity;

/** How far these units fulfil a promotion: its step, or how many sets are complete. */
function fulfilled(
  promotion: Promotion,
  lines: readonly FrozenLine[],
  units: UnitsOf,
): PromotionStep | number | undefined {
  const { set } = promotion;
  if (set === undefined) return stepReached(promotion, listSum(lines, units));
  const members = lines.filter(({ id }) => set[id] !== undefined);
  return Math.min(...members.map((line) => Math.floor(units(line) / (set[line.id] ?? 1))));
}

function discountOn(promotion: Promotion, lines: readonly FrozenLine[], units: UnitsOf): bigint {
  const reached = fulfilled(promotion, lines, units);
  if (reached === undefined) return 0n;
  if (typeof reached === "number") {
    const sets = fulfilled(promotion, lines, allBought);
    const off = Object.values(promotion.shares).reduce((sum, share) => sum + share, 0n);
    assert(typeof sets === "number" && sets > 0, "a set was bought at least once");
    return cumulativeShare(off, 0n, BigInt(reached), BigInt(sets));
  }
  return "off" in reached
    ? reached.off
    : roundedDivision(listSum(lines, units) * BigInt(reached.offBasisPoints), 10_000n);
}

function keptShare(total: bigint, { id, quantity }: FrozenLine, back: BackByLine): bigint {
  return total - cumulativeShare(total, 0n, BigInt(of(back, id).all), BigInt(quantity));
}

function listSum(lines: readonly FrozenLine[], units: UnitsOf): bigint {
  return lines.reduce((sum, line) => sum + line.listPrice * BigInt(units(line)), 0n);
}

/** The step that holds at that sum of list prices; undefined below the first. */
function stepReached({ steps }: Promotion, listed: bigint): PromotionStep | undefined {
  let reached: PromotionStep | undefined;
  for (const step of steps) if (step.from <= listed && (!reached || step.from > reached.from)) reached = step;
  return reached;
}

function roundedDivision(amount: bigint, by: bigint): bigint {
  return (2n * amount + by) / (2n * by);
}

function freightSteps(order: FrozenOrder, back: BackByLine, lost: readonly RefundStep[]): RefundStep[] {
  const { freight, lines } = order;
  if (!freight) return [];
  if (lines.every(({ id }) => of(back, id).kept === 0)) {
    const sellerFailed = lines.every(({ id, quantity }) => of(back, id).fault === quantity);
    if (freight.charged === 0n || !(freight.refundCharged || sellerFailed)) return [];
    return [step(order, "charged-freight", {}, freight.charged)];
  }
  const minds = lines.some(({ id }) => of(back, id).all > of(back, id).fault);
  if (freight.waived === 0n || !freight.deductWaived || !minds) return [];
  const reached = freight.measure === "list" ? listedStill(order, back) : payableStill(order, back, lost);
  if (reached >= freight.freeFrom) return [];
  const params = { freeFrom: decimal(order, freight.freeFrom), reached: decimal(order, reached) };
  return [step(order, "waived-freight", params, -freight.waived)];
}

/** What the seller failed on counts as if kept, here too. */
function listedStill({ lines }: FrozenOrder, back: BackByLine): bigint {
  return listSum(lines, ({ id }) => of(back, id).kept + of(back, id).fault);
}

function payableStill({ lines }: FrozenOrder, back: BackByLine, lost: readonly RefundStep[]): bigint {
  const shares = lines.reduce((sum, { id, paid, quantity }) => {
    const { all, fault } = of(back, id);
    return sum + paid - cumulativeShare(paid, 0n, BigInt(all - fault), BigInt(quantity));
  }, 0n);
  return lost.reduce((sum, { amount }) => sum - amount, shares);
}

function giftsKept(order: FrozenOrder, back: BackByLine): RefundStep[] {
  return giftsDue(order, back).flatMap(({ id, statedPrice }) =>
    statedPrice === null ? [] : [step(order, "gift-kept", { gift: id }, -statedPrice)],
  );
}

/** Gifts still with the shopper although too little is left of what they came with. */
function giftsDue({ gifts, lines }: FrozenOrder, back: BackByLine): readonly Gift[] {
  return gifts.filter((gift) => {
    if (gift.returned) return false;
    const own = lines.filter(({ id }) => gift.lines.includes(id));
    assert(own.length === gift.lines.length, "a gift came with lines of the order");
    const none = own.every(({ id }) => of(back, id).kept === 0);
    return none || listSum(own, ({ id }) => of(back, id).kept + of(back, id).fault) < gift.from;
  });
}

/** By what each unit paid; what goes beyond makes good earlier returns, and freight stands apart. */
function spreadOverUnits(order: FrozenOrder, back: BackByLine, refund: bigint, steps: readonly RefundStep[]) {
  const units = order.lines.flatMap((line) => {
    const { before, all } = of(back, line.id);
    return Array.from({ length: all - before }, (_, index) => {
      const amount = cumulativeShare(line.paid, BigInt(before + index), 1n, BigInt(line.quantity));
      return { line: line.id, unit: before + index, amount };
    });
  });
  const charged = steps.find(({ code }) => code === "charged-freight")?.amount ?? 0n;
  const freight = charged < refund ? charged : refund;
  const weights = units.map(({ amount }) => amount);
  const shares = weights.reduce((sum, weight) => sum + weight, 0n);
  const left = refund - freight;
  if (left >= shares) return { units, freight, releasedFromEarlier: left - shares };
  const spread = allocate({ minor: left, currency: order.currency }, weights);
  return {
    units: units.map((unit, index) => ({ ...unit, amount: spread[index]?.minor ?? 0n })),
    freight,
    releasedFromEarlier: 0n,
  };
}

function pointsNow({ id, points, quantity }: FrozenLine, back: BackByLine): bigint {
  const { before, all } = of(back, id);
  return cumulativeShare(points, BigInt(before), BigInt(all - before), BigInt(quantity));
}

/** All lines are back, and were not before. */
function completedNow(lines: readonly string[], back: BackByLine): boolean {
  const found = lines.map((line) => of(back, line));
  return found.every(({ kept }) => kept === 0) && found.some(({ before, all }) => before < all);
}

function step(order: FrozenOrder, code: RefundStepCode, params: Params, amount: bigint): RefundStep {
  return { code, params: { ...params, amount: decimal(order, amount) }, amount };
}

function decimal({ currency }: FrozenOrder, minor: bigint): string {
  return toWire({ minor, currency }).amount;
}
