/** `case:<number>`, `inbox` or `queue`. */
export type Subject = string;
export type LiveEvent = { subject: Subject; seq: number; at: string; kind: string; data: Record<string, unknown> };
export type Viewer = { id: string; name: string };

/** What a follower is told; after `onReset` it must ask for everything anew. */
export type Follower = {
  readonly onEvent?: (event: LiveEvent) => void;
  readonly onReset?: () => void;
  readonly onViewers?: (viewers: readonly Viewer[]) => void;
};

/**
 * Follows a subject until the returned function is called. One connection serves the whole page; it comes back by
 * itself and asks for what was missed since the last event seen.
 */
export function follow(subject: Subject, follower: Follower): () => void {
  const known = followed.get(subject);
  if (known) known.followers.add(follower);
  else {
    followed.set(subject, { followers: new Set([follower]), after: null });
    send({ follow: subject, after: null });
  }
  connect();
  return () => {
    const entry = followed.get(subject);
    if (!entry) return;
    entry.followers.delete(follower);
    if (entry.followers.size > 0) return;
    followed.delete(subject);
    send({ unfollow: subject });
    if (followed.size === 0 && looking.size === 0) close();
  };
}

/** Tells the others on the subject that somebody looks at it, until the returned function is called. */
export function look(subject: Subject): () => void {
  looking.add(subject);
  connect();
  send({ looking: subject });
  return () => {
    looking.delete(subject);
  };
}

/** Tells whether the line is up: called at once and on every change. */
export function watchLine(onChange: (up: boolean) => void): () => void {
  lineWatchers.add(onChange);
  onChange(socket?.readyState === WebSocket.OPEN);
  return () => lineWatchers.delete(onChange);
}

/** Forgets everything heard, for instance when somebody else signs in. */
export function hangUp(): void {
  for (const entry of followed.values()) entry.after = null;
  close();
  if (followed.size > 0) connect();
}

type Entry = { readonly followers: Set<Follower>; after: number | null };
type Message = Partial<LiveEvent> & { reset?: true; viewers?: Viewer[] };

const followed = new Map<Subject, Entry>();
const looking = new Set<Subject>();
const lineWatchers = new Set<(up: boolean) => void>();
const longestWaitMs = 30_000;
const presenceEveryMs = 20_000;
let socket: WebSocket | null = null;
let failures = 0;
let retry: ReturnType<typeof setTimeout> | undefined;
let presence: ReturnType<typeof setInterval> | undefined;

function connect(): void {
  if (socket || retry !== undefined) return;
  const opening = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/v1/live`);
  socket = opening;
  opening.onopen = () => {
    if (socket !== opening) return opening.close();
    failures = 0;
    for (const [subject, { after }] of followed) send({ follow: subject, after });
    tellPresence();
    presence = setInterval(tellPresence, presenceEveryMs);
    tellLine(true);
  };
  opening.onmessage = (message) => hear(String(message.data));
  opening.onclose = () => {
    if (socket !== opening) return;
    forgetSocket();
    if (followed.size === 0) return;
    // Spread out, so that a restarted server is not met by everybody in the same second.
    const wait = Math.min(longestWaitMs, 500 * 2 ** failures++) * (0.5 + Math.random());
    retry = setTimeout(() => {
      retry = undefined;
      connect();
    }, wait);
  };
}

function hear(text: string): void {
  let message: Message;
  try {
    message = JSON.parse(text) as Message;
  } catch {
    return;
  }
  const entry = message.subject === undefined ? undefined : followed.get(message.subject);
  if (!entry) return;
  if (typeof message.seq === "number") {
    if (!message.reset && entry.after !== null && message.seq <= entry.after) return;
    entry.after = message.seq;
  }
  for (const follower of entry.followers) {
    if (message.reset) follower.onReset?.();
    else if (message.viewers) follower.onViewers?.(message.viewers);
    else if (message.kind !== undefined) follower.onEvent?.(message as LiveEvent);
  }
}

function tellPresence(): void {
  if (document.visibilityState === "visible") for (const subject of looking) send({ looking: subject });
}

function send(message: object): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

function close(): void {
  clearTimeout(retry);
  retry = undefined;
  const closing = socket;
  forgetSocket();
  // One that is still opening closes itself once it is open; closing it before would be an error in the console.
  if (closing?.readyState !== WebSocket.CONNECTING) closing?.close();
}

function forgetSocket(): void {
  clearInterval(presence);
  socket = null;
  tellLine(false);
}

function tellLine(up: boolean): void {
  for (const watcher of lineWatchers) watcher(up);
}
