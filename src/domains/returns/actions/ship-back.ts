import type { z } from "zod";
import { mostReturnFreight } from "#contract/payments";
import { carrierCalled, recogniseCarrier, sendByOneself, tidyTracking } from "#domains/logistics";
import { fromWire } from "#kernel/money";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import { action, any, holds, is, type Recorder, recipient } from "#platform/action";
import type { Tx } from "#platform/db";
import { claimFiles } from "#platform/files";
import { movedShape, shipInput } from "../contract.ts";
import { goodsLifecycle, type waysBack } from "../model.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { parcelOf } from "../queries/parcel-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { freightHindrance } from "../rules/freight-back.ts";
import { type CaseHandling, ifWarehouseIsSilent } from "../rules/handling.ts";
import { type CaseRow, moveCase } from "../store/case.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { waitFor } from "./wait-for.ts";

/** The shopper has sent the goods and says with whom. From here the merchant is waited for. */
export const shipBack = action({
  name: "returns.ship",
  input: shipInput,
  output: movedShape,
  allow: any(is("shopper"), recipient, holds("cases.create")),
  idempotency: "required",
  refusals: [
    "case-not-found",
    "move-not-allowed",
    "version-changed",
    "way-not-offered",
    "tracking-number-mistyped",
    "freight-not-owed",
    "currency-differs",
    "freight-out-of-range",
    "freight-receipt-needed",
    "evidence-not-found",
  ],
  subject: caseToMove,
  run: async ({ tx, input, subject: { row }, record, now }) => {
    if (row.case_state !== "approved" || !goodsLifecycle.can(row.goods_state, "ship")) return notAllowed(row, "ship");
    if (row.ways_back !== null && !row.ways_back.includes(input.way))
      return refuse("way-not-offered", { ways: row.ways_back.join(" ") });
    const handling = await handlingOf(tx, row);
    const trackingNumber = tidyTracking(input.trackingNumber);
    const carrier = carrierCalled(input.carrier, trackingNumber);
    if (recogniseCarrier(trackingNumber).mistyped === carrier) return refuse("tracking-number-mistyped", { carrier });
    const paid = await freightTold(tx, row, input);
    if (!paid.ok) return paid;
    await sendByOneself(tx, record, {
      ...(await parcelOf(tx, row, "return")),
      sent: { way: waysToSend[input.way], carrier, trackingNumber },
    });
    const sent = { way: input.way, carrier, trackingNumber, carrierSays: "nothing" } as const;
    const changes = { ...goodsOnTheirWay(row, sent, handling, record, now), ...paid.value };
    noteTracking(tx, row, trackingNumber);
    return grant(moved(moveCase(row, record, changes)));
  },
});

type FreightRefusal =
  | "freight-not-owed"
  | "currency-differs"
  | "freight-out-of-range"
  | "freight-receipt-needed"
  | "evidence-not-found";

/** What the shopper says and shows to have paid for the way back, where somebody else bears it. */
async function freightTold(
  tx: Tx,
  row: CaseRow,
  { freightPaid, receipts }: Pick<z.output<typeof shipInput>, "freightPaid" | "receipts">,
): Promise<Outcome<Partial<Pick<CaseRow, "freight_paid_minor" | "freight_receipts">>, FreightRefusal>> {
  if (freightPaid === undefined) return grant({});
  const { minor, currency } = fromWire(freightPaid);
  const because = freightHindrance(row, { minor, currency, receipts: receipts.length }, mostReturnFreight);
  if (because !== undefined) return refuse(because.code as FreightRefusal, because.params);
  const claimed = await claimFiles(tx, row.customer_id, row.order_id, receipts, row.id, row.merchant_id);
  return claimed.ok ? grant({ freight_paid_minor: minor, freight_receipts: receipts }) : claimed;
}

const waysToSend = {
  pickup: "pickup",
  "self-ship": "self-ship",
  "drop-off": "drop-off",
  store: "store",
  "refused-at-door": "refusal",
} as const satisfies Record<(typeof waysBack)[number], string>;

type Sent = {
  readonly way: (typeof waysBack)[number];
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
  /** Whether anybody but the shopper has said that there is a parcel, and that it came. */
  readonly carrierSays: "nothing" | "delivered";
};

/** The goods have set out: by the shopper's word or a carrier's. */
export function goodsOnTheirWay(
  row: CaseRow,
  sent: Sent,
  handling: CaseHandling,
  record: Recorder,
  now: Temporal.Instant,
) {
  record.cancelDeadlines();
  record.line("shipped", { carrier: sent.carrier ?? "", trackingNumber: sent.trackingNumber ?? "", way: sent.way });
  const changes = {
    goods_state: "in-transit",
    ...waitFor(record, "goods-arrive", ifWarehouseIsSilent(sent.carrierSays), {
      version: row.version,
      handling,
      now,
    }),
    way_back: sent.way,
    carrier: sent.carrier,
    tracking_number: sent.trackingNumber,
    shipped_at: now,
  } as const;
  record.fact(caseFact("returns.shipped", { ...row, ...changes }));
  if (handling.instantRefundUpToMinor !== null && row.kind === "return-and-refund")
    record.fact(caseFact("returns.instant-wanted", { ...row, ...changes }));
  return changes;
}

/** Two shoppers may mistype the same number; the bench then shows both. So a look-up entry, never a guard. */
export function noteTracking(tx: Tx, row: CaseRow, trackingNumber: string | null): void {
  if (trackingNumber === null) return;
  tx.send(
    "insert into platform.directory (kind, key, customer_id, id) values ('return-tracking', $1, $2, $3) on conflict do nothing",
    [`${trackingNumber.toUpperCase()}/${row.number}`, row.customer_id, row.id],
  );
}
