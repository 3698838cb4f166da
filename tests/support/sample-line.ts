import type { LoadedLine, LoadedParcel, LockedOrder } from "#domains/orders";

/** A line, its parcel and its order as the facts of a case read them; what is left out nobody asks for. */
export function lineOf(change: Partial<LoadedLine> = {}): LoadedLine {
  const line: Partial<LoadedLine> = {
    merchant_id: "shop",
    special_class: null,
    category_special: null,
    confirmation_class: null,
    confirmation: null,
    listed_as: null,
    ...change,
  };
  return line as LoadedLine;
}

export function parcelOf({ delivered, promised = null, lost = null }: Times): LoadedParcel {
  const at = (text: string | null) => (text === null ? null : Temporal.Instant.from(text));
  return {
    id: "parcel",
    shipped_at: Temporal.Instant.from("2026-11-01T09:00:00Z"),
    delivered_at: at(delivered),
    picked_up_at: null,
    signed_by: "consignee",
    promised_by: at(promised),
    lost_at: at(lost),
    installed_at: null,
  };
}
type Times = { readonly delivered: string | null; readonly promised?: string | null; readonly lost?: string | null };

export function orderOf(change: Partial<LockedOrder> = {}): LockedOrder {
  const order: Partial<LockedOrder> = {
    country: "CN",
    zone: "Asia/Shanghai",
    currency: "CNY",
    placed_at: Temporal.Instant.from("2026-10-30T09:00:00Z"),
    consumer_purchase: true,
    context: {} as LockedOrder["context"],
    ...change,
  };
  return order as LockedOrder;
}
