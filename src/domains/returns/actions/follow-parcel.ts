import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { action, type Recorder, systemOnly } from "#platform/action";
import type { Tx } from "#platform/db";
import { outboundLifecycle, waysBack } from "../model.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { sentTooSoon } from "../rules/goes-out.ts";
import { type CaseHandling, ifWarehouseIsSilent } from "../rules/handling.ts";
import { inTrouble } from "../rules/outbound-trouble.ts";
import { type CaseRow, lockCaseById, moveCase } from "../store/case.ts";
import { handedToPlatform } from "./hand-to-platform.ts";
import { goodsStillToCome, replacementInTrouble, waitForReplacement } from "./replacement-in-trouble.ts";
import { replacementLostMeanwhile, replacementNoted } from "./replacement-kept.ts";
import { goodsOnTheirWay, noteTracking } from "./ship-back.ts";
import { waitFor } from "./wait-for.ts";

/** What a carrier says of a parcel of this case. May come late, twice or out of order: the case only moves on. */
export const followParcel = action({
  name: "returns.follow-parcel",
  input: z.strictObject({
    customerId: z.string(),
    caseId: z.string(),
    direction: z.enum(["return", "outbound"]),
    way: z.enum(waysBack).nullable(),
    state: z.enum(["on-the-way", "delivered", "lost", "returned", "taken"]),
    /** When the carrier saw it. */
    at: z.string().nullable().default(null),
    carrier: z.string().nullable(),
    trackingNumber: z.string().nullable(),
  }),
  output: z.object({ moved: z.boolean() }),
  allow: systemOnly,
  idempotency: "none",
  refusals: ["case-not-found"],
  subject: async (tx, { customerId, caseId }) => {
    const row = await lockCaseById(tx, customerId, caseId);
    return row === undefined ? refuse("case-not-found") : grant(row);
  },
  run: async ({ tx, input, subject: row, record, now }) => {
    record.about({
      kind: "case",
      id: row.id,
      customerId: row.customer_id,
      merchantId: row.merchant_id,
      orderId: row.order_id,
      seq: row.timeline_seq,
    });
    if (input.direction === "outbound") {
      const handling = await handlingOf(tx, row);
      const changes = sentTooSoon(row)
        ? await meanwhile(tx, row, input, record, now)
        : row.closed_at === null
          ? ofReplacement(row, input, handling, record, now)
          : undefined;
      if (changes === undefined) return grant({ moved: false });
      moveCase(row, record, changes);
      return grant({ moved: true });
    }
    const handling = await handlingOf(tx, row);
    if (input.state === "lost" || input.state === "returned" || input.state === "taken") {
      if (!waitsForParcel(row)) return grant({ moved: false });
      record.cancelDeadlines();
      record.line(cameToNothing[input.state], { carrier: input.carrier ?? row.carrier ?? "" });
      moveCase(row, record, handedToPlatform(row, handling, record, now));
      return grant({ moved: true });
    }
    const delivered = input.state === "delivered";
    const setsOut = row.goods_state === "awaiting-shipment" && row.case_state === "approved";
    if (!setsOut && !(delivered && row.goods_state === "in-transit" && row.due_action === "hand-to-platform"))
      return grant({ moved: false });
    const carrier = input.carrier ?? row.carrier ?? "";
    if (setsOut) {
      const changes = goodsOnTheirWay(
        row,
        { ...input, way: input.way ?? "self-ship", carrierSays: delivered ? "delivered" : "nothing" },
        handling,
        record,
        now,
      );
      noteTracking(tx, row, input.trackingNumber);
      if (delivered) record.line("carrier-delivered", { carrier });
      moveCase(row, record, changes);
      return grant({ moved: true });
    }
    // The carrier's own word that it delivered: from now on the merchant's silence pays.
    record.cancelDeadlines();
    record.line("carrier-delivered", { carrier });
    const waiting = { version: row.version, handling, now };
    const changes = waitFor(record, "goods-arrive", ifWarehouseIsSilent("delivered"), waiting);
    record.fact(caseFact("returns.carrier-delivered", { ...row, ...changes }));
    moveCase(row, record, changes);
    return grant({ moved: true });
  },
});

/** The goods do not come, as the carrier says: nobody waits for them any longer, and a person sees who bears it. */
const cameToNothing = {
  lost: "carrier-lost",
  returned: "carrier-returned",
  taken: "taken-after-all",
} as const satisfies Readonly<Record<"lost" | "returned" | "taken", string>>;

function waitsForParcel(row: CaseRow): boolean {
  return (
    row.case_state === "approved" &&
    row.goods_state === "in-transit" &&
    row.waiting_on !== "platform" &&
    !inTrouble(row)
  );
}

type Said = { readonly state: string; readonly at: string | null; readonly trackingNumber: string | null };

/** What a carrier says of a replacement that went out first, while its old goods are not accepted. */
async function meanwhile(
  tx: Tx,
  row: CaseRow,
  said: Said,
  record: Recorder,
  now: Temporal.Instant,
): Promise<Partial<CaseRow> | undefined> {
  if (!isOfThisParcel(row, said)) return undefined;
  if (said.state === "delivered" && outboundLifecycle.can(row.outbound_state, "arrive"))
    return replacementNoted(tx, row, { by: "carrier", at: seenAt(said, now) }, record);
  const gone = said.state === "lost" || said.state === "returned" ? said.state : undefined;
  return gone === undefined || row.outbound_state !== "shipped"
    ? undefined
    : replacementLostMeanwhile(row, gone, record, now);
}

/** After goods were sent again the first parcel tells nothing any more. */
function isOfThisParcel({ outbound_tracking }: CaseRow, { trackingNumber }: Said): boolean {
  return trackingNumber === null || trackingNumber.toUpperCase() === outbound_tracking?.toUpperCase();
}

function seenAt({ at }: Said, now: Temporal.Instant): Temporal.Instant {
  const seen = at === null ? now : Temporal.Instant.from(at);
  return Temporal.Instant.compare(seen, now) < 0 ? seen : now;
}

/**
 * What a carrier says of goods that went out: that they are there gives the shopper the time to say otherwise; that they are
 * lost or came back makes whoever sent them answer. Undefined: nothing that moves the case.
 */
function ofReplacement(
  row: CaseRow,
  said: Said,
  handling: CaseHandling,
  record: Recorder,
  now: Temporal.Instant,
): Partial<CaseRow> | undefined {
  const { state } = said;
  if (!isOfThisParcel(row, said)) return undefined;
  if (state === "delivered" && outboundLifecycle.can(row.outbound_state, "arrive")) {
    const arrived = {
      outbound_state: "arrived",
      outbound_trouble: null,
      outbound_delivered_at: seenAt(said, now),
    } as const;
    record.line("replacement-arrived", {});
    if (!goodsStillToCome(row)) record.cancelDeadlines();
    const waits = goodsStillToCome(row) ? {} : waitForReplacement({ ...row, ...arrived }, handling, record, now);
    const changes = { ...arrived, ...waits };
    record.fact(caseFact("returns.replacement-arrived", { ...row, ...changes }));
    return changes;
  }
  if (row.outbound_state !== "shipped" || (state !== "lost" && state !== "returned")) return undefined;
  record.line(state === "lost" ? "replacement-lost" : "replacement-returned", {});
  return replacementInTrouble(row, state, handling, record, now);
}
