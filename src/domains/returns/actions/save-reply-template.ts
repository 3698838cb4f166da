import { grant, type Outcome, refuse } from "#kernel/outcome";
import { action, all, any, holds, sameMerchant } from "#platform/action";
import { principalName } from "#platform/db";
import { savedEntryShape, saveReplyInput } from "../contract.ts";
import { changeReply, type Entry, insertReply, lockReply } from "../store/tables.ts";

type Subject = { readonly merchantId: string | null; readonly entry: Entry | undefined };

/** Keeps words to answer with, for everybody who answers for this shop, or for the platform. */
export const saveReplyTemplate = action({
  name: "returns.save-reply-template",
  input: saveReplyInput,
  output: savedEntryShape,
  allow: all(any(holds("policies.write"), holds("cases.decide")), sameMerchant),
  idempotency: "required",
  refusals: ["template-not-found", "template-changed"],
  subject: async (tx, { id, version, merchantId }): Promise<Outcome<Subject>> => {
    if (version === 0)
      return grant({
        merchantId: tx.principal.kind === "merchant" ? (merchantId ?? tx.principal.merchantId) : merchantId,
        entry: undefined,
      });
    const entry = await lockReply(tx, id);
    return entry === undefined ? refuse("template-not-found", { id }) : grant({ merchantId: entry.merchant_id, entry });
  },
  run: async ({ tx, input, principal, subject: { merchantId, entry }, record }) => {
    const { id } = input;
    if (entry !== undefined && entry.version !== input.version)
      return refuse("template-changed", { version: entry.version });
    record.about({ kind: "reply-template", id, ...(merchantId === null ? {} : { merchantId }) });
    const written = {
      usedFor: input.usedFor,
      label: input.label,
      text: input.text,
      active: input.active,
      by: principalName(principal),
    };
    if (entry !== undefined) changeReply(tx, id, written);
    else if (!(await insertReply(tx, { id, merchantId, ...written })))
      return refuse("template-changed", { version: 1 });
    return grant({ id, version: (entry?.version ?? 0) + 1 });
  },
});
