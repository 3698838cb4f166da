import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";

export type CoverRow = {
  customer_id: string;
  id: string;
  order_id: string;
  merchant_id: string;
  product_id: string;
  product_version: number;
  premium_minor: bigint;
  premium_payer: "shopper" | "merchant" | "platform";
  covered_from: Temporal.Instant;
  covered_until: Temporal.Instant;
};

export type ClaimRow = {
  customer_id: string;
  id: string;
  cover_id: string;
  case_id: string;
  case_number: string;
  order_id: string;
  merchant_id: string;
  state: "refused" | "paying" | "paid";
  amount_minor: bigint;
  currency: string;
  reckoning: unknown;
  version: number;
};

export function lockClaim(tx: Tx, customerId: string, coverId: string, caseId: string): Promise<ClaimRow | undefined> {
  return tx.maybe<ClaimRow>(
    `select customer_id, id, cover_id, case_id, case_number, order_id, merchant_id, state, amount_minor, currency, reckoning, version
       from payments.freight_claim where customer_id = $1 and cover_id = $2 and case_id = $3 for update`,
    [customerId, coverId, caseId],
  );
}

export function readClaim(tx: Tx, customerId: string, id: string): Promise<ClaimRow | undefined> {
  return tx.maybe<ClaimRow>(
    `select customer_id, id, cover_id, case_id, case_number, order_id, merchant_id, state, amount_minor, currency, reckoning, version
       from payments.freight_claim where customer_id = $1 and id = $2`,
    [customerId, id],
  );
}

/** One for each merchant's part of an order; false where there is one already. */
export async function insertCover(tx: Tx, row: CoverRow): Promise<boolean> {
  const inserted = await tx.run(
    `insert into payments.freight_cover (customer_id, id, order_id, merchant_id, product_id, product_version, premium_minor, premium_payer, covered_from, covered_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (customer_id, order_id, merchant_id) do nothing`,
    [
      row.customer_id,
      row.id,
      row.order_id,
      row.merchant_id,
      row.product_id,
      row.product_version,
      row.premium_minor,
      row.premium_payer,
      row.covered_from,
      row.covered_until,
    ],
  );
  return inserted === 1;
}

export function insertClaim(record: Recorder, row: Omit<ClaimRow, "version">, now: Temporal.Instant): void {
  record.insert(
    "payments.freight_claim (customer_id, id, cover_id, case_id, case_number, order_id, merchant_id, state, amount_minor, currency, reckoning, decided_at)",
    [
      row.customer_id,
      row.id,
      row.cover_id,
      row.case_id,
      row.case_number,
      row.order_id,
      row.merchant_id,
      row.state,
      row.amount_minor,
      row.currency,
      row.reckoning as object,
      now,
    ],
  );
}

export function payClaim(record: Recorder, customerId: string, id: string, now: Temporal.Instant): void {
  record.change(
    "update payments.freight_claim set state = 'paid', paid_at = $3, version = version + 1 where customer_id = $1 and id = $2 and state = 'paying' returning 1",
    [customerId, id, now],
    { touch: 1, belief: "a claim is paid once" },
  );
}

/** The premium is charged by this transaction; undefined: it was, or there is none to charge. */
export function markCharged(
  tx: Tx,
  customerId: string,
  coverId: string,
): Promise<
  | (Pick<CoverRow, "order_id" | "merchant_id" | "premium_minor" | "premium_payer"> & {
      readonly currency: string;
      readonly order_number: string;
    })
  | undefined
> {
  return tx.maybe(
    `update payments.freight_cover c set premium_state = 'charged'
       from payments.freight_product p, orders.shop_order o
      where c.customer_id = $1 and c.id = $2 and c.premium_state = 'due' and p.id = c.product_id and p.version = c.product_version
        and o.customer_id = c.customer_id and o.id = c.order_id
      returning c.order_id, c.merchant_id, c.premium_minor, c.premium_payer, p.currency, o.number as order_number`,
    [customerId, coverId],
  );
}
