import { z } from "zod";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import { localDateAt, zone } from "#kernel/time";
import { builtInPolicy } from "#law";
import { action, all, holds, sameMerchant } from "#platform/action";
import { type Principal, principalName, type Tx } from "#platform/db";
import { uuidShape } from "#platform/wire";
import { draftMovedShape, policyIdShape } from "../contract.ts";
import { type PolicyBody, policyBodySchema } from "../rules/handling.ts";
import { changeDraft, type DraftRow, insertDraft, lockDraft } from "../store/policy.ts";

/**
 * PUT /api/v1/policy-drafts/{id}: the whole draft as it stands in the form. The id is made by whoever begins it, so that
 * a save that is sent again finds its own draft. Of the body's policy, id and version are the draft's own.
 */
const saveDraftInput = z.strictObject({
  id: uuidShape,
  /** The version that was seen; 0 begins the draft. */
  version: z.number().int().min(0),
  policyId: policyIdShape,
  /** Null: the platform's own. A merchant's person writes for the own shop, whatever is said here. */
  merchantId: uuidShape.nullable().default(null),
  title: z.strictObject({ zh: z.string().trim().min(1).max(100), en: z.string().trim().max(100).default("") }),
  body: policyBodySchema,
});

type Subject = { readonly merchantId: string | null; readonly draft: DraftRow | undefined };

export const savePolicyDraft = action({
  name: "returns.save-policy-draft",
  input: saveDraftInput,
  output: draftMovedShape,
  allow: all(holds("policies.write"), sameMerchant),
  idempotency: "optional",
  refusals: ["draft-not-found", "draft-not-open", "draft-changed", "draft-exists", "policy-id-taken"],
  subject: async (tx, { id, version, merchantId }): Promise<Outcome<Subject>> => {
    if (version === 0) return grant({ merchantId: ownerFor(tx.principal, merchantId), draft: undefined });
    const draft = await lockDraft(tx, id);
    return draft === undefined ? refuse("draft-not-found", { id }) : grant({ merchantId: draft.merchant_id, draft });
  },
  run: async ({ tx, now, input, principal, subject: { draft, merchantId }, record }) => {
    const { id, title } = input;
    const policyId = draft?.policy_id ?? input.policyId;
    const body = draftBody(input.body, policyId, now);
    const by = principalName(principal);
    record.about({ kind: "policy", id, ...(merchantId === null ? {} : { merchantId }) });
    record.detail({ policyId });
    if (draft === undefined) {
      const begun = await begin(tx, { id, policy_id: policyId, merchant_id: merchantId, title, body, by });
      return begun.ok ? grant({ id, policyId, state: "draft", version: 1, publishedVersion: null }) : begun;
    }
    if (draft.state !== "draft") return refuse("draft-not-open", { state: draft.state });
    if (draft.version !== input.version) return refuse("draft-changed", { version: draft.version });
    changeDraft(tx, id, { title, body, by });
    return grant({ id, policyId, state: "draft", version: draft.version + 1, publishedVersion: null });
  },
});

function ownerFor(principal: Principal, asked: string | null): string | null {
  return principal.kind === "merchant" ? (asked ?? principal.merchantId) : asked;
}

/** A name belongs to whoever published under it first, or is writing under it. */
async function begin(
  tx: Tx,
  draft: Parameters<typeof insertDraft>[1],
): Promise<Outcome<undefined, "policy-id-taken" | "draft-exists">> {
  const policyId = draft.policy_id;
  if (policyId === builtInPolicy.id) return refuse("policy-id-taken", { policyId });
  const owner = await tx.maybe<{ merchant_id: string | null }>(
    "select merchant_id from platform.policy where id = $1 order by version desc limit 1",
    [policyId],
  );
  if (owner !== undefined && owner.merchant_id !== draft.merchant_id) return refuse("policy-id-taken", { policyId });
  if (await insertDraft(tx, draft)) return grant();
  const open = await tx.maybe<{ id: string }>(
    "select id from returns.policy_draft where policy_id = $1 and state = 'draft'",
    [policyId],
  );
  return open === undefined
    ? refuse("policy-id-taken", { policyId })
    : refuse("draft-exists", { id: open.id, policyId });
}

/** As a published version is kept; which version it will be, and from when on, is said at publishing. */
export function draftBody({ policy, handling }: PolicyBody, policyId: string, now: Temporal.Instant): PolicyBody {
  const effectiveFrom = localDateAt(now, zone("Asia/Shanghai"));
  return { policy: { ...policy, id: policyId, version: "draft", effectiveFrom }, handling };
}
