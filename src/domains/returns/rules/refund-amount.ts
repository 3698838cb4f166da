import type { Receipt } from "#contract/payments";
import type { LoadedLine, LockedOrder, SurchargeBack } from "#domains/orders";
import { receiptInputs } from "#domains/payments";
import { cumulativeShare, currency, fromWire, money, toWire } from "#kernel/money";
import { type FrozenOrder, type RefundEntitlement, type Returned, refundEntitlement, type Units } from "#law";
import { sumOf } from "./exchange-difference.ts";
import { leftOf } from "./line-left.ts";

/** An entitlement with what it was computed from, so that its receipt can be computed again. */
export type Priced = RefundEntitlement & {
  readonly from: { readonly order: FrozenOrder; readonly returned: Returned };
};

/** Units that come back now, by line id. */
export type Coming = { readonly lineId: string; readonly quantity: number };

/**
 * What is to be paid back when these units come back now: the entitlement to everything given back so far, less what was
 * refunded. Independent of the order of returns wherever nothing is re-priced. Tax follows its goods; what was paid beyond the
 * lines follows the freight.
 */
export function refundAmount(
  order: LockedOrder,
  lines: readonly LoadedLine[],
  coming: readonly Coming[],
  why: "changed-mind" | "sellers-fault",
  options: { refundedBefore: bigint; freightComesBack: boolean },
): Priced {
  const goods = lines.filter((line) => !line.is_adjustment);
  const priced = goods.filter((line) => !line.is_gift || line.paid_minor > 0n);
  const free = order.context.freeFreight;
  const frozen: FrozenOrder = {
    currency: currency(order.currency),
    lines: priced.map((line) => ({
      id: line.id,
      quantity: line.quantity,
      listPrice: line.unit_list_minor,
      paid: line.paid_minor + line.tax_minor,
      points: line.points_minor,
    })),
    promotions: order.promotions.flatMap((promotion) => {
      const shares = Object.fromEntries(
        priced.flatMap((line) => {
          const share = line.discounts
            .filter((d) => d.code === promotion.code)
            .reduce((sum, d) => sum + BigInt(d.minor), 0n);
          const counts = promotion.lineNos === null ? !line.is_gift : promotion.lineNos.includes(line.line_no);
          return counts ? [[line.id, share]] : [];
        }),
      );
      const terms = {
        id: promotion.code,
        funder: funderOf(promotion.funder),
        onPartialReturn: promotion.afterPartialReturn,
      };
      if (promotion.set !== undefined) return [{ ...terms, shares, steps: [], set: unitsOfSet(promotion.set, priced) }];
      if (promotion.thresholdMinor === null) return [];
      return [
        { ...terms, shares, steps: [{ from: BigInt(promotion.thresholdMinor), off: BigInt(promotion.offMinor) }] },
      ];
    }),
    freight: {
      charged: order.freight_minor + beyondTheLines(lines),
      waived: BigInt(free?.freightMinor ?? "0"),
      freeFrom: BigInt(free?.thresholdMinor ?? "0"),
      measure: "list",
      deductWaived: false,
      // Not by the last case alone: which of two cases came first must not decide who bears the freight.
      refundCharged: options.freightComesBack || goods.some(({ units }) => units.some(failedBefore)),
    },
    gifts: goods
      .filter((line) => line.is_gift && line.paid_minor === 0n)
      .map((line) => ({
        id: line.id,
        lines: priced.map((l) => l.id),
        from: 0n,
        statedPrice: line.gift_price_minor,
        returned:
          line.units.filter((unit) => unit.back !== null).length +
            (coming.find((c) => c.lineId === line.id)?.quantity ?? 0) ===
          line.quantity,
      })),
    coupons: order.promotions.flatMap(({ coupon, code }) => {
      const used = priced.filter(({ discounts }) => discounts.some((one) => one.code === code)).map(({ id }) => id);
      return coupon === undefined || used.length === 0 ? [] : [{ id: coupon, lines: used }];
    }),
  };
  const returned: Returned = {
    before: backBefore(priced),
    now: Object.fromEntries(
      coming
        .filter((c) => priced.some((line) => line.id === c.lineId))
        .map((c) => [c.lineId, why === "changed-mind" ? { changedMind: c.quantity } : { sellersFault: c.quantity }]),
    ),
    refundedBefore: options.refundedBefore,
  };
  return { ...refundEntitlement(frozen, returned), from: { order: frozen, returned } };
}

/**
 * What was paid as a reduction on units while they stayed, of those that are back or come back now: their return pays the rest
 * and no more. Of those that stay it counts what their line does not hold any more, so that both together never pay it twice.
 */
export function paidBack(
  lines: readonly LoadedLine[],
  coming: readonly { readonly line: { readonly id: string }; readonly unitNos: readonly number[] }[],
): bigint {
  const now = new Map(coming.map(({ line, unitNos }) => [line.id, unitNos]));
  return lines.reduce((sum, line) => {
    const coming = now.get(line.id);
    const [gone, staying] = [true, false].map((back) =>
      line.units
        .filter((unit) => (unit.back !== null || coming?.includes(unit.no) === true) === back)
        .reduce((all, { allowance }) => all + BigInt(allowance), 0n),
    );
    const beyond = (staying ?? 0n) - leftOf(line, coming);
    return sum + (gone ?? 0n) + (beyond > 0n ? beyond : 0n);
  }, 0n);
}

/**
 * The arithmetic, step by step, as a page shows and recomputes it: list price, less the share of each discount, less what was
 * refunded before. The steps add up to the total wherever the total is not held at nothing.
 */
export function receiptOf(
  entitled: Priced,
  refundedBefore: bigint,
  code: string,
  lines: readonly LoadedLine[],
  differences: readonly SurchargeBack[] = [],
): Receipt {
  const wire = (minor: bigint) => toWire(money(minor, currency(code)));
  const steps: Receipt["steps"] = [];
  for (const step of entitled.steps) {
    if (step.code === "charged-freight") {
      const beyond = beyondTheLines(lines);
      if (step.amount > beyond) steps.push({ code: step.code, params: {}, amount: wire(step.amount - beyond) });
      if (beyond > 0n) steps.push({ code: "beyond-the-lines", params: {}, amount: wire(beyond) });
      continue;
    }
    const line = step.code === "paid-share" ? lines.find((one) => one.id === step.params["line"]) : undefined;
    const units = Number(step.params["units"] ?? 0);
    const list = (line?.unit_list_minor ?? 0n) * BigInt(units);
    if (line === undefined || (list === step.amount && line.tax_minor === 0n)) {
      steps.push({ code: step.code, params: { ...step.params }, amount: wire(step.amount) });
      continue;
    }
    const paid = cumulativeShare(line.paid_minor, 0n, BigInt(units), BigInt(line.quantity));
    const labels = [...new Set(line.discounts.map((discount) => discount.label))].join("、");
    steps.push({ code: "list-price", params: { line: line.id, units }, amount: wire(list) });
    if (paid !== list)
      steps.push({ code: "discount-share", params: { line: line.id, labels }, amount: wire(paid - list) });
    if (step.amount !== paid)
      steps.push({ code: "tax-share", params: { line: line.id }, amount: wire(step.amount - paid) });
  }
  if (refundedBefore > 0n) steps.push({ code: "refunded-before", params: {}, amount: wire(-refundedBefore) });
  for (const [line, back] of Map.groupBy(differences, ({ lineId }) => lineId)) {
    const units = new Set(back.map(({ unitNo }) => unitNo)).size;
    steps.push({ code: "exchange-difference", params: { line, units }, amount: wire(sumOf(back)) });
  }
  return {
    version: 2,
    inputs: receiptInputs(
      entitled.from.order,
      entitled.from.returned,
      differences.length === 0 ? undefined : differences.map((one) => differenceInput(one, lines)),
    ),
    steps,
    total: wire(entitled.refund + sumOf(differences)),
    shortfall: entitled.shortfall > 0n ? wire(entitled.shortfall) : null,
    ...(comesBackInKind(entitled) ? { inKind: { points: wire(entitled.points), coupons: [...entitled.coupons] } } : {}),
  };
}

/** Whether points or coupons come back beside the money. */
export function comesBackInKind({ points, coupons }: Pick<RefundEntitlement, "points" | "coupons">): boolean {
  return points > 0n || coupons.length > 0;
}

function differenceInput({ lineId, unitNo, caseId, minor }: SurchargeBack, lines: readonly LoadedLine[]) {
  const unit = lines.find(({ id }) => id === lineId)?.units.find(({ no }) => no === unitNo);
  const paid = unit?.replacements.find((one) => one.case === caseId)?.paid ?? minor;
  return { line: lineId, unit: unitNo, paid, before: paid - minor };
}

/** The same receipt after what the promise takes off for taking the goods back. */
export function feeTaken(receipt: Receipt, feeMinor: bigint, code: string): Receipt {
  if (feeMinor === 0n) return receipt;
  const wire = (minor: bigint) => toWire(money(minor, currency(code)));
  return {
    ...receipt,
    ...(receipt.inputs === undefined ? {} : { inputs: { ...receipt.inputs, fee: feeMinor.toString() } }),
    steps: [...receipt.steps, { code: "restocking-fee", params: {}, amount: wire(-feeMinor) }],
    total: wire(fromWire(receipt.total).minor - feeMinor),
  };
}

/** The same receipt after a deduction that was agreed for the state of the goods, or what a ruling leaves out. */
export function withheldFrom(
  receipt: Receipt,
  withheldMinor: bigint,
  leftMinor: bigint,
  code: string,
  by: "agreement" | "ruling" = "agreement",
): Receipt {
  if (withheldMinor === 0n) return receipt;
  const wire = (minor: bigint) => toWire(money(minor, currency(code)));
  return {
    ...receipt,
    // What was agreed or ruled about the state of the goods follows from no formula: the agreed amount is an input itself.
    ...(receipt.inputs === undefined ? {} : { inputs: { ...receipt.inputs, withheld: withheldMinor.toString() } }),
    steps: [...receipt.steps, { code: "withheld", params: { by }, amount: wire(-withheldMinor) }],
    total: wire(leftMinor),
  };
}

function backBefore(lines: readonly LoadedLine[]): Units {
  return Object.fromEntries(
    lines.map((line) => [
      line.id,
      {
        changedMind: line.units.filter((u) => u.back === "changed-mind").length,
        sellersFault: line.units.filter((u) => u.back === "sellers-fault").length,
      },
    ]),
  );
}

function failedBefore(unit: LoadedLine["units"][number]): boolean {
  return unit.back === "sellers-fault";
}

/** What the tenders captured above all lines, freight and tax. */
function beyondTheLines(lines: readonly LoadedLine[]): bigint {
  return lines.reduce((sum, line) => (line.is_adjustment ? sum + line.paid_minor : sum), 0n);
}

function funderOf(funder: string): "shop" | "platform" | "host" | "brand" {
  return funder === "platform" || funder === "host" || funder === "brand" ? funder : "shop";
}

function unitsOfSet(
  set: readonly { readonly lineNo: number; readonly units: number }[],
  lines: readonly LoadedLine[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    lines.flatMap((line) => {
      const member = set.find(({ lineNo }) => lineNo === line.line_no);
      return member === undefined ? [] : [[line.id, member.units]];
    }),
  );
}
