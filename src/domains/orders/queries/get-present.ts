import { grant, refuse } from "#kernel/outcome";
import { all, any, guestScope, holds, is, query } from "#platform/action";
import { holdsRight } from "#platform/db";
import { findCustomerOf } from "#platform/directory";
import { presentOnWire } from "../actions/present-to-change.ts";
import { type MaybePresent, maybePresentShape, presentTarget } from "../contract.ts";
import { presentOf } from "../store/presents.ts";
import { readOrder } from "./load-for-case.ts";

/** Whether the goods are a present, and the code that lets its recipient in: for who paid, and for the shop that prints the card. */
export const getPresent = (key: Uint8Array) =>
  query({
    name: "orders.get-present",
    input: presentTarget,
    output: maybePresentShape,
    allow: any(all(is("shopper"), guestScope), holds("orders.read"), holds("orders.write")),
    run: async (tx, { number }) => {
      const { principal } = tx;
      const customerId =
        principal.kind === "shopper" ? principal.customerId : await findCustomerOf(tx, "order", number);
      const order = customerId === undefined ? undefined : await readOrder(tx, customerId, number);
      if (customerId === undefined || order === undefined) return refuse("order-not-found", { number });
      const row = await presentOf(tx, customerId, order.id);
      if (row === undefined || row.ended_at !== null) return grant<MaybePresent>({ present: null });
      // Who only reads orders learns that it is a present, and cannot come in as its recipient.
      const mayGive = principal.kind === "shopper" || holdsRight(principal, "orders.write");
      const present = presentOnWire(key, row);
      return grant<MaybePresent>({ present: mayGive ? present : { ...present, code: null } });
    },
  });
