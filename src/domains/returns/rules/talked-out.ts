import { limits } from "../model.ts";

/** Whether the sides have talked for as long as a case may be talked over: proposals made one after another stretch it no further. */
export function talkedOut(offers: readonly { readonly made_at: Temporal.Instant }[], now: Temporal.Instant): boolean {
  const [first] = offers.map(({ made_at }) => made_at).sort(Temporal.Instant.compare);
  return first !== undefined && Temporal.Instant.compare(now, first.add({ hours: 24 * limits.talkDays })) >= 0;
}
