import { assert, grant } from "#kernel/outcome";
import { action, all, holds, is, not } from "#platform/action";
import type { Personal } from "#platform/personal";
import { freezeRefusals, orderInput, putOrderOutput } from "../contract.ts";
import { lockOrders } from "../store/orders.ts";
import { addReferences, ReferenceBook } from "./add-references.ts";
import { draftParsed } from "./draft-order.ts";
import { saveOrders } from "./save-orders.ts";

/**
 * PUT /api/v1/orders/{number}: one order as the shop has it now. Saying the same again changes nothing, so it may be repeated
 * without a key. Products and categories it mentions are added; a merchant must be known.
 */
export const putOrder = (personal: Personal) =>
  action({
    name: "orders.put",
    input: orderInput,
    output: putOrderOutput,
    allow: all(holds("orders.write"), not(is("merchant"))),
    idempotency: "optional",
    refusals: ["order-older", "order-belongs-to-other", "merchant-unknown", "policy-unknown", ...freezeRefusals],
    subject: async (tx, input) => grant({ locked: await lockOrders(tx, [input.number]) }),
    run: async ({ tx, input, subject, record }) => {
      const draft = draftParsed(input, 0);
      if (!draft.ok) return draft;
      const book = new ReferenceBook();
      const missing = book.missingIn([draft.value]);
      if (missing !== undefined)
        book.remember(await addReferences(tx, missing, book, { source: input.source, newMerchants: false }));
      const [outcome] = await saveOrders(tx, personal, [draft.value], book, subject.locked);
      assert(outcome !== undefined, "every draft has its outcome");
      if (!outcome.ok) return outcome;
      const { result, customerId, orderId, merchantIds } = outcome.value;
      const [merchantId, ...others] = merchantIds;
      record.about({
        kind: "order",
        id: orderId,
        customerId,
        orderId,
        ...(merchantId === undefined || others.length > 0 ? {} : { merchantId }),
      });
      record.detail({ number: input.number, result });
      if (result !== "unchanged")
        record.fact({ kind: "orders.imported", version: 1, payload: { number: input.number, result } });
      return grant({ number: input.number, result });
    },
  });
