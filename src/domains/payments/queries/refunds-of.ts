import { currency, money, toWire } from "#kernel/money";
import type { Tx } from "#platform/db";
import type { Receipt, Refund, settledBy } from "../contract.ts";
import type { DetourState } from "../model.ts";
import type { PartRow, RefundRow } from "../store/refund.ts";
import { discrepanciesOf, discrepancyOnWire } from "./discrepancy-row.ts";

/** Refunds of a case, with their shares, newest first. */
export async function refundsOf(tx: Tx, customerId: string, causeId: string): Promise<Refund[]> {
  const rows = await tx.rows<
    RefundRow & {
      parts: (Pick<PartRow, "state" | "attempts" | "provider_status"> & {
        amount: string;
        tender: string;
        settled_at: string | null;
        settled_by: (typeof settledBy)[number];
      })[];
      detour: DetourInJson | null;
    }
  >(
    `select r.customer_id, r.order_id, r.merchant_id, r.number, r.kind, r.state, r.amount_minor, r.currency, r.receipt, r.reserved_at, r.settled_at,
            (select coalesce(jsonb_agg(jsonb_build_object('tender', t.kind, 'amount', p.amount_minor::text, 'state', p.state, 'attempts', p.attempts,
                      'provider_status', p.provider_status, 'settled_at', p.settled_at, 'settled_by', p.settled_by) order by t.tender_no), '[]')
               from payments.refund_part p join orders.tender t on t.customer_id = p.customer_id and t.id = p.tender_id
              where p.customer_id = r.customer_id and p.refund_id = r.id) as parts,
            (select jsonb_build_object('state', d.state, 'amount', d.amount_minor::text, 'way', d.way, 'tender', t.kind, 'reference', d.reference, 'note', d.note, 'proof', to_jsonb(d.proof),
                      'ahead', d.ahead, 'due_at', d.due_at,
                      'tenders', (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'kind', o.kind) order by o.captured_minor desc, o.tender_no), '[]') from orders.tender o
                                   where o.customer_id = d.customer_id and o.order_id = d.order_id and o.kind not in ('points', 'coupon', 'voucher', 'gift-card', 'cash') and d.state in ('merchant', 'platform')))
               from payments.detour d left join orders.tender t on t.customer_id = d.customer_id and t.id = d.tender_id
              where d.customer_id = r.customer_id and d.refund_id = r.id) as detour
       from payments.refund r where r.customer_id = $1 and r.cause_id = $2 order by r.reserved_at desc`,
    [customerId, causeId],
  );
  const forStaff = tx.principal.kind === "staff" || tx.principal.kind === "merchant";
  const discrepancies = forStaff ? await discrepanciesOf(tx, customerId, causeId) : [];
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
      settledBy: part.state === "settled" ? part.settled_by : null,
    })),
    discrepancies: discrepancies
      .filter(({ refund_number }) => refund_number === row.number)
      .map((one) => discrepancyOnWire(one, tx.principal)),
    detour:
      row.detour === null
        ? null
        : {
            state: row.detour.state,
            amount: toWire(money(BigInt(row.detour.amount), currency(row.currency))),
            way: row.detour.way,
            tender: row.detour.tender,
            reference: row.detour.reference,
            note: row.detour.note,
            proof: row.detour.proof,
            ahead: row.detour.ahead,
            dueAt: row.detour.due_at === null ? null : Temporal.Instant.from(row.detour.due_at).toString(),
            tenders: row.detour.tenders,
          },
  }));
}

type DetourInJson = Pick<
  NonNullable<Refund["detour"]>,
  "state" | "way" | "tender" | "reference" | "note" | "proof" | "ahead" | "tenders"
> & {
  readonly amount: string;
  readonly due_at: string | null;
};

export type RefundStanding = {
  readonly number: string;
  readonly state: RefundRow["state"];
  readonly amountMinor: bigint;
  /** Where the provider will not take it: who sees to it, and until when. */
  readonly detour: {
    readonly state: DetourState;
    readonly dueAt: Temporal.Instant | null;
    readonly amountMinor: bigint;
  } | null;
};

/** Where the refund of a cause stands. */
export async function refundStanding(tx: Tx, customerId: string, causeId: string): Promise<RefundStanding | undefined> {
  const row = await tx.maybe<{
    number: string;
    state: RefundRow["state"];
    amount_minor: bigint;
    detour_state: DetourState | null;
    due_at: Temporal.Instant | null;
    detour_minor: bigint | null;
  }>(
    `select r.number, r.state, r.amount_minor, d.state as detour_state, d.due_at, d.amount_minor as detour_minor from payments.refund r
       left join payments.detour d on d.customer_id = r.customer_id and d.refund_id = r.id
      where r.customer_id = $1 and r.cause_id = $2 and r.kind in ('goods', 'allowance')`,
    [customerId, causeId],
  );
  if (row === undefined) return undefined;
  const detour =
    row.detour_state === null
      ? null
      : { state: row.detour_state, dueAt: row.due_at, amountMinor: row.detour_minor ?? 0n };
  return { number: row.number, state: row.state, amountMinor: row.amount_minor, detour };
}

/** What was paid back to a shopper in all, by currency. */
export async function refundedTo(tx: Tx, customerId: string): Promise<ReturnType<typeof toWire>[]> {
  const rows = await tx.rows<{ currency: string; total: bigint }>(
    "select currency, sum(amount_minor)::bigint as total from payments.refund where customer_id = $1 and state = 'settled' group by currency order by currency",
    [customerId],
  );
  return rows.map((row) => toWire(money(row.total, currency(row.currency))));
}
