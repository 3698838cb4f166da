import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type LoadedLine, worthOf } from "#domains/orders";
import { allocate, currency, money } from "#kernel/money";
import { refundEntitlement } from "#law";
import { spreadOverTenders } from "../../src/domains/payments/rules/spread-over-tenders.ts";
import { byExchange, sumOf, surchargesOf, upTo } from "../../src/domains/returns/rules/exchange-difference.ts";
import { worthLeft } from "../../src/domains/returns/rules/line-left.ts";
import { paidBack, receiptOf, refundAmount, withheldFrom } from "../../src/domains/returns/rules/refund-amount.ts";
import { recompute } from "../../web/shared/receipt/recompute.ts";
import { type AnyOrder, anyOrder } from "../support/any-order.ts";

// What may happen to pieces beside their way back, in any order and on any order: a lower price for what stays (price protection,
// kept for less, a partial ruling, a cheaper exchange), a dearer exchange whose difference is paid, and a return of which a part is
// kept by agreement or by ruling.

type Piece = { readonly lineId: string; readonly no: number };
type Step =
  | { readonly is: "back"; readonly pieces: readonly Piece[]; readonly why: Cause; readonly keptPercent: bigint }
  | { readonly is: "less"; readonly pieces: readonly Piece[]; readonly percent: bigint }
  | { readonly is: "dearer"; readonly pieces: readonly Piece[]; readonly more: bigint };
type Cause = "changed-mind" | "sellers-fault";

test("whatever happens to the pieces: nothing below zero goes back, never more than was paid, each along its own payment, and no piece is worth less than nothing", () =>
  always(anySteps, ({ order, steps }) => {
    const end = play(order, steps, (after) => {
      for (const line of after.lines)
        for (const unit of line.units) {
          assert.ok(worthOf(unit) >= 0n);
          assert.ok(BigInt(unit.allowance) >= 0n && BigInt(unit.allowance) <= BigInt(unit.paid));
          for (const { surcharge, paid } of unit.replacements) assert.ok(surcharge >= 0n && surcharge <= paid);
        }
    });
    assert.ok(end.paidBack <= order.frozen.paidMinor + end.paidMore);
    for (const [exchange, back] of end.differencesBack) assert.ok(back <= (end.differences.get(exchange) ?? 0n));
  }));

test("everything back in the end because the seller failed: all that was paid, the differences too, less what was agreed to be kept", () =>
  always(everythingBackInTheEnd, ({ order, steps }) => {
    const end = play(order, steps);
    assert.equal(end.paidBack + end.kept, order.frozen.paidMinor + end.paidMore);
  }));

test("whoever does the arithmetic of a receipt again finds what was paid, whatever was paid before, more or less, and whatever is kept", () =>
  always(anySteps, ({ order, steps }) => {
    play(order, steps, ({ receipt, paid }) => {
      if (receipt === undefined) return;
      const { total, off, from } = recompute(receipt, refundEntitlement);
      assert.deepEqual([total.minor, off, from], [paid, null, "inputs"]);
    });
  }));

type Books = {
  lines: readonly LoadedLine[];
  /** What the goods that came back have settled, paid or kept; without differences. */
  settled: bigint;
  paidBack: bigint;
  kept: bigint;
  paidMore: bigint;
  readonly differences: Map<string, bigint>;
  readonly differencesBack: Map<string, bigint>;
};
type After = {
  readonly lines: readonly LoadedLine[];
  readonly paid: bigint;
  readonly receipt: ReturnType<typeof receiptOf> | undefined;
};

/** One step after the other, as the money of each falls due under the lock of the order. */
function play(order: AnyOrder, steps: readonly Step[], look: (after: After) => void = () => {}): Books {
  const books: Books = {
    lines: order.lines,
    settled: 0n,
    paidBack: 0n,
    kept: 0n,
    paidMore: 0n,
    differences: new Map(),
    differencesBack: new Map(),
  };
  const tenders = order.frozen.tenders.map(({ tenderNo, capturedMinor }) => ({
    id: String(tenderNo),
    capturedMinor,
    reservedMinor: 0n,
    refundedMinor: 0n,
  }));
  /** Along the payments: differences each along its own, the rest over what the order was paid with. */
  const pay = (minor: bigint, differences: readonly { readonly caseId: string; readonly minor: bigint }[]) => {
    const ofOrder = minor - sumOf(differences);
    assert.ok(ofOrder >= 0n && differences.every((one) => one.minor > 0n));
    const spread = spreadOverTenders(ofOrder, currency(order.order.currency), tenders);
    assert.ok(spread.ok, "there is room for what is due");
    for (const { tenderId, minor: share } of spread.value)
      for (const tender of tenders) if (tender.id === tenderId) tender.refundedMinor += share;
    for (const { caseId, minor: back } of differences)
      books.differencesBack.set(caseId, (books.differencesBack.get(caseId) ?? 0n) + back);
    books.paidBack += minor;
  };
  for (const [i, step] of steps.entries()) {
    const pieces = step.pieces.filter((piece) => unitOf(books.lines, piece)?.back === null);
    if (pieces.length === 0) continue;
    if (step.is === "back") look({ ...back(order, books, { ...step, pieces }, pay), lines: books.lines });
    else if (step.is === "less")
      look({ paid: less(order, books, { ...step, pieces }, pay), lines: books.lines, receipt: undefined });
    else dearer(books, { ...step, pieces }, `exchange-${i}`);
  }
  return books;
}

type Pay = (minor: bigint, differences: readonly { readonly caseId: string; readonly minor: bigint }[]) => void;

function back(order: AnyOrder, books: Books, step: Extract<Step, { is: "back" }>, pay: Pay) {
  const coming = [...Map.groupBy(step.pieces, ({ lineId }) => lineId)].map(([lineId, all]) => ({
    lineId,
    unitNos: all.map(({ no }) => no),
  }));
  const before =
    books.settled +
    paidBack(
      books.lines,
      coming.map(({ lineId, unitNos }) => ({ line: { id: lineId }, unitNos })),
    );
  const entitled = refundAmount(
    order.order,
    books.lines,
    coming.map(({ lineId, unitNos }) => ({ lineId, quantity: unitNos.length })),
    step.why,
    { refundedBefore: before, freightComesBack: step.why === "sellers-fault" },
  );
  const surcharges = surchargesOf(books.lines, coming);
  const full = entitled.refund + sumOf(surcharges);
  const kept = (full * step.keptPercent) / 100n;
  const ofGoods = entitled.refund > kept ? entitled.refund - kept : 0n;
  pay(full - kept, byExchange(upTo(full - kept - ofGoods, surcharges)));
  books.settled += entitled.refund;
  books.kept += kept;
  const { currency: code } = order.order;
  const receipt = withheldFrom(receiptOf(entitled, before, code, books.lines, surcharges), kept, full - kept, code);
  change(books, step.pieces, (unit) => ({
    ...unit,
    back: step.why,
    replacements: unit.replacements.map((one) => ({ ...one, surcharge: 0n })),
  }));
  return { paid: full - kept, receipt };
}

/** A part of what the pieces are still worth, spread over them by that. */
function less(order: AnyOrder, books: Books, { pieces, percent }: Extract<Step, { is: "less" }>, pay: Pay): bigint {
  const units = pieces.flatMap((piece) => {
    const unit = unitOf(books.lines, piece);
    return unit === undefined ? [] : [{ piece, unit }];
  });
  const worths = worthLeft(
    books.lines,
    units.map(({ piece }) => ({ lineId: piece.lineId, unitNo: piece.no })),
  );
  const minor = (worths.reduce((sum, worth) => sum + worth, 0n) * percent) / 100n;
  if (minor === 0n) return 0n;
  const shares = allocate(money(minor, currency(order.order.currency)), worths);
  const taken = units.map(({ piece }, i) => {
    const share = shares[i]?.minor ?? 0n;
    const surcharges = upTo(share, surchargesOf(books.lines, [{ lineId: piece.lineId, unitNos: [piece.no] }]));
    return { piece, surcharges, allowance: share - sumOf(surcharges) };
  });
  pay(minor, byExchange(taken.flatMap(({ surcharges }) => surcharges)));
  for (const { piece, surcharges, allowance } of taken)
    change(books, [piece], (unit) => ({
      ...unit,
      allowance: (BigInt(unit.allowance) + allowance).toString(),
      replacements: unit.replacements.map((one) => ({
        ...one,
        surcharge: one.surcharge - sumOf(surcharges.filter(({ caseId }) => caseId === one.case)),
      })),
    }));
  return minor;
}

/** Dearer goods go out, and what each costs more was paid. */
function dearer(books: Books, { pieces, more }: Extract<Step, { is: "dearer" }>, exchange: string): void {
  const at = Temporal.Instant.fromEpochMilliseconds(0);
  change(books, pieces, (unit) => ({
    ...unit,
    replacements: [
      { case: exchange, goods: null, shipped_at: at, delivered_at: at, paid: more, surcharge: more },
      ...unit.replacements,
    ],
  }));
  const paid = more * BigInt(pieces.length);
  books.paidMore += paid;
  books.differences.set(exchange, paid);
}

type Unit = LoadedLine["units"][number];

function unitOf(lines: readonly LoadedLine[], { lineId, no }: Piece): Unit | undefined {
  return lines.find(({ id }) => id === lineId)?.units.find((unit) => unit.no === no);
}

function change(books: Books, pieces: readonly Piece[], to: (unit: Unit) => Unit): void {
  const chosen = (line: LoadedLine, unit: Unit) =>
    pieces.some(({ lineId, no }) => lineId === line.id && no === unit.no);
  books.lines = books.lines.map((line) => ({
    ...line,
    units: line.units.map((unit) => (chosen(line, unit) ? to(unit) : unit)),
  }));
}

type Told = { readonly order: AnyOrder; readonly steps: readonly Step[] };

function piecesOf({ lines }: AnyOrder): Piece[] {
  return lines.flatMap(({ id, is_adjustment, units }) =>
    is_adjustment ? [] : units.map(({ no }) => ({ lineId: id, no })),
  );
}

const nothingKept = fc.constant(0n);

function anyStep(order: AnyOrder, causes: readonly Cause[]): fc.Arbitrary<Step> {
  const all = piecesOf(order);
  const pieces = fc.shuffledSubarray(all, { minLength: 1, maxLength: Math.min(4, all.length) });
  const bought = pieces.map((some) =>
    some.filter(({ lineId }) => order.lines.some(({ id, is_gift }) => id === lineId && !is_gift)),
  );
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        is: fc.constant("back" as const),
        pieces,
        why: fc.constantFrom(...causes),
        keptPercent: fc.oneof({ weight: 2, arbitrary: nothingKept }, fc.bigInt(0n, 100n)),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ is: fc.constant("less" as const), pieces: bought, percent: fc.bigInt(0n, 100n) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ is: fc.constant("dearer" as const), pieces: bought, more: fc.bigInt(1n, 50_000n) }),
    },
  );
}

const anySteps: fc.Arbitrary<Told> = anyOrder.chain((order) =>
  fc.array(anyStep(order, ["changed-mind", "sellers-fault"]), { maxLength: 10 }).map((steps) => ({ order, steps })),
);

/** Any steps for the seller's fault, and then whatever is still there comes back too, of which nothing is kept. */
const everythingBackInTheEnd: fc.Arbitrary<Told> = anyOrder.chain((order) =>
  fc.array(anyStep(order, ["sellers-fault"]), { maxLength: 8 }).map((steps) => ({
    order,
    steps: [...steps, { is: "back", pieces: piecesOf(order), why: "sellers-fault", keptPercent: 0n }],
  })),
);

function always<T>(what: fc.Arbitrary<T>, holds: (value: T) => void): void {
  fc.assert(fc.property(what, holds), { numRuns: 500 });
}
