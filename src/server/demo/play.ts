import { setImmediate as pause } from "node:timers/promises";
import { rightsOf } from "#domains/parties";
import { noPaymentProvider, type PaymentProvider, payments } from "#domains/payments";
import { returns } from "#domains/returns";
import type { Id } from "#kernel/ids";
import { never } from "#kernel/outcome";
import type { Clock } from "#platform/clock";
import { createDb, type Db, type Principal, system } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import type { App, Domain, PublishedFact } from "#platform/domain";
import { silentLog } from "#platform/log";
import type { Actor, Answer, PlannedCase, Step } from "./cases.ts";
import { at } from "./dice.ts";

export type Person = {
  readonly staffId: Id<"staff">;
  readonly role: string;
  readonly merchantId: Id<"merchant"> | null;
};

/** What lies in the database before the first request: ids by number, photos by case and step. */
export type Stage = {
  readonly db: Db;
  readonly orders: ReadonlyMap<string, { readonly customerId: Id<"customer">; readonly lines: readonly StagedLine[] }>;
  readonly people: readonly Person[];
  readonly photosOf: (step: Step) => readonly string[];
};
export type StagedLine = { readonly lineId: string; readonly merchantId: Id<"merchant"> };

/** A refund as the payment stand-in remembers it. */
export type KeptRefund = {
  readonly number: string;
  readonly id: string;
  readonly payment: string;
  readonly amount: string;
  readonly currency: string;
  readonly captured: string;
  readonly status: "succeeded" | "processing";
  readonly calls: number;
};

export type Played = {
  readonly customerIds: readonly string[];
  readonly kept: readonly KeptRefund[];
  /** Cases whose money has fallen due and whose fact nobody has heard yet. */
  readonly dueCaseIds: readonly string[];
  readonly numbers: ReadonlyMap<PlannedCase, readonly string[]>;
  /** What did not go as planned; empty unless a rule has changed since the plan was written. */
  readonly astray: readonly { readonly order: string; readonly step: string; readonly code: string }[];
};

const journeysAtOnce = 3;

/**
 * Lets the planned cases happen, by the actions and reactions that a person, a deadline or a payment would set off, each at
 * its moment: every order has a clock of its own that is moved through the past.
 */
export async function playCases(stage: Stage, cases: readonly PlannedCase[]): Promise<Played> {
  const played = {
    customerIds: [] as string[],
    kept: [] as KeptRefund[],
    dueCaseIds: [] as string[],
    numbers: new Map<PlannedCase, readonly string[]>(),
    astray: [] as Played["astray"][number][],
  };
  const waiting = [...Map.groupBy(cases, ({ order }) => order.number).values()];
  const index = new Map(cases.map((one, i) => [one, i]));
  const actors = Array.from({ length: journeysAtOnce }, async () => {
    for (let ofOrder = waiting.pop(); ofOrder !== undefined; ofOrder = waiting.pop()) {
      for (const one of ofOrder) {
        const journey = new Journey(stage, one, index.get(one) ?? 0);
        try {
          await journey.play();
          played.numbers.set(one, journey.numbers);
        } catch (error) {
          if (!(error instanceof Astray)) throw error;
          played.astray.push({ order: one.order.number, step: error.step, code: error.code });
          break;
        }
        played.customerIds.push(journey.customerId);
        played.kept.push(...journey.kept);
        played.dueCaseIds.push(...journey.dueCaseIds);
        // Others may work in this process while it loads.
        await pause();
      }
    }
  });
  await Promise.all(actors);
  played.astray.push(...(await standingOtherwise(stage.db, played.numbers)));
  return played;
}

async function standingOtherwise(db: Db, numbers: Played["numbers"]): Promise<Played["astray"]> {
  const rows = await db.withTx(system("demo"), (tx) =>
    tx.rows<{ number: string; stands: string }>(
      `select d.key as number, concat_ws('/', c.case_state, c.goods_state, c.money_state) as stands
         from platform.directory d join returns.return_case c on c.customer_id = d.customer_id and c.id = d.id
        where d.kind = 'case' and d.key = any($1::text[])`,
      [[...numbers.values()].flat()],
    ),
  );
  const stands = new Map(rows.map((row) => [row.number, row.stands]));
  return [...numbers].flatMap(([{ order, ends }, opened]) =>
    ends.flatMap(({ caseState, goodsState, moneyState }, i) => {
      const found = stands.get(opened[i] ?? "") ?? "nowhere";
      return found === `${caseState}/${goodsState}/${moneyState}`
        ? []
        : { order: order.number, step: "end", code: found };
    }),
  );
}

/** A clock that stands where it is put. */
export type MovableClock = Clock & { set(ms: number): void; forward(ms: number): void };

export function movableClock(ms: number): MovableClock {
  let now = ms;
  return {
    now: () => Temporal.Instant.fromEpochMilliseconds(now),
    offsetSeconds: () => 0,
    setOffset: () => {},
    set: (to) => {
      now = to;
    },
    forward: (by) => {
      now += by;
    },
  };
}

/** The same database at another time. Commits do not wait for the disk: what a power cut loses is loaded again. */
export function dbAt(db: Db, clock: Clock): Db {
  const own = createDb(db.pools, clock);
  return {
    ...own,
    withTx: (principal, work, options) =>
      own.withTx(
        principal,
        (tx) => {
          tx.send("set local synchronous_commit = off");
          return work(tx);
        },
        options,
      ),
  };
}

/** A step was refused: the plan and the rules do not agree. */
class Astray extends Error {
  readonly step: string;
  readonly code: string;
  constructor(step: string, code: string) {
    super(`${step}: ${code}`);
    this.step = step;
    this.code = code;
  }
}

class Journey {
  readonly customerId: Id<"customer">;
  readonly kept: KeptRefund[] = [];
  numbers: readonly string[] = [];
  readonly #stage: Stage;
  readonly #case: PlannedCase;
  readonly #index: number;
  readonly #clock: MovableClock;
  readonly #db: Db;
  readonly #lines: readonly StagedLine[];
  readonly #caseIds = new Map<number, string>();
  readonly #refunds: { customerId: string; refundId: string }[] = [];
  readonly #app: App;
  readonly #returns: Domain;
  readonly #payments: Domain;
  #answer: Answer = "settled";

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
    this.#app = {
      db: this.#db,
      log: silentLog,
      nudge: () => {},
      jobs: { send: async (_tx, _queue, data) => void (isRefundJob(data) && this.#refunds.push(data)) },
    };
    this.#returns = returns({ findShoppers: async () => [], viewersOf: async () => [] });
    this.#payments = payments(this.#provider());
  }

  get dueCaseIds(): string[] {
    return this.#case.ends.flatMap(({ moneyState }, i) => (moneyState === "due" ? (this.#caseIds.get(i) ?? []) : []));
  }

  async play(): Promise<void> {
    for (const [i, step] of this.#case.steps.entries()) {
      this.#clock.set(step.atMs);
      await this.#step(step, `demo-${this.#index}-${i}`);
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
        });
        this.numbers = (opened as { cases: { number: string }[] }).cases.map(({ number }) => number);
        return;
      }
      case "approve":
      case "withdraw":
      case "receive":
        await this.#act(`returns.${step.do}`, step, key, this.#target(step));
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
        await this.#act("returns.ship", step, key, {
          ...this.#target(step),
          way: step.way,
          carrier: step.carrier,
          trackingNumber: step.trackingNumber,
        });
        return;
      case "inspect":
        await this.#act("returns.inspect", step, key, { ...this.#target(step), lines: this.#counted(step.missing) });
        return;
      case "time-out":
        return this.#timeOut(step.caseNo);
      case "refund":
        return this.#refund(step.caseNo, step.answers);
      default:
        return never(step);
    }
  }

  async #act(name: string, step: Step, key: string, input: object): Promise<unknown> {
    const action = this.#returns.actions.find(({ meta }) => meta.name === name);
    if (action === undefined) throw new Error(`returns has no action ${name}`);
    const { outcome } = await action.execute(
      { db: this.#db, principal: this.#principal(step.by, step.caseNo), idempotencyKey: key },
      input,
    );
    if (!outcome.ok) throw new Astray(name, outcome.code);
    return outcome.value;
  }

  #target({ caseNo }: Step): { number: string } {
    return { number: at(this.numbers, caseNo) };
  }

  #counted(missing: "none" | "one" | "all") {
    const [request] = this.#case.steps;
    if (request?.do !== "request") throw new Error("a case begins with its request");
    return request.lines.map(({ lineNo, quantity }) => {
      const accepted = missing === "none" ? quantity : missing === "one" ? quantity - 1 : 0;
      const whole = accepted === quantity;
      return {
        lineId: this.#line(lineNo).lineId,
        received: quantity,
        accepted,
        grade: whole ? (this.#index % 3 === 0 ? "opened" : "as-new") : "used",
        disposition: whole ? "restock" : "return-to-shopper",
        note: whole ? "" : "有明显使用痕迹，吊牌已剪，影响二次销售。",
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
    const fire = this.#returns.deadlines?.[open.kind];
    if (fire === undefined) throw new Error(`nothing hears of the deadline ${open.kind}`);
    await fire(this.#app, {
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
    await this.#hear("returns.on-refund-due", { caseId, orderNumber: this.#case.order.number });
    const job = this.#refunds.at(-1);
    const send = this.#payments.jobs?.find(({ queue }) => queue === "payments.send-refund");
    if (job === undefined || send === undefined) return;
    for (const [attempt, answer] of answers.entries()) {
      this.#answer = answer;
      this.#clock.forward(attempt === 0 ? 900 : 45_000);
      await send.run(this.#app, { ...job, attempt });
      await this.#followed(caseId);
    }
  }

  #followed(caseId: string): Promise<void> {
    return this.#hear("returns.on-refund-moved", { causeKind: "case", causeId: caseId });
  }

  async #hear(name: string, payload: Record<string, unknown>): Promise<void> {
    const reaction = this.#returns.reactions?.find((one) => one.name === name);
    if (reaction === undefined) throw new Error(`returns has no reaction ${name}`);
    const fact: PublishedFact = {
      id: "",
      at: this.#clock.now(),
      kind: reaction.on[0] ?? "",
      version: 1,
      customerId: this.customerId,
      merchantId: null,
      subjectKind: "case",
      subjectId: "",
      subjectSeq: 0n,
      payload,
    };
    await reaction.react(this.#app, fact);
  }

  /** Answers what the plan says, and keeps what the stand-in will be asked about later. */
  #provider(): PaymentProvider {
    const word = (
      number: string,
      amountMinor: bigint,
      currency: string,
    ): Awaited<ReturnType<PaymentProvider["refund"]>> => {
      switch (this.#answer) {
        case "settled":
          return { is: "succeeded", status: "succeeded", providerRefundId: `pr_${number}`, amountMinor, currency };
        case "short":
          return {
            is: "succeeded",
            status: "succeeded",
            providerRefundId: `pr_${number}`,
            amountMinor: amountMinor - 1n,
            currency,
          };
        case "processing":
          return { is: "processing", status: "processing" };
        case "refused":
          return { is: "refused", status: "account-closed", error: "account-closed" };
        case "unknown":
          return { is: "unknown", error: "no answer in time" };
      }
    };
    const asked = new Map<string, { amountMinor: bigint; currency: string }>();
    return {
      ...noPaymentProvider(),
      refund: async ({ number, payment, capturedMinor, amountMinor, currency }) => {
        asked.set(number, { amountMinor, currency });
        this.#clock.forward(1_400);
        const paid = this.#answer === "short" ? amountMinor - 1n : amountMinor;
        if (this.#answer !== "refused")
          this.kept.push({
            number,
            id: `pr_${number}`,
            payment,
            amount: paid.toString(),
            currency,
            captured: capturedMinor.toString(),
            status: this.#answer === "processing" ? "processing" : "succeeded",
            calls: 1,
          });
        return word(number, amountMinor, currency);
      },
      ask: async (number) => {
        const known = asked.get(number);
        return known === undefined ? { is: "not-found" } : word(number, known.amountMinor, known.currency);
      },
    };
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
    const { staffId, role, merchantId } = this.#person(by, caseNo);
    const rights = rightsOf(role);
    return merchantId === null
      ? { kind: "staff", staffId, role, rights }
      : { kind: "merchant", staffId, merchantId, rights };
  }

  /** Cases are opened in the order in which the request names their shops. */
  #person(role: Actor, caseNo: number): Person {
    const [request] = this.#case.steps;
    const named = request?.do === "request" ? request.lines.map(({ lineNo }) => this.#line(lineNo).merchantId) : [];
    const merchantId = at([...new Set(named)], caseNo);
    const fitting = this.#stage.people.filter(
      (person) => person.role === role && (role !== "merchant" || person.merchantId === merchantId),
    );
    return at(fitting, this.#index % fitting.length);
  }
}

function isRefundJob(data: object): data is { customerId: string; refundId: string } {
  return "refundId" in data;
}
