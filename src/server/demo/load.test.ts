import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { caseKinds, evidenceKinds } from "#contract/returns";
import { saveMerchants } from "#domains/parties";
import { noPaymentProvider, payments } from "#domains/payments";
import {
  caseLifecycle,
  disputeLifecycle,
  goodsLifecycle,
  interceptionLifecycle,
  moneyLifecycle,
  outboundLifecycle,
  returns,
} from "#domains/returns";
import { createStoppedClock } from "#platform/clock";
import { createDb, type Db, system } from "#platform/db";
import { silentLog } from "#platform/log";
import { createPersonal } from "#platform/personal";
import { type TestDatabase, withTestDatabase } from "../../../tests/support/database.ts";
import { type DemoParts, loadDemo } from "./load.ts";
import { readDemoMark, writeDemoMark } from "./mark.ts";
import { demoSource } from "./orders.ts";
import { resetDemo } from "./reset.ts";

/** A twentieth of the shop: every way of a case once, a thousand orders. */
const part = 0.05;

test("The demo shop goes as planned, and everything that must hold holds right after", async () => {
  await withDemo("2026-11-21T06:00:00Z", async (parts, { db }) => {
    const report = await loadDemo(parts);
    assert.ok(report.loaded);
    assert.deepEqual(report.astray, []);
    assert.deepEqual([report.counts.orders, report.counts.shoppers], [1_000, 250]);
    assert.deepEqual(await violations(db), []);
    assert.deepEqual(await readDemoMark(db), { state: "loaded", seed: report.seed, at: "2026-11-21T06:00:00Z" });

    const early = await rows(
      db,
      "select number from returns.return_case where closed_at is null and due_at < timestamptz '2026-11-21T07:00:00Z'",
    );
    const late = await rows(
      db,
      "select number from returns.return_case where closed_at is null and due_at > timestamptz '2026-12-21T06:00:00Z'",
    );
    const soon = await rows(
      db,
      "select number from returns.return_case where closed_at is null and due_at < timestamptz '2026-11-21T08:00:00Z'",
    );
    assert.deepEqual([early, late], [[], []], "open deadlines lie between one hour and thirty days ahead");
    assert.ok(soon.length > 0, "some within two hours");

    const waiting = await rows<{ kind: string }>(db, "select distinct kind from platform.outbox where done_at is null");
    assert.deepEqual(
      waiting,
      [{ kind: "returns.refund-due" }],
      "the past has been told, only what is due waits for the relay",
    );
    const [told] = await rows<{ read: number; unread: number }>(
      db,
      "select count(read_at)::int as read, count(*) filter (where read_at is null)::int as unread from platform.message m join parties.shopper s on s.customer_id = m.customer_id where s.phone_mask = '138****2207'",
    );
    assert.ok(
      told !== undefined && told.read > 0 && told.unread > 0,
      "the inbox of the first account has old and new messages",
    );
    const unproven = await rows(
      db,
      `select c.number from returns.return_case c where c.reason in ('quality-fault', 'wrong-item', 'damaged-on-arrival')
          and not exists (select 1 from platform.file f where f.customer_id = c.customer_id and f.subject_id = c.id)`,
    );
    assert.deepEqual(unproven, [], "who says that something is broken shows it");

    const states = (table: string, column: string) =>
      rows<{ state: string }>(db, `select distinct ${column} as state from ${table} order by 1`).then((found) =>
        found.map(({ state }) => state),
      );
    const standing = "returns.return_case";
    assert.deepEqual(await states(standing, "case_state"), [...caseLifecycle.states].sort());
    assert.deepEqual(await states(standing, "goods_state"), [...goodsLifecycle.states].sort());
    assert.deepEqual(await states(standing, "money_state"), [...moneyLifecycle.states].sort());
    assert.deepEqual(await states(standing, "outbound_state"), [...outboundLifecycle.states].sort());
    const disputes = disputeLifecycle.states.filter((state) => state !== "final").sort();
    assert.deepEqual(await states(standing, "dispute_state"), disputes);
    assert.deepEqual(await states(standing, "kind"), [...caseKinds].sort());
    assert.deepEqual(await states(standing, "interception_state"), [...interceptionLifecycle.states].sort());
    assert.deepEqual(await states("platform.file", "kind"), [...evidenceKinds].sort());
    assert.deepEqual(await states(standing, "difference_state"), ["asked", "none", "over", "paid"]);
    assert.deepEqual(await states("returns.offer", "kind"), ["amount", "deduction", "evidence", "kind"]);
    assert.deepEqual(await states("payments.compensation", "state"), [
      "awaiting-approval",
      "paid",
      "paying",
      "proposed",
      "refused",
    ]);
    assert.deepEqual(await states("payments.deposit_posting", "kind"), ["deduct", "hold", "release", "top-up"]);

    const there = await rows<{ what: string }>(
      db,
      `select what from (values
         ('林晓 has an offer to answer', exists (select 1 from returns.return_case c join parties.shopper s on s.customer_id = c.customer_id
             where s.phone_mask = '138****2207' and c.case_state = 'negotiating' and c.waiting_on = 'shopper')),
         ('a replacement is on its way', exists (select 1 from returns.return_case c join parties.shopper s on s.customer_id = c.customer_id
             where s.phone_mask = '138****2207' and c.outbound_state = 'shipped')),
         ('a difference is to be paid', exists (select 1 from payments.collection c join parties.shopper s on s.customer_id = c.customer_id
             where s.phone_mask = '138****2207' and c.state = 'asked')),
         ('the demo merchant is heard in a dispute', exists (select 1 from returns.return_case c join parties.merchant m on m.id = c.merchant_id
             where m.number = 'M001' and c.dispute_state = 'evidence')),
         ('has goods to count, where something may be taken off', exists (select 1 from returns.return_case c join parties.merchant m on m.id = c.merchant_id
             where m.number = 'M001' and c.goods_state = 'arrived' and c.reason in ('no-longer-wanted', 'does-not-fit', 'ordered-by-mistake', 'found-cheaper'))),
         ('has goods to send out', exists (select 1 from returns.return_case c join parties.merchant m on m.id = c.merchant_id
             where m.number = 'M001' and c.outbound_state = 'to-ship')),
         ('every merchant has a deposit', (select count(*) from payments.deposit_account) = 30),
         ('prices fell', exists (select 1 from catalog.price group by product_number having count(*) > 1)),
         ('couriers collect in six cities', (select count(*) from logistics.pickup_area) = 6),
         ('a courier is booked', exists (select 1 from logistics.booking where kind = 'pickup' and state = 'booked')),
         ('parcels were collected', exists (select 1 from logistics.booking where kind = 'pickup' and state = 'collected')),
         ('some shops take goods back in two places', exists (select 1 from logistics.return_address group by merchant_id having count(*) > 1)),
         ('a parked parcel names the order of an open case', exists (select 1 from logistics.parked_parcel p
             join returns.return_case c on c.order_number = p.slip_number where p.state = 'parked' and c.closed_at is null)),
         ('what was lent is open, earned, asked back and back again', (select count(distinct state) from payments.instant_advance) = 4),
         ('the insurer has paid for a way back', exists (select 1 from payments.freight_claim where state = 'paid')),
         ('and refuses one', exists (select 1 from payments.freight_claim where state = 'refused')),
         ('an appeal against a signal waits', (select count(*) from returns.signal_appeal where state = 'open') = 1),
         ('recipients of presents have sent goods back, openly and quietly',
           (select count(distinct present_quiet) from returns.return_case where present_id is not null) = 2),
         ('goods were kept for less', exists (select 1 from returns.return_case where kind = 'refund-only' and allowance and reason in ('does-not-fit', 'no-longer-wanted', 'quality-fault', 'not-as-described') and case_state = 'completed')),
         ('an exchange was thanked for', exists (select 1 from payments.compensation where ground = 'exchange-bonus' and state = 'paid')),
         ('dearer goods of an exchange came back', exists (select 1 from returns.return_case a join returns.return_case b on b.customer_id = a.customer_id and b.order_id = a.order_id
             where a.difference_state = 'paid' and a.outbound_state = 'delivered' and b.kind = 'return-and-refund' and b.case_state = 'completed' and b.requested_at > a.closed_at)),
         ('cheaper goods of an exchange came back', exists (select 1 from returns.return_case a join returns.return_case b on b.customer_id = a.customer_id and b.order_id = a.order_id
             where a.kind = 'exchange' and a.difference_minor < 0 and a.money_state = 'settled' and b.case_state = 'completed' and b.requested_at > a.closed_at)),
         ('the way back is paid unseen and looked at', (select count(distinct coalesce(decided_by_kind, state)) from payments.return_freight) = 3),
         ('a carrier and a merchant bear losses', (select count(distinct borne_by) from returns.loss) >= 2),
         ('refunds go another way in each state that rests', (select count(distinct state || coalesce(way, '')) from payments.detour) >= 5),
         ('sets were sold', exists (select 1 from orders.shop_order o, jsonb_array_elements(o.promotions) p where p ? 'set')),
         ('coupons and points come back', exists (select 1 from payments.refund where receipt -> 'inKind' -> 'points' ->> 'amount' <> '0.00' and jsonb_array_length(receipt -> 'inKind' -> 'coupons') > 0)),
         ('goods wait to be refurbished, were and could not be', (select count(distinct disposition) from returns.goods_in_house where quantity > 0 and disposition in ('refurbish', 'restock', 'scrap')) = 3),
         ('one order has promises of its own for each shop', exists (select 1 from returns.return_case a join returns.return_case b on b.customer_id = a.customer_id and b.order_id = a.order_id and b.requested_at = a.requested_at
             where a.policy_id <> b.policy_id)),
         ('a fee was told', exists (select 1 from returns.return_case where fee_minor > 0)),
         ('a case names the only ways back', exists (select 1 from returns.return_case where cardinality(ways_back) = 3)),
         ('clocks stood still, stand still and will', (select count(*) from returns.clock_pause where applied_at is not null) = 3),
         ('and more time was given', (select count(distinct waiting_on) from platform.deadline where extended_times > 0) = 2)
       ) as seen (what, there) where not there`,
    );
    assert.deepEqual(there, [], "who signs in finds something on each screen");

    const kept = (await readFile(join(parts.dataDir, "payment-stand-in.jsonl"), "utf8"))
      .trim()
      .split("\n")
      .map((line): { number: string; amount: string; status: string } => JSON.parse(line));
    const settled = await rows<{ id: string; amount: string }>(
      db,
      "select id, amount_minor::text as amount from payments.refund_part where state = 'settled' and settled_by = 'provider' order by id",
    );
    const said = new Map(kept.map(({ number, amount, status }) => [number, status === "succeeded" ? amount : status]));
    assert.ok(settled.length > 10);
    for (const { id, amount } of settled)
      assert.equal(said.get(id), amount, "the stand-in remembers every refund that it paid");

    assert.deepEqual(await loadDemo(parts), { loaded: false, because: "loaded-before" });

    await db.withTx(system("test"), (tx) =>
      saveMerchants(tx, [
        {
          number: "X1",
          name: "别家",
          nameEn: "Another",
          contactPhone: "400",
          returnAddress: { name: "", phone: "", address: "" },
          source: "api",
        },
      ]),
    );
    await assert.rejects(resetDemo(parts), /more than the demo shop/, "a reset would take another's shop away");
  });
});

test("A load that was killed half-way is cleared and done again, and a reset begins anew", async () => {
  await withDemo("2027-02-10T16:30:00Z", async (parts, { db }) => {
    await writeDemoMark(db, { state: "loading", seed: "aftercare", at: "2027-02-10T16:00:00Z" });
    await db.withTx(system("test"), (tx) =>
      saveMerchants(tx, [
        {
          number: "M099",
          name: "半途",
          nameEn: "Half",
          contactPhone: "400",
          returnAddress: { name: "", phone: "", address: "" },
          source: demoSource,
        },
      ]),
    );
    const report = await loadDemo(parts);
    assert.ok(report.loaded);
    assert.deepEqual(report.astray, [], "in another year, with other holidays");
    assert.deepEqual(await rows(db, "select number from parties.merchant where number = 'M099'"), []);

    // A process of its own, which remembers no number of before.
    const pools = { of: db.pools.of, auth: db.pools.auth, end: db.pools.end };
    const again = await resetDemo({ ...parts, db: createDb(pools, db.clock) });
    assert.deepEqual(again.astray, []);
    assert.deepEqual(again.counts, report.counts);
    assert.deepEqual(await violations(db), []);
  });
});

test("A database that already holds a shop is left alone", async () => {
  await withDemo("2026-11-21T06:00:00Z", async (parts, { db }) => {
    await db.withTx(system("test"), (tx) =>
      saveMerchants(tx, [
        {
          number: "X1",
          name: "别家",
          nameEn: "Another",
          contactPhone: "400",
          returnAddress: { name: "", phone: "", address: "" },
          source: "api",
        },
      ]),
    );
    assert.deepEqual(await loadDemo(parts), { loaded: false, because: "holds-other-data" });
    assert.equal(await readDemoMark(db), undefined);
  });
});

async function withDemo(at: string, run: (parts: DemoParts, database: TestDatabase) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "aftercare-demo-"));
  try {
    await withTestDatabase(
      (database) =>
        run(
          { ...database, personal: createPersonal(database.secrets), dataDir, log: silentLog, scale: part },
          database,
        ),
      { clock: createStoppedClock(at) },
    );
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function violations(db: Db): Promise<string[]> {
  const domains = [payments(noPaymentProvider()), returns({ findShoppers: async () => [], viewersOf: async () => [] })];
  const found: string[] = [];
  for (const invariant of domains.flatMap((domain) => domain.invariants ?? []))
    found.push(...(await db.withTx(system("verify"), (tx) => invariant.violations(tx), { readOnly: true })));
  return found;
}

function rows<R>(db: Db, sql: string): Promise<R[]> {
  return db.withTx(system("test"), (tx) => tx.rows<R>(sql), { readOnly: true });
}
