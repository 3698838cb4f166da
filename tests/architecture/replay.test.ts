import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { rights } from "#contract/parties";
import { openShipment } from "#domains/logistics";
import { askReturnFreight } from "#domains/payments";
import { newId } from "#kernel/ids";
import { distances } from "#kernel/region";
import { type Answer, Recorder } from "#platform/action";
import { type Principal, system } from "#platform/db";
import { recordChargeNews } from "../../src/domains/payments/actions/record-charge-news.ts";
import { asked as difference } from "../support/money.ts";
import { orderWords } from "../support/order-input.ts";
import { createWorld, merchant, placeOrder, shopper, staff, type World } from "../support/world.ts";
import { type House, withHouse } from "./house.ts";

/** What an action is tried with: who, the body, and another body under the same key. */
type Trial = { readonly by: Principal; readonly body: Body; readonly other: Body };
type Body = Readonly<Record<string, unknown>>;

let house: House;
let world: World;
let finished: () => void = () => {};
let running: Promise<void> = Promise.resolve();

before(async () => {
  await new Promise<void>((ready, fail) => {
    running = withHouse(async (built) => {
      house = built;
      world = await createWorld(built.database.db);
      ready();
      await new Promise<void>((done) => {
        finished = done;
      });
    });
    running.catch(fail);
  });
});

after(async () => {
  finished();
  await running;
});

const buyer = () => shopper(world.customerId);
const seller = () => merchant(world.merchantId);
const policyMaker = () => staff("policies.write");
const chief = () => staff("staff.write", "staff.read", "webhooks.manage", "imports.run", "orders.write");

const trials: Readonly<Record<string, () => Promise<Trial>>> = {
  "returns.request": async () => {
    const { number, lineIds } = await placeOrder(house.database.db, world);
    const lines = [{ lineId: lineIds[0], quantity: 1 }];
    const body = { number, kind: "return-and-refund", reason: "no-longer-wanted", lines };
    return { by: buyer(), body, other: { ...body, note: "changed" } };
  },
  "returns.approve": async () => moveOf(seller(), await asked(), { note: "fine" }),
  "returns.reject": async () => moveOf(staff(), await asked(), { reason: "goods-differ", note: "not ours" }),
  "returns.withdraw": async () => moveOf(buyer(), await asked(), { note: "found it" }),
  "returns.resubmit": async () => moveOf(buyer(), await rejected(), { note: "look again" }),
  "returns.ship": async () => moveOf(buyer(), await approved(), parcel, { ...parcel, trackingNumber: "SF7654321" }),
  "returns.receive": async () => ({ ...moveOf(seller(), await shipped(), {}), other: { number: "another" } }),
  "returns.inspect": async () => {
    const { number, lineId } = await arrived();
    return moveOf(
      seller(),
      { number },
      { lines: [inspected(lineId)] },
      { lines: [{ ...inspected(lineId), accepted: 0 }] },
    );
  },
  "returns.change-disposition": async () => {
    const { number, lineId } = await arrived();
    await done("returns.inspect", seller(), { number, lines: [{ ...inspected(lineId), disposition: "refurbish" }] });
    const body = { number, lineId, from: "refurbish", to: "restock", quantity: 1 };
    return { by: seller(), body, other: { ...body, to: "scrap" } };
  },
  "returns.save-deduction-price": async () => {
    const body = { id: newId(), version: 0, grade: "used", percent: 20, label: { zh: "有使用痕迹" } };
    return { by: staff("policies.write"), body, other: { ...body, percent: 30 } };
  },
  "returns.save-reply-template": async () => {
    const body = { id: newId(), version: 0, usedFor: "reject", label: { zh: "缺照片" }, text: { zh: "请补拍照片" } };
    return { by: seller(), body, other: { ...body, usedFor: "note" } };
  },
  "returns.offer": async () => moveOf(seller(), await asked(), lessForIt, { ...lessForIt, note: "another word" }),
  "returns.answer-offer": async () =>
    moveOf(buyer(), await moved(await asked(), "returns.offer", seller(), lessForIt), { accept: false }),
  "returns.ship-replacement": async () =>
    moveOf(seller(), await toShip(), sentOut, { ...sentOut, trackingNumber: "SF7654321" }),
  "returns.intercept": async () => {
    const { number, lineIds } = await placeOrder(house.database.db, world, { onTheWay: true });
    const lines = [{ lineId: lineIds[0] ?? "", quantity: 1 }];
    const body = { number, kind: "refuse-delivery", reason: "no-longer-wanted", lines };
    const { cases } = (await done("returns.request", buyer(), body)) as { cases?: { number: string }[] };
    const which = await moved({ number: cases?.[0]?.number ?? "", lineId: "" }, "returns.approve", seller(), {});
    return { ...moveOf(buyer(), which, {}), other: { number: "another" } };
  },
  "returns.confirm-replacement": async () => {
    const which = await moved(await toShip(), "returns.ship-replacement", seller(), sentOut);
    return { ...moveOf(buyer(), which, {}), other: { number: "another" } };
  },
  "returns.object-replacement": async () => {
    const which = await moved(await toShip(), "returns.ship-replacement", seller(), sentOut);
    await sql(
      "update returns.return_case set outbound_state = 'arrived', outbound_delivered_at = now() where number = $1",
      [which.number],
    );
    return moveOf(buyer(), which, { trouble: "not-arrived", note: "nobody rang" });
  },
  "returns.make-good": async () => {
    const which = await moved(await toShip(), "returns.ship-replacement", seller(), sentOut);
    await sql("update returns.return_case set outbound_state = 'lost', outbound_trouble = 'lost' where number = $1", [
      which.number,
    ]);
    return moveOf(seller(), which, { remedy: "resend", note: "sorry" });
  },
  "returns.escalate": async () => moveOf(buyer(), await rejected(), { note: "it was so when it came" }),
  "returns.state": async () =>
    moveOf(seller(), await escalated(), { words: "it was used" }, { words: "it was not as sent" }),
  "returns.rule": async () => moveOf(staff(), await heard(), ruling),
  "returns.appeal": async () =>
    moveOf(buyer(), await moved(await heard(), "returns.rule", staff(), ruling), { note: "look at the photo" }),
  "returns.appeal-signal": async () => {
    await signalled();
    const body = { signal: "word-alone", words: "the courier was dismissed" };
    return { by: signalledShopper(), body, other: { ...body, words: "another word" } };
  },
  "returns.decide-signal-appeal": async () => {
    await signalled();
    await sql("delete from returns.signal_appeal where signal = $1", ["wrong-goods-back"]);
    const appeal = { signal: "wrong-goods-back", words: "the box was swapped" };
    const { id } = await done("returns.appeal-signal", signalledShopper(), appeal);
    const body = { customerId: world.otherCustomerId, id, uphold: true, note: "so it was" };
    return { by: staff(), body, other: { ...body, uphold: false } };
  },
  "returns.note": async () => moveOf(buyer(), await asked(), { note: "it squeaks" }),
  "returns.extend": async () =>
    moveOf(staff(), await asked(), { days: 2, note: "a holiday" }, { days: 3, note: "a holiday" }),
  "returns.find-child": async () => {
    const { number, lineIds } = await placeOrder(house.database.db, world);
    const lines = [{ lineId: lineIds[0], quantity: 1 }];
    const body = { number, kind: "return-and-refund", reason: "bought-by-child", childAge: 9, lines };
    const { cases } = (await done("returns.request", buyer(), body)) as { cases?: { number: string }[] };
    const found = { proof: "shown", fitsAge: "no", guardian: "refused", note: "the register shows it" };
    return moveOf(staff(), { number: cases?.[0]?.number ?? "" }, found);
  },
  "returns.publish-clock-pause": async () => {
    const label = { zh: "春节", en: "Spring Festival" };
    const [from, until] = ["2027-02-05T00:00:00+08:00", "2027-02-12T00:00:00+08:00"];
    const body = { id: newId(), cause: "festival", label, holds: ["merchant", "warehouse"], from, until };
    return { by: policyMaker(), body, other: { ...body, cause: "peak" } };
  },
  "returns.assign": async () => {
    const id = newId();
    await hire(id, "agent");
    return { ...moveOf(staff(), await asked(), { staffId: id }), other: { number: "another", staffId: null } };
  },
  "returns.retry-refund": async () => ({ ...moveOf(staff(), await blocked(), {}), other: { number: "another" } }),
  "returns.save-policy-draft": async () => {
    const body = draftOf(newId());
    return { by: policyMaker(), body, other: { ...body, title: { zh: "另一个", en: "another" } } };
  },
  "returns.discard-policy-draft": async () => aboutDraft(await draft()),
  "returns.publish-policy": async () => aboutDraft(await draft()),
  "returns.start-policy-replay": async () => {
    const id = await draft();
    return { by: policyMaker(), body: { id }, other: { id, days: 30 } };
  },
  "payments.retry-refund": async () => {
    const number = await refusedRefund();
    return { by: staff(), body: { number }, other: { number: "another" } };
  },
  "logistics.book-pickup": async () => {
    const number = await awaited();
    const body = { number, slotFrom: "2026-11-21T13:00:00+08:00", ...at };
    return { by: buyer(), body, other: { ...body, name: "另一人" } };
  },
  "logistics.change-pickup": async () => {
    const body = { number: await booked(), slotFrom: "2026-11-21T15:00:00+08:00" };
    return { by: buyer(), body, other: { ...body, slotFrom: "2026-11-21T17:00:00+08:00" } };
  },
  "logistics.cancel-pickup": async () => {
    const body = { number: await booked() };
    return { by: buyer(), body, other: { number: "another" } };
  },
  "logistics.choose-drop-off": async () => {
    const body = { number: await awaited(), way: "drop-off" };
    return { by: buyer(), body, other: { ...body, way: "store" } };
  },
  "logistics.hand-in": async () => {
    const number = await awaited();
    await done("logistics.choose-drop-off", buyer(), { number, way: "store" });
    const route = house.system.routes.find(({ query }) => query?.meta.name === "logistics.shipment");
    const seen = await route?.query?.ask({ db: house.database.db, principal: buyer() }, { number });
    const { dropOff } = (seen?.outcome.ok === true ? seen.outcome.value : {}) as { dropOff?: { code: string } };
    return { by: keeper(), body: { code: dropOff?.code }, other: { code: "SH-261121-AAAAAA-AAAAAAAA" } };
  },
  "logistics.scan-shipment": async () => {
    const body = { number: await awaited(), step: "weighed", place: "A-01", weightGrams: 700 };
    return { by: keeper(), body, other: { ...body, weightGrams: 701 } };
  },
  "logistics.park": async () => {
    const body = { shelf: "W-01", trackingNumber: `SF${Date.now()}`, senderName: "林晓", senderPhone: "13812342207" };
    return { by: keeper(), body, other: { ...body, shelf: "W-02" } };
  },
  "logistics.match": async () => {
    const { number } = await placeOrder(house.database.db, world);
    const body = { number: await shelved(), subjectKind: "order", subjectNumber: number };
    return { by: keeper(), body, other: { ...body, subjectNumber: "another" } };
  },
  "logistics.dispose": async () => {
    const body = { number: await shelved(), reason: "perishable" };
    return { by: keeper(), body, other: { ...body, reason: "dangerous" } };
  },
  "logistics.scan-parcel": async () => {
    const body = { number: await shelved(), step: "moved", place: "W-03" };
    return { by: keeper(), body, other: { ...body, place: "W-04" } };
  },
  "logistics.add-return-address": async () => {
    const body = { merchantId: world.merchantId, ...warehouse };
    return { by: keeper(), body, other: { ...body, priority: 1 } };
  },
  "logistics.change-return-address": async () => {
    const { id } = await done("logistics.add-return-address", keeper(), { merchantId: world.merchantId, ...warehouse });
    const body = { id, version: 1, ...warehouse, priority: 5 };
    return { by: keeper(), body, other: { ...body, priority: 6 } };
  },
  "payments.choose-detour": async () => {
    const [detour] = await stuckRefund();
    const body = { number: detour?.number, how: { way: "payout", tenderId: detour?.tender } };
    return { by: seller(), body, other: { number: "another", how: body.how } };
  },
  "payments.confirm-detour": async () => {
    const [detour] = await stuckRefund();
    await sql(
      "update payments.detour set state = 'proved', way = 'transfer', reference = 'T-1', proof = array[refund_id], due_at = opened_at where refund_id = $1",
      [detour?.refund],
    );
    return {
      by: buyer(),
      body: { number: detour?.number, received: true },
      other: { number: detour?.number, received: false },
    };
  },
  "payments.retry-payout": async () => {
    const { number } = await compensated("agent", "30.00");
    await sql(
      "update payments.payout set state = 'refused', due_at = reserved_at where cause_id = (select id from payments.compensation where number = $1)",
      [number],
    );
    const payouts = await sql<{ number: string }>("select number from payments.payout where state = 'refused'");
    return { by: staff(), body: { number: payouts[0]?.number }, other: { number: "another" } };
  },
  "payments.start-paying": async () => {
    const order = await placeOrder(house.database.db, world);
    const { number } = await difference(house.database.db, world, order);
    return { by: buyer(), body: { number }, other: { number: "another" } };
  },
  "payments.propose-compensation": async () => {
    const { number } = await asked();
    const body = { number, what: apology("60.00"), payer: "platform" };
    return { by: compensator("agent"), body, other: { ...body, payer: "merchant" } };
  },
  "payments.approve-compensation": async () => {
    const { number } = await compensated("agent", "60.00");
    return { by: compensator("supervisor"), body: { number }, other: { number: "another" } };
  },
  "payments.refuse-compensation": async () => {
    const { number } = await compensated("agent", "60.00");
    return { by: compensator("supervisor"), body: { number, note: "no" }, other: { number, note: "not this" } };
  },
  "payments.set-compensation-limit": async () => {
    const body = { what: "agent", latest: 0, limit: { amount: "40.00", currency: "SEK" }, note: "a first figure" };
    return { by: staff("staff.write"), body, other: { ...body, note: "another figure" } };
  },
  "payments.end-discrepancy": async () => {
    const body = { number: await paidTwice(), how: { ending: "sent-back", note: "paid twice" } };
    return { by: staff("refunds.resolve"), body, other: { ...body, how: { ending: "sent-back" } } };
  },
  "payments.decide-return-freight": async () => {
    const body = { number: await freightToDecide(), amount: { amount: "45.00", currency: "CNY" }, note: "seen" };
    return { by: seller(), body, other: { ...body, note: "seen twice" } };
  },
  "payments.put-freight-product": async () => {
    const zones = Object.fromEntries(distances.map((zone) => [zone, "12.00"]));
    const body = {
      id: `p-${newId().slice(-8)}`,
      latest: 0,
      title: { zh: "运费险", en: "Freight insurance" },
      premium: { amount: "0.60", currency: "CNY" },
      premiumPayer: "merchant",
      zones,
      windowDays: 90,
      effectiveFrom: "2030-01-01T00:00:00Z",
    };
    return { by: policyMaker(), body, other: { ...body, windowDays: 30 } };
  },
  "payments.give-freight-cover": async () => {
    const { number } = await placeOrder(house.database.db, world);
    const body = { number, merchantId: world.merchantId, product: "standard", payer: "platform" };
    return { by: compensator("agent"), body, other: { ...body, payer: "merchant" } };
  },
  "payments.note-top-up": async () => {
    const body = { merchantId: world.merchantId, amount: { amount: "100.00", currency: "CNY" }, reference: newId() };
    return { by: staff("deposits.manage"), body, other: { ...body, reference: newId() } };
  },
  "parties.add-staff": async () => {
    const body = { name: "周敏", email: `${newId()}@aftercare.test`, role: "agent" };
    return { by: chief(), body, other: { ...body, role: "supervisor" } };
  },
  "parties.change-staff": async () => {
    const staffId = newId();
    await hire(staffId, "agent");
    return { by: chief(), body: { staffId, role: "supervisor" }, other: { staffId, role: "warehouse" } };
  },
  "parties.invite-staff": async () => {
    const staffId = newId();
    await hire(staffId, "agent");
    return { by: chief(), body: { staffId }, other: { staffId: newId() } };
  },
  "orders.put": async () => {
    const words = orderWords(`P${newId().slice(-8)}`);
    const told = { ...words, lines: words.lines.map((line) => ({ ...line, merchantNumber: "M001" })) };
    return { by: chief(), body: told, other: { ...told, freight: "7.00" } };
  },
  "orders.make-present": async () => {
    const { number } = await placeOrder(house.database.db, world);
    return { by: buyer(), body: { number }, other: { number, lineNos: [1] } };
  },
  "orders.renew-present-code": async () => {
    const { number } = await present();
    return { by: buyer(), body: { number }, other: { number: "T-NOT" } };
  },
  "orders.end-present": async () => {
    const { number } = await present();
    return { by: buyer(), body: { number }, other: { number: "T-NOT" } };
  },
  "orders.start-import": async () => {
    const body = { format: "jsonl", file: `${newId()}.jsonl`, name: "orders.jsonl" };
    return { by: chief(), body, other: { ...body, name: "other.jsonl" } };
  },
  "webhooks.pause": async () => aboutWebhook(await webhook()),
  "webhooks.resume": async () => {
    const id = await webhook();
    await done("webhooks.pause", chief(), { id });
    return aboutWebhook(id);
  },
  "webhooks.delete": async () => aboutWebhook(await webhook()),
  "webhooks.test": async () => aboutWebhook(await webhook()),
  "webhooks.resend": async () => {
    const rows = await sql<{ id: string }>(
      `insert into platform.webhook_delivery (id, endpoint_id, fact_id, fact_kind, body, state, created_at)
       values ($1, $2, $1, 'returns.requested', '{}', 'failed', now()) returning id`,
      [newId(), await webhook()],
    );
    return aboutWebhook(rows[0]?.id);
  },
};

test("Every action that takes a key is tried, and nothing else", () => {
  const keyed = house.system.domains.flatMap(({ actions }) =>
    actions.filter(({ meta }) => meta.idempotency !== "none"),
  );
  assert.deepEqual(Object.keys(trials).sort(), keyed.map(({ meta }) => meta.name).sort());
});

for (const [name, prepare] of Object.entries(trials)) {
  test(`${name}: somebody else with the same body is refused by a reason, never by the database, and changes nothing`, async () => {
    const { by, body } = await prepare();
    const state = await fingerprint();
    const wrong: string[] = [];
    for (const [who, principal] of Object.entries(strangers(by))) {
      const { outcome } = await execute(name, principal, body, newId()).catch((error: unknown) => {
        wrong.push(`${who}: ${String(error)}`);
        return { outcome: { ok: false } as const };
      });
      if (outcome.ok && !ownThing.has(name)) wrong.push(`${who} may`);
    }
    assert.deepEqual(wrong, []);
    if (!ownThing.has(name)) assert.deepEqual(await fingerprint(), state);
  });

  test(`${name}: a repeat is answered word for word and changes nothing; another body under the same key is refused`, async () => {
    const { by, body, other } = await prepare();
    const key = newId();
    const requestId = newId();

    const twins = await Promise.all([execute(name, by, body, key, requestId), execute(name, by, body, key, requestId)]);
    for (const { outcome } of twins) assert.ok(outcome.ok, JSON.stringify(outcome));
    assert.equal(twins[0]?.text, twins[1]?.text);
    assert.deepEqual(twins.map(({ replayed }) => replayed === true).sort(), [false, true]);
    assert.equal(await auditRows(name, requestId), 1);

    const state = await fingerprint();
    const repeated = await execute(name, by, body, key);
    assert.equal(repeated.text, twins[0]?.text);
    assert.equal(repeated.replayed, true);
    assert.deepEqual(await fingerprint(), state);

    const misused = await execute(name, by, other, key);
    assert.equal(misused.outcome.ok, false);
    assert.equal(!misused.outcome.ok && misused.outcome.code, "idempotency-key-reused");
    assert.deepEqual(await fingerprint(), state);
  });
}

test("A key belongs to its principal: somebody else's same key is another one", async () => {
  const { by, body } = await (trials["returns.note"] ?? assert.fail)();
  const key = newId();
  await execute("returns.note", by, body, key);
  const state = await fingerprint();
  const { outcome, replayed } = await execute("returns.note", staff(), body, key);
  assert.ok(outcome.ok);
  assert.notEqual(replayed, true);
  assert.notDeepEqual(await fingerprint(), state, "what is done shows in the rows");
});

test("Where money or goods move, nothing is done without a key", async () => {
  const { by, body } = await (trials["returns.approve"] ?? assert.fail)();
  const { outcome } = await actionOf("returns.approve").execute({ db: house.database.db, principal: by }, body);
  assert.equal(!outcome.ok && outcome.code, "idempotency-key-missing");
});

test("A refusal is decided anew: what was not possible may be, under the same key", async () => {
  const number = (await arrived()).number;
  const key = newId();
  const early = await execute("returns.approve", seller(), { number }, key);
  assert.equal(early.outcome.ok, false);
  const again = await execute("returns.approve", seller(), { number }, key);
  assert.equal(again.replayed, undefined);
});

/** What anybody of its kind does with a thing of their own. */
const ownThing: ReadonlySet<string> = new Set(["returns.save-reply-template"]);

/** Everybody who has nothing to do with what a trial is about. */
function strangers(by: Principal): Readonly<Record<string, Principal>> {
  const other = { ...merchant(world.otherMerchantId), rights: new Set<string>(rights) } as Principal;
  const theirs = by.kind === "shopper" && by.customerId === world.otherCustomerId;
  const another = theirs ? world.customerId : world.otherCustomerId;
  const guest = shopper(another, newId<"order">());
  return {
    "another shopper": shopper(another),
    "a guest of another order": guest,
    "the recipient of another present": { ...guest, presentId: newId<"present">() } as Principal,
    ...(by.kind === "merchant" || by.kind === "shopper" ? { "another shop with every right": other } : {}),
    "staff without any right": staff("nothing"),
  };
}

const parcel = { way: "self-ship", carrier: "顺丰", trackingNumber: "SF1234567" };
const inspected = (lineId: string) => ({ lineId, received: 1, accepted: 1, grade: "as-new", disposition: "restock" });

const at = { name: "林晓", phone: "13812342207", address: "上海市青浦区华新镇 1 号" };
const warehouse = { label: "青浦仓", place: { name: "退货组", phone: "021-5555", address: "上海市青浦区" } };
const keeper = () => staff("parcels.receive", "parcels.dispose", "addresses.write", "pickups.manage", "cases.read");

/** A parcel that is expected back, whose shopper can be sent a courier. */
async function awaited(): Promise<string> {
  const { id, number } = await placeOrder(house.database.db, world);
  const { wrapped, masterVersion } = house.system.personal.newShopperKey();
  await sql(
    "insert into parties.shopper_key (customer_id, master_version, wrapped_key, created_at) values ($1, $2, $3, now()) on conflict do nothing",
    [world.customerId, masterVersion, wrapped],
  );
  await done("logistics.put-pickup-area", keeper(), {
    id: "0195c0de-0000-7000-8000-000000000001",
    title: { zh: "上海", en: "Shanghai" },
    regions: ["上海市"],
    hours: "mon-sun=09:00-19:00",
    slotMinutes: 120,
    capacity: 50,
  });
  return house.database.db.withTx(system("test"), async (tx) => {
    const record = new Recorder();
    const opened = await openShipment(tx, record, {
      customerId: world.customerId,
      orderId: id,
      merchantId: world.merchantId,
      direction: "return",
      purpose: "return",
      subject: { kind: "case", id: newId(), number: `C-${number}` },
      contents: [],
      goods: { categories: [], from: null },
    });
    record.write(tx, "test", false, undefined, undefined);
    return opened.number;
  });
}

async function booked(): Promise<string> {
  const number = await awaited();
  await done("logistics.book-pickup", buyer(), { number, slotFrom: "2026-11-21T13:00:00+08:00", ...at });
  return number;
}

async function shelved(): Promise<unknown> {
  return (await done("logistics.park", keeper(), { shelf: "W-01" }))["number"];
}

type Case = { readonly number: string; readonly lineId: string };

async function asked(): Promise<Case> {
  const { number, lineIds } = await placeOrder(house.database.db, world);
  const lineId = lineIds[0] ?? "";
  const body = { number, kind: "return-and-refund", reason: "no-longer-wanted", lines: [{ lineId, quantity: 1 }] };
  const { cases } = (await done("returns.request", buyer(), body)) as { cases?: { number: string }[] };
  return { number: cases?.[0]?.number ?? "", lineId };
}

async function present(): Promise<{ number: string }> {
  const { number } = await placeOrder(house.database.db, world);
  await done("orders.make-present", buyer(), { number });
  return { number };
}

async function approved(): Promise<Case> {
  return moved(await asked(), "returns.approve", seller(), {});
}

async function rejected(): Promise<Case> {
  return moved(await asked(), "returns.reject", staff(), { reason: "goods-differ", note: "not ours" });
}

async function shipped(): Promise<Case> {
  return moved(await approved(), "returns.ship", buyer(), parcel);
}

async function arrived(): Promise<Case> {
  return moved(await shipped(), "returns.receive", seller(), {});
}

const lessForIt = { kind: "amount", amount: { amount: "50.00", currency: "CNY" } };
const sentOut = { carrier: "sf", trackingNumber: "SF1234567" };
const ruling = { blame: "shopper", ruling: "refuse", note: "it was used" };

/** An exchange agreed upon whose replacement goes out before the goods are back. */
async function toShip(): Promise<Case> {
  const { id, number, customerId, lineIds } = await placeOrder(house.database.db, world);
  const lineId = lineIds[0] ?? "";
  const photo = newId();
  await sql(
    `insert into platform.file (customer_id, id, order_id, stored_id, subject_kind, media_type, bytes, sha256, uploaded_by, at)
     values ($1, $2, $3, $2, 'order', 'image/jpeg', 10, repeat('0', 64), $4, now())`,
    [customerId, photo, id, `shopper:${customerId}`],
  );
  const body = { number, kind: "exchange", reason: "quality-fault", shipFirst: true, evidence: [photo] };
  const asked = await done("returns.request", buyer(), { ...body, lines: [{ lineId, quantity: 1 }] });
  const { cases } = asked as { cases?: { number: string }[] };
  return moved({ number: cases?.[0]?.number ?? "", lineId }, "returns.approve", seller(), {});
}

async function escalated(): Promise<Case> {
  return moved(await rejected(), "returns.escalate", buyer(), { note: "it was so when it came" });
}

/** Both have said what happened: the platform need not wait. */
async function heard(): Promise<Case> {
  const which = await moved(await escalated(), "returns.state", buyer(), { words: "see the photo" });
  return moved(which, "returns.state", seller(), { words: "it was used" });
}

const signalledShopper = () => shopper(world.otherCustomerId);

async function signalled(): Promise<void> {
  const signals = ["word-alone", "wrong-goods-back"].map((signal) => ({ signal, strength: "strong", params: {} }));
  await sql(
    "insert into returns.risk_standing (customer_id, signals, counted_at) values ($1, $2::jsonb, now()) on conflict do nothing",
    [world.otherCustomerId, JSON.stringify(signals)],
  );
}

async function moved(which: Case, name: string, by: Principal, body: Body): Promise<Case> {
  await done(name, by, { number: which.number, ...body });
  return which;
}

function draftOf(id: string): Body {
  const policyId = `p-${id.slice(-12)}`;
  const policy = { id: policyId, version: "draft", effectiveFrom: "2026-11-21" };
  return { id, version: 0, policyId, title: { zh: "试一试", en: "a try" }, body: { policy, handling: {} } };
}

async function draft(): Promise<string> {
  const id = newId();
  await done("returns.save-policy-draft", policyMaker(), draftOf(id));
  return id;
}

function aboutDraft(id: string): Trial {
  return { by: policyMaker(), body: { id, version: 1 }, other: { id, version: 2 } };
}

/** Accepted at the bench, and for more than is left of what was paid. */
async function blocked(): Promise<Case> {
  const which = await arrived();
  await done("returns.inspect", seller(), { number: which.number, lines: [inspected(which.lineId)] });
  await sql("update returns.return_case set money_state = 'attention', waiting_on = 'platform' where number = $1", [
    which.number,
  ]);
  return which;
}

/** A refund that the provider has refused. */
async function refusedRefund(): Promise<string> {
  const { number, lineId } = await arrived();
  await done("returns.inspect", seller(), { number, lines: [inspected(lineId)] });
  const rows = await sql<{ customer_id: string; id: string; order_number: string }>(
    "select customer_id, id, order_number from returns.return_case where number = $1",
    [number],
  );
  const [found] = rows;
  assert.ok(found);
  await done("returns.reserve-refund", system("test"), {
    customerId: found.customer_id,
    caseId: found.id,
    orderNumber: found.order_number,
  });
  await sql(
    "update payments.refund_part set state = 'refused' where refund_id in (select id from payments.refund where cause_id = $1)",
    [found.id],
  );
  const refunds = await sql<{ number: string }>(
    "update payments.refund set state = 'refused' where cause_id = $1 returning number",
    [found.id],
  );
  return refunds[0]?.number ?? "";
}

/** A refund the provider will not take, with nobody's answer yet. */
async function stuckRefund() {
  const number = await refusedRefund();
  return sql<{ number: string; refund: string; tender: string }>(
    `insert into payments.detour (customer_id, refund_id, order_id, merchant_id, state, amount_minor, currency, opened_at, moved_at)
     select customer_id, id, order_id, merchant_id, 'platform', amount_minor, currency, reserved_at, reserved_at from payments.refund where number = $1
     returning $1 as number, refund_id as refund, (select id from orders.tender t where t.customer_id = detour.customer_id and t.order_id = detour.order_id limit 1) as tender`,
    [number],
  );
}

const compensator = (role: string): Principal =>
  ({ ...staff("compensation.propose", "compensation.approve"), role }) as Principal;

const apology = (amount: string): Body => ({ kind: "fixed", amount: { amount, currency: "CNY" }, reason: "apology" });

/** Proposed for a case, and where it is within the limit of the role paid as far as the provider. */
async function compensated(role: string, amount: string): Promise<{ number: string }> {
  const { number: caseNumber } = await asked();
  const body = { number: caseNumber, what: apology(amount), payer: "platform" };
  const { number, state } = (await done("payments.propose-compensation", compensator(role), body)) as {
    number: string;
    state: string;
  };
  const rows = await sql<{ customer_id: string; id: string }>(
    "select customer_id, id from payments.compensation where number = $1",
    [number],
  );
  if (state === "approved")
    await done("payments.pay-compensation", system("test"), {
      customerId: rows[0]?.customer_id,
      compensationId: rows[0]?.id,
    });
  return { number };
}

/** Freight above what is paid back unseen, of a case that need not be told further. */
async function freightToDecide(): Promise<string> {
  const { id: orderId } = await placeOrder(house.database.db, world);
  const caseId = newId();
  await house.database.db.withTx(system("test"), (tx) =>
    askReturnFreight(tx, {
      customerId: world.customerId,
      orderId,
      merchantId: world.merchantId,
      caseId,
      caseNumber: "AS-1",
      paidMinor: 5_000n,
      atOnceMinor: 3_000n,
      currency: "CNY",
      payer: "merchant",
    }),
  );
  const [row] = await sql<{ number: string }>("select number from payments.return_freight where case_id = $1", [
    caseId,
  ]);
  return row?.number ?? "";
}

/** A collection that was paid a second time: the number of what came wrong. */
async function paidTwice(): Promise<string> {
  const { id } = await difference(house.database.db, world, await placeOrder(house.database.db, world));
  for (const payment of ["ch_first", "ch_second"])
    await house.database.db.withTx(system("test"), (tx) =>
      recordChargeNews(tx, world.customerId, id, {
        is: "succeeded",
        status: "paid",
        providerRefundId: payment,
        amountMinor: 3_000n,
        currency: "CNY",
      }),
    );
  const [row] = await sql<{ number: string }>("select number from payments.discrepancy where collection_id = $1", [id]);
  return row?.number ?? "";
}

async function hire(id: string, role: string): Promise<void> {
  await sql(
    "insert into parties.staff (id, name, email, role, state, created_at, updated_at) values ($1, '周敏', $2, $3, 'active', now(), now())",
    [id, `${id}@aftercare.test`, role],
  );
}

async function webhook(): Promise<unknown> {
  return (await done("webhooks.add", chief(), { url: "http://127.0.0.1:9/facts", facts: ["returns.requested"] }))["id"];
}

function aboutWebhook(id: unknown): Trial {
  return { by: chief(), body: { id }, other: { id: newId() } };
}

function moveOf(
  by: Principal,
  { number }: { number: string },
  body: Body,
  other: Body = { ...body, note: "another word" },
): Trial {
  return { by, body: { number, ...body }, other: { number, ...other } };
}

function actionOf(name: string) {
  const found = house.system.domains.flatMap(({ actions }) => actions).find(({ meta }) => meta.name === name);
  assert.ok(found, name);
  return found;
}

function execute(
  name: string,
  principal: Principal,
  body: Body,
  idempotencyKey: string,
  requestId = newId(),
): Promise<Answer<unknown>> {
  return actionOf(name).execute({ db: house.database.db, principal, idempotencyKey, requestId }, body);
}

async function done(name: string, by: Principal, body: Body): Promise<Body> {
  const { outcome } = await execute(name, by, body, newId());
  assert.ok(outcome.ok, `${name}: ${JSON.stringify(outcome)}`);
  return outcome.value as Body;
}

async function auditRows(name: string, requestId: string): Promise<number> {
  const rows = await sql<{ n: number }>(
    "select count(*)::int as n from platform.audit where action = $1 and request_id = $2",
    [name, requestId],
  );
  return rows[0]?.n ?? 0;
}

/** As the system, whom row security shows everything. */
function sql<R>(text: string, params: readonly unknown[] = []): Promise<R[]> {
  return house.database.db.withTx(system("test"), (tx) => tx.rows<R>(text, [...params] as never));
}

/** Every row of every table, but for the count of repeats itself; the job queue keeps house by itself. */
async function fingerprint(): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'jobs') and has_schema_privilege(n.oid, 'usage')
        and has_table_privilege(c.oid, 'select') and c.oid <> 'platform.idempotency'::regclass order by 1`,
  );
  const each = tables.map(
    ({ name }) =>
      `select '${name}' as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${name} t`,
  );
  const rows = await sql<{ name: string; sum: string }>(each.join(" union all "));
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
}
