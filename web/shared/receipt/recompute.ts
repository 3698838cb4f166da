import type { Receipt, ReceiptInputs } from "#contract/payments";
import {
  add,
  cumulativeShare,
  currency,
  fromWire,
  isZero,
  type Money,
  money,
  subtract,
  sum,
  zero,
} from "#kernel/money";
import type { FrozenOrder, RefundEntitlement, Returned } from "#law/refund";

export type Recomputed = {
  readonly total: Money;
  /** What the receipt says more (or less) than the arithmetic; null: they agree. */
  readonly off: Money | null;
  /** "inputs": from what was frozen at purchase; "steps": an old receipt, whose own lines were added up again. */
  readonly from: "inputs" | "steps";
};

export type Arithmetic = (order: FrozenOrder, returned: Returned) => Pick<RefundEntitlement, "entitlement">;

/** The steps that make up the entitlement, also where one is shown as several; all others are taken as they stand. */
const ofEntitlement: ReadonlySet<string> = new Set([
  "paid-share",
  "list-price",
  "discount-share",
  "tax-share",
  "charged-freight",
  "beyond-the-lines",
  "promotion-settled-anew",
  "waived-freight",
  "gift-kept",
  "capped-at-paid",
]);

const exchangeDifference = "exchange-difference";
/** What is taken off at the end, by the step that says so; receipts from before it was an input say it in the step alone. */
const takenOff = { fee: "restocking-fee", withheld: "withheld" } as const;

/** Does the arithmetic of a receipt again, here and now, and says where it differs. Never below nothing, as the receipt. */
export function recompute(receipt: Receipt, arithmetic: Arithmetic): Recomputed {
  const code = currency(receipt.total.currency);
  const steps = receipt.steps.map((step) => ({ ...step, amount: fromWire(step.amount) }));
  const part = (one: (code: string) => boolean) =>
    sum(
      steps.filter(({ code: named }) => one(named)).map(({ amount }) => amount),
      code,
    );
  const entitled =
    receipt.inputs === undefined
      ? sum(steps.filter(({ code: named }) => ofEntitlement.has(named)).map(shareOf), code)
      : money(arithmetic(...readInputs(receipt.inputs)).entitlement, code);
  // What was paid more in an exchange comes back beside what the order says, however that comes out.
  const paidMore = receipt.inputs?.differences
    ? money(
        receipt.inputs.differences.reduce((all, { paid, before }) => all + BigInt(paid) - BigInt(before), 0n),
        code,
      )
    : part((named) => named === exchangeDifference);
  const taken = sum(
    (["fee", "withheld"] as const).map((input) => {
      const known = receipt.inputs?.[input];
      return known === undefined ? part((named) => named === takenOff[input]) : money(-BigInt(known), code);
    }),
    code,
  );
  const held = add(
    entitled,
    part((named) => named === "refunded-before"),
  );
  const due = add(
    add(held.minor > 0n ? held : zero(code), paidMore),
    add(
      taken,
      part((named) => !ofEntitlement.has(named) && !elsewhere.has(named)),
    ),
  );
  const total = due.minor > 0n ? due : zero(code);
  const off = subtract(fromWire(receipt.total), total);
  return { total, off: isZero(off) ? null : off, from: receipt.inputs === undefined ? "steps" : "inputs" };
}

const elsewhere: ReadonlySet<string> = new Set(["refunded-before", exchangeDifference, ...Object.values(takenOff)]);

/** A share of a line is computed from what the line cost; another step has nothing to compute it from. */
function shareOf({ code, params, amount }: { code: string; params: Params; amount: Money }): Money {
  const { paid, units, quantity } = params;
  if (code !== "paid-share" || typeof paid !== "string" || typeof units !== "number" || typeof quantity !== "number")
    return amount;
  const line = fromWire({ amount: paid, currency: amount.currency });
  return money(cumulativeShare(line.minor, 0n, BigInt(units), BigInt(quantity)), amount.currency);
}
type Params = Receipt["steps"][number]["params"];

function readInputs({ order, returned }: ReceiptInputs): [FrozenOrder, Returned] {
  const { freight } = order;
  return [
    {
      currency: currency(order.currency),
      lines: order.lines.map((line) => ({
        ...line,
        listPrice: BigInt(line.listPrice),
        paid: BigInt(line.paid),
        points: BigInt(line.points),
      })),
      promotions: order.promotions.map((promotion) => ({
        ...promotion,
        shares: Object.fromEntries(Object.entries(promotion.shares).map(([line, minor]) => [line, BigInt(minor)])),
        steps: promotion.steps.map((step) =>
          "off" in step
            ? { from: BigInt(step.from), off: BigInt(step.off) }
            : { from: BigInt(step.from), offBasisPoints: step.offBasisPoints },
        ),
      })),
      freight:
        freight === null
          ? null
          : {
              ...freight,
              charged: BigInt(freight.charged),
              waived: BigInt(freight.waived),
              freeFrom: BigInt(freight.freeFrom),
            },
      gifts: order.gifts.map((gift) => ({
        ...gift,
        from: BigInt(gift.from),
        statedPrice: gift.statedPrice === null ? null : BigInt(gift.statedPrice),
      })),
      coupons: order.coupons,
    },
    {
      before: unitsOf(returned.before),
      now: unitsOf(returned.now),
      refundedBefore: BigInt(returned.refundedBefore),
    },
  ];
}

function unitsOf(units: ReceiptInputs["returned"]["now"]): Returned["now"] {
  return Object.fromEntries(
    Object.entries(units).map(([line, { changedMind = 0, sellersFault = 0 }]) => [line, { changedMind, sellersFault }]),
  );
}
