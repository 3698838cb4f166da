import { newId } from "#kernel/ids";
import { currency, fromWire } from "#kernel/money";
import { assert, grant, refuse } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { principalName } from "#platform/db";
import { replayShape, startReplayInput } from "../contract.ts";
import { readReplay } from "../queries/read-replays.ts";
import { lockDraft, startReplay } from "../store/policy.ts";

/** Asks what a draft would have changed; it is worked out after the commit, and found again by whoever comes back. */
export const startPolicyReplay = action({
  name: "returns.start-policy-replay",
  input: startReplayInput,
  output: replayShape,
  allow: all(holds("policies.write"), sameMerchant),
  idempotency: "optional",
  refusals: ["draft-not-found"],
  subject: async (tx, { id }) => {
    const draft = await lockDraft(tx, id);
    return draft === undefined ? refuse("draft-not-found", { id }) : grant({ merchantId: draft.merchant_id, draft });
  },
  run: async ({ tx, now, input, principal, subject: { draft }, record }) => {
    const id = newId<"policy-replay">();
    const freight = fromWire({ amount: input.freight, currency: currency("CNY") });
    const since = now.subtract({ hours: 24 * input.days });
    startReplay(tx, { id, draft, since, freightMinor: freight.minor, by: principalName(principal) });
    const replay = await readReplay(tx, id);
    assert(replay !== undefined, "a replay that was just written is there");
    record.about({
      kind: "policy",
      id: draft.id,
      ...(draft.merchant_id === null ? {} : { merchantId: draft.merchant_id }),
    });
    record.detail({ policyId: draft.policy_id, days: input.days });
    record.fact({ kind: "returns.policy-replay-asked", version: 1, payload: { replayId: id } });
    return grant(replay);
  },
});
