import { type Db, type Principal, principalName, system } from "#platform/db";
import type { Log } from "#platform/log";
import { type Viewer, viewersByStream } from "./presence.ts";

export type StreamEvent = {
  readonly subject: string;
  readonly seq: bigint;
  readonly at: Temporal.Instant;
  readonly kind: string;
  readonly data: Record<string, unknown>;
};

/** One socket, as the hub sees it. */
export type Listener = {
  readonly principal: Principal;
  readonly cookie: string | undefined;
  /** Takes the next event of a stream it follows; passes over any other. */
  hear(event: StreamEvent): void;
  /** Events are missing that will not come any more: it stands at `seq` and has to ask for everything anew. */
  reset(stream: string, seq: bigint): void;
  /** Who looks at a case; for members of staff only. */
  see(stream: string, viewers: readonly Viewer[]): void;
  recheck(): void;
  /** The session is over: the socket closes at once. */
  end(): void;
};

export type Hub = {
  join(listener: Listener): void;
  leave(listener: Listener): void;
  /** From now on the listener hears the stream; events after `seq` come by themselves. */
  follow(listener: Listener, stream: string, seq: bigint): void;
  unfollow(listener: Listener, stream: string): void;
  wake(): void;
  recheckThoseOf(cookie: string | undefined): void;
  endThoseOfStaff(staffId: string): void;
  count(): number;
  countOf(principal: Principal): number;
  start(): void;
  stop(): void;
};

const pollMs = 1_000;
const eventsAtOnce = 5_000;

/** Everybody of this process who listens, and one look per second at what is new in the streams they follow. */
export function createHub(db: Db, log: Log): Hub {
  const listeners = new Set<Listener>();
  const followers = new Map<string, Set<Listener>>();
  /** Up to which number the followers of a stream have been served. */
  const served = new Map<string, bigint>();
  const seen = new Map<string, readonly Viewer[]>();
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  let again = false;

  function wake(): void {
    again = true;
    if (!looking) void look();
  }

  async function look(): Promise<void> {
    looking = true;
    while (again) {
      again = false;
      try {
        await lookOnce();
      } catch (error) {
        log.warn("news could not be looked up; the next second tries again", { error });
      }
    }
    looking = false;
  }

  async function lookOnce(): Promise<void> {
    const asked = new Map(served);
    if (asked.size === 0) return;
    const cases = [...asked.keys()].filter((stream) => stream.startsWith("case:"));
    const [events, viewers] = await db.withTx(
      system("realtime"),
      (tx) =>
        Promise.all([
          tx.rows<StreamEvent>(
            `select e.subject, e.seq, e.at, e.kind, e.data from unnest($1::text[], $2::bigint[]) s (subject, seq)
               join platform.stream_event e on e.subject = s.subject and e.seq > s.seq order by e.subject, e.seq limit ${eventsAtOnce}`,
            [[...asked.keys()], [...asked.values()]],
          ),
          cases.length === 0 ? new Map<string, Viewer[]>() : viewersByStream(tx, cases),
        ]),
      { readOnly: true },
    );
    for (const [stream, fresh] of Map.groupBy(events, (event) => event.subject))
      hand(stream, fresh, asked.get(stream) ?? 0n);
    if (events.length === eventsAtOnce) again = true;
    for (const [stream, who] of viewers) {
      if (!followers.has(stream) || JSON.stringify(seen.get(stream) ?? []) === JSON.stringify(who)) continue;
      seen.set(stream, who);
      for (const listener of followers.get(stream) ?? []) listener.see(stream, who);
    }
  }

  function hand(stream: string, fresh: readonly StreamEvent[], from: bigint): void {
    const last = fresh.at(-1)?.seq ?? from;
    const gap = fresh[0]?.seq !== from + 1n;
    for (const listener of followers.get(stream) ?? []) {
      if (gap) listener.reset(stream, last);
      else for (const event of fresh) listener.hear(event);
    }
    // Somebody who joined meanwhile may have turned the mark back; then the next look brings these once more.
    if (served.get(stream) === from) served.set(stream, last);
  }

  const hub: Hub = {
    join: (listener) => void listeners.add(listener),
    leave: (listener) => {
      listeners.delete(listener);
      for (const [stream, those] of followers) if (those.has(listener)) hub.unfollow(listener, stream);
    },
    follow: (listener, stream, seq) => {
      const those = followers.get(stream);
      if (those === undefined) followers.set(stream, new Set([listener]));
      else those.add(listener);
      const before = served.get(stream);
      if (before === undefined || before > seq) served.set(stream, seq);
      const viewers = seen.get(stream) ?? [];
      if (viewers.length > 0) listener.see(stream, viewers);
    },
    unfollow: (listener, stream) => {
      const those = followers.get(stream);
      those?.delete(listener);
      if (those?.size !== 0) return;
      followers.delete(stream);
      served.delete(stream);
      seen.delete(stream);
    },
    wake,
    recheckThoseOf: (cookie) => {
      for (const listener of listeners) if (cookie !== undefined && listener.cookie === cookie) listener.recheck();
    },
    endThoseOfStaff: (staffId) => {
      for (const listener of listeners)
        if ("staffId" in listener.principal && listener.principal.staffId === staffId) listener.end();
    },
    count: () => listeners.size,
    countOf: (principal) => {
      const name = principalName(principal);
      let count = 0;
      for (const listener of listeners) if (principalName(listener.principal) === name) count += 1;
      return count;
    },
    start: () => {
      timer ??= setInterval(wake, pollMs);
    },
    stop: () => clearInterval(timer),
  };
  return hub;
}
