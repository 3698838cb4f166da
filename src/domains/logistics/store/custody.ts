import { newId } from "#kernel/ids";
import type { Recorder } from "#platform/action";
import { type Principal, principalId, principalKind } from "#platform/db";

export type Scan = {
  readonly subject: {
    readonly kind: "shipment" | "parked-parcel";
    readonly id: string;
    readonly merchantId: string | null;
  };
  readonly step: "handed-in" | "found" | "moved" | "weighed" | "received" | "opened" | "matched" | "disposed";
  readonly place: string;
  readonly weightGrams?: number | undefined;
  readonly photos?: readonly string[];
  readonly note?: string;
};

const table =
  "logistics.custody (id, subject_kind, subject_id, merchant_id, step, place, weight_grams, photos, note, by_kind, by_id, at)";

/** One more hand the parcel passed through; nothing of it is ever changed. */
export function addScan(record: Recorder, scan: Scan, by: Principal, at: Temporal.Instant): void {
  record.insert(table, [
    newId(),
    scan.subject.kind,
    scan.subject.id,
    scan.subject.merchantId,
    scan.step,
    scan.place,
    scan.weightGrams,
    scan.photos ?? [],
    scan.note ?? "",
    principalKind(by),
    principalId(by),
    at,
  ]);
}
