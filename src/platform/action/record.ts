import { newId } from "#kernel/ids";
import { type Param, type Principal, principalId, principalKind, type Tx, toJson } from "#platform/db";

/** What an action is about: the thing whose timeline grows and whose facts are published. */
export type About = {
  readonly kind: string;
  readonly id: string;
  readonly customerId?: string;
  readonly merchantId?: string;
  readonly orderId?: string;
  /** Last sequence number used on this timeline; the caller stores the new one (`recorder.seq()`). */
  readonly seq?: bigint;
};

/** Who did something, as a timeline names it. */
export type Actor = { readonly kind: "system"; readonly id: string };

export type Fact = { readonly kind: string; readonly version: number; readonly payload: Record<string, unknown> };

export type DeadlineOrder = {
  readonly kind: string;
  readonly epoch: number;
  readonly waitingOn: string;
  /** What the clock was given, where it can stand still or be given more. */
  readonly seconds?: number;
  readonly dueAt: Temporal.Instant;
  readonly calendar: string;
  /** When whoever is waited for is reminded, earliest first. */
  readonly remindAt?: readonly Temporal.Instant[];
};

/** Collects what an action writes, its own rows and what goes beside them; everything goes out in one statement with the commit. */
export class Recorder {
  #about: About | undefined;
  #seq = 0n;
  readonly #facts: { fact: Fact; about: About; seq: bigint }[] = [];
  readonly #lines: { kind: string; data: Record<string, unknown>; by: Actor | undefined; about: About; seq: bigint }[] =
    [];
  readonly #deadlines: { order: DeadlineOrder; about: About }[] = [];
  readonly #cancelled: { subjectId: string; kind: string | undefined }[] = [];
  readonly #rows: { into: string; row: Param[] }[] = [];
  readonly #changes: Change[] = [];
  readonly #directory: { kind: string; key: string; customerId: string; id: string }[] = [];
  #detail: Record<string, unknown> = {};

  about(about: About): void {
    this.#about = about;
    this.#seq = about.seq ?? 0n;
  }

  /** A line of the timeline, in the order of calls. `by`: where not the caller but a rule of ours did it. */
  line(kind: string, data: Record<string, unknown> = {}, by?: Actor): void {
    this.#seq += 1n;
    this.#lines.push({ kind, data, by, about: this.#needed(), seq: this.#seq });
  }

  /** The number of the last line written so far. */
  seq(): bigint {
    return this.#seq;
  }

  fact(fact: Fact): void {
    this.#facts.push({ fact, about: this.#needed(), seq: this.#seq });
  }

  deadline(order: DeadlineOrder): void {
    this.#deadlines.push({ order, about: this.#needed() });
  }

  /** Cancels the open deadlines of the subject, or only those of one kind. */
  cancelDeadlines(kind?: string): void {
    this.#cancelled.push({ subjectId: this.#needed().id, kind });
  }

  directory(kind: string, key: string, customerId: string, id: string): void {
    this.#directory.push({ kind, key, customerId, id });
  }

  /** A row of the domain's own that goes out in the same statement: `into` is the table with its columns. */
  insert(into: string, row: Param[]): void {
    this.#rows.push({ into, row });
  }

  /**
   * A change of rows that are there already, in the same statement: an update or delete with its own $1, $2 …; no two changes
   * of one action may meet in a row. With `must` it ends in `returning 1`, and another number of rows undoes everything.
   */
  change(sql: string, params: readonly Param[], must?: { readonly touch: number; readonly belief: string }): void {
    this.#changes.push({ sql, params, must });
  }

  /** Extra fields of the audit row. No personal data. */
  detail(detail: Record<string, unknown>): void {
    this.#detail = { ...this.#detail, ...detail };
  }

  get hasFacts(): boolean {
    return this.#facts.length > 0 || this.#deadlines.length > 0;
  }

  /** Sends everything collected, the audit row and the idempotency row, without waiting. */
  write(
    tx: Tx,
    action: string,
    audited: boolean,
    requestId: string | undefined,
    idempotency: IdempotencyRow | undefined,
  ): void {
    const now = tx.now;
    const sql = new Writes();
    for (const { subjectId, kind } of this.#cancelled) {
      sql.change({
        sql: `update platform.deadline set cancelled_at = $2 where subject_id = $1 and fired_at is null and cancelled_at is null${kind === undefined ? "" : " and kind = $3"}`,
        params: kind === undefined ? [subjectId, now] : [subjectId, now, kind],
        must: undefined,
      });
    }
    for (const change of this.#changes) sql.change(change);
    for (const { into, row } of this.#rows) sql.insert(into, row);
    for (const { fact, about, seq } of this.#facts) {
      sql.insert(
        "platform.outbox (id, at, kind, version, customer_id, merchant_id, subject_kind, subject_id, subject_seq, payload)",
        [
          newId(),
          now,
          fact.kind,
          fact.version,
          about.customerId,
          about.merchantId,
          about.kind,
          about.id,
          seq,
          toJson(fact.payload),
        ],
      );
    }
    for (const { kind, data, by, about, seq } of this.#lines) {
      sql.insert(
        "platform.timeline (customer_id, subject_kind, subject_id, seq, order_id, merchant_id, at, actor_kind, actor_id, kind, data)",
        [
          about.customerId,
          about.kind,
          about.id,
          seq,
          about.orderId,
          about.merchantId,
          now,
          by?.kind ?? principalKind(tx.principal),
          by?.id ?? principalId(tx.principal),
          kind,
          toJson(data),
        ],
      );
    }
    for (const { order, about } of this.#deadlines) {
      sql.insert(
        "platform.deadline (id, customer_id, merchant_id, subject_kind, subject_id, kind, epoch, waiting_on, starts_at, given_seconds, due_at, calendar, reminders)",
        [
          newId(),
          about.customerId,
          about.merchantId,
          about.kind,
          about.id,
          order.kind,
          order.epoch,
          order.waitingOn,
          now,
          order.seconds ?? null,
          order.dueAt,
          order.calendar,
          order.remindAt ?? [],
        ],
      );
    }
    for (const { kind, key, customerId, id } of this.#directory) {
      sql.insert("platform.directory (kind, key, customer_id, id)", [kind, key, customerId, id]);
    }
    if (idempotency !== undefined) {
      sql.insert("platform.idempotency (principal, action, key, body_hash, response, at)", [
        idempotency.principal,
        action,
        idempotency.key,
        idempotency.bodyHash,
        idempotency.response,
        now,
      ]);
    }
    if (audited) sql.insert(auditColumns, auditRow(tx.principal, now, action, this.#about, requestId, this.#detail));
    sql.send(tx);
  }

  #needed(): About {
    if (this.#about === undefined) throw new Error("an action records something before saying what it is about");
    return this.#about;
  }
}

export type IdempotencyRow = {
  readonly principal: string;
  readonly key: string;
  readonly bodyHash: string;
  readonly response: string;
};

export const auditColumns =
  "platform.audit (id, at, principal_kind, principal_id, action, subject_kind, subject_id, customer_id, merchant_id, request_id, detail)";

export function auditRow(
  principal: Principal,
  at: Temporal.Instant,
  action: string,
  about: Pick<About, "kind" | "id" | "customerId" | "merchantId"> | undefined,
  requestId: string | undefined,
  detail: Record<string, unknown>,
): Param[] {
  return [
    newId(),
    at,
    principalKind(principal),
    principalId(principal),
    action,
    about?.kind,
    about?.id,
    about?.customerId,
    about?.merchantId,
    requestId,
    toJson(detail),
  ];
}

type Change = {
  readonly sql: string;
  readonly params: readonly Param[];
  readonly must: { readonly touch: number; readonly belief: string } | undefined;
};

/** Everything an action writes as one data-modifying statement: one parse, one plan, one trip. All of it sees the rows as they were. */
class Writes {
  readonly #tables = new Map<string, Param[][]>();
  readonly #changes: Change[] = [];

  insert(table: string, row: Param[]): void {
    const rows = this.#tables.get(table);
    if (rows === undefined) this.#tables.set(table, [row]);
    else rows.push(row);
  }

  change(change: Change): void {
    this.#changes.push(change);
  }

  send(tx: Tx): void {
    const params: Param[] = [];
    const expected: string[] = [];
    const parts = this.#changes.map(({ sql, params: own, must }, i) => {
      const before = params.length;
      params.push(...own);
      if (must !== undefined)
        expected.push(
          `platform.expect((select count(*) from w${i}), $${params.push(must.touch)}, $${params.push(must.belief)})`,
        );
      return before === 0 ? sql : sql.replace(/\$(\d+)/g, (_, n) => `$${Number(n) + before}`);
    });
    for (const [table, rows] of this.#tables) {
      const values = rows.map((row) => `(${row.map((value) => `$${params.push(value)}`).join(",")})`);
      parts.push(`insert into ${table} values ${values.join(",")}`);
    }
    const last = expected.length > 0 ? `select ${expected.join(",")}` : parts.pop();
    if (last === undefined) return;
    const before = parts.map((part, i) => `w${i} as (${part})`);
    tx.send(before.length === 0 ? last : `with ${before.join(",")} ${last}`, params);
  }
}
