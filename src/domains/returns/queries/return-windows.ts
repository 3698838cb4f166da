import { contentsForCase, goodsHeld, parcelHeld, readOrder } from "#domains/orders";
import { decide, readBack } from "#law";
import type { Tx } from "#platform/db";
import { factsOfLine } from "../rules/facts-of-line.ts";
import { shopPolicies } from "./policy-of.ts";

/** The last day on which each delivered line can be sent back for a change of mind, by promise or by law, whichever is later. */
export async function returnWindows(
  tx: Tx,
  customerId: string,
  orderNumber: string,
): Promise<ReadonlyMap<string, string>> {
  const [order, { lines, parcels }] = await Promise.all([
    readOrder(tx, customerId, orderNumber),
    contentsForCase(tx, customerId, orderNumber),
  ]);
  const windows = new Map<string, string>();
  if (order === undefined) return windows;
  const policies = await shopPolicies(
    tx,
    order,
    lines.map((line) => line.merchant_id),
  );
  for (const line of lines) {
    const unit = line.units.find(({ back }) => back === null) ?? line.units[0];
    const parcel = parcelHeld(unit, parcels);
    const replacedAt = unit?.replacements[0]?.delivered_at;
    const around = { parcel, parcels: replacedAt === undefined ? parcels : [], replacedAt };
    if (line.is_adjustment || parcel?.delivered_at == null) continue;
    const claim = {
      kind: "return-and-refund",
      reason: "no-longer-wanted",
      noticeAt: tx.now,
      condition: {},
      evidence: [],
    } as const;
    const facts = readBack(factsOfLine(order, goodsHeld(line, unit), around, line.paid_minor, claim));
    if (!facts.ok) continue;
    const days = decide(facts.value, policies.of(line.merchant_id).policy).routes.flatMap(({ remedies }) =>
      remedies.flatMap((offer) =>
        offer.remedy === "return" && offer.decision === "ALLOW" ? (offer.lastDay ?? []) : [],
      ),
    );
    const last = days.sort().at(-1);
    if (last !== undefined) windows.set(line.id, last);
  }
  return windows;
}
