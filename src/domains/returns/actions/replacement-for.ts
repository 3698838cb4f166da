import { productOf } from "#domains/catalog";
import { goodsHeld, linesForCase, worthOf } from "#domains/orders";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import type { Tx } from "#platform/db";
import { kindTraits } from "../model.ts";
import type { AssessedLine } from "../rules/assess.ts";
import { sameGoods } from "../rules/same-goods.ts";
import { type CaseRow, caseLines, type NewCase, type WantedGoods } from "../store/case.ts";

export type Replacement = {
  readonly goods: WantedGoods;
  readonly differenceMinor: bigint;
};
type Pieces = Pick<AssessedLine, "line" | "unitNos" | "paidMinor">;

/** What goes out instead: the same goods where nothing else is named; other goods of the same shop at today's price. */
export async function replacementFor(
  tx: Tx,
  asked: { kind: NewCase["kind"]; wanted?: { productNumber?: string | undefined; variant: string } | undefined },
  [first, ...more]: readonly Pieces[],
  shop: { readonly merchantId: string; readonly currency: string },
): Promise<Outcome<Replacement | null, "replacement-not-found">> {
  if (!kindTraits[asked.kind].goodsOut || first === undefined) return grant(null);
  // What is mended is the shopper's own.
  if (asked.kind === "repair") return grant({ goods: sameGoods(first.line), differenceMinor: 0n });
  const number = asked.wanted?.productNumber;
  if (number === undefined || number === first.line.product_number)
    return grant({ goods: sameGoods(first.line, asked.wanted?.variant), differenceMinor: 0n });
  const product = more.length > 0 ? undefined : await productOf(tx, shop.merchantId, number, shop.currency);
  if (product === undefined) return refuse("replacement-not-found", { productNumber: number });
  const differenceMinor = product.listMinor * BigInt(first.unitNos.length) - first.paidMinor;
  return grant({ goods: { ...product.goods, variant: asked.wanted?.variant ?? "" }, differenceMinor });
}

/** The pieces of a case as the shopper holds them, with what was paid for them. */
export async function piecesOf(
  tx: Tx,
  row: Pick<CaseRow, "customer_id" | "id" | "order_number">,
): Promise<readonly Pieces[]> {
  const [held, lines] = await Promise.all([
    caseLines(tx, row.customer_id, row.id),
    linesForCase(tx, row.customer_id, row.order_number),
  ]);
  return held.flatMap(({ line_id, unit_nos }) =>
    lines
      .filter(({ id }) => id === line_id)
      .map((line) => {
        const units = line.units.filter(({ no }) => unit_nos.includes(no));
        const paidMinor = units.reduce((sum, unit) => sum + worthOf(unit), 0n);
        return { line: goodsHeld(line, units[0]), unitNos: unit_nos, paidMinor };
      }),
  );
}
