import { productsOnSale } from "#domains/catalog";
import { contentsForCase, goodsHeld, type LoadedLine, type LoadedUnit, readOrder, worthOf } from "#domains/orders";
import { currency, money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { any, holds, is, query } from "#platform/action";
import type { Tx } from "#platform/db";
import { findCustomerOf } from "#platform/directory";
import { replacementsQuery, replacementsShape } from "../contract.ts";
import { freeUnits } from "../rules/assess.ts";

/** What the shop sells today that could be sent instead of a line's goods, with what that makes against what was paid. */
export const findReplacements = query({
  name: "returns.replacements",
  input: replacementsQuery,
  output: replacementsShape,
  allow: any(is("shopper"), holds("cases.create"), holds("cases.initiate"), holds("cases.decide")),
  run: async (tx, { number, lineId, quantity, exchanged, caseNumber, q }) => {
    const customerId =
      tx.principal.kind === "shopper" ? tx.principal.customerId : await findCustomerOf(tx, "order", number);
    if (customerId === undefined) return refuse("order-not-found", { number });
    const [order, { lines, parcels }] = await Promise.all([
      readOrder(tx, customerId, number),
      contentsForCase(tx, customerId, number),
    ]);
    if (order === undefined) return refuse("order-not-found", { number });
    const bought = lines.find(({ id }) => id === lineId);
    if (bought === undefined || bought.is_adjustment) return refuse("line-not-in-order", { lineId });
    const units =
      caseNumber === undefined
        ? freeUnits(bought, parcels, "exchange", exchanged === undefined ? undefined : exchanged === "true")
        : await unitsOfCase(tx, customerId, caseNumber, bought);
    if (units.length < quantity) return refuse("unit-not-free", { lineId, free: units.length, wanted: quantity });
    const line = goodsHeld(bought, units[0]);
    const paidMinor = units.slice(0, quantity).reduce((sum, unit) => sum + worthOf(unit), 0n);
    const cash = (minor: bigint) => toWire(money(minor, currency(order.currency)));
    const products = await productsOnSale(tx, line.merchant_id, {
      q,
      currency: order.currency,
      upToMinor: paidMinor / BigInt(quantity),
      limit: most,
    });
    return grant({
      items: products
        .filter((product) => product.number !== line.product_number)
        .map((product) => ({
          productNumber: product.number,
          title: { zh: product.title, en: product.title_en },
          picture: product.picture,
          price: cash(product.list_minor),
          difference: cash(product.list_minor * BigInt(quantity) - paidMinor),
        })),
    });
  },
});

async function unitsOfCase(tx: Tx, customerId: string, number: string, line: LoadedLine): Promise<LoadedUnit[]> {
  const held = await tx.maybe<{ unit_nos: number[] }>(
    `select l.unit_nos from returns.return_case c
       join returns.case_line l on l.customer_id = c.customer_id and l.case_id = c.id
      where c.customer_id = $1 and c.number = $2 and l.line_id = $3`,
    [customerId, number, line.id],
  );
  return line.units.filter(({ no }) => held?.unit_nos.includes(no));
}

/** More than a phone shows; who seeks further types a name. */
const most = 30;
