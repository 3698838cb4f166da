import { logistics } from "#domains/logistics";
import { noPaymentProvider, type PaymentProvider, payments } from "#domains/payments";
import { returns } from "#domains/returns";
import { newId } from "#kernel/ids";
import { type Db, system } from "#platform/db";
import type { Personal } from "#platform/personal";
import { at } from "./dice.ts";
import { Hands, type Person, principalOf, whoActs } from "./hands.ts";
import type { Stage } from "./journey.ts";
import { type KeptPayment, noCarrier } from "./outside.ts";
import { dbAt, movableClock } from "./past.ts";
import type { Played } from "./play.ts";
import type { Standing } from "./standing.ts";
import type { PlannedCase } from "./steps.ts";

export type Beside = {
  readonly stage: Stage;
  readonly personal: Personal;
  readonly played: Played;
  readonly nowMs: number;
  /** Of a merchant, by the number the shop gave it. */
  readonly idOf: (merchantNumber: string) => string;
  /** The shopper who finds a signal wrong, as the shop calls them. */
  readonly appeals: string;
};

const hourMs = 3_600_000;

/** What happens beside the cases: compensations in each state, parcels nobody announced, an appeal against a signal, goods that are refurbished, shops that stand still. */
export async function playBesideCases(parts: Beside): Promise<readonly KeptPayment[]> {
  const kept = await compensate(parts);
  await park(parts);
  await appeal(parts);
  await refurbish(parts);
  await standStill(parts);
  return kept;
}

/** A small sum is given at once, a larger one needs somebody else, the largest two; one is refused, one is on its way. */
async function compensate({ stage, played, nowMs }: Beside): Promise<readonly KeptPayment[]> {
  const kept: KeptPayment[] = [];
  const clock = movableClock(nowMs);
  const db = dbAt(stage.db, clock);
  const person = (role: string, no = 0) => principalOf(at(withRole(stage, role), no));
  const over = [...played.numbers].flatMap(([planned, [number]]) =>
    number !== undefined && isOver(planned.ends) ? [{ planned, number }] : [],
  );
  const hundredYuan = (yuan: number) => ({ amount: `${yuan}.00`, currency: "CNY" });
  for (const [i, plan] of gifts.entries()) {
    const found = over[i];
    if (found === undefined) break;
    const customerId = customerOf(stage, found.planned);
    const hands = new Hands(
      db,
      [payments(transfers(kept, plan.stands === "paying" ? "processing" : "succeeded"))],
      (queue) =>
        // Asked again later, by whoever works then.
        queue === "payments.send-payout" && kept.at(-1)?.status === "processing",
    );
    clock.set(nowMs - (30 - 2 * i) * hourMs);
    const given = await hands.act("payments.propose-compensation", person(plan.by), `demo-gift-${i}`, {
      number: found.number,
      what: { kind: "fixed", amount: hundredYuan(plan.yuan), reason: plan.reason },
      payer: plan.payer,
      note: plan.note,
    });
    const { number } = given as { number: string };
    clock.forward(hourMs / 2);
    if (plan.stands === "refused")
      await hands.act("payments.refuse-compensation", person("operations"), `demo-gift-${i}-no`, {
        number,
        note: "金额超出本次延误的合理范围。",
      });
    if (plan.agreedBy !== undefined)
      await hands.act("payments.approve-compensation", person(plan.agreedBy), `demo-gift-${i}-yes`, { number });
    await hands.carryOn(customerId);
  }
  await threefold({ stage, db, played });
  return kept;
}

/** A wrong that the law makes good threefold, of goods so dear that two people must agree; one has. */
async function threefold({ stage, db, played }: { stage: Stage; db: Db; played: Played }): Promise<void> {
  const [number] =
    [...played.numbers].find(
      ([{ order, ends }]) => isOver(ends) && Number(order.input(order.number).lines[0]?.unitPrice) > dearYuan,
    )?.[1] ?? [];
  if (number === undefined) return;
  const hands = new Hands(db, [payments(noPaymentProvider())]);
  const given = await hands.act(
    "payments.propose-compensation",
    principalOf(at(withRole(stage, "agent"), 0)),
    "demo-law",
    {
      number,
      what: { kind: "statutory", ground: "fraud" },
      payer: "merchant",
      note: "主播口播的型号与实际发货不符，录像已存档。",
    },
  );
  await hands.act("payments.approve-compensation", principalOf(at(withRole(stage, "operations"), 0)), "demo-law-yes", {
    number: (given as { number: string }).number,
  });
}

/** Three times this is more than one person may agree to. */
const dearYuan = 2_000;

const gifts: readonly {
  readonly by: string;
  readonly yuan: number;
  readonly reason: string;
  readonly payer: "merchant" | "platform";
  readonly note: string;
  readonly agreedBy?: string;
  readonly stands: "paid" | "proposed" | "refused" | "paying";
}[] = [
  { by: "agent", yuan: 20, reason: "delay", payer: "platform", note: "退款晚了两天，表示歉意。", stands: "paid" },
  { by: "agent", yuan: 30, reason: "apology", payer: "merchant", note: "客服回复不及时。", stands: "paid" },
  {
    by: "supervisor",
    yuan: 200,
    reason: "wrong-information",
    payer: "platform",
    note: "两次告知的时间都不对。",
    stands: "paid",
  },
  {
    by: "agent",
    yuan: 120,
    reason: "minor-flaw",
    payer: "merchant",
    note: "补发的配件也有划痕。",
    agreedBy: "supervisor",
    stands: "paid",
  },
  { by: "agent", yuan: 150, reason: "delay", payer: "platform", note: "换货耽误了出行。", stands: "proposed" },
  {
    by: "agent",
    yuan: 90,
    reason: "loyalty",
    payer: "platform",
    note: "多年老顾客，本次体验不好。",
    stands: "proposed",
  },
  { by: "agent", yuan: 400, reason: "delay", payer: "platform", note: "消费者要求按误工赔偿。", stands: "refused" },
  { by: "agent", yuan: 35, reason: "apology", payer: "platform", note: "取件员爽约一次。", stands: "paying" },
];

/** One whose slip names an open case's order, one with a name and a number, one with neither. */
async function park({ stage, personal, played, nowMs }: Beside): Promise<void> {
  const clock = movableClock(nowMs);
  const domain = logistics({ personal, gateway: noCarrier, dropOffKey: new Uint8Array(32) });
  const hands = new Hands(dbAt(stage.db, clock), [domain]);
  const warehouse = principalOf(at(withRole(stage, "warehouse"), 0));
  const waiting = [...played.numbers.keys()].find(
    ({ ends }) => ends[0]?.caseState === "approved" && ends[0].goodsState === "awaiting-shipment",
  );
  const sender = waiting?.order.input(waiting.order.number).recipient;
  const parcels = [
    {
      hoursAgo: 3,
      carrier: "sf",
      trackingNumber: "SF1400098765432",
      slipNumber: waiting?.order.number,
      senderName: sender?.name,
      senderPhone: sender?.phone,
      shelf: "A-03-2",
      weightGrams: 860,
      note: "箱内有订单小票，没有售后单号。",
    },
    {
      hoursAgo: 21,
      carrier: "zto",
      trackingNumber: "75300012345678",
      senderName: "徐女士",
      senderPhone: "13900000001",
      shelf: "A-03-4",
      weightGrams: 1_240,
      note: "面单只有手机号，未见小票。",
    },
    { hoursAgo: 52, shelf: "B-01-1", note: "面单被雨水泡烂，里面是一件深色外套。" },
  ];
  for (const [i, { hoursAgo, ...parcel }] of parcels.entries()) {
    clock.set(nowMs - hoursAgo * hourMs);
    await hands.act("logistics.park", warehouse, `demo-parked-${i}`, parcel);
  }
}

async function appeal({ stage, played, nowMs, appeals }: Beside): Promise<void> {
  const theirs = [...played.numbers.keys()].find(
    ({ order }) => order.input(order.number).shopper?.externalId === appeals,
  );
  if (theirs === undefined) return;
  const customerId = customerOf(stage, theirs);
  const clock = movableClock(nowMs - 5 * hourMs);
  const hands = new Hands(dbAt(stage.db, clock), [
    returns({ findShoppers: async () => [], viewersOf: async () => [] }),
  ]);
  await hands.act("returns.recount-signals", { kind: "system", name: "signals" }, "", { customerId });
  clock.forward(2 * hourMs);
  const shopper = { kind: "shopper", customerId } as const;
  for (const signal of ["word-alone", "wrong-goods-back"]) {
    const outcome = await hands.try("returns.appeal-signal", shopper, `demo-appeal-${signal}`, {
      signal,
      words: "这几次都是快递放在楼下没有通知我，物业有监控，不是我的问题。",
    });
    if (outcome.ok) return;
  }
}

/** Of what waits to be refurbished some is as new again by now, and some beyond help. */
async function refurbish({ stage, nowMs }: Beside): Promise<void> {
  const clock = movableClock(nowMs);
  const db = dbAt(stage.db, clock);
  const hands = new Hands(db, [returns({ findShoppers: async () => [], viewersOf: async () => [] })]);
  const waiting = await db.withTx(system("demo"), (tx) =>
    tx.rows<{ number: string; line_id: string }>(
      `select c.number, g.line_id from returns.goods_in_house g
         join returns.return_case c on c.customer_id = g.customer_id and c.id = g.case_id
        where g.disposition = 'refurbish' and g.quantity > 0 and c.case_state = 'completed' order by g.since, g.case_id limit 9`,
    ),
  );
  const technician = principalOf(at(withRole(stage, "technician"), 0));
  for (const [i, { number, line_id: lineId }] of waiting.entries()) {
    clock.set(nowMs - (20 - i) * hourMs);
    await hands.act("returns.change-disposition", technician, `demo-refurbished-${i}`, {
      number,
      lineId,
      from: "refurbish",
      quantity: 1,
      ...(i % 3 === 2
        ? { to: "scrap", note: "主板进水，维修成本高于售价。" }
        : { to: "restock", note: "已清洁、换新包装，功能正常。" }),
    });
  }
}

/** Clocks stood still for everybody in a storm; of one shop they do now, and they will again. */
async function standStill({ stage, nowMs, idOf }: Beside): Promise<void> {
  const clock = movableClock(nowMs);
  const hands = new Hands(
    dbAt(stage.db, clock),
    [returns({ findShoppers: async () => [], viewersOf: async () => [] })],
    (_queue, data) => "last" in data,
  );
  const platform = principalOf(at(withRole(stage, "operations"), 0));
  const instant = (ms: number) => Temporal.Instant.fromEpochMilliseconds(Math.round(ms / hourMs) * hourMs).toString();
  for (const [i, { publishedDaysAgo, fromHours, hours, shop, ...pause }] of stretches.entries()) {
    clock.set(nowMs - publishedDaysAgo * 24 * hourMs);
    const person = shop === null ? platform : principalOf(whoActs(stage.people, "merchant", idOf(shop), 0));
    const fromMs = nowMs + fromHours * hourMs;
    const id = newId();
    await hands.act("returns.publish-clock-pause", person, `demo-pause-${i}`, {
      id,
      ...pause,
      merchantId: person.kind === "merchant" ? person.merchantId : null,
      from: instant(fromMs),
      until: instant(fromMs + hours * hourMs),
    });
    await hands.hear("returns.on-pause-published", { pauseId: id, merchantId: null }, null);
  }
}

const stretches = [
  {
    publishedDaysAgo: 56,
    fromHours: -56 * 24 - 6,
    hours: 40,
    shop: null,
    cause: "force-majeure",
    label: { zh: "台风停运", en: "Typhoon, no transport" },
    holds: ["merchant", "warehouse", "shopper"],
  },
  {
    publishedDaysAgo: 1,
    fromHours: -20,
    hours: 44,
    shop: "M012",
    cause: "peak",
    label: { zh: "大促发货高峰", en: "Sale, orders piled up" },
    holds: ["merchant", "warehouse"],
  },
  {
    publishedDaysAgo: 2,
    fromHours: 18 * 24,
    hours: 72,
    shop: "M003",
    cause: "festival",
    label: { zh: "窑口休整", en: "Kiln holiday" },
    holds: ["merchant", "warehouse"],
  },
] as const;

function isOver(ends: readonly Standing[]): boolean {
  return ends.length === 1 && ends[0]?.caseState === "completed" && ends[0].moneyState === "settled";
}

function withRole({ people }: Stage, role: string): Person[] {
  return people.filter((person) => person.role === role);
}

function customerOf({ orders }: Stage, { order }: PlannedCase) {
  const staged = orders.get(order.number);
  if (staged === undefined) throw new Error("every order of a planned case was loaded");
  return staged.customerId;
}

/** A provider that pays, or says that it will, and what the stand-in is to remember of it. */
function transfers(kept: KeptPayment[], status: "succeeded" | "processing"): PaymentProvider {
  return {
    ...noPaymentProvider(),
    transfer: async ({ number, payment, amountMinor, currency }) => {
      const id = `tr_${number}`;
      const amount = amountMinor.toString();
      kept.push({ what: "transfer", number, id, payment, amount, currency, captured: amount, status, calls: 1 });
      return status === "processing"
        ? { is: "processing", status }
        : { is: "succeeded", status, providerRefundId: id, amountMinor, currency };
    },
  };
}
