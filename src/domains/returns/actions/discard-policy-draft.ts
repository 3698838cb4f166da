import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { principalName } from "#platform/db";
import { discardDraftInput, draftMovedShape } from "../contract.ts";
import { closeDraft, lockDraft } from "../store/policy.ts";

/** A draft that will not be. It is kept to be read, and its name is free for another. */
export const discardPolicyDraft = action({
  name: "returns.discard-policy-draft",
  input: discardDraftInput,
  output: draftMovedShape,
  allow: all(holds("policies.write"), sameMerchant),
  idempotency: "optional",
  refusals: ["draft-not-found", "draft-not-open", "draft-changed"],
  subject: async (tx, { id }) => {
    const draft = await lockDraft(tx, id);
    return draft === undefined ? refuse("draft-not-found", { id }) : grant({ merchantId: draft.merchant_id, draft });
  },
  run: async ({ tx, input: { id, version }, principal, subject: { draft }, record }) => {
    if (draft.state !== "draft") return refuse("draft-not-open", { state: draft.state });
    if (draft.version !== version) return refuse("draft-changed", { version: draft.version });
    record.about({ kind: "policy", id, ...(draft.merchant_id === null ? {} : { merchantId: draft.merchant_id }) });
    record.detail({ policyId: draft.policy_id });
    closeDraft(tx, id, { state: "discarded", publishedVersion: null, by: principalName(principal) });
    return grant({
      id,
      policyId: draft.policy_id,
      state: "discarded",
      version: version + 1,
      publishedVersion: null,
    });
  },
});
