import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { newId } from "#kernel/ids";
import { currency, money, toWire } from "#kernel/money";
import { createStoppedClock } from "#platform/clock";
import { readConfig } from "#platform/config";
import { type Db, system } from "#platform/db";
import { createPersonal } from "#platform/personal";
import { putOrder } from "../../src/domains/orders/actions/put-order.ts";
import { retryRefund as sendAgain } from "../../src/domains/payments/actions/retry-refund.ts";
import { startPaying } from "../../src/domains/payments/actions/start-paying.ts";
import type { StandInMode } from "../../src/domains/payments/adapters/stand-in/provider.ts";
import { sweepUnsettledJob } from "../../src/domains/payments/reactions/sweep-unsettled.ts";
import { answerOffer } from "../../src/domains/returns/actions/answer-offer.ts";
import { appealRuling } from "../../src/domains/returns/actions/appeal-ruling.ts";
import { approveCase } from "../../src/domains/returns/actions/approve-case.ts";
import { confirmReplacement } from "../../src/domains/returns/actions/confirm-replacement.ts";
import { escalateCase } from "../../src/domains/returns/actions/escalate-case.ts";
import { giveStatement } from "../../src/domains/returns/actions/give-statement.ts";
import { inspectGoods } from "../../src/domains/returns/actions/inspect-goods.ts";
import { makeOffer } from "../../src/domains/returns/actions/make-offer.ts";
import { receiveGoods } from "../../src/domains/returns/actions/receive-goods.ts";
import { rejectCase } from "../../src/domains/returns/actions/reject-case.ts";
import { requestReturn } from "../../src/domains/returns/actions/request-return.ts";
import { resubmitCase } from "../../src/domains/returns/actions/resubmit-case.ts";
import { ruleDispute } from "../../src/domains/returns/actions/rule-dispute.ts";
import { shipBack } from "../../src/domains/returns/actions/ship-back.ts";
import { shipReplacement } from "../../src/domains/returns/actions/ship-replacement.ts";
import { withdrawCase } from "../../src/domains/returns/actions/withdraw-case.ts";
import { type CaseKind, type Reason, reasons } from "../../src/domains/returns/model.ts";
import { Dice } from "../../src/server/demo/dice.ts";
import { verifyAll } from "../../src/server/verify.ts";
import { anyOrderWords } from "../support/any-order.ts";
import { withTestDatabase } from "../support/database.ts";
import type { OrderWords } from "../support/order-input.ts";
import { type Running, withWorker } from "../support/running.ts";
import { as, createWorld, merchant, shopper, staff, type World } from "../support/world.ts";

// Shoppers, two shops, the platform, clocks and a payment provider of changing mood, all at once, in an order thrown by dice.
// AFTERCARE_SEED plays another walk; a failure tells which one it was.

const seed = process.env["AFTERCARE_SEED"] ?? "1500";
const steps = 1_000;
const verbs = [
  "request",
  "approve",
  "reject",
  "resubmit",
  "withdraw",
  "ship",
  "receive",
  "inspect",
  "send",
  "confirm",
  "offer",
  "answer-offer",
  "deduct",
  "pay-difference",
  "escalate",
  "state",
  "rule",
  "appeal",
  "wait",
] as const;
type Verb = (typeof verbs)[number];

test(`a walk of ${steps} steps at random, many at a time: afterwards everything that must hold holds`, async () => {
  try {
    await walk();
  } catch (error) {
    throw new Error(`AFTERCARE_SEED=${seed} failed: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
});

async function walk(): Promise<void> {
  const clock = createStoppedClock("2026-11-05T10:00:00+08:00");
  await withTestDatabase(
    async ({ db, secrets, name }) => {
      const world = await createWorld(db);
      const dice = new Dice(seed);
      const put = putOrder(createPersonal(secrets));
      const feeder = staff("orders.write");
      const words = fc.sample(anyOrderWords, { numRuns: 120, seed: dice.between(1, 1_000_000) });
      const bring = async () => {
        const told = words.pop();
        if (told === undefined) return;
        const { outcome } = await put.execute(
          { db, principal: feeder },
          ofToday(told, words.length, clock.now(), dice),
        );
        assert.ok(outcome.ok, JSON.stringify(outcome));
      };
      for (let i = 0; i < 12; i += 1) await bring();
      await putOnSale(db, world);

      const done = new Map<string, number>();
      await withWorker(
        db,
        async (running) => {
          const { standIn, app, deadlines, until } = running;
          for (let taken = 0; taken < steps; ) {
            if (dice.chance(0.2)) standIn.setMode(dice.weighted(moods));
            if (dice.chance(0.4)) await bring();
            const seen = await look(db);
            const atOnce = Array.from({ length: dice.between(1, 6) }, () => oneStep(running, world, seen, dice));
            taken += atOnce.length;
            const waiting = dice.chance(0.3)
              ? async () => {
                  clock.forward(dice.between(1, 60) * 3_600);
                  return (await deadlines.fireDue()) > 0 ? "done" : "nothing due";
                }
              : undefined;
            const all = waiting === undefined ? atOnce : [...atOnce, { verb: "wait", act: waiting } as const];
            const answers = await Promise.all(all.map(async ({ verb, act }) => `${verb} ${await act()}`));
            for (const answer of answers) done.set(answer, (done.get(answer) ?? 0) + 1);
            app.nudge();
          }
          standIn.setMode("normal");
          clock.forward(3_600);
          await sweepUnsettledJob.run(app, {});
          // A share that is refused while another of its refund is asked for again wants to be asked for once more.
          const askedAt = new Map<string, number>();
          await until(
            "all money that moves has come to rest",
            async () => {
              for (const number of await refusedRefunds(db)) {
                if (performance.now() - (askedAt.get(number) ?? Number.NEGATIVE_INFINITY) < 2_000) continue;
                askedAt.set(number, performance.now());
                await sendAgain.execute(as(db, staff()), { number });
              }
              return (await moving(db)) === 0;
            },
            60,
          );
          const paid = new Map<string, bigint>();
          for (const { payment, amount, captured } of standIn.refunds()) {
            paid.set(payment, (paid.get(payment) ?? 0n) + BigInt(amount));
            assert.ok((paid.get(payment) ?? 0n) <= BigInt(captured), "no payment gives back more than it took");
          }
        },
        { providerTimeoutMs: 300 },
      );

      const told = JSON.stringify([...done].sort());
      // Something dearer is asked for, agreed to and waited for too seldom to be met for certain.
      for (const verb of verbs.filter((one) => one !== "pay-difference"))
        assert.ok((done.get(`${verb} done`) ?? 0) > 0, `nobody came to ${verb}: ${told}`);
      for (const answer of done.keys())
        assert.doesNotMatch(answer, /forbidden|invalid-input|order-not-found|case-not-found|evidence/, told);
      const config = readConfig({ AFTERCARE_DATA_DIR: join(tmpdir(), `aftercare-walk-${name}`) });
      const { invariants } = await verifyAll(config, secrets, db);
      assert.deepEqual(
        invariants.filter(({ violations }) => violations.length > 0),
        [],
      );
    },
    { clock },
  );
}

const moods: readonly (readonly [StandInMode, number])[] = [
  ["normal", 6],
  ["twice", 2],
  ["silent", 2],
  ["never", 1],
  ["failing", 1],
  ["refusing", 1],
  ["short", 1],
];

/** The same goods and money, bought a few days ago of our two shops by one of three people, shipped or not. */
function ofToday(told: OrderWords, no: number, now: Temporal.Instant, dice: Dice): OrderWords {
  const ago = (hours: number) => now.subtract({ hours }).toString();
  const shipped = dice.chance(0.75);
  return {
    ...told,
    number: `W${no}`,
    updatedAt: ago(1),
    placedAt: ago(96),
    paidAt: ago(96),
    shopper: { externalId: `c${dice.between(1, 3)}` },
    lines: told.lines.map((line) => ({ ...line, merchantNumber: dice.pick(["M001", "M001", "M002"]) })),
    tenders: told.tenders.map((tender, i) => ({ ...tender, reference: `pay-${no}-${i}` })),
    parcels: shipped
      ? [
          {
            carrier: "顺丰",
            trackingNumber: `SF${no}`,
            shippedAt: ago(72),
            deliveredAt: ago(24),
            signedBy: "consignee",
          },
        ]
      : [],
  };
}

type Seen = {
  readonly orders: readonly {
    readonly customer_id: string;
    readonly id: string;
    readonly number: string;
    readonly currency: string;
    readonly shipped: boolean;
    readonly lines: readonly { readonly id: string; readonly quantity: number }[];
  }[];
  readonly cases: readonly {
    readonly customer_id: string;
    readonly number: string;
    readonly merchant_id: string;
    readonly case_state: string;
    readonly goods_state: string;
    readonly money_state: string;
    readonly outbound_state: string;
    readonly dispute_state: string;
    readonly difference_state: string;
    readonly requested_minor: bigint;
    readonly currency: string;
    readonly order_id: string;
    readonly offered_by: "shopper" | "merchant" | "platform" | null;
    readonly offered: string | null;
    readonly lines: readonly { readonly id: string; readonly quantity: number }[];
  }[];
};

async function look(db: Db): Promise<Seen> {
  return db.withTx(system("test"), async (tx) => {
    const [orders, cases] = await Promise.all([
      tx.rows<Seen["orders"][number]>(
        `select o.customer_id, o.id, o.number, o.currency,
                exists (select 1 from orders.parcel p where p.customer_id = o.customer_id and p.order_id = o.id and p.shipped_at is not null) as shipped,
                (select json_agg(json_build_object('id', l.id, 'quantity', l.quantity) order by l.line_no) from orders.line l
                  where l.customer_id = o.customer_id and l.order_id = o.id and not l.is_adjustment) as lines
           from orders.shop_order o order by o.number`,
      ),
      tx.rows<Seen["cases"][number]>(
        `select c.customer_id, c.number, c.merchant_id, c.case_state, c.goods_state, c.money_state, c.outbound_state,
                c.dispute_state, c.difference_state, c.requested_minor, c.currency, c.order_id, f.made_by as offered_by, f.kind as offered,
                (select json_agg(json_build_object('id', l.line_id, 'quantity', cardinality(l.unit_nos)) order by l.line_id) from returns.case_line l
                  where l.customer_id = c.customer_id and l.case_id = c.id) as lines
           from returns.return_case c
           left join returns.offer f on f.customer_id = c.customer_id and f.case_id = c.id and f.state = 'open'
          where c.closed_at is null order by c.requested_at, c.id`,
      ),
    ]);
    return { orders, cases };
  });
}

type Step = { readonly verb: Verb; act(): Promise<string> };

/** Mostly what makes sense for what was seen, sometimes anything; sometimes the same twice at once. */
function oneStep(running: Running, world: World, seen: Seen, dice: Dice): Step {
  const { db } = running.app;
  if (seen.cases.length === 0 || dice.chance(0.3))
    return { verb: "request", act: twice(request(db, seen, dice), dice) };
  // Whose money is on its way waits for nobody; now and then somebody tries all the same.
  const still = seen.cases.filter(({ money_state }) => money_state === "none");
  const of = dice.pick(still.length > 0 && dice.chance(0.9) ? still : seen.cases);
  const likely: readonly Verb[] =
    of.offered !== null
      ? ["answer-offer", "answer-offer", "answer-offer", "withdraw", "approve"]
      : (inDispute[of.dispute_state] ?? onItsWay(of));
  const anything = verbs.filter((verb) => verb !== "request" && verb !== "wait");
  const verb = dice.chance(0.85) ? dice.pick(likely) : dice.pick(anything);
  return { verb, act: twice(move(running, world, verb, of, dice), dice) };
}

const inDispute: Readonly<Record<string, readonly Verb[]>> = {
  evidence: ["state", "state", "state", "withdraw", "approve"],
  review: ["rule"],
  ruled: ["appeal"],
  appeal: ["rule"],
};

function onItsWay(of: Seen["cases"][number]): readonly Verb[] {
  if (of.difference_state === "asked") return ["pay-difference", "pay-difference", "pay-difference", "withdraw"];
  return of.outbound_state === "to-ship"
    ? ["send"]
    : of.outbound_state === "shipped"
      ? ["confirm"]
      : of.case_state === "submitted"
        ? ["approve", "approve", "reject", "reject", "offer", "offer", "withdraw"]
        : of.case_state === "rejected"
          ? ["resubmit", "escalate", "escalate", "approve", "receive"]
          : of.goods_state === "awaiting-shipment"
            ? ["ship", "ship", "ship", "withdraw", "receive"]
            : of.goods_state === "in-transit"
              ? ["receive"]
              : of.goods_state === "arrived"
                ? ["inspect", "deduct", "deduct"]
                : ["approve", "reject", "withdraw"];
}

/** Under one key, as a client that heard no answer; the answer is the same. */
function twice(act: (key: string) => Promise<string>, dice: Dice): () => Promise<string> {
  const again = dice.chance(0.2);
  return async () => {
    const key = newId();
    if (!again) return act(key);
    const [first, second] = await Promise.all([act(key), act(key)]);
    // Who comes second while the first is under way may be told that the case has moved; two yeses are the same yes.
    return first === "done" ? first : second;
  };
}

type Asked = readonly (readonly [CaseKind, Reason])[];
const askedWhenSent: Asked = [
  ["return-and-refund", "no-longer-wanted"],
  ["return-and-refund", "no-longer-wanted"],
  ["return-and-refund", "quality-fault"],
  ["refund-only", "never-arrived"],
  ["refund-only", "not-as-described"],
  ["exchange", "does-not-fit"],
  ["exchange", "does-not-fit"],
  ["exchange", "quality-fault"],
  ["reship", "missing-parts"],
  ["price-protection", "price-dropped"],
  ["refuse-delivery", "no-longer-wanted"],
];
const askedBefore: Asked = [
  ["cancel-before-shipment", "no-longer-wanted"],
  ["cancel-before-shipment", "too-slow"],
];

function request(db: Db, { orders }: Seen, dice: Dice): (key: string) => Promise<string> {
  const order = dice.pick(orders);
  const [kind, reason] = dice.pick(order.shipped ? askedWhenSent : askedBefore);
  const some = order.lines.filter(() => dice.chance(0.5));
  const lines = (some.length > 0 ? some : order.lines.slice(0, 1)).map(({ id, quantity }) => ({
    lineId: id,
    quantity: dice.between(1, quantity),
  }));
  const proven = reasons[reason].evidence;
  const wanted =
    kind === "exchange" && dice.chance(0.7)
      ? { wanted: { productNumber: `${dice.pick(onSale)[0]}-${order.currency}` } }
      : {};
  return async (key) => {
    const evidence = proven ? [await photo(db, order)] : [];
    const input = { number: order.number, kind, reason, lines, evidence, ...wanted };
    return codeOf(await requestReturn.execute(as(db, shopper(order.customer_id), key), input));
  };
}

/** Cheaper and dearer goods, for exchanges. */
const onSale = [
  ["CHEAP", 100n],
  ["DEAR", 70_000n],
] as const;

async function putOnSale(db: Db, world: World): Promise<void> {
  await db.withTx(system("test"), async (tx) => {
    for (const [number, price, code] of onSale.flatMap(([name, minor]) =>
      ["CNY", "JPY", "KWD"].map((code) => [`${name}-${code}`, minor, code] as const),
    ))
      await tx.run(
        `insert into catalog.product (id, number, merchant_id, title, title_en, category_code, list_minor, currency, picture, source, state, created_at, updated_at)
         values ($1, $2, $3, $2, $2, 'general', $4, $6, '', 'test', 'on-sale', $5, $5)`,
        [newId(), number, world.merchantId, price, tx.now, code],
      );
  });
}

function move(
  { app: { db }, pay, standIn, until }: Running,
  world: World,
  verb: Verb,
  of: Seen["cases"][number],
  dice: Dice,
): (key: string) => Promise<string> {
  const { number } = of;
  const buyer = shopper(of.customer_id);
  const seller = dice.chance(0.7) ? merchant(of.merchant_id) : staff();
  assert.ok([world.merchantId, world.otherMerchantId].includes(of.merchant_id));
  switch (verb) {
    case "approve":
      return async (key) => codeOf(await approveCase.execute(as(db, seller, key), { number }));
    case "reject":
      return async (key) =>
        codeOf(await rejectCase.execute(as(db, seller, key), { number, reason: "goods-differ", note: "no" }));
    case "resubmit":
      return async (key) =>
        codeOf(await resubmitCase.execute(as(db, buyer, key), { number, note: "please look again" }));
    case "withdraw":
      return async (key) => codeOf(await withdrawCase.execute(as(db, buyer, key), { number }));
    case "ship": {
      const parcel = { way: "self-ship", carrier: "顺丰", trackingNumber: `SF${dice.digits(8)}` };
      return async (key) => codeOf(await shipBack.execute(as(db, buyer, key), { number, ...parcel }));
    }
    case "send": {
      const parcel = { carrier: "顺丰", trackingNumber: `SF${dice.digits(8)}` };
      const sender = merchant(of.merchant_id, "cases.send");
      return async (key) => codeOf(await shipReplacement.execute(as(db, sender, key), { number, ...parcel }));
    }
    case "confirm":
      return async (key) => codeOf(await confirmReplacement.execute(as(db, buyer, key), { number }));
    case "offer": {
      const by = dice.chance(0.3) ? buyer : seller;
      const toKind = dice.pick(["refund-only", "return-and-refund", "exchange", "reship"] as const);
      const offer = dice.weighted([
        [{ kind: "amount", amount: some(of, dice) }, 3],
        [{ kind: "kind", toKind }, 1],
        [{ kind: "evidence", note: "the label, please" }, by === buyer ? 0 : 1],
      ] as const);
      return async (key) => codeOf(await makeOffer.execute(as(db, by, key), { number, ...offer }));
    }
    case "answer-offer": {
      const by = of.offered_by === "shopper" ? seller : buyer;
      const accept = dice.chance(0.6);
      return async (key) => {
        const proof = accept && by === buyer ? [await photo(db, { id: of.order_id, customer_id: of.customer_id })] : [];
        return codeOf(await answerOffer.execute(as(db, by, key), { number, accept, evidence: proof }));
      };
    }
    case "pay-difference":
      return async (key) => {
        const asked = () =>
          db.withTx(system("test"), (tx) =>
            tx.maybe<{ number: string; charge_id: string }>(
              "select number, charge_id from payments.collection where cause_number = $1 and state in ('asked', 'paying', 'unknown')",
              [number],
            ),
          );
        if (of.difference_state !== "asked") return "nothing to pay";
        await until("it is asked for", async () => (await asked()) !== undefined, 10).catch(() => undefined);
        const toPay = await asked();
        if (toPay === undefined) return "nothing to pay";
        const code = codeOf(await startPaying.execute(as(db, buyer, key), { number: toPay.number }));
        const charge = () => standIn.charges().find((one) => one.number === toPay.charge_id);
        await until("the till is open", async () => charge()?.status === "waiting", 10).catch(() => undefined);
        return code === "done" && (await pay(toPay.charge_id)) !== 200 ? "the till is closed" : code;
      };
    case "escalate":
      return async (key) => codeOf(await escalateCase.execute(as(db, buyer, key), { number, note: "it was so" }));
    case "state": {
      const by = dice.chance(0.5) ? buyer : merchant(of.merchant_id);
      return async (key) => codeOf(await giveStatement.execute(as(db, by, key), { number, words: "see the photo" }));
    }
    case "rule": {
      const ruling = dice.pick([
        { ruling: "grant" },
        { ruling: "refuse" },
        { ruling: "partial", amount: some(of, dice) },
      ]);
      const blame = dice.pick(["merchant", "shopper", "carrier", "nobody"] as const);
      return async (key) =>
        codeOf(await ruleDispute.execute(as(db, staff(), key), { number, blame, note: "so it is", ...ruling }));
    }
    case "appeal": {
      const by = dice.chance(0.5) ? buyer : merchant(of.merchant_id);
      return async (key) => codeOf(await appealRuling.execute(as(db, by, key), { number, note: "look again" }));
    }
    case "receive":
      return async (key) => codeOf(await receiveGoods.execute(as(db, seller, key), { number }));
    default: {
      const lines = of.lines.map(({ id, quantity }) => {
        const received = dice.between(dice.chance(0.7) ? quantity : 0, quantity);
        const accepted = dice.chance(0.7) ? received : dice.between(0, received);
        return { lineId: id, received, accepted, grade: "opened", disposition: "restock" };
      });
      const less = verb === "deduct" ? { deduction: { amount: some(of, dice), note: "scratched" } } : {};
      return async (key) => codeOf(await inspectGoods.execute(as(db, seller, key), { number, lines, ...less }));
    }
  }
}

/** Some of what is asked for, at times all of it, and where nothing is asked for too much. */
function some({ requested_minor, currency: code }: Seen["cases"][number], dice: Dice) {
  const minor = (requested_minor * BigInt(dice.between(1, 100))) / 100n;
  return toWire(money(minor > 0n ? minor : 1n, currency(code)));
}

async function photo(db: Db, order: Pick<Seen["orders"][number], "id" | "customer_id">): Promise<string> {
  const id = newId();
  await db.withTx(system("test"), (tx) =>
    tx.run(
      `insert into platform.file (customer_id, id, order_id, stored_id, subject_kind, media_type, bytes, width, height, sha256, uploaded_by, at)
       values ($1, $2, $3, $2, 'order', 'image/jpeg', 10, 1, 1, repeat('0', 64), $4, $5)`,
      [order.customer_id, id, order.id, `shopper:${order.customer_id}`, tx.now],
    ),
  );
  return id;
}

async function refusedRefunds(db: Db): Promise<string[]> {
  const rows = await db.withTx(system("test"), (tx) =>
    tx.rows<{ number: string }>("select number from payments.refund where state = 'refused' order by number"),
  );
  return rows.map(({ number }) => number);
}

/** Cases whose money is on its way, or still to be told of. */
async function moving(db: Db): Promise<number> {
  const { cases } = await db.withTx(system("test"), (tx) =>
    tx.one<{ cases: number }>(
      `select count(*)::int as cases from returns.return_case c
         left join payments.refund r on r.customer_id = c.customer_id and r.cause_id = c.id
        where c.money_state in ('due', 'reserved', 'sending', 'unknown') or (r.state <> 'mismatched' and c.money_state <> 'settled')`,
    ),
  );
  return cases;
}

function codeOf({ outcome }: { outcome: { ok: true } | { ok: false; code: string } }): string {
  return outcome.ok ? "done" : outcome.code;
}
