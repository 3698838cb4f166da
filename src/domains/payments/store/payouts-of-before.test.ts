import assert from "node:assert/strict";
import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import pg from "pg";
import { newId } from "#kernel/ids";
import { migrate } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";

const all = join(import.meta.dirname, "../../../../db/migrations");

const before = "0142-payments-payouts-that-came-wrong.sql";

/** A database as it was before payouts that came wrong had a place of their own, filled, and brought up to date. */
async function broughtUpToDate(fill: string, look: (client: pg.Client) => Promise<void>): Promise<void> {
  await withTestDatabase(async ({ adminUrl, secrets, name }) => {
    const old = `${name}_old`;
    const url = new URL(adminUrl);
    url.pathname = `/${old}`;
    const [admin, client] = [adminUrl, String(url)].map((connectionString) => new pg.Client({ connectionString }));
    assert.ok(admin !== undefined && client !== undefined);
    await admin.connect();
    const folder = await mkdtemp(join(tmpdir(), "aftercare-migrations-"));
    try {
      await admin.query(`create database ${old}`);
      for (const file of await readdir(all)) if (file < before) await cp(join(all, file), join(folder, file));
      await writeFile(join(folder, "0141-test-fill.sql"), fill);
      await migrate(String(url), secrets.databasePasswords, folder);
      assert.equal((await migrate(String(url), secrets.databasePasswords))[0], before);
      await client.connect();
      await look(client);
    } finally {
      await client.end();
      await admin.query(`drop database if exists ${old} with (force)`);
      await admin.end();
      await rm(folder, { recursive: true });
    }
  });
}

const causes = ["compensation", "freight-claim", "collection", "return-freight", "discrepancy"];
const states = ["mismatched", "refused", "settled", "unknown"];
/** Cause, state, where the detour of a refund stands that it is the payout of, and what of it was booked. */
const payouts: readonly (readonly [cause: string, state: string, detour?: string, booked?: number])[] = [
  ...causes.flatMap((cause) => states.map((state) => [cause, state] as const)),
  ["refund", "mismatched", "paying"],
  ["refund", "mismatched", "platform"],
  ["refund", "mismatched"],
  ["refund", "mismatched", "paying", 1801],
  ["refund", "mismatched", "platform", 1700],
  ["refund", "refused", "platform"],
];

test("payouts that came wrong before are asked about once more, refused ones wait for the platform, and nothing else changes", () => {
  const [customer, order, merchant] = [newId(), newId(), newId()];
  const rows = payouts.map(([cause, state, detour, booked]) => {
    const [id, refund] = [newId(), newId()];
    const [refundOf, number] = [
      cause === "refund" ? `'${refund}'` : "null",
      `${[cause, state, detour, booked].filter(Boolean).join(" ")}`,
    ];
    const paid = `insert into payments.payout (customer_id, id, number, order_id, merchant_id, cause_kind, cause_id, refund_id, state, amount_minor, currency, payer, payment, reserved_at, settled_at)
      values ('${customer}', '${id}', '${number}', '${order}', '${merchant}', '${cause}', '${newId()}', ${refundOf}, '${state}', 1800, 'CNY', 'merchant', 'pay-1', '2026-11-01', ${state === "settled" ? "'2026-11-02'" : "null"});`;
    const line = (no: number, account: string, minor: number) =>
      `insert into payments.ledger_line (customer_id, posting_id, line_no, order_id, merchant_id, payout_id, account, amount_minor, currency, at)
       values ('${customer}', '${id}', ${no}, '${order}', '${merchant}', '${id}', '${account}', ${minor}, 'CNY', '2026-11-01');`;
    const way = `insert into payments.detour (customer_id, refund_id, order_id, merchant_id, state, amount_minor, currency, way, payout_id, opened_at, moved_at)
      values ('${customer}', '${refund}', '${order}', '${merchant}', '${detour}', 1800, 'CNY', 'payout', '${id}', '2026-11-01', '2026-11-01');`;
    const lines = [line(1, "merchant-settlement", -(booked ?? 0)), line(2, "shopper-payout", booked ?? 0)];
    return [paid, ...(detour === undefined ? [] : [way]), ...(booked === undefined ? [] : lines)].join(" ");
  });
  // The orders and refunds around them are not what is looked at.
  const alone = `do $$ declare c record; begin
    for c in select conrelid::regclass as t, conname from pg_constraint where contype = 'f' and conrelid in ('payments.payout'::regclass, 'payments.detour'::regclass) loop
      execute format('alter table %s drop constraint %I', c.t, c.conname);
    end loop; end $$;`;
  return broughtUpToDate([alone, ...rows].join("\n"), async (client) => {
    // Row security closes them to the owner.
    for (const table of ["payments.payout", "platform.deadline"])
      await client.query(`alter table ${table} no force row level security`);
    const { rows: found } = await client.query<{
      number: string;
      state: string;
      paid: number | null;
      waits: boolean;
      clock: boolean;
    }>(
      `select p.number, p.state, p.paid_minor::int as paid, p.due_at is not null as waits,
              exists (select 1 from platform.deadline d where d.customer_id = p.customer_id and d.subject_id = p.id and d.kind = 'payout-stuck' and d.due_at = p.due_at and d.epoch = p.version) as clock
         from payments.payout p where p.amount_minor = 1800`,
    );
    const stand = new Map(found.map(({ number, state, paid, waits, clock }) => [number, [state, paid, waits, clock]]));
    assert.equal(stand.size, payouts.length);
    for (const cause of causes) {
      assert.deepEqual(stand.get(`${cause} mismatched`), ["unknown", null, false, false], cause);
      assert.deepEqual(stand.get(`${cause} refused`), ["refused", null, true, true], cause);
      assert.deepEqual(stand.get(`${cause} settled`), ["settled", null, false, false], cause);
      assert.deepEqual(stand.get(`${cause} unknown`), ["unknown", null, false, false], cause);
    }
    // Of a refund its detour says until when somebody sees to it.
    for (const number of ["refund mismatched paying", "refund mismatched platform", "refund mismatched"])
      assert.deepEqual(stand.get(number), ["unknown", null, false, false], number);
    assert.deepEqual(stand.get("refund refused platform"), ["refused", null, false, false]);
    assert.deepEqual(stand.get("refund mismatched paying 1801"), ["unknown", 1801, false, false]);
    assert.deepEqual(stand.get("refund mismatched platform 1700"), ["mismatched", 1700, false, false]);
  });
});
