import { setTimeout as sleep } from "node:timers/promises";
import type { Db, Tx } from "#platform/db";
import { system } from "#platform/db";
import type { App, Job, PublishedFact, Reaction } from "#platform/domain";
import type { Log } from "#platform/log";

/** Writes of the platform for each fact (realtime, inbox, webhooks), in the relay's own transaction: exactly once. */
export type Tap = (tx: Tx, facts: readonly PublishedFact[]) => Promise<void>;

export type Relay = {
  /** From now on looks by itself; before, `nudge` does nothing. Only a worker relays. */
  start(): void;
  /** Looks at once; calls while it works make it look once more afterwards. */
  nudge(): void;
  /** Relays until nothing waits. For tests and for stopping in order. */
  drain(): Promise<void>;
  stop(): Promise<void>;
  readonly retryJob: Job;
};

export type RelayParts = {
  readonly db: Db;
  readonly log: Log;
  readonly app: () => App;
  readonly taps: readonly Tap[];
  readonly reactions: readonly Reaction[];
  readonly afterRelay?: (facts: readonly PublishedFact[]) => void;
  readonly onFailure?: (reaction: string) => void;
};

const batchSize = 100;
/** Longer than a batch takes; a killed process delays what it had claimed by no more than this. */
const leaseSeconds = 15;
const pollMs = 500;
/** Under load facts gather this long, so that a batch carries many: two commits a batch compete with the requests' own. */
const gatherMs = 100;
const reactionsAtOnce = 8;
const retryQueue = "outbox.retry-reaction";

/** What a query of the outbox selects for `factOf`. */
export const factColumns =
  "id, at, kind, version, customer_id, merchant_id, subject_kind, subject_id, subject_seq, payload";

export type FactRow = {
  id: string;
  at: Temporal.Instant;
  kind: string;
  version: number;
  customer_id: string | null;
  merchant_id: string | null;
  subject_kind: string;
  subject_id: string;
  subject_seq: bigint;
  payload: Record<string, unknown>;
};

/**
 * Carries facts from the outbox to who listens. Claims a batch with a lease, runs the reactions (each in its own
 * transactions), then marks the batch done together with the taps' writes. A reaction that fails is left to the job
 * queue with back-off; a relay that dies loses only its lease.
 */
export function createRelay(parts: RelayParts): Relay {
  const { db, log } = parts;
  const principal = system("relay");
  let stopped = true;
  let timer: NodeJS.Timeout | undefined;
  let again = false;
  let running: Promise<void> | undefined;

  const byKind = new Map<string, Reaction[]>();
  for (const reaction of parts.reactions) {
    for (const kind of reaction.on) byKind.set(kind, [...(byKind.get(kind) ?? []), reaction]);
  }

  async function relayBatch(): Promise<number> {
    const rows = await db.withTx(principal, (tx) =>
      tx.rows<FactRow>(
        `update platform.outbox set claimed_until = $1, attempts = attempts + 1
          where id in (select id from platform.outbox where done_at is null and (claimed_until is null or claimed_until < $2) order by id limit ${batchSize} for update skip locked)
          returning ${factColumns}`,
        [realNow().add({ seconds: leaseSeconds }), realNow()],
      ),
    );
    if (rows.length === 0) return 0;
    const facts = rows.map(factOf).sort((a, b) => (a.id < b.id ? -1 : 1));
    const failed = await react(facts);
    // Who marks a fact as done writes what the taps write: a lease may have run out meanwhile, and another relay have it too.
    const told = await db.withTx(principal, async (tx) => {
      const done = await tx.rows<{ id: string }>(
        "update platform.outbox set done_at = $2, claimed_until = null where id = any($1::uuid[]) and done_at is null returning id",
        [facts.map((f) => f.id), realNow()],
      );
      const own = new Set(done.map(({ id }) => id));
      const mine = facts.filter(({ id }) => own.has(id));
      if (mine.length > 0) for (const tap of parts.taps) await tap(tx, mine);
      for (const { fact, reaction } of failed.filter(({ fact }) => own.has(fact.id)))
        await parts
          .app()
          .jobs.send(tx, retryQueue, { factId: fact.id, reaction: reaction.name }, { startAfterSeconds: 1 });
      return mine;
    });
    parts.afterRelay?.(told);
    return rows.length;
  }

  /** Facts of one subject stay in order; different subjects go side by side. */
  async function react(facts: readonly PublishedFact[]): Promise<{ fact: PublishedFact; reaction: Reaction }[]> {
    const bySubject = Map.groupBy(facts, (fact) => fact.subjectId);
    const failed: { fact: PublishedFact; reaction: Reaction }[] = [];
    const waiting = [...bySubject.values()];
    const workers = Array.from({ length: Math.min(reactionsAtOnce, waiting.length) }, async () => {
      for (let queue = waiting.pop(); queue !== undefined; queue = waiting.pop()) {
        for (const [index, fact] of queue.entries()) {
          for (const reaction of byKind.get(fact.kind) ?? []) {
            const later = queue.slice(index + 1).some(({ kind }) => reaction.on.includes(kind));
            if (later && reaction.follows === true) continue;
            try {
              await reaction.react(parts.app(), fact);
            } catch (error) {
              parts.onFailure?.(reaction.name);
              log.warn("a reaction failed and will be tried again", { reaction: reaction.name, fact: fact.id, error });
              failed.push({ fact, reaction });
            }
          }
        }
      }
    });
    await Promise.all(workers);
    return failed;
  }

  async function loop(): Promise<void> {
    do {
      again = false;
      try {
        while (!stopped && (await relayBatch()) === batchSize);
      } catch (error) {
        log.warn("the outbox could not be relayed; the next look tries again", { error });
      }
      await sleep(gatherMs);
    } while (again && !stopped);
  }

  function nudge(): void {
    again = true;
    if (stopped || running !== undefined) return;
    running = loop().finally(() => {
      running = undefined;
      if (again && !stopped) nudge();
    });
  }

  return {
    start: () => {
      stopped = false;
      timer = setInterval(nudge, pollMs);
      nudge();
    },
    nudge,
    drain: async () => {
      await running;
      while ((await relayBatch()) > 0);
    },
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
    retryJob: {
      queue: retryQueue,
      retries: 30,
      run: async (app, data) => {
        const row = await db.withTx(principal, (tx) =>
          tx.maybe<FactRow>(`select ${factColumns} from platform.outbox where id = $1`, [String(data["factId"])]),
        );
        const reaction = parts.reactions.find((r) => r.name === data["reaction"]);
        if (row !== undefined && reaction !== undefined) await reaction.react(app, factOf(row));
      },
    },
  };
}

/** Leases and deliveries follow real time, not the business clock. */
function realNow(): Temporal.Instant {
  return Temporal.Now.instant().round("millisecond");
}

export function factOf(row: FactRow): PublishedFact {
  return {
    id: row.id,
    at: row.at,
    kind: row.kind,
    version: row.version,
    customerId: row.customer_id,
    merchantId: row.merchant_id,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    subjectSeq: row.subject_seq,
    payload: row.payload,
  };
}
