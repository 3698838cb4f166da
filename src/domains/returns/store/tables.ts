import type { Tx } from "#platform/db";

/** Entries of the tables that shops keep for their own work. Row security decides whose entries a merchant's person meets. */

export type Label = { readonly zh: string; readonly en: string };
export type Entry = { readonly id: string; readonly merchant_id: string | null; readonly version: number };

export function lockPrice(tx: Tx, id: string): Promise<Entry | undefined> {
  return tx.maybe<Entry>("select id, merchant_id, version from returns.deduction_price where id = $1 for update", [id]);
}

export type PriceEntry = {
  readonly category: string | null;
  readonly grade: string;
  readonly percent: number | null;
  readonly fixedMinor: bigint | null;
  readonly currency: string | null;
  readonly label: Label;
  readonly active: boolean;
  readonly by: string;
};

/** False: there is an entry of this id already. */
export async function insertPrice(
  tx: Tx,
  { id, merchantId, ...entry }: PriceEntry & { readonly id: string; readonly merchantId: string | null },
): Promise<boolean> {
  const inserted = await tx.run(
    `insert into returns.deduction_price (id, merchant_id, category_code, grade, percent, fixed_minor, currency, label, active, changed_by, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (id) do nothing`,
    [
      id,
      merchantId,
      entry.category,
      entry.grade,
      entry.percent,
      entry.fixedMinor,
      entry.currency,
      entry.label,
      entry.active,
      entry.by,
      tx.now,
    ],
  );
  return inserted === 1;
}

/** Of an entry that is locked. */
export function changePrice(tx: Tx, id: string, entry: PriceEntry): void {
  tx.send(
    `update returns.deduction_price set category_code = $2, grade = $3, percent = $4, fixed_minor = $5, currency = $6, label = $7,
            active = $8, changed_by = $9, changed_at = $10, version = version + 1 where id = $1`,
    [
      id,
      entry.category,
      entry.grade,
      entry.percent,
      entry.fixedMinor,
      entry.currency,
      entry.label,
      entry.active,
      entry.by,
      tx.now,
    ],
  );
}

export function lockReply(tx: Tx, id: string): Promise<Entry | undefined> {
  return tx.maybe<Entry>("select id, merchant_id, version from returns.reply_template where id = $1 for update", [id]);
}

export type ReplyEntry = {
  readonly usedFor: string;
  readonly label: Label;
  readonly text: Label;
  readonly active: boolean;
  readonly by: string;
};

/** False: there is a template of this id already. */
export async function insertReply(
  tx: Tx,
  { id, merchantId, ...entry }: ReplyEntry & { readonly id: string; readonly merchantId: string | null },
): Promise<boolean> {
  const inserted = await tx.run(
    `insert into returns.reply_template (id, merchant_id, used_for, label, text_zh, text_en, active, changed_by, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing`,
    [id, merchantId, entry.usedFor, entry.label, entry.text.zh, entry.text.en, entry.active, entry.by, tx.now],
  );
  return inserted === 1;
}

/** Of a template that is locked. */
export function changeReply(tx: Tx, id: string, entry: ReplyEntry): void {
  tx.send(
    `update returns.reply_template set used_for = $2, label = $3, text_zh = $4, text_en = $5, active = $6, changed_by = $7, changed_at = $8,
            version = version + 1 where id = $1`,
    [id, entry.usedFor, entry.label, entry.text.zh, entry.text.en, entry.active, entry.by, tx.now],
  );
}
