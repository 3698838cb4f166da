import type { Tx } from "#platform/db";
import { findInDirectory } from "#platform/directory";

/** The order that a named order or case belongs to, as far as the caller may see it: row security decides. */
export async function orderOf(
  tx: Tx,
  named: { readonly orderNumber?: string | undefined; readonly caseNumber?: string | undefined },
): Promise<{ customerId: string; orderId: string } | undefined> {
  const [kind, number] =
    named.caseNumber === undefined ? (["order", named.orderNumber] as const) : (["case", named.caseNumber] as const);
  if (number === undefined) return undefined;
  const customerId =
    tx.principal.kind === "shopper" ? tx.principal.customerId : (await findInDirectory(tx, kind, number))?.customerId;
  if (customerId === undefined) return undefined;
  const row = await tx.maybe<{ order_id: string }>(
    kind === "case"
      ? "select order_id from returns.return_case where customer_id = $1 and number = $2"
      : "select id as order_id from orders.shop_order where customer_id = $1 and number = $2",
    [customerId, number],
  );
  return row === undefined ? undefined : { customerId, orderId: row.order_id };
}
