import { grant, type Outcome, refuse } from "#kernel/outcome";
import { all, type Fact, guestScope, is } from "#platform/action";
import type { Tx } from "#platform/db";
import type { Present } from "../contract.ts";
import { type LockedOrder, lockOrder } from "../store/lock-order.ts";
import { type PresentRow, presentOf } from "../store/presents.ts";
import { presentCode } from "./present-code.ts";

/** Only who paid gives away, and is asked to sign in for it. */
export const giver = all(is("shopper"), guestScope);

export type PresentToChange = {
  readonly order: LockedOrder;
  readonly customerId: string;
  readonly present: PresentRow | undefined;
  readonly about: {
    readonly kind: "order";
    readonly id: string;
    readonly customerId: string;
    readonly orderId: string;
  };
};

/** The order under lock, with its present if there is one. */
export async function presentToChange(
  tx: Tx,
  { number }: { readonly number: string },
): Promise<Outcome<PresentToChange, "order-not-found">> {
  const customerId = tx.principal.kind === "shopper" ? tx.principal.customerId : undefined;
  const order = customerId === undefined ? undefined : await lockOrder(tx, customerId, number);
  if (customerId === undefined || order === undefined) return refuse("order-not-found", { number });
  const present = await presentOf(tx, customerId, order.id);
  return grant({ order, customerId, present, about: { kind: "order", id: order.id, customerId, orderId: order.id } });
}

/** The code that is out opens nothing any more, and whoever came in by it is shown out. */
export function presentClosed(number: string, presentId: string): Fact {
  return { kind: "orders.present-closed", version: 1, payload: { presentId, number } };
}

export function presentOnWire(key: Uint8Array, row: PresentRow): Present {
  return {
    lineNos: row.line_nos === null ? null : [...row.line_nos],
    code: presentCode(key, row.id, row.code_no),
    madeBy: row.made_by,
    madeAt: row.made_at.toString(),
  };
}
