import assert from "node:assert/strict";
import { newId } from "#kernel/ids";
import type { Caller } from "#platform/action";
import { createStoppedClock } from "#platform/clock";
import { type Db, type Principal, principalName, system } from "#platform/db";
import { chooseDetour } from "../../src/domains/payments/actions/choose-detour.ts";
import { confirmDetour } from "../../src/domains/payments/actions/confirm-detour.ts";
import { recordChargeNews } from "../../src/domains/payments/actions/record-charge-news.ts";
import { retryRefund as sendAgain } from "../../src/domains/payments/actions/retry-refund.ts";
import { addNote } from "../../src/domains/returns/actions/add-note.ts";
import { answerOffer } from "../../src/domains/returns/actions/answer-offer.ts";
import { appealRuling } from "../../src/domains/returns/actions/appeal-ruling.ts";
import { approveCase } from "../../src/domains/returns/actions/approve-case.ts";
import { confirmReplacement } from "../../src/domains/returns/actions/confirm-replacement.ts";
import { escalateCase } from "../../src/domains/returns/actions/escalate-case.ts";
import { giveStatement } from "../../src/domains/returns/actions/give-statement.ts";
import { inspectGoods } from "../../src/domains/returns/actions/inspect-goods.ts";
import { interceptParcel } from "../../src/domains/returns/actions/intercept-parcel.ts";
import { makeGood } from "../../src/domains/returns/actions/make-good.ts";
import { makeOffer } from "../../src/domains/returns/actions/make-offer.ts";
import { objectReplacement } from "../../src/domains/returns/actions/object-replacement.ts";
import { receiveGoods } from "../../src/domains/returns/actions/receive-goods.ts";
import { rejectCase } from "../../src/domains/returns/actions/reject-case.ts";
import { requestReturn } from "../../src/domains/returns/actions/request-return.ts";
import { resubmitCase } from "../../src/domains/returns/actions/resubmit-case.ts";
import { retryRefund } from "../../src/domains/returns/actions/retry-refund.ts";
import { ruleDispute } from "../../src/domains/returns/actions/rule-dispute.ts";
import { shipBack } from "../../src/domains/returns/actions/ship-back.ts";
import { shipReplacement } from "../../src/domains/returns/actions/ship-replacement.ts";
import { withdrawCase } from "../../src/domains/returns/actions/withdraw-case.ts";
import type { Case } from "../../src/domains/returns/contract.ts";
import type { CaseKind } from "../../src/domains/returns/model.ts";
import { getCase } from "../../src/domains/returns/queries/get-case.ts";
import { invariants } from "../../src/domains/returns/queries/invariants.ts";
import { withTestDatabase } from "./database.ts";
import { balanced } from "./money.ts";
import { type Running, withWorker } from "./running.ts";
import {
  as,
  createWorld,
  merchant,
  type Order,
  type OrderSketch,
  placeOrder,
  shopper,
  staff,
  type World,
} from "./world.ts";

/** A shop with its worker, where cases of every kind can be taken as far as a test wants them. */
export type Trade = {
  readonly db: Db;
  readonly clock: ReturnType<typeof createStoppedClock>;
  readonly world: World;
  readonly running: Running;
  readonly buyer: Principal;
  readonly seller: Principal;
  /** Asks on a fresh order of one unit for 399.00 that has been delivered, unless said otherwise. */
  ask(kind: CaseKind, change?: Ask): Promise<Asked>;
  /** The same, answering "done" or why not. */
  asks(kind: CaseKind, change?: Ask): Promise<string>;
  /** Tries one verb as who usually does it, or as somebody else; answers "done" or why not. */
  act(asked: Asked, verb: Verb, input?: object, who?: Principal): Promise<string>;
  /** Does one verb after the other, and shows where the case stands then. */
  does(asked: Asked, ...verbs: readonly (Verb | readonly [Verb, object, Principal?])[]): Promise<Case>;
  page(asked: Pick<Asked, "number">, who?: Principal): Promise<Case>;
  /** Time passes, and what is due by then happens. */
  pass(time: { readonly hours?: number; readonly days?: number }): Promise<void>;
  /** The shopper pays what the replacement costs more. */
  paysDifference(asked: Pick<Asked, "number">): Promise<void>;
  /** Money that moves has come to rest. */
  settled(asked: Pick<Asked, "number">): Promise<Case>;
  photo(order: Order, by?: Principal): Promise<string>;
  /** What the shop's list says from now on. */
  price(minor: number, product?: string): Promise<void>;
};

export type Verb =
  | "approve"
  | "reject"
  | "withdraw"
  | "resubmit"
  | "ship"
  | "receive"
  | "inspect"
  | "ship-replacement"
  | "confirm-replacement"
  | "intercept"
  | "object-replacement"
  | "make-good"
  | "offer"
  | "answer-offer"
  | "escalate"
  | "state"
  | "rule"
  | "appeal"
  | "note"
  | "retry-refund"
  | "choose-detour"
  | "transfer-refund"
  | "confirm-refund"
  | "send-refund-again";
type Action = {
  execute(caller: Caller, input: unknown): Promise<{ outcome: Parameters<typeof codeOf>[0]["outcome"] }>;
};
export type Asked = { readonly number: string; readonly order: Order; readonly lineId: string };
type Ask = { readonly order?: Order; readonly sketch?: OrderSketch; readonly quantity?: number } & Readonly<
  Record<string, unknown>
>;

const reasonFor = {
  "cancel-before-shipment": "no-longer-wanted",
  "refund-only": "quality-fault",
  "return-and-refund": "no-longer-wanted",
  exchange: "quality-fault",
  repair: "quality-fault",
  reship: "missing-parts",
  "price-protection": "price-dropped",
  "refuse-delivery": "no-longer-wanted",
} as const satisfies Record<CaseKind, string>;

const parcel = { carrier: "sf", trackingNumber: "SF0000001" };
export const yuan = (amount: string) => ({ amount, currency: "CNY" });

/** In the end every invariant is looked at. */
export function inTrade(work: (trade: Trade) => Promise<void>): Promise<void> {
  const clock = createStoppedClock("2026-11-20T12:00:00+08:00");
  return withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      await publishPromises(db);
      await withWorker(db, async (running) => {
        await work(tradeOf(db, clock, world, running));
        for (const { name, violations } of invariants)
          assert.deepEqual(await db.withTx(system("verify"), violations), [], name);
        await balanced(db);
      });
    },
    { clock },
  );
}

function tradeOf(db: Db, clock: Trade["clock"], world: World, running: Running): Trade {
  const [buyer, seller] = [shopper(world.customerId), merchant(world.merchantId)];
  const page: Trade["page"] = async ({ number }, who = buyer) => {
    const { outcome } = await getCase(async () => []).ask(as(db, who), { number });
    assert.ok(outcome.ok, JSON.stringify(outcome));
    return outcome.value;
  };
  const photo: Trade["photo"] = async (order, by = buyer) => {
    const id = newId();
    await db.withTx(system("test"), (tx) =>
      tx.run(
        `insert into platform.file (customer_id, id, order_id, merchant_id, stored_id, subject_kind, media_type, bytes, width, height, sha256, uploaded_by, at)
         values ($1, $2, $3, $6, $2, 'order', 'image/jpeg', 10, 1, 1, repeat('0', 64), $4, $5)`,
        [order.customerId, id, order.id, principalName(by), tx.now, by.kind === "merchant" ? by.merchantId : null],
      ),
    );
    return id;
  };
  const request = async (kind: CaseKind, { order: given, sketch = {}, quantity = 1, ...change }: Ask) => {
    const order = given ?? (await placeOrder(db, world, { ...whereFor[kind], ...sketch }));
    const lineId = order.lineIds[0] ?? "";
    const { outcome } = await requestReturn.execute(as(db, buyer), {
      number: order.number,
      kind,
      reason: reasonFor[kind],
      lines: [{ lineId, quantity }],
      evidence: [await photo(order)],
      ...change,
    });
    return { order, lineId, outcome };
  };
  const ask: Trade["ask"] = async (kind, change = {}) => {
    const { order, lineId, outcome } = await request(kind, change);
    assert.ok(outcome.ok, JSON.stringify(outcome));
    return { number: outcome.value.cases[0]?.number ?? "", order, lineId };
  };
  const usually: Readonly<Record<Verb, readonly [Action, () => Principal, object]>> = {
    approve: [approveCase, () => seller, {}],
    reject: [rejectCase, staff, { reason: "goods-differ", note: "not ours" }],
    withdraw: [withdrawCase, () => buyer, {}],
    resubmit: [resubmitCase, () => buyer, { note: "look again" }],
    ship: [shipBack, () => buyer, { way: "self-ship", ...parcel }],
    receive: [receiveGoods, () => seller, {}],
    inspect: [inspectGoods, () => seller, {}],
    "ship-replacement": [shipReplacement, () => seller, parcel],
    "confirm-replacement": [confirmReplacement, () => buyer, {}],
    intercept: [interceptParcel, () => buyer, {}],
    "object-replacement": [objectReplacement, () => buyer, { trouble: "not-arrived" }],
    "make-good": [makeGood, () => seller, { remedy: "resend" }],
    offer: [makeOffer, () => seller, { kind: "amount", amount: yuan("50.00") }],
    "answer-offer": [answerOffer, () => buyer, { accept: true }],
    escalate: [escalateCase, () => buyer, { note: "it was so when it came" }],
    state: [giveStatement, () => buyer, { words: "see the photo" }],
    rule: [ruleDispute, staff, { blame: "merchant", ruling: "grant", note: "the photo shows it" }],
    appeal: [appealRuling, () => seller, { note: "it was used" }],
    note: [addNote, () => buyer, { note: "it squeaks" }],
    "retry-refund": [retryRefund, staff, {}],
    "choose-detour": [chooseDetour, () => seller, {}],
    "transfer-refund": [chooseDetour, () => seller, {}],
    "confirm-refund": [confirmDetour, () => buyer, { received: true }],
    "send-refund-again": [sendAgain, staff, {}],
  };
  const ofRefund: ReadonlySet<Verb> = new Set([
    "choose-detour",
    "transfer-refund",
    "confirm-refund",
    "send-refund-again",
  ]);
  const act: Trade["act"] = async ({ number: ofCase, lineId }, verb, input = {}, who) => {
    const number = ofRefund.has(verb) ? ((await page({ number: ofCase })).refunds[0]?.number ?? "") : ofCase;
    const [action, by, body] = usually[verb];
    const said = verb === "inspect" ? await countOf({ number, lineId }, input) : input;
    const usual = verb === "offer" && "kind" in said ? {} : body;
    return codeOf(await action.execute(as(db, who ?? by()), { number, ...usual, ...said }));
  };
  const countOf = async (asked: Pick<Asked, "number" | "lineId">, input: { accepted?: number }) => {
    const { units } = await page(asked);
    const { accepted = units, ...more } = input;
    const grade = { grade: "opened", disposition: accepted === 0 ? "return-to-shopper" : "restock" };
    return { lines: [{ lineId: asked.lineId, received: units, accepted, ...grade }], ...more };
  };
  return {
    db,
    clock,
    world,
    running,
    buyer,
    seller,
    ask,
    asks: async (kind, change = {}) => {
      const { outcome } = await request(kind, change);
      return outcome.ok ? "done" : String(outcome.params["because"] ?? outcome.code);
    },
    act,
    does: async (asked, ...verbs) => {
      for (const step of verbs) {
        const [verb, input = {}, who] = typeof step === "string" ? ([step] as const) : step;
        assert.equal(await act(asked, verb, input, who), "done", `${verb} ${asked.number}`);
      }
      return page(asked);
    },
    page,
    pass: async ({ hours = 0, days = 0 }) => {
      clock.forward(3_600 * (hours + 24 * days));
      await running.deadlines.fireDue();
    },
    paysDifference: async (asked) => {
      const of = async () => (await page(asked)).outbound;
      await running.until("the difference is asked for", async () => (await of()).collection !== null);
      const { collection } = await of();
      await db.withTx(system("payments"), async (tx) => {
        const row = await tx.one<{ customer_id: string; id: string; amount_minor: bigint }>(
          "select customer_id, id, amount_minor from payments.collection where number = $1",
          [collection],
        );
        await recordChargeNews(tx, row.customer_id, row.id, {
          is: "succeeded",
          status: "paid",
          amountMinor: row.amount_minor,
          currency: "CNY",
          providerRefundId: `charge-of-${collection}`,
        });
      });
      await running.until("it is paid", async () => (await of()).differenceState === "paid");
    },
    settled: async (asked) => {
      await running.until("money has come to rest", async () =>
        ["none", "settled", "attention"].includes((await page(asked)).moneyState),
      );
      return page(asked);
    },
    photo,
    price: async (minor, product = "P1") => {
      await db.withTx(system("test"), async (tx) => {
        await tx.run(
          `insert into catalog.product (id, number, merchant_id, title, title_en, category_code, list_minor, currency, picture, source, state, created_at, updated_at)
           values ($1, $2, $3, $2, $2, 'general', $4, 'CNY', '', 'test', 'on-sale', $5, $5)
           on conflict (number) do update set list_minor = excluded.list_minor`,
          [newId(), product, world.merchantId, minor, tx.now],
        );
        await tx.run(
          "insert into catalog.price (product_number, since, list_minor, currency) values ($1, $2, $3, 'CNY')",
          [product, tx.now, minor],
        );
      });
    },
  };
}

/** Where the goods of a fresh order are, so that the kind can be asked for. */
const whereFor: Readonly<Record<CaseKind, OrderSketch>> = {
  "cancel-before-shipment": { deliveredAt: null },
  "refund-only": {},
  "return-and-refund": {},
  exchange: {},
  repair: {},
  reship: {},
  "price-protection": { policyId: "with-price-protection" },
  "refuse-delivery": { onTheWay: true },
};

/** Fifteen days of price protection, which no law gives. */
async function publishPromises(db: Db): Promise<void> {
  const policy = {
    id: "with-price-protection",
    version: "1",
    effectiveFrom: "2026-01-01",
    clauses: [
      {
        id: "price-protection-15-days",
        reasons: ["price-drop"],
        remedies: ["price-reduction"],
        window: { days: 15, from: "ordered" },
        pays: "price-difference",
      },
    ],
  };
  await db.withTx(system("test"), (tx) =>
    tx.run(
      'insert into platform.policy (id, version, title, body, effective_from, published_at, published_by) values (\'with-price-protection\', 1, \'{"zh": "价保", "en": "price protection"}\', $1, $2, $2, \'test\')',
      [{ policy, handling: {} }, tx.now],
    ),
  );
}

export function codeOf({ outcome }: { outcome: { ok: true } | { ok: false; code: string } }): string {
  return outcome.ok ? "done" : outcome.code;
}
