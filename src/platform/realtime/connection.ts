import type { FastifyRequest } from "fastify";
import type { WebSocket } from "ws";
import { z } from "zod";
import { type Db, type Principal, principalName, system, type Tx } from "#platform/db";
import type { SessionReader } from "#platform/http";
import type { Log } from "#platform/log";
import { instantShape, uuidShape } from "#platform/wire";
import type { Hub, Listener, StreamEvent } from "./hub.ts";
import { arrive, leave } from "./presence.ts";
import { streamOf } from "./stream-of.ts";

export const connectionLimits = {
  perPrincipal: 20,
  inAll: 10_000,
  subjects: 50,
  messagesPerSecond: 20,
  messagesWaiting: 60,
  malformed: 10,
  /** What a client may leave unread before it is let go, bytes. */
  unreadBytes: 262_144,
  /** More than this and asking anew is cheaper than catching up. */
  eventsToCatchUp: 500,
  pingSeconds: 30,
  recheckSeconds: 60,
} as const;

/** Codes with which the server closes; the client comes back after any of them. */
const closes = { sessionEnded: 4401, tooMuch: 4429, malformed: 4400, tryAgain: 1013 } as const;

const subject = z.string().min(1).max(80);
export const askedShape = z.union([
  z.strictObject({ follow: subject, after: z.number().int().min(0).nullish() }),
  z.strictObject({ unfollow: subject }),
  z.strictObject({ looking: subject }),
]);
type Message = z.output<typeof askedShape>;

export const toldShape = z.union([
  z.object({
    subject: z.string(),
    seq: z.number().int(),
    at: instantShape,
    kind: z.string(),
    data: z.record(z.string(), z.unknown()),
  }),
  z.object({ subject: z.string(), reset: z.literal(true), seq: z.number().int() }),
  z.object({ subject: z.string(), viewers: z.array(z.object({ id: uuidShape, name: z.string() })) }),
  z.object({ subject: z.string(), refused: z.enum(["too-many-subjects", "forbidden"]) }),
  z.object({ problem: z.literal("malformed") }),
]);
type Told = z.output<typeof toldShape>;

export type ConnectionParts = {
  readonly db: Db;
  readonly log: Log;
  /** Reads the session afresh and leaves its idle time alone: an open page is not a person at work. */
  readonly peekSession: SessionReader;
  readonly nameOf: (tx: Tx, staffId: string) => Promise<string | undefined>;
};

/** Serves one socket until it closes. Whatever a client sends, the worst that happens is that its own socket is closed. */
export function connect(
  socket: WebSocket,
  request: FastifyRequest,
  principal: Principal,
  hub: Hub,
  { db, log, peekSession, nameOf }: ConnectionParts,
): void {
  const follows = new Map<string, { stream: string; seq: bigint }>();
  const nameOfStream = new Map<string, string>();
  const lookingAt = new Set<string>();
  const staffId = principal.kind === "staff" && principal.key === undefined ? principal.staffId : undefined;
  const rate = perSecond(connectionLimits.messagesPerSecond);
  let work: Promise<void> = Promise.resolve();
  let waiting = 0;
  let malformed = 0;
  let alive = true;

  const send = (message: Told) => {
    if (socket.readyState !== socket.OPEN) return;
    // A client that does not read would fill our memory; it comes back and catches up.
    if (socket.bufferedAmount > connectionLimits.unreadBytes) return socket.terminate();
    socket.send(JSON.stringify(message));
  };

  const listener: Listener = {
    principal,
    cookie: request.headers.cookie,
    hear: (event) => {
      const name = nameOfStream.get(event.subject);
      const follow = name === undefined ? undefined : follows.get(name);
      if (name === undefined || follow?.seq !== event.seq - 1n) return;
      follow.seq = event.seq;
      send(onWire(name, event));
    },
    reset: (stream, seq) => {
      const name = nameOfStream.get(stream);
      const follow = name === undefined ? undefined : follows.get(name);
      if (name === undefined || follow === undefined || follow.seq >= seq) return;
      follow.seq = seq;
      send({ subject: name, reset: true, seq: Number(seq) });
    },
    see: (stream, viewers) => {
      const name = nameOfStream.get(stream);
      if (staffId !== undefined && name !== undefined) send({ subject: name, viewers: [...viewers] });
    },
    recheck: () => void recheck(),
    end,
  };

  function end(): void {
    socket.close(closes.sessionEnded, "the session has ended or changed");
  }

  async function recheck(): Promise<void> {
    try {
      const session = await peekSession(request);
      // Changed rights may change what may be heard: the client comes back and is asked again.
      if (session === undefined || fingerprint(session.principal) !== fingerprint(principal)) end();
    } catch (error) {
      log.warn("the session of a live connection could not be read", { error });
      socket.close(closes.tryAgain, "try again");
    }
  }

  async function follow(name: string, after: number | null): Promise<void> {
    if (!follows.has(name) && follows.size >= connectionLimits.subjects)
      return send({ subject: name, refused: "too-many-subjects" });
    const stream = await db.withTx(principal, (tx) => streamOf(tx, name), { readOnly: true });
    if (stream === undefined) return send({ subject: name, refused: "forbidden" });
    // Followed already, it is dropped first: what comes meanwhile is found by the question, and told once.
    drop(name);
    const missed = await eventsSince(db, stream, after);
    if (socket.readyState !== socket.OPEN) return;
    if (missed.events === undefined) send({ subject: name, reset: true, seq: Number(missed.seq) });
    else for (const event of missed.events) send(onWire(name, event));
    follows.set(name, { stream, seq: missed.seq });
    nameOfStream.set(stream, name);
    hub.follow(listener, stream, missed.seq);
    hub.wake();
  }

  function drop(name: string): string | undefined {
    const known = follows.get(name);
    if (known === undefined) return undefined;
    follows.delete(name);
    nameOfStream.delete(known.stream);
    hub.unfollow(listener, known.stream);
    return known.stream;
  }

  function unfollow(name: string): void {
    const stream = drop(name);
    if (stream !== undefined && lookingAt.has(stream)) lookAway([stream]);
  }

  async function look(name: string): Promise<void> {
    const known = follows.get(name);
    // Presence is for colleagues: of shoppers, guests, merchants and programs nobody is told.
    if (staffId === undefined || known === undefined || !known.stream.startsWith("case:")) return;
    await db.withTx(system("realtime"), async (tx) => {
      const shown = await nameOf(tx, staffId);
      if (shown !== undefined) await arrive(tx, known.stream, { id: staffId, name: shown });
    });
    lookingAt.add(known.stream);
    hub.wake();
  }

  function lookAway(streams: readonly string[]): void {
    for (const stream of streams) lookingAt.delete(stream);
    db.withTx(system("realtime"), (tx) => leave(tx, streams, staffId ?? ""))
      .then(() => hub.wake())
      .catch((error) => log.warn("a viewer who left stays visible for half a minute", { error }));
  }

  async function handle(message: Message): Promise<void> {
    if ("follow" in message) return follow(message.follow, message.after ?? null);
    if ("unfollow" in message) return unfollow(message.unfollow);
    return look(message.looking);
  }

  function take(data: Buffer, binary: boolean): void {
    if (socket.readyState !== socket.OPEN) return;
    if (!rate() || waiting >= connectionLimits.messagesWaiting) {
      socket.close(closes.tooMuch, "too many messages");
      return;
    }
    const message = binary ? undefined : parse(data);
    if (message === undefined) {
      malformed += 1;
      send({ problem: "malformed" });
      if (malformed >= connectionLimits.malformed) socket.close(closes.malformed, "not the protocol");
      return;
    }
    waiting += 1;
    // One after the other, so that a socket takes one database connection at most.
    work = work
      .then(() => handle(message))
      .catch((error) => {
        log.warn("a live message could not be served", { error });
        socket.close(closes.tryAgain, "try again");
      })
      .finally(() => {
        waiting -= 1;
      });
  }

  const pings = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, connectionLimits.pingSeconds * 1_000);
  const rechecks = setInterval(() => void recheck(), connectionLimits.recheckSeconds * 1_000);
  socket.on("pong", () => {
    alive = true;
  });
  socket.on("close", () => {
    clearInterval(pings);
    clearInterval(rechecks);
    hub.leave(listener);
    if (lookingAt.size > 0) lookAway([...lookingAt]);
  });
  socket.on("error", () => socket.terminate());
  socket.on("message", take);
  hub.join(listener);
}

/** What a client missed after `after`, and the number it stands at then; no events where it has to ask for everything anew. */
async function eventsSince(
  db: Db,
  stream: string,
  after: number | null,
): Promise<{ seq: bigint; events: readonly StreamEvent[] | undefined }> {
  const most = connectionLimits.eventsToCatchUp;
  return db.withTx(
    system("realtime"),
    async (tx) => {
      // One statement, one snapshot: the head and what lies before it.
      const rows = await tx.rows<{ head: bigint } & { [Name in keyof StreamEvent]: StreamEvent[Name] | null }>(
        `select h.head, e.subject, e.seq, e.at, e.kind, e.data
           from (select coalesce((select seq from platform.stream_head where subject = $1), 0) as head) h
           left join platform.stream_event e on e.subject = $1 and e.seq > $2 and e.seq <= h.head order by e.seq limit ${most + 1}`,
        [stream, after ?? Number.MAX_SAFE_INTEGER],
      );
      const seq = rows[0]?.head ?? 0n;
      const events = rows.filter((row): row is typeof row & StreamEvent => row.seq !== null);
      const whole = after !== null && BigInt(events.length) === seq - BigInt(after) && events.length <= most;
      return { seq, events: whole ? events : undefined };
    },
    { readOnly: true },
  );
}

function onWire(name: string, event: StreamEvent): Told {
  return { subject: name, seq: Number(event.seq), at: event.at.toString(), kind: event.kind, data: event.data };
}

function parse(data: Buffer): Message | undefined {
  try {
    const parsed = askedShape.safeParse(JSON.parse(data.toString()));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function fingerprint(principal: Principal): string {
  const rights = "rights" in principal ? [...principal.rights].sort().join(",") : "";
  const scope =
    principal.kind === "shopper" ? principal.orderId : principal.kind === "merchant" ? principal.merchantId : "";
  return `${principalName(principal)}|${scope ?? ""}|${rights}`;
}

function perSecond(limit: number): () => boolean {
  let second = 0;
  let count = 0;
  return () => {
    const now = Math.floor(performance.now() / 1_000);
    if (now !== second) [second, count] = [now, 0];
    count += 1;
    return count <= limit;
  };
}
