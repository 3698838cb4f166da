import { rightsOf } from "#domains/parties";
import { type Id, newId } from "#kernel/ids";
import type { Outcome } from "#kernel/outcome";
import { type Db, type Principal, system } from "#platform/db";
import type { App, Domain } from "#platform/domain";
import { silentLog } from "#platform/log";
import { type FactRow, factColumns, factOf } from "#platform/outbox";
import { at } from "./dice.ts";

export type Person = {
  readonly staffId: Id<"staff">;
  readonly role: string;
  readonly merchantId: Id<"merchant"> | null;
};

export function principalOf({ staffId, role, merchantId }: Person): Principal {
  const rights = rightsOf(role);
  return merchantId === null
    ? { kind: "staff", staffId, role, rights }
    : { kind: "merchant", staffId, merchantId, rights };
}

/** Whoever has this role; of a shop's people one of its own. `turn` spreads the work over all who could. */
export function whoActs(people: readonly Person[], role: string, merchantId: string, turn: number): Person {
  const fitting = people.filter(
    (person) => person.role === role && (role !== "merchant" || person.merchantId === merchantId),
  );
  return at(fitting, turn % fitting.length);
}

/** An action was refused: the plan and the rules do not agree. */
export class Astray extends Error {
  readonly step: string;
  readonly code: string;
  constructor(step: string, code: string) {
    super(`${step}: ${code}`);
    this.step = step;
    this.code = code;
  }
}

/** Acts as people do, by the domains' own actions, and carries on what the relay and the queue would carry on. */
export class Hands {
  readonly app: App;
  readonly #db: Db;
  readonly #domains: readonly Domain[];
  readonly #jobs: { readonly queue: string; readonly data: object }[] = [];
  /** The last fact that was heard. */
  #heard: string = newId();

  /** `keep`: jobs that are left to the caller. */
  constructor(db: Db, domains: readonly Domain[], keep: (queue: string, data: object) => boolean = () => false) {
    this.#db = db;
    this.#domains = domains;
    this.app = {
      db,
      log: silentLog,
      nudge: () => {},
      jobs: {
        send: async (_tx, queue, data) => {
          if (!keep(queue, data)) this.#jobs.push({ queue, data });
        },
      },
    };
  }

  async act(name: string, principal: Principal, key: string, input: object): Promise<unknown> {
    const outcome = await this.try(name, principal, key, input);
    if (!outcome.ok) throw new Astray(name, outcome.code);
    return outcome.value;
  }

  async try(name: string, principal: Principal, key: string, input: object): Promise<Outcome<unknown>> {
    const action = this.#domains.flatMap(({ actions }) => actions).find(({ meta }) => meta.name === name);
    if (action === undefined) throw new Error(`there is no action ${name}`);
    return (await action.execute({ db: this.#db, principal, idempotencyKey: key }, input)).outcome;
  }

  /** The facts about this shopper that nobody has heard yet, and the jobs they leave, until nothing is left. */
  async carryOn(customerId: string, planned: ReadonlySet<string> = new Set()): Promise<void> {
    for (let facts = await this.#unheard(customerId); facts.length > 0; facts = await this.#unheard(customerId))
      for (const fact of facts) {
        this.#heard = fact.id;
        for (const { name, on, react } of this.#domains.flatMap(({ reactions = [] }) => reactions))
          if (on.includes(fact.kind) && !planned.has(name)) await react(this.app, fact);
        await this.#workOff();
      }
  }

  /** A fact as it would be heard, whoever published it. */
  async hear(name: string, payload: Record<string, unknown>, customerId: string | null): Promise<void> {
    const reaction = this.#domains.flatMap(({ reactions = [] }) => reactions).find((one) => one.name === name);
    if (reaction === undefined) throw new Error(`there is no reaction ${name}`);
    await reaction.react(this.app, {
      id: newId(),
      at: this.#db.clock.now(),
      kind: reaction.on[0] ?? "",
      version: 1,
      customerId,
      merchantId: null,
      subjectKind: "case",
      subjectId: "",
      subjectSeq: 0n,
      payload,
    });
    await this.#workOff();
  }

  async run(queue: string, data: object): Promise<void> {
    const job = this.#domains.flatMap(({ jobs = [] }) => jobs).find((one) => one.queue === queue);
    if (job === undefined) throw new Error(`nobody works at ${queue}`);
    await job.run(this.app, { ...data });
  }

  async #workOff(): Promise<void> {
    for (const { queue, data } of this.#jobs.splice(0)) await this.run(queue, data);
  }

  #unheard(customerId: string) {
    return this.#db.withTx(system("demo"), async (tx) => {
      const rows = await tx.rows<FactRow>(
        `select ${factColumns} from platform.outbox where done_at is null and id > $1 and customer_id = $2 order by id`,
        [this.#heard, customerId],
      );
      return rows.map(factOf);
    });
  }
}
