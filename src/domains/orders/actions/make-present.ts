import { newId } from "#kernel/ids";
import { grant, refuse } from "#kernel/outcome";
import { action } from "#platform/action";
import { makePresentInput, presentShape } from "../contract.ts";
import { goodsOf } from "../queries/present-goods.ts";
import { changePresent, insertPresent } from "../store/presents.ts";
import { giver, presentOnWire, presentToChange } from "./present-to-change.ts";

/** Who paid makes the goods a present: whoever holds the code may exchange them or send them back, and never sees what they cost. */
export const makePresent = (key: Uint8Array) =>
  action({
    name: "orders.make-present",
    input: makePresentInput,
    output: presentShape,
    allow: giver,
    idempotency: "optional",
    refusals: ["order-not-found", "line-unknown", "nothing-to-give"],
    subject: presentToChange,
    run: async ({ tx, input, subject: { order, customerId, present }, record, now }) => {
      const goods = await goodsOf(tx, customerId, order.id);
      if (goods.length === 0) return refuse("nothing-to-give", { number: order.number });
      const unknown = input.lineNos?.find((no) => !goods.some(({ line_no }) => line_no === no));
      if (unknown !== undefined) return refuse("line-unknown", { lineNo: unknown });
      const lineNos = input.lineNos === undefined ? null : [...new Set(input.lineNos)].sort((a, b) => a - b);
      record.detail({ number: order.number });
      if (present !== undefined) {
        // Given again after it was taken back: the old code stays worthless.
        const codeNo = present.ended_at === null ? present.code_no : present.code_no + 1;
        const changes = { line_nos: lineNos, ended_at: null, code_no: codeNo };
        return grant(presentOnWire(key, changePresent(record, present, changes)));
      }
      const row = {
        customer_id: customerId,
        id: newId<"present">(),
        order_id: order.id,
        line_nos: lineNos,
        code_no: 1,
        made_by: "shopper",
        made_at: now,
        ended_at: null,
      } as const;
      insertPresent(record, row, order.merchant_ids);
      return grant(presentOnWire(key, row));
    },
  });
