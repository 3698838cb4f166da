import { currency, money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import { pageOfRows, placeOf } from "#platform/paging";
import {
  type DepositPosting,
  depositPostingPageShape,
  depositPostingQuery,
  depositQuery,
  depositsShape,
} from "../contract.ts";
import type { DepositKind } from "../store/deposit.ts";

const accountsShown = 200;

/** GET /api/v1/deposits: what each merchant has deposited, those who owe first; a merchant's person sees the own. */
export const listDeposits = query({
  name: "payments.list-deposits",
  input: depositQuery,
  output: depositsShape,
  allow: holds("deposits.read"),
  run: async (tx, { merchantId }) => {
    const own = tx.principal.kind === "merchant" ? tx.principal.merchantId : merchantId;
    const rows = await tx.rows<{
      id: string;
      number: string;
      name: string;
      name_en: string;
      currency: string | null;
      available_minor: bigint | null;
      held_minor: bigint | null;
      owed_minor: bigint | null;
    }>(
      `select m.id, m.number, m.name, m.name_en, a.currency, a.available_minor, a.held_minor, a.owed_minor
         from parties.merchant m left join payments.deposit_account a on a.merchant_id = m.id
        where ($1::uuid is null or m.id = $1) order by coalesce(a.owed_minor, 0) desc, a.merchant_id is null, m.number, a.currency limit ${accountsShown}`,
      [own],
    );
    const wire = (code: string | null, minor: bigint | null) => toWire(money(minor ?? 0n, currency(code ?? "CNY")));
    return grant({
      items: rows.map((row) => ({
        merchant: { id: row.id, number: row.number, name: row.name, nameEn: row.name_en },
        available: wire(row.currency, row.available_minor),
        held: wire(row.currency, row.held_minor),
        owed: wire(row.currency, row.owed_minor),
      })),
    });
  },
});

/** GET /api/v1/deposits/postings: every movement with its cause and its lines, the newest first. */
export const listDepositPostings = query({
  name: "payments.list-deposit-postings",
  input: depositPostingQuery,
  output: depositPostingPageShape,
  allow: holds("deposits.read"),
  run: async (tx, { merchantId, cursor, limit }) => {
    const after = placeOf(cursor);
    if (after === "broken") return refuse("cursor-broken");
    const own = tx.principal.kind === "merchant" ? tx.principal.merchantId : merchantId;
    const rows = await tx.rows<PostingRow>(
      `select p.merchant_id, p.id, p.currency, p.kind, p.cause_kind, p.cause_number, p.amount_minor, p.available_after_minor, p.owed_after_minor, p.note, p.at,
              (select jsonb_agg(jsonb_build_object('account', l.account, 'minor', l.amount_minor::text) order by l.line_no)
                 from payments.deposit_line l where l.merchant_id = p.merchant_id and l.posting_id = p.id) as lines
         from payments.deposit_posting p
        where ($1::uuid is null or p.merchant_id = $1) and ($2::timestamptz is null or (p.at, p.id) < ($2::timestamptz, $3::uuid))
        order by p.at desc, p.id desc limit $4`,
      [own, after?.at, after?.id, limit + 1],
    );
    return grant(pageOfRows(rows, limit, ({ at, id }) => ({ at, id }), postingOnWire));
  },
});

type PostingRow = {
  merchant_id: string;
  id: string;
  currency: string;
  kind: DepositKind;
  cause_kind: string;
  cause_number: string;
  amount_minor: bigint;
  available_after_minor: bigint;
  owed_after_minor: bigint;
  note: string;
  at: Temporal.Instant;
  lines: readonly { readonly account: string; readonly minor: string }[];
};

function postingOnWire(row: PostingRow): DepositPosting {
  const wire = (minor: bigint) => toWire(money(minor, currency(row.currency)));
  return {
    id: row.id,
    merchantId: row.merchant_id,
    kind: row.kind,
    causeKind: row.cause_kind,
    causeNumber: row.cause_number,
    amount: wire(row.amount_minor),
    availableAfter: wire(row.available_after_minor),
    owedAfter: wire(row.owed_after_minor),
    note: row.note,
    at: row.at.toString(),
    lines: row.lines.map(({ account, minor }) => ({ account, amount: wire(BigInt(minor)) })),
  };
}
