import { currency, money, toWire } from "#kernel/money";
import type { Tx } from "#platform/db";
import type { Receipt, Refund } from "../contract.ts";
import type { PartRow, RefundRow } from "../store/refund.ts";

/** Refunds of a case, with their shares, newest first. */
export async function refundsOf(tx: Tx, customerId: string, causeId: string): Promise<Refund[]> {
  const rows = await tx.rows<
    RefundRow & {
      parts: (Pick<PartRow, "state" | "attempts" | "provider_status"> & {
        amount: string;
        tender: string;
        settled_at: string | null;
      })[];
    }
  >(
    `select r.number, r.kind, r.state, r.amount_minor, r.currency, r.receipt, r.reserved_at, r.settled_at,
            (select coalesce(jsonb_agg(jsonb_build_object('tender', t.kind, 'amount', p.amount_minor::text, 'state', p.state, 'attempts', p.attempts,
                      'provider_status', p.provider_status, 'settled_at', p.settled_at) order by t.tender_no), '[]')
               from payments.refund_part p join orders.tender t on t.customer_id = p.customer_id and t.id = p.tender_id
              where p.customer_id = r.customer_id and p.refund_id = r.id) as parts
       from payments.refund r where r.customer_id = $1 and r.cause_id = $2 order by r.reserved_at desc`,
    [customerId, causeId],
  );
  return rows.map((row) => ({
    number: row.number,
    kind: row.kind,
    state: row.state,
    amount: toWire(money(row.amount_minor, currency(row.currency))),
    receipt: row.receipt as Receipt,
    reservedAt: row.reserved_at.toString(),
    settledAt: row.settled_at?.toString() ?? null,
    parts: row.parts.map((part) => ({
      tender: part.tender,
      amount: toWire(money(BigInt(part.amount), currency(row.currency))),
      state: part.state,
      attempts: part.attempts,
      providerStatus: part.provider_status,
      settledAt: part.settled_at === null ? null : Temporal.Instant.from(part.settled_at).toString(),
    })),
  }));
}

/** Where the refund of a cause stands. */
export async function refundStanding(
  tx: Tx,
  customerId: string,
  causeId: string,
): Promise<{ number: string; state: RefundRow["state"]; amountMinor: bigint } | undefined> {
  const row = await tx.maybe<{ number: string; state: RefundRow["state"]; amount_minor: bigint }>(
    "select number, state, amount_minor from payments.refund where customer_id = $1 and cause_id = $2 and kind in ('goods', 'allowance')",
    [customerId, causeId],
  );
  return row === undefined ? undefined : { number: row.number, state: row.state, amountMinor: row.amount_minor };
}

/** What was paid back to a shopper in all, by currency. */
export async function refundedTo(tx: Tx, customerId: string): Promise<ReturnType<typeof toWire>[]> {
  const rows = await tx.rows<{ currency: string; total: bigint }>(
    "select currency, sum(amount_minor)::bigint as total from payments.refund where customer_id = $1 and state = 'settled' group by currency order by currency",
    [customerId],
  );
  return rows.map((row) => toWire(money(row.total, currency(row.currency))));
}
