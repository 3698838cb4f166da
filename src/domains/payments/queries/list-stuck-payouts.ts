import { currency, money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { all, holds, is, not, query } from "#platform/action";
import { holdsRight } from "#platform/db";
import { pageOfRows, placeOf } from "#platform/paging";
import { stuckPayoutPageShape, stuckPayoutQuery } from "../contract.ts";
import type { RefundState } from "../model.ts";
import type { PayoutCause } from "../store/payout.ts";

type Row = {
  readonly id: string;
  readonly number: string;
  readonly cause_kind: PayoutCause;
  readonly state: RefundState;
  readonly order_number: string;
  readonly merchant_name: string;
  readonly merchant_name_en: string;
  readonly amount_minor: bigint;
  readonly paid_minor: bigint | null;
  readonly currency: string;
  readonly provider_status: string | null;
  readonly reserved_at: Temporal.Instant;
  readonly due_at: Temporal.Instant;
};

/**
 * GET /api/v1/payouts: payouts that the provider refused or paid too little of, whatever they are for, and that wait for the platform
 * by a time; the soonest due first. A merchant sees its own.
 */
export const listStuckPayouts = query({
  name: "payments.list-stuck-payouts",
  input: stuckPayoutQuery,
  output: stuckPayoutPageShape,
  allow: all(holds("cases.read"), not(is("shopper"))),
  run: async (tx, { cursor, limit }) => {
    const after = placeOf(cursor);
    if (after === "broken") return refuse("cursor-broken");
    const { principal } = tx;
    const merchantId = principal.kind === "merchant" ? principal.merchantId : null;
    const rows = await tx.rows<Row>(
      `select p.id, p.number, p.cause_kind, p.state, o.number as order_number, m.name as merchant_name, m.name_en as merchant_name_en,
              p.amount_minor, p.paid_minor, p.currency, p.provider_status, p.reserved_at, p.due_at
         from payments.payout p
         join orders.shop_order o on o.customer_id = p.customer_id and o.id = p.order_id
         join parties.merchant m on m.id = p.merchant_id
        where p.due_at is not null and ($1::uuid is null or p.merchant_id = $1)
          and ($2::timestamptz is null or (p.due_at, p.id) > ($2::timestamptz, $3::uuid))
        order by p.due_at, p.id limit $4`,
      [merchantId, after?.at, after?.id, limit + 1],
    );
    const mayRetry = principal.kind === "staff" && holdsRight(principal, "refunds.resolve");
    const cash = (minor: bigint, code: string) => toWire(money(minor, currency(code)));
    return grant(
      pageOfRows(
        rows,
        limit,
        ({ due_at, id }) => ({ at: due_at, id }),
        (row) => ({
          number: row.number,
          cause: row.cause_kind,
          state: row.state,
          orderNumber: row.order_number,
          merchantName: { zh: row.merchant_name, en: row.merchant_name_en },
          amount: cash(row.amount_minor, row.currency),
          paid: row.paid_minor === null ? null : cash(row.paid_minor, row.currency),
          providerStatus: row.provider_status,
          reservedAt: row.reserved_at.toString(),
          dueAt: row.due_at.toString(),
          mayRetry,
        }),
      ),
    );
  },
});
