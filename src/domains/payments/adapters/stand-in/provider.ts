import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { formatMinor, parseMinor } from "../provider/wire.ts";

/** How the stand-in misbehaves. */
export const standInModes = [
  "normal",
  "slow",
  "failing",
  "late",
  "silent",
  "twice",
  "never",
  "refusing",
  "short",
  "over",
] as const;
export type StandInMode = (typeof standInModes)[number];

type Kept = {
  /** Absent: a refund. */
  what?: "refund" | "transfer" | "charge";
  number: string;
  id: string;
  payment: string;
  amount: string;
  currency: string;
  captured: string;
  status: "succeeded" | "processing" | "waiting" | "closed";
  calls: number;
};
type What = NonNullable<Kept["what"]>;

export type StandIn = {
  readonly server: Server;
  refunds(): Kept[];
  transfers(): Kept[];
  charges(): Kept[];
  mode(): StandInMode;
  setMode(mode: StandInMode): void;
};

/**
 * A payment provider for development, demo and fault tests: a process of its own that keeps what it promised in a file.
 * The same number is one refund, transfer or charge; refunds of a payment never exceed what was captured; a charge waits until
 * the shopper pays (`POST /charges/{number}/pay` plays the shopper), and one that is closed cannot be paid.
 *
 * - slow: answers after 3 s · failing: 500 before doing anything · late: does it, answers after the caller gave up
 * - never: does it, closes the connection without an answer · silent: says "processing", succeeds without a notice
 * - twice: sends each notice twice · refusing: a clear no · short: moves one unit less than asked
 * - over: pays one unit more than asked, and lets a charge be paid twice
 */
export function createStandIn(options: {
  file: string;
  noticeUrl: string | undefined;
  noticeSecret: string | undefined;
  mode?: StandInMode;
}): StandIn {
  let mode: StandInMode = options.mode ?? "normal";
  const kept = new Map<string, Kept>();
  if (existsSync(options.file)) {
    for (const line of readFileSync(options.file, "utf8").split("\n")) {
      if (line.trim() === "") continue;
      try {
        const entry = JSON.parse(line) as Kept;
        kept.set(entry.number, entry);
      } catch {
        // The last line of a killed process may be cut off: that refund was never answered.
      }
    }
  }
  const keep = (entry: Kept) => {
    kept.set(entry.number, entry);
    appendFileSync(options.file, `${JSON.stringify(entry)}\n`);
  };
  const found = (what: What, number: string): Kept | undefined => {
    const entry = kept.get(number);
    return entry !== undefined && whatOf(entry) === what ? entry : undefined;
  };
  const all = (what: What) => [...kept.values()].filter((entry) => whatOf(entry) === what);

  /** Money that leaves: a refund of a payment, or a transfer to whoever made it. */
  async function pay(what: "refund" | "transfer", body: Record<string, unknown>, response: ServerResponse) {
    const amount = parseMinor(body["amount"]);
    const captured = what === "refund" ? parseMinor(body["captured"]) : 0n;
    const { number, payment, currency } = body;
    if (
      amount === undefined ||
      captured === undefined ||
      typeof number !== "string" ||
      typeof payment !== "string" ||
      typeof currency !== "string"
    )
      return answer(response, 422, { code: "malformed" });
    if (mode === "failing") return answer(response, 500, { error: "out of order" });
    if (mode === "refusing") return answer(response, 409, { code: "account-closed" });
    const known = kept.get(number);
    if (known !== undefined && (whatOf(known) !== what || known.payment !== payment || known.currency !== currency))
      return answer(response, 409, { code: "number-used" });
    if (known === undefined && what === "refund") {
      const earlier = all("refund")
        .filter((k) => k.payment === payment)
        .reduce((sum, k) => sum + (parseMinor(k.amount) ?? 0n), 0n);
      if (earlier + amount > captured) return answer(response, 409, { code: "exceeds-captured" });
    }
    const paid = mode === "short" ? amount - 1n : mode === "over" ? amount + 1n : amount;
    const entry: Kept =
      known === undefined
        ? {
            ...(what === "refund" ? {} : { what }),
            number,
            id: `${what === "refund" ? "pr" : "tr"}_${number}`,
            payment,
            amount: formatMinor(paid),
            currency,
            captured: formatMinor(captured),
            status: mode === "silent" ? "processing" : "succeeded",
            calls: 1,
          }
        : { ...known, calls: known.calls + 1 };
    keep(entry);
    if (await withheld(response)) return;
    answer(response, 200, shown(entry));
    await tell(entry);
  }

  async function openCharge(body: Record<string, unknown>, response: ServerResponse): Promise<void> {
    const amount = parseMinor(body["amount"]);
    const { number, currency } = body;
    if (amount === undefined || typeof number !== "string" || typeof currency !== "string")
      return answer(response, 422, { code: "malformed" });
    if (mode === "failing") return answer(response, 500, { error: "out of order" });
    if (mode === "refusing") return answer(response, 409, { code: "channel-closed" });
    const known = kept.get(number);
    if (known !== undefined && (whatOf(known) !== "charge" || known.currency !== currency))
      return answer(response, 409, { code: "number-used" });
    if (known?.status === "closed") return answer(response, 200, shown(known));
    const entry: Kept =
      known === undefined
        ? {
            what: "charge",
            number,
            id: `ch_${number}`,
            payment: "",
            amount: formatMinor(amount),
            currency,
            captured: formatMinor(0n),
            status: "waiting",
            calls: 1,
          }
        : { ...known, calls: known.calls + 1 };
    keep(entry);
    if (await withheld(response)) return;
    answer(response, 200, shown(entry));
  }

  /** The shopper pays, which no program of ours can do at a real provider. */
  async function payCharge(number: string, response: ServerResponse): Promise<void> {
    const entry = found("charge", number);
    if (entry === undefined) return answer(response, 404, { code: "charge-not-found" });
    if (entry.status === "closed") return answer(response, 409, { code: "charge-closed" });
    if (entry.status === "succeeded") return answer(response, 200, shown(entry));
    const asked = parseMinor(entry.amount) ?? 0n;
    const paid: Kept = { ...entry, status: "succeeded", amount: formatMinor(mode === "short" ? asked - 1n : asked) };
    keep(paid);
    answer(response, 200, shown(paid));
    await tell(paid);
    if (mode === "over") await notify({ ...paid, id: `${paid.id}_again`, calls: paid.calls + 1 });
  }

  async function closeCharge(number: string, response: ServerResponse): Promise<void> {
    if (mode === "failing") return answer(response, 500, { error: "out of order" });
    const entry = found("charge", number);
    if (entry === undefined) return answer(response, 404, { code: "charge-not-found" });
    const closed: Kept = entry.status === "waiting" ? { ...entry, status: "closed" } : entry;
    if (closed !== entry) keep(closed);
    answer(response, 200, shown(closed));
  }

  /** It is done, and the caller is not told in time or at all. */
  async function withheld(response: ServerResponse): Promise<boolean> {
    if (mode === "never") {
      response.destroy();
      return true;
    }
    if (mode === "slow") await pause(3_000);
    if (mode === "late") await pause(12_000);
    return false;
  }

  async function tell(entry: Kept): Promise<void> {
    if (mode === "silent") return;
    await notify(entry);
    if (mode === "twice") await notify(entry);
  }

  async function notify(entry: Kept): Promise<void> {
    if (options.noticeUrl === undefined || options.noticeSecret === undefined) return;
    const id = `evt_${entry.number}_${entry.calls}`;
    const body = JSON.stringify({ id, type: `${whatOf(entry)}.succeeded`, data: shown(entry) });
    const at = new Date();
    const headers = {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
      "webhook-signature": new Webhook(options.noticeSecret).sign(id, at, body),
    };
    await fetch(options.noticeUrl, { method: "POST", headers, body, signal: AbortSignal.timeout(5_000) }).catch(
      () => {},
    );
  }

  async function ask(what: What, number: string, response: ServerResponse): Promise<void> {
    if (mode === "failing") return answer(response, 500, { error: "out of order" });
    const entry = found(what, number);
    if (entry === undefined) return answer(response, 404, { code: `${what}-not-found` });
    // Asked about, what was silent turns out to have succeeded.
    const settled: Kept = entry.status === "processing" ? { ...entry, status: "succeeded" } : entry;
    if (settled !== entry) keep(settled);
    answer(response, 200, shown(settled));
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "/";
    const [, collection, number, verb] = path.split("/").map((part) => decodeURIComponent(part));
    const posted = request.method === "POST";
    if (posted && path === "/refunds") return pay("refund", await bodyOf(request), response);
    if (posted && path === "/transfers") return pay("transfer", await bodyOf(request), response);
    if (posted && path === "/charges") return openCharge(await bodyOf(request), response);
    if (posted && collection === "charges" && number !== undefined && verb === "pay")
      return payCharge(number, response);
    if (posted && collection === "charges" && number !== undefined && verb === "close")
      return closeCharge(number, response);
    if (request.method === "GET" && number !== undefined && verb === undefined) {
      if (collection === "refunds") return ask("refund", number, response);
      if (collection === "transfers") return ask("transfer", number, response);
      if (collection === "charges") return ask("charge", number, response);
    }
    if (request.method === "GET" && path === "/refunds") return answer(response, 200, { refunds: all("refund") });
    if (request.method === "GET" && path === "/mode") return answer(response, 200, { mode });
    if (posted && path === "/mode") {
      const wanted = (await bodyOf(request))["mode"];
      if (!standInModes.includes(wanted as StandInMode)) return answer(response, 422, { code: "unknown-mode" });
      mode = wanted as StandInMode;
      return answer(response, 200, { mode });
    }
    answer(response, 404, { code: "not-found" });
  }

  return {
    server,
    refunds: () => all("refund"),
    transfers: () => all("transfer"),
    charges: () => all("charge"),
    mode: () => mode,
    setMode: (wanted) => {
      mode = wanted;
    },
  };
}

const whatOf = (entry: Kept): What => entry.what ?? "refund";

const shown = (entry: Kept) => ({
  id: entry.id,
  number: entry.number,
  amount: entry.amount,
  currency: entry.currency,
  status: entry.status,
});

function answer(response: ServerResponse, status: number, body: object): void {
  if (response.destroyed) return;
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

const bodyLimitBytes = 65_536;

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const chunk of request) {
    text += chunk;
    if (text.length > bodyLimitBytes) throw new Error("too large");
  }
  return JSON.parse(text) as Record<string, unknown>;
}
