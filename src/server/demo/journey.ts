import { logistics, recordTrace } from "#domains/logistics";
import { payments } from "#domains/payments";
import { returns } from "#domains/returns";
import type { Id } from "#kernel/ids";
import { currency, fromWire, type MoneyOnWire, money, toWire } from "#kernel/money";
import { never } from "#kernel/outcome";
import { type Db, type Principal, system } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import type { Domain } from "#platform/domain";
import type { Personal } from "#platform/personal";
import { at } from "./dice.ts";
import { Astray, Hands, type Person, principalOf, whoActs } from "./hands.ts";
import { type KeptPayment, plannedCarrier, plannedProvider } from "./outside.ts";
import { dbAt, type MovableClock, movableClock } from "./past.ts";
import type { Actor, Answer, PlannedCase, Step } from "./steps.ts";

/** What lies in the database before the first request: ids by number, photos by case and step. */
export type Stage = {
  readonly db: Db;
  readonly personal: Personal;
  readonly orders: ReadonlyMap<string, StagedOrder>;
  readonly people: readonly Person[];
  readonly photosOf: (step: Step) => readonly string[];
};
export type StagedOrder = {
  readonly customerId: Id<"customer">;
  readonly lines: readonly StagedLine[];
  /** Of a present. */
  readonly presentId: Id<"present"> | null;
};
export type StagedLine = { readonly lineId: string; readonly merchantId: Id<"merchant"> };

/** One planned case as it happens: every step by the action, reaction or deadline that stands behind it, at its moment. */
export class Journey {
  readonly customerId: Id<"customer">;
  readonly kept: KeptPayment[] = [];
  numbers: readonly string[] = [];
  readonly #stage: Stage;
  readonly #case: PlannedCase;
  readonly #index: number;
  readonly #clock: MovableClock;
  readonly #db: Db;
  readonly #lines: readonly StagedLine[];
  readonly #presentId: Id<"present"> | null;
  readonly #caseIds = new Map<number, string>();
  readonly #refunds: { customerId: string; refundId: string }[] = [];
  readonly #domains: readonly Domain[];
  readonly #hands: Hands;
  #answer: Answer = "settled";
  /** What was asked for in each case. */
  #asked: readonly bigint[] = [];
  /** Under which number the goods come back, and go out. */
  #tracking: { return?: string; outbound?: string } = {};
  #waybill = { carrier: "", trackingNumber: "" };
  #turned: "wanted" | "confirmed" | "failed" = "wanted";

  constructor(stage: Stage, planned: PlannedCase, index: number) {
    this.#stage = stage;
    this.#case = planned;
    this.#index = index;
    this.#clock = movableClock(planned.order.placedMs);
    this.#db = dbAt(stage.db, this.#clock);
    const order = stage.orders.get(planned.order.number);
    if (order === undefined) throw new Error(`order ${planned.order.number} of a planned case was not loaded`);
    this.customerId = order.customerId;
    this.#lines = order.lines;
    this.#presentId = order.presentId;
    this.#domains = [
      logistics({
        personal: stage.personal,
        gateway: plannedCarrier(
          () => this.#waybill,
          () => this.#turned,
        ),
        dropOffKey: new Uint8Array(32),
      }),
      payments(plannedProvider(this.kept, { answer: () => this.#answer, takesMs: (ms) => this.#clock.forward(ms) })),
      returns({ findShoppers: async () => [], viewersOf: async () => [] }),
    ];
    this.#hands = new Hands(this.#db, this.#domains, (queue, data) => {
      // The carrier is asked once and answers when the plan says so.
      if (queue === interceptionQueue) return "attempt" in data && data.attempt !== 0;
      if (!isRefundJob(data)) return false;
      this.#refunds.push(data);
      return true;
    });
  }

  get dueCaseIds(): string[] {
    return this.#case.ends.flatMap(({ moneyState }, i) => (moneyState === "due" ? (this.#caseIds.get(i) ?? []) : []));
  }

  async play(): Promise<void> {
    for (const [i, step] of this.#case.steps.entries()) {
      this.#clock.set(step.atMs);
      await this.#step(step, `demo-${this.#index}-${i}`);
      await this.#relay();
    }
    for (const [i, { moneyState }] of this.#case.ends.entries()) if (moneyState === "due") await this.#caseId(i);
  }

  async #step(step: Step, key: string): Promise<void> {
    switch (step.do) {
      case "request": {
        const evidence = this.#stage.photosOf(step);
        const lines = step.lines.map(({ lineNo, quantity }) => ({ lineId: this.#line(lineNo).lineId, quantity }));
        const { order } = this.#case;
        const opened = await this.#act("returns.request", step, key, {
          number: order.number,
          kind: step.kind,
          reason: step.reason,
          lines,
          note: step.note,
          evidence,
          ...(step.wanted === undefined ? {} : { wanted: step.wanted }),
          ...only(step, ["shipFirst", "keep", "intercept", "quiet", "bad", "childAge"]),
        });
        const { cases } = opened as { cases: { number: string; amount: MoneyOnWire | null }[] };
        this.numbers = cases.map(({ number }) => number);
        this.#asked = cases.map(({ amount }) => (amount === null ? 0n : fromWire(amount).minor));
        return;
      }
      case "approve":
      case "withdraw":
        await this.#act(`returns.${step.do}`, step, key, this.#target(step));
        return;
      case "receive":
        await this.#delivered("return", step);
        await this.#act("returns.receive", step, key, this.#target(step));
        return;
      case "offer":
        await this.#act("returns.offer", step, key, {
          ...this.#target(step),
          kind: step.kind,
          note: step.note,
          ...(step.toKind === undefined ? {} : { toKind: step.toKind }),
          ...(step.percent === undefined ? {} : { amount: this.#share(step.caseNo, step.percent) }),
        });
        return;
      case "answer":
        await this.#act("returns.answer-offer", step, key, {
          ...this.#target(step),
          accept: step.accept,
          note: step.note,
        });
        return;
      case "escalate":
      case "appeal":
        await this.#act(`returns.${step.do}`, step, key, { ...this.#target(step), note: step.note });
        return;
      case "state":
        await this.#act("returns.state", step, key, { ...this.#target(step), words: step.words });
        return;
      case "rule":
        await this.#act("returns.rule", step, key, {
          ...this.#target(step),
          blame: step.blame,
          ruling: step.ruling,
          note: step.note,
          ...(step.percent === undefined ? {} : { amount: this.#share(step.caseNo, step.percent) }),
        });
        return;
      case "pay":
      case "pay-back":
        await this.#act("payments.start-paying", step, key, { number: await this.#collection(step.caseNo) });
        return;
      case "carrier":
        return this.#carried(step);
      case "turn-round":
        return this.#turnedRound(step);
      case "object":
        await this.#act("returns.object-replacement", step, key, {
          ...this.#target(step),
          trouble: step.trouble,
          note: step.note,
          evidence: this.#stage.photosOf(step),
        });
        return;
      case "make-good":
        await this.#act("returns.make-good", step, key, {
          ...this.#target(step),
          remedy: step.remedy,
          lossBorneBy: step.borneBy,
          note: step.note,
        });
        return;
      case "extend":
        await this.#act("returns.extend", step, key, { ...this.#target(step), days: step.days, note: step.note });
        return;
      case "pay-otherwise":
      case "transfer":
        await this.#act("payments.choose-detour", step, key, {
          number: await this.#refundNumber(step.caseNo),
          how: await this.#otherWay(step),
        });
        await this.#relay();
        await this.#followed(await this.#caseId(step.caseNo));
        return;
      case "say-received":
        await this.#act("payments.confirm-detour", step, key, {
          number: await this.#refundNumber(step.caseNo),
          received: step.received,
        });
        await this.#relay();
        await this.#followed(await this.#caseId(step.caseNo));
        return;
      case "decide-freight":
        await this.#decideFreight(step, key);
        return;
      case "send-out":
        this.#tracking.outbound = step.trackingNumber;
        await this.#act("returns.ship-replacement", step, key, {
          ...this.#target(step),
          carrier: step.carrier,
          trackingNumber: step.trackingNumber,
        });
        await this.#relay();
        await this.#scanned(step.trackingNumber, [["picked-up", step.atMs]]);
        return;
      case "confirm":
        await this.#act("returns.confirm-replacement", step, key, this.#target(step));
        await this.#delivered("outbound", step);
        return;
      case "reject":
        await this.#act("returns.reject", step, key, { ...this.#target(step), reason: step.reason, note: step.note });
        return;
      case "resubmit":
        await this.#act("returns.resubmit", step, key, {
          ...this.#target(step),
          note: step.note,
          evidence: this.#stage.photosOf(step),
        });
        return;
      case "note":
        await this.#act("returns.note", step, key, { ...this.#target(step), note: step.note });
        return;
      case "assign":
        await this.#act("returns.assign", step, key, {
          ...this.#target(step),
          staffId: this.#person("agent", step.caseNo).staffId,
        });
        return;
      case "ship":
        return this.#ship(step, key);
      case "book":
        return this.#book(step, key);
      case "inspect":
        await this.#act("returns.inspect", step, key, {
          ...this.#target(step),
          lines: this.#counted(step),
          ...(step.less === undefined
            ? {}
            : { deduction: { amount: this.#share(step.caseNo, step.less.percent), note: step.less.note } }),
          ...(step.repair === undefined ? {} : { repair: step.repair }),
        });
        return;
      case "time-out":
        return this.#timeOut(step.caseNo);
      case "refund":
        return this.#refund(step.caseNo, step.answers);
      default:
        return never(step);
    }
  }

  #act(name: string, step: Step, key: string, input: object): Promise<unknown> {
    return this.#hands.act(name, this.#principal(step.by, step.caseNo), key, input);
  }

  /** Refunds are the plan's, step by step. */
  #relay(): Promise<void> {
    return this.#hands.carryOn(this.customerId, plannedReactions);
  }

  /** So many percent of what was asked for, in whole yuan. */
  #share(caseNo: number, percent: number): { amount: string; currency: string } {
    const minor = (at(this.#asked, caseNo) * BigInt(percent)) / 10_000n;
    return toWire(money((minor < 1n ? 1n : minor) * 100n, currency("CNY")));
  }

  /** A courier comes, where one could have been asked to; else the shopper takes the parcel to a counter. */
  async #ship(step: Extract<Step, { do: "ship" }>, key: string): Promise<void> {
    const { carrier, trackingNumber } = step;
    this.#waybill = { carrier, trackingNumber };
    this.#tracking.return = trackingNumber;
    const number = await this.#shipment(step.caseNo);
    if (step.way === "pickup" && (await this.#askCourier(step, key, number, [slotAround(step.atMs)]))) {
      this.#clock.set(step.atMs);
      return this.#scanned(trackingNumber, [["picked-up", step.atMs]]);
    }
    this.#clock.set(step.atMs);
    if (step.way === "drop-off") {
      await this.#act("logistics.choose-drop-off", step, key, { number, way: "drop-off" });
      await this.#relay();
      return this.#scanned(trackingNumber, [["handed-in", step.atMs]]);
    }
    await this.#act("returns.ship", step, key, {
      ...this.#target(step),
      way: "self-ship",
      carrier,
      trackingNumber,
      ...(step.paidYuan === undefined
        ? {}
        : {
            freightPaid: toWire(money(BigInt(step.paidYuan) * 100n, currency("CNY"))),
            receipts: this.#stage.photosOf(step),
          }),
    });
    await this.#relay();
    await this.#scanned(trackingNumber, [["picked-up", step.atMs]]);
  }

  async #book(step: Extract<Step, { do: "book" }>, key: string): Promise<void> {
    this.#waybill = { carrier: step.carrier, trackingNumber: step.trackingNumber };
    const number = await this.#shipment(step.caseNo);
    if (!(await this.#askCourier(step, key, number, step.slotsMs))) throw new Astray("book", "no-slot");
  }

  /** Books the first of these slots that is to be had; a courier is asked two hours ahead. */
  async #askCourier(step: Step, key: string, number: string, slotsMs: readonly number[]): Promise<boolean> {
    const { recipient } = this.#case.order.input(this.#case.order.number);
    for (const slotMs of slotsMs) {
      const askedMs = Math.min(step.atMs, slotMs - 7_200_000);
      if (askedMs <= this.#before(step)) continue;
      this.#clock.set(askedMs);
      const outcome = await this.#hands.try(
        "logistics.book-pickup",
        this.#principal(step.by, step.caseNo),
        `${key}-${slotMs}`,
        {
          number,
          slotFrom: Temporal.Instant.fromEpochMilliseconds(slotMs).toString(),
          name: recipient?.name ?? "",
          phone: recipient?.phone ?? "",
          address: step.do === "book" ? bookingAddress : (recipient?.address ?? ""),
        },
      );
      if (outcome.ok) {
        await this.#relay();
        return true;
      }
      if (!noCourier.has(outcome.code)) throw new Astray("logistics.book-pickup", outcome.code);
    }
    return false;
  }

  /** Along the first payment of the order, or outside. */
  async #otherWay(step: Extract<Step, { do: "pay-otherwise" | "transfer" }>): Promise<object> {
    if (step.do === "transfer")
      return {
        way: "transfer",
        reference: step.reference,
        note: step.note,
        proof: this.#stage.photosOf(step),
      };
    const caseId = await this.#caseId(step.caseNo);
    const tender = await this.#db.withTx(system("demo"), (tx) =>
      tx.one<{ id: string }>(
        `select t.id from returns.return_case c join orders.tender t on t.customer_id = c.customer_id and t.order_id = c.order_id
          where c.customer_id = $1 and c.id = $2 order by t.captured_minor desc limit 1`,
        [this.customerId, caseId],
      ),
    );
    return { way: "payout", tenderId: tender.id };
  }

  async #decideFreight(step: Extract<Step, { do: "decide-freight" }>, key: string): Promise<void> {
    const caseId = await this.#caseId(step.caseNo);
    const { number, paid } = await this.#db.withTx(system("demo"), (tx) =>
      tx.one<{ number: string; paid: bigint }>(
        "select number, paid_by_shopper_minor as paid from payments.return_freight where customer_id = $1 and case_id = $2",
        [this.customerId, caseId],
      ),
    );
    const amount = toWire(money((paid * BigInt(step.percent)) / 100n, currency("CNY")));
    await this.#act("payments.decide-return-freight", step, key, { number, amount, note: step.note });
  }

  /** What the carrier says of the goods that went out. */
  async #carried(step: Extract<Step, { do: "carrier" }>): Promise<void> {
    const { outbound } = this.#tracking;
    if (outbound === undefined) throw new Astray("carrier", "nothing-sent");
    await this.#scanned(outbound, [
      ["in-transit", step.atMs - 36_000_000],
      [step.word, step.atMs],
    ]);
  }

  /** The carrier was asked to turn the parcel round; now it answers. */
  async #turnedRound(step: Extract<Step, { do: "turn-round" }>): Promise<void> {
    this.#turned = step.word;
    const caseId = await this.#caseId(step.caseNo);
    const { id } = await this.#db.withTx(system("demo"), (tx) =>
      tx.one<{ id: string }>(
        `select i.id from logistics.interception i join logistics.shipment s on s.customer_id = i.customer_id and s.id = i.shipment_id
          where i.customer_id = $1 and s.subject_id = $2`,
        [this.customerId, caseId],
      ),
    );
    await this.#hands.run(interceptionQueue, { customerId: this.customerId, interceptionId: id, attempt: 1 });
  }

  #before(step: Step): number {
    const { steps } = this.#case;
    return steps[steps.indexOf(step) - 1]?.atMs ?? 0;
  }

  #shipment(caseNo: number): Promise<string> {
    return this.#numberOf(
      "select number from logistics.shipment where customer_id = $1 and subject_id = $2 and direction = 'return'",
      caseNo,
    );
  }

  /** Of a difference the case is the cause, of what was lent ahead its refund. */
  #collection(caseNo: number): Promise<string> {
    return this.#numberOf(
      `select number from payments.collection c where customer_id = $1 and (cause_id = $2
          or exists (select 1 from payments.instant_advance a where a.customer_id = c.customer_id and a.refund_id = c.cause_id and a.cause_id = $2))`,
      caseNo,
    );
  }

  #refundNumber(caseNo: number): Promise<string> {
    return this.#numberOf("select number from payments.refund where customer_id = $1 and cause_id = $2", caseNo);
  }

  async #numberOf(sql: string, caseNo: number): Promise<string> {
    const caseId = await this.#caseId(caseNo);
    const { number } = await this.#db.withTx(system("demo"), (tx) =>
      tx.one<{ number: string }>(sql, [this.customerId, caseId]),
    );
    return number;
  }

  /** The carrier tells what happened to a parcel, and whoever waits for it hears. */
  async #scanned(trackingNumber: string, events: readonly (readonly [code: string, ms: number])[]): Promise<void> {
    await this.#db.withTx(system("demo"), (tx) =>
      recordTrace(
        tx,
        trackingNumber,
        "aftercare",
        events.map(([code, ms]) => ({
          key: `${code} ${ms}`,
          code,
          at: Temporal.Instant.fromEpochMilliseconds(Math.round(ms)),
          place: "",
        })),
      ),
    );
    await this.#relay();
  }

  /** Half an hour before somebody says that it is here. */
  async #delivered(direction: "return" | "outbound", step: Step): Promise<void> {
    const trackingNumber = this.#tracking[direction];
    if (trackingNumber === undefined) return;
    const thereMs = step.atMs - 1_800_000;
    this.#clock.set(thereMs);
    await this.#scanned(trackingNumber, [
      ["in-transit", thereMs - 36_000_000],
      ["delivered", thereMs],
    ]);
    this.#clock.set(step.atMs);
  }

  #target({ caseNo }: Step): { number: string } {
    return { number: at(this.numbers, caseNo) };
  }

  #counted({ missing, less }: Extract<Step, { do: "inspect" }>) {
    const [request] = this.#case.steps;
    if (request?.do !== "request") throw new Error("a case begins with its request");
    return request.lines.map(({ lineNo, quantity }) => {
      const accepted = missing === "none" ? quantity : missing === "one" ? quantity - 1 : 0;
      const whole = accepted === quantity && less === undefined;
      return {
        lineId: this.#line(lineNo).lineId,
        received: quantity,
        accepted,
        grade: whole ? (this.#index % 3 === 0 ? "opened" : "as-new") : "used",
        disposition:
          accepted < quantity ? "return-to-shopper" : whole && this.#index % 3 === 0 ? "refurbish" : "restock",
        note: whole ? "" : (less?.note ?? "有明显使用痕迹，吊牌已剪，影响二次销售。"),
      };
    });
  }

  /** The worker finds the deadline due and hands it to the domain. */
  async #timeOut(caseNo: number): Promise<void> {
    const caseId = await this.#caseId(caseNo);
    const open = await this.#db.withTx(system("deadlines"), (tx) =>
      tx.maybe<{ id: string; kind: string; due_at: Temporal.Instant }>(
        "select id, kind, due_at from platform.deadline where subject_id = $1 and due_at <= $2 and fired_at is null and cancelled_at is null",
        [caseId, tx.now],
      ),
    );
    if (open === undefined) throw new Astray("time-out", "nothing-due");
    const fire = this.#domains.find(({ name }) => name === "returns")?.deadlines?.[open.kind];
    if (fire === undefined) throw new Error(`nothing hears of the deadline ${open.kind}`);
    await fire(this.#hands.app, {
      id: open.id,
      customerId: this.customerId,
      merchantId: null,
      subjectKind: "case",
      subjectId: caseId,
      kind: open.kind,
      epoch: 1,
      dueAt: open.due_at,
    });
  }

  /** The money fell due: reserved, sent, answered, followed, as the relay and the queue would do it. */
  async #refund(caseNo: number, answers: readonly Answer[]): Promise<void> {
    const caseId = await this.#caseId(caseNo);
    // What is paid ahead was put aside when the goods set out.
    if (this.#refunds.length === 0)
      await this.#hands.hear(
        "returns.on-refund-due",
        { caseId, orderNumber: this.#case.order.number },
        this.customerId,
      );
    const job = this.#refunds.at(-1);
    if (job === undefined) return;
    for (const [attempt, answer] of answers.entries()) {
      this.#answer = answer;
      this.#clock.forward(attempt === 0 ? 900 : 45_000);
      await this.#hands.run("payments.send-refund", { ...job, attempt });
      await this.#followed(caseId);
    }
  }

  #followed(caseId: string): Promise<void> {
    return this.#hands.hear("returns.on-refund-moved", { causeKind: "case", causeId: caseId }, this.customerId);
  }

  async #caseId(caseNo: number): Promise<string> {
    const known = this.#caseIds.get(caseNo);
    if (known !== undefined) return known;
    const found = await this.#db.withTx(system("demo"), (tx) => findInDirectory(tx, "case", at(this.numbers, caseNo)));
    if (found === undefined) throw new Error("a case that was opened has its number in the directory");
    this.#caseIds.set(caseNo, found.id);
    return found.id;
  }

  #line(lineNo: number): StagedLine {
    return at(this.#lines, lineNo - 1);
  }

  #principal(by: Actor, caseNo: number): Principal {
    if (by === "shopper") return { kind: "shopper", customerId: this.customerId };
    if (by === "recipient" && this.#presentId !== null)
      return { kind: "shopper", customerId: this.customerId, presentId: this.#presentId };
    return principalOf(this.#person(by, caseNo));
  }

  /** Cases are opened in the order in which the request names their shops. */
  #person(role: Actor, caseNo: number): Person {
    const [request] = this.#case.steps;
    const named = request?.do === "request" ? request.lines.map(({ lineNo }) => this.#line(lineNo).merchantId) : [];
    const merchantId = at([...new Set(named)], caseNo);
    // Who hears an appeal is somebody else than who ruled.
    return role === "other-supervisor"
      ? whoActs(this.#stage.people, "supervisor", merchantId, this.#index + 1)
      : whoActs(this.#stage.people, role, merchantId, this.#index);
  }
}

const interceptionQueue = "logistics.send-interception";
const plannedReactions: ReadonlySet<string> = new Set(["returns.on-refund-due", "returns.on-refund-moved"]);
/** Nobody comes there, or then: the shopper takes another way. */
const noCourier: ReadonlySet<string> = new Set([
  "pickup-not-offered",
  "way-not-offered",
  "slot-not-offered",
  "slot-full",
]);
const bookingAddress = "浙江省杭州市西湖区文三路 188 号翠湖雅居 3 幢 602 室";

/** Couriers come from nine in the morning in China's time, every two hours. */
function slotAround(ms: number): number {
  const nineMs = 3_600_000;
  return Math.floor((ms - nineMs) / 7_200_000) * 7_200_000 + nineMs;
}

function isRefundJob(data: object): data is { customerId: string; refundId: string } {
  return "refundId" in data;
}

/** What of these was said. */
function only<T extends object, K extends keyof T>(from: T, names: readonly K[]): Partial<Pick<T, K>> {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]]))) as Partial<
    Pick<T, K>
  >;
}
