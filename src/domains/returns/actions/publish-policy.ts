import { grant, refuse } from "#kernel/outcome";
import { localDateAt, zone } from "#kernel/time";
import { action, all, holds, sameMerchant } from "#platform/action";
import { principalName } from "#platform/db";
import { draftMovedShape, publishDraftInput } from "../contract.ts";
import { checkPolicy } from "../rules/check-policy.ts";
import { policyBodySchema } from "../rules/handling.ts";
import { closeDraft, lockDraft, publish } from "../store/policy.ts";

/**
 * Makes the draft the next version of its policy: checked against the law once more, in force now or later and never
 * before, and unchangeable from then on. Orders placed while it is in force pin it.
 */
export const publishPolicy = action({
  name: "returns.publish-policy",
  input: publishDraftInput,
  output: draftMovedShape,
  allow: all(holds("policies.write"), sameMerchant),
  idempotency: "required",
  refusals: [
    "draft-not-found",
    "draft-not-open",
    "draft-changed",
    "policy-below-law",
    "effective-in-past",
    "effective-before-latest",
  ],
  subject: async (tx, { id }) => {
    const draft = await lockDraft(tx, id);
    return draft === undefined ? refuse("draft-not-found", { id }) : grant({ merchantId: draft.merchant_id, draft });
  },
  run: async ({ tx, now, input, principal, subject: { draft }, record }) => {
    if (draft.state !== "draft") return refuse("draft-not-open", { state: draft.state });
    if (draft.version !== input.version) return refuse("draft-changed", { version: draft.version });
    const effectiveFrom = input.effectiveFrom === undefined ? now : Temporal.Instant.from(input.effectiveFrom);
    if (Temporal.Instant.compare(effectiveFrom, now) < 0)
      return refuse("effective-in-past", { effectiveFrom: effectiveFrom.toString() });
    const body = policyBodySchema.parse(draft.body);
    const owner = draft.merchant_id === null ? "platform" : "merchant";
    const errors = checkPolicy(body, { on: now, effectiveFrom, owner }).filter(({ severity }) => severity === "error");
    if (errors.length > 0)
      return refuse("policy-below-law", {
        errors: errors.length,
        clause: errors[0]?.clause ?? null,
        rule: errors[0]?.rule ?? null,
        article: errors[0]?.article ?? null,
      });
    const latest = await tx.maybe<{ version: number; effective_from: Temporal.Instant }>(
      "select version, effective_from from platform.policy where id = $1 order by version desc limit 1",
      [draft.policy_id],
    );
    // An older version that comes into force later would take the place of this one.
    if (latest !== undefined && Temporal.Instant.compare(effectiveFrom, latest.effective_from) < 0)
      return refuse("effective-before-latest", {
        version: latest.version,
        effectiveFrom: latest.effective_from.toString(),
      });
    const version = (latest?.version ?? 0) + 1;
    const by = principalName(principal);
    publish(tx, {
      id: draft.policy_id,
      version,
      merchantId: draft.merchant_id,
      title: draft.title,
      body: {
        ...body,
        policy: {
          ...body.policy,
          id: draft.policy_id,
          version: String(version),
          effectiveFrom: localDateAt(effectiveFrom, zone("Asia/Shanghai")),
        },
      },
      effectiveFrom,
      by,
    });
    closeDraft(tx, draft.id, { state: "published", publishedVersion: version, by });
    const merchant = draft.merchant_id === null ? {} : { merchantId: draft.merchant_id };
    record.about({ kind: "policy", id: draft.id, ...merchant });
    record.detail({ policyId: draft.policy_id, version, effectiveFrom: effectiveFrom.toString() });
    record.fact({
      kind: "returns.policy-published",
      version: 1,
      payload: {
        policyId: draft.policy_id,
        version,
        merchantId: draft.merchant_id,
        effectiveFrom: effectiveFrom.toString(),
        titleZh: draft.title.zh,
        titleEn: draft.title.en,
      },
    });
    return grant({
      id: draft.id,
      policyId: draft.policy_id,
      state: "published",
      version: draft.version + 1,
      publishedVersion: version,
    });
  },
});
