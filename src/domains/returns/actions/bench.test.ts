import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import { createStoppedClock } from "#platform/clock";
import { type Db, type Principal, system } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { as, createWorld, merchant, placeOrder, shopper, staff, type World } from "../../../../tests/support/world.ts";
import type { Case, DeductionProposal } from "../contract.ts";
import { getCase } from "../queries/get-case.ts";
import { proposeDeduction } from "../queries/propose-deduction.ts";
import { listDeductionPrices, listReplyTemplates } from "../queries/read-tables.ts";
import { answerOffer } from "./answer-offer.ts";
import { approveCase } from "./approve-case.ts";
import { inspectGoods } from "./inspect-goods.ts";
import { receiveGoods } from "./receive-goods.ts";
import { requestReturn } from "./request-return.ts";
import { saveDeductionPrice } from "./save-deduction-price.ts";
import { saveReplyTemplate } from "./save-reply-template.ts";
import { shipBack } from "./ship-back.ts";

test("a deduction from the price table waits for the shopper, and what is agreed is kept from the refund", () =>
  atBench(async ({ db, buyer, seller, arrived, propose, page, inspect }) => {
    await write(db, seller, { percent: 20, label: { zh: "有使用痕迹", en: "Signs of use" } });
    const { number, lineId } = await arrived("no-longer-wanted");
    const proposal = await propose(number, [{ lineId, grade: "used", accepted: 1 }]);
    assert.deepEqual(
      [proposal.lines[0]?.step?.base.amount, proposal.lines[0]?.step?.percent, proposal.total.amount],
      ["399.00", 20, "79.80"],
    );
    await inspect(number, lineId, { deduction: { amount: proposal.total, note: "有使用痕迹" } });
    const asked = await page(number);
    assert.deepEqual([asked.next.now.code, asked.waitingOn, asked.withheld], ["deduction-to-shopper", "shopper", null]);
    assert.deepEqual([asked.offers[0]?.kind, asked.offers[0]?.state], ["deduction", "open"]);
    ok(await answerOffer.execute(as(db, buyer), { number, accept: true }));
    assert.equal((await page(number)).withheld?.amount, "79.80");
  }));

test("where the seller's fault is plain nothing is proposed, and nothing can be taken off by hand either", () =>
  atBench(async ({ db, seller, arrived, propose, inspect }) => {
    await write(db, seller, { percent: 20 });
    const { number, lineId } = await arrived("wrong-item", "ALLOW");
    const proposal = await propose(number, [{ lineId, grade: "used", accepted: 1 }]);
    assert.deepEqual([proposal.total.amount, proposal.because?.code], ["0.00", "deduction-for-sellers-fault"]);
    const deduction = { amount: { amount: "10.00", currency: "CNY" }, note: "worn" };
    assert.equal(await inspect(number, lineId, { deduction }, false), "deduction-for-sellers-fault");
  }));

test("another serial number than was sold is written down, and a person looks before money moves", () =>
  atBench(async ({ db, seller, arrived, page, inspect }) => {
    const { number, lineId } = await arrived("no-longer-wanted");
    await sold(db, lineId, "SN-0001 77");
    assert.deepEqual((await page(number, seller)).lines[0]?.serials, ["SN-0001 77"]);
    assert.deepEqual((await page(number)).lines[0]?.serials, [], "the page of the shopper is no place for it");
    await inspect(number, lineId, { serials: ["SN999"] });
    const seen = await page(number);
    assert.deepEqual(
      [seen.goodsState, seen.moneyState, seen.waitingOn, seen.lines[0]?.acceptedQuantity],
      ["inspected", "none", "platform", 1],
    );
    const line = seen.timeline.find(({ kind }) => kind === "serial-mismatch");
    assert.deepEqual([line?.data["scanned"], line?.data["sold"]], ["SN999", "SN-0001 77"]);
  }));

test("the same serial number, read in another case, and one that the shop never told, hold nothing up", () =>
  atBench(async ({ db, arrived, page, inspect }) => {
    const known = await arrived("no-longer-wanted");
    await sold(db, known.lineId, "SN-000177");
    await inspect(known.number, known.lineId, { serials: ["sn000177"] });
    assert.equal((await page(known.number)).moneyState, "due");
    const untold = await arrived("no-longer-wanted");
    await inspect(untold.number, untold.lineId, { serials: ["whatever"] });
    assert.equal((await page(untold.number)).moneyState, "due");
  }));

test("a shop writes its own table and reads the platform's beside it; another shop's stays unseen and untouched", () =>
  atBench(async ({ db, world, seller }) => {
    const own = await write(db, seller, { percent: 20 });
    const everybodys = await write(db, staff("policies.write"), { percent: 10 });
    const other = merchant(world.otherMerchantId);
    const elsewhere = await write(db, other, { percent: 90 });
    const { outcome } = await listDeductionPrices.ask(as(db, seller), {});
    assert.ok(outcome.ok, JSON.stringify(outcome));
    assert.deepEqual(
      outcome.value.items.map(({ id, own: mine }) => [id, mine]),
      [
        [everybodys, false],
        [own, true],
      ],
    );
    for (const id of [everybodys, elsewhere]) {
      const answer = await saveDeductionPrice.execute(as(db, seller), { ...entry, id, version: 1, percent: 1 });
      assert.equal(codeOf(answer), "price-not-found");
    }
    for (const amount of ["0.00", "-1.00", "1.001"]) {
      const odd = { ...entry, id: newId(), version: 0, fixed: { amount, currency: "CNY" } };
      assert.equal(codeOf(await saveDeductionPrice.execute(as(db, seller), odd)), "invalid-input", amount);
    }
    const stale = await saveDeductionPrice.execute(as(db, seller), { ...entry, id: own, version: 7, percent: 1 });
    assert.equal(codeOf(stale), "price-changed");
    const foreign = { ...entry, id: newId(), version: 0, percent: 1, merchantId: world.otherMerchantId };
    assert.equal(codeOf(await saveDeductionPrice.execute(as(db, seller), foreign)), "forbidden");
  }));

test("kept words are offered where they are used, and no longer once they are put away", () =>
  atBench(async ({ db, seller }) => {
    const id = newId();
    const words = { usedFor: "reject", label: { zh: "缺照片" }, text: { zh: "{{number}}：请补拍照片" } };
    ok(await saveReplyTemplate.execute(as(db, seller), { ...words, id, version: 0 }));
    const offered = async (usedFor: string) => {
      const { outcome } = await listReplyTemplates.ask(as(db, seller), { usedFor });
      assert.ok(outcome.ok, JSON.stringify(outcome));
      return outcome.value.items.map(({ label }) => label.zh);
    };
    assert.deepEqual([await offered("reject"), await offered("note")], [["缺照片"], []]);
    ok(await saveReplyTemplate.execute(as(db, seller), { ...words, id, version: 1, active: false }));
    assert.deepEqual(await offered("reject"), []);
  }));

type Bench = {
  readonly db: Db;
  readonly world: World;
  readonly buyer: Principal;
  readonly seller: Principal;
  arrived(reason: string, verdict?: string): Promise<{ number: string; lineId: string }>;
  propose(number: string, lines: readonly object[]): Promise<DeductionProposal>;
  inspect(number: string, lineId: string, more: Record<string, unknown>, expected?: boolean): Promise<string>;
  page(number: string, who?: Principal): Promise<Case>;
};

function atBench(work: (bench: Bench) => Promise<void>): Promise<void> {
  return withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const [buyer, seller] = [shopper(world.customerId), merchant(world.merchantId)];
      await work({
        db,
        world,
        buyer,
        seller,
        arrived: async (reason, verdict) => {
          const order = await placeOrder(db, world);
          const lineId = order.lineIds[0] ?? "";
          const lines = [{ lineId, quantity: 1 }];
          const asked = { number: order.number, kind: "return-and-refund", reason: "no-longer-wanted", lines };
          const { outcome } = await requestReturn.execute(as(db, buyer), asked);
          assert.ok(outcome.ok, JSON.stringify(outcome));
          const number = outcome.value.cases[0]?.number ?? "";
          await sql(
            db,
            "update returns.return_case set reason = $3, verdict = coalesce($4, verdict) where customer_id = $1 and number = $2",
            [world.customerId, number, reason, verdict],
          );
          ok(await approveCase.execute(as(db, seller), { number }));
          ok(
            await shipBack.execute(as(db, buyer), {
              number,
              way: "self-ship",
              carrier: "sf",
              trackingNumber: "SF0000001",
            }),
          );
          ok(await receiveGoods.execute(as(db, seller), { number }));
          return { number, lineId };
        },
        propose: async (number, lines) => {
          const { outcome } = await proposeDeduction.ask(as(db, seller), { number, lines });
          assert.ok(outcome.ok, JSON.stringify(outcome));
          return outcome.value;
        },
        inspect: async (number, lineId, { deduction, ...more }, expected = true) => {
          const line = { lineId, received: 1, accepted: 1, grade: "used", disposition: "refurbish", ...more };
          const body = { number, lines: [line], ...(deduction === undefined ? {} : { deduction }) };
          const answer = await inspectGoods.execute(as(db, seller), body);
          if (expected) ok(answer);
          return codeOf(answer);
        },
        page: async (number, who = buyer) => {
          const { outcome } = await getCase(async () => []).ask(as(db, who), { number });
          assert.ok(outcome.ok, JSON.stringify(outcome));
          return outcome.value;
        },
      });
    },
    { clock: createStoppedClock("2026-11-20T12:00:00+08:00") },
  );
}

const entry = { grade: "used", label: { zh: "有使用痕迹" } };

async function write(db: Db, by: Principal, more: object): Promise<string> {
  const id = newId();
  ok(await saveDeductionPrice.execute(as(db, by), { ...entry, ...more, id, version: 0 }));
  return id;
}

function sold(db: Db, lineId: string, serial: string): Promise<void> {
  return sql(
    db,
    "update orders.unit set serial_number = $3 where customer_id = (select customer_id from orders.line where id = $1) and line_id = $2",
    [lineId, lineId, serial],
  );
}

async function sql(db: Db, text: string, params: readonly (string | undefined)[]): Promise<void> {
  await db.withTx(system("test"), async (tx) => {
    await tx.run(text, params);
  });
}

function codeOf({ outcome }: { outcome: { ok: true } | { ok: false; code: string } }): string {
  return outcome.ok ? "done" : outcome.code;
}

function ok(answer: Parameters<typeof codeOf>[0]): void {
  assert.equal(codeOf(answer), "done", JSON.stringify(answer));
}
