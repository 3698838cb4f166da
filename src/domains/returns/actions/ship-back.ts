import { grant } from "#kernel/outcome";
import { action, any, holds, is } from "#platform/action";
import { movedShape, shipInput } from "../contract.ts";
import { goodsLifecycle } from "../model.ts";
import { policyOf } from "../queries/policy-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { ifWarehouseIsSilent } from "../rules/handling.ts";
import { moveCase } from "../store/case.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { waitFor } from "./wait-for.ts";

/** The shopper has sent the goods and says with whom. From here the merchant is waited for. */
export const shipBack = action({
  name: "returns.ship",
  input: shipInput,
  output: movedShape,
  allow: any(is("shopper"), holds("cases.create")),
  idempotency: "required",
  refusals: ["case-not-found", "move-not-allowed", "version-changed"],
  subject: caseToMove,
  run: async ({ tx, input, subject: { row }, record, now }) => {
    if (!goodsLifecycle.can(row.goods_state, "ship")) return notAllowed(row, "ship");
    const { handling } = await policyOf(tx, row.policy_id, row.policy_version);
    record.cancelDeadlines();
    record.line("shipped", { carrier: input.carrier, trackingNumber: input.trackingNumber, way: input.way });
    const changes = {
      goods_state: "in-transit",
      // No carrier is heard yet: the typed number is all that speaks for the parcel.
      ...waitFor(record, "goods-arrive", ifWarehouseIsSilent("nothing"), { version: row.version, handling, now }),
      way_back: input.way,
      carrier: input.carrier,
      tracking_number: input.trackingNumber,
      shipped_at: now,
    } as const;
    record.fact(caseFact("returns.shipped", { ...row, ...changes }));
    if (handling.instantRefundUpToMinor !== null && row.kind === "return-and-refund")
      record.fact(caseFact("returns.instant-wanted", { ...row, ...changes }));
    // Two shoppers may mistype the same number; the bench then shows both. So a look-up entry, never a guard.
    tx.send(
      "insert into platform.directory (kind, key, customer_id, id) values ('return-tracking', $1, $2, $3) on conflict do nothing",
      [`${input.trackingNumber.toUpperCase()}/${row.number}`, row.customer_id, row.id],
    );
    return grant(moved(moveCase(row, record, changes)));
  },
});
