import { z } from "zod";
import { newId } from "#kernel/ids";
import { grant, refuse } from "#kernel/outcome";
import { type Action, action, all, guestScope, holds, is } from "#platform/action";
import { principalName, system } from "#platform/db";
import { exportShape, privacyInput, privacyRequestShape } from "../contract.ts";
import { insertRequest, type RequestKind } from "../store.ts";
import type { CarriedOut } from "./carry-out.ts";

export type PrivacyParts = {
  readonly carry: Action<z.ZodType, CarriedOut>;
  readonly endSessions: (customerId: string) => Promise<void>;
};

const requestsPerDay = 10;

/**
 * A shopper, or staff for a shopper, asks for everything that is kept or for its end. The request is written first, so
 * that it cannot be forgotten; it is carried out at once by the system, which alone reaches everything, and else within the hour.
 * No answer is kept for a repeat: it holds personal data.
 */
export function askPrivacy(
  kind: RequestKind,
  whose: "own" | "anybody",
  parts: PrivacyParts,
): Action<z.ZodType, unknown> {
  const ask = action({
    name: whose === "own" ? `compliance.${kind}-own` : `compliance.${kind}`,
    input: whose === "own" ? z.strictObject({}) : privacyInput,
    output: z.object({ customerId: z.string(), requestId: z.string() }),
    allow: whose === "own" ? all(is("shopper"), guestScope) : all(is("staff"), holds("privacy.handle")),
    idempotency: "none",
    refusals: ["shopper-not-found", "too-many-requests"],
    // Nothing is looked up before the permission: whether somebody exists is not told to everybody.
    subject: async ({ principal }, input) => {
      const asked = "customerId" in input ? input.customerId : "";
      const customerId = principal.kind === "shopper" ? principal.customerId : asked;
      return grant({ customerId, about: { kind: "shopper", id: customerId, customerId } });
    },
    run: async ({ tx, subject: { customerId }, principal, record, now }) => {
      const [known, { today }] = await Promise.all([
        tx.maybe("select 1 from platform.directory where customer_id = $1 limit 1", [customerId]),
        tx.one<{ today: number }>(
          "select count(*)::int as today from compliance.privacy_request where customer_id = $1 and received_at > $2",
          [customerId, now.subtract({ hours: 24 })],
        ),
      ]);
      if (known === undefined) return refuse("shopper-not-found", { customerId });
      if (today >= requestsPerDay) return refuse("too-many-requests", { retryAfterSeconds: 3_600 });
      const requestId = newId<"privacy-request">();
      insertRequest(tx, { customerId, id: requestId, kind, askedBy: principalName(principal) });
      record.detail({ request: requestId });
      return grant({ customerId, requestId });
    },
  });
  return {
    ...ask,
    meta: { ...ask.meta, output: kind === "export" ? exportShape : privacyRequestShape },
    execute: async (caller, input) => {
      const { outcome } = await ask.execute(caller, input);
      if (!outcome.ok) return { outcome };
      if (kind === "erase") await parts.endSessions(outcome.value.customerId);
      const carried = await parts.carry.execute({ db: caller.db, principal: system("privacy") }, outcome.value);
      if (!carried.outcome.ok) return { outcome: carried.outcome };
      const { document, request } = carried.outcome.value;
      return { outcome: grant(document ?? request) };
    },
  };
}
