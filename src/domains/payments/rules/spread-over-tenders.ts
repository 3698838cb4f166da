import type { TenderRoom } from "#domains/orders";
import { allocate, type Currency, money } from "#kernel/money";
import { grant, type Outcome, refuse } from "#kernel/outcome";

export type Share = { readonly tenderId: string; readonly minor: bigint };

/**
 * Spreads a refund over the tenders it was paid with, in proportion to what each still holds (七日办法 14: the same channels,
 * in the paid proportions), to the exact minor unit. Refuses what exceeds the room.
 */
export function spreadOverTenders(
  amountMinor: bigint,
  currency: Currency,
  tenders: readonly TenderRoom[],
): Outcome<Share[], "refund-exceeds-paid"> {
  const rooms = tenders.map((t) => t.capturedMinor - t.reservedMinor - t.refundedMinor);
  const room = rooms.reduce((sum, r) => sum + r, 0n);
  if (amountMinor > room)
    return refuse("refund-exceeds-paid", { amountMinor: amountMinor.toString(), roomMinor: room.toString(), currency });
  const shares = allocate(money(amountMinor, currency), rooms);
  return grant(
    tenders
      .map((tender, i) => ({ tenderId: tender.id, minor: shares[i]?.minor ?? 0n }))
      .filter((share) => share.minor > 0n),
  );
}
