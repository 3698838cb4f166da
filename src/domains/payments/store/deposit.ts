import type { PostingLine } from "#kernel/ledger";
import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { Deposit } from "../rules/move-deposit.ts";

export type DepositKind = "top-up" | "hold" | "deduct" | "release";

export type DepositAccount = Deposit & {
  readonly merchantId: string;
  readonly currency: string;
  readonly version: number;
};

/** The account of a merchant in one currency, opened where there is none, locked until the commit. */
export async function lockDeposit(tx: Tx, merchantId: string, currency: string): Promise<DepositAccount> {
  tx.send(
    "insert into payments.deposit_account (merchant_id, currency, opened_at) values ($1, $2, $3) on conflict (merchant_id, currency) do nothing",
    [merchantId, currency, tx.now],
  );
  const row = await tx.one<{ available_minor: bigint; held_minor: bigint; owed_minor: bigint; version: number }>(
    "select available_minor, held_minor, owed_minor, version from payments.deposit_account where merchant_id = $1 and currency = $2 for update",
    [merchantId, currency],
  );
  return {
    merchantId,
    currency,
    availableMinor: row.available_minor,
    heldMinor: row.held_minor,
    owedMinor: row.owed_minor,
    version: row.version,
  };
}

export type DepositCause = { readonly kind: string; readonly id: string; readonly number: string };

/** Whether this cause has moved the deposit this way before, and what is still held for it. */
export async function depositOfCause(
  tx: Tx,
  merchantId: string,
  cause: DepositCause,
): Promise<{ readonly done: ReadonlySet<string>; readonly held: bigint }> {
  const rows = await tx.rows<{ kind: string; held: bigint }>(
    `select p.kind, (select coalesce(sum(l.amount_minor), 0)::bigint from payments.deposit_line l
                      where l.merchant_id = p.merchant_id and l.posting_id = p.id and l.account = 'held') as held
       from payments.deposit_posting p where p.merchant_id = $1 and p.cause_kind = $2 and p.cause_id = $3`,
    [merchantId, cause.kind, cause.id],
  );
  return { done: new Set(rows.map((row) => row.kind)), held: rows.reduce((sum, row) => sum + row.held, 0n) };
}

export function insertDepositPosting(
  record: Recorder,
  account: DepositAccount,
  posting: {
    readonly id: string;
    readonly kind: DepositKind;
    readonly cause: DepositCause;
    readonly minor: bigint;
    readonly note: string;
    readonly by: string;
    readonly after: Deposit;
    readonly lines: readonly PostingLine[];
  },
  now: Temporal.Instant,
): void {
  const { after, cause } = posting;
  record.change(
    `update payments.deposit_account set available_minor = $3, held_minor = $4, owed_minor = $5, version = version + 1
      where merchant_id = $1 and currency = $2 and version = $6 returning 1`,
    [account.merchantId, account.currency, after.availableMinor, after.heldMinor, after.owedMinor, account.version],
    { touch: 1, belief: "a deposit moves from the version that was read" },
  );
  record.insert(
    "payments.deposit_posting (merchant_id, id, currency, kind, cause_kind, cause_id, cause_number, amount_minor, available_after_minor, owed_after_minor, note, posted_by, at)",
    [
      account.merchantId,
      posting.id,
      account.currency,
      posting.kind,
      cause.kind,
      cause.id,
      cause.number,
      posting.minor,
      after.availableMinor,
      after.owedMinor,
      posting.note,
      posting.by,
      now,
    ],
  );
  for (const [index, line] of posting.lines.entries())
    record.insert("payments.deposit_line (merchant_id, posting_id, line_no, account, amount_minor, currency)", [
      account.merchantId,
      posting.id,
      index + 1,
      line.account,
      line.amount.minor,
      account.currency,
    ]);
}
