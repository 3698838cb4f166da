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
] as const;
export type StandInMode = (typeof standInModes)[number];

type Kept = {
  number: string;
  id: string;
  payment: string;
  amount: string;
  currency: string;
  captured: string;
  status: "succeeded" | "processing";
  calls: number;
};

export type StandIn = {
  readonly server: Server;
  refunds(): Kept[];
  mode(): StandInMode;
  setMode(mode: StandInMode): void;
};

/**
 * A payment provider for development, demo and fault tests: a process of its own that keeps what it promised in a file.
 * The same refund number is one refund; refunds of a payment never exceed what was captured.
 *
 * - slow: answers after 3 s · failing: 500 before doing anything · late: does it, answers after the caller gave up
 * - never: does it, closes the connection without an answer · silent: says "processing", succeeds without a notice
 * - twice: sends each notice twice · refusing: a clear no · short: pays back one unit less than asked
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

  async function refund(body: Record<string, unknown>, response: ServerResponse): Promise<void> {
    const amount = parseMinor(body["amount"]);
    const captured = parseMinor(body["captured"]);
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
    if (known !== undefined && (known.payment !== payment || known.currency !== currency))
      return answer(response, 409, { code: "number-used" });
    if (known === undefined) {
      const earlier = [...kept.values()]
        .filter((k) => k.payment === payment)
        .reduce((sum, k) => sum + (parseMinor(k.amount) ?? 0n), 0n);
      if (earlier + amount > captured) return answer(response, 409, { code: "exceeds-captured" });
    }
    const paid = mode === "short" ? amount - 1n : amount;
    const entry: Kept =
      known === undefined
        ? {
            number,
            id: `pr_${number}`,
            payment,
            amount: formatMinor(paid),
            currency,
            captured: formatMinor(captured),
            status: mode === "silent" ? "processing" : "succeeded",
            calls: 1,
          }
        : { ...known, calls: known.calls + 1 };
    keep(entry);
    if (mode === "never") return void response.destroy();
    if (mode === "slow") await pause(3_000);
    if (mode === "late") await pause(12_000);
    answer(response, 200, shown(entry));
    if (mode === "silent") return;
    await notify(entry);
    if (mode === "twice") await notify(entry);
  }

  async function notify(entry: Kept): Promise<void> {
    if (options.noticeUrl === undefined || options.noticeSecret === undefined) return;
    const id = `evt_${entry.number}_${entry.calls}`;
    const body = JSON.stringify({ id, type: "refund.succeeded", data: shown(entry) });
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

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "/";
    if (request.method === "POST" && path === "/refunds") return refund(await bodyOf(request), response);
    if (request.method === "GET" && path.startsWith("/refunds/")) {
      if (mode === "failing") return answer(response, 500, { error: "out of order" });
      const entry = kept.get(decodeURIComponent(path.slice("/refunds/".length)));
      if (entry === undefined) return answer(response, 404, { code: "refund-not-found" });
      // Asked about, a silent refund turns out to have succeeded.
      const settled: Kept = { ...entry, status: "succeeded" };
      if (entry.status !== "succeeded") keep(settled);
      return answer(response, 200, shown(settled));
    }
    if (request.method === "GET" && path === "/refunds") return answer(response, 200, { refunds: [...kept.values()] });
    if (request.method === "GET" && path === "/mode") return answer(response, 200, { mode });
    if (request.method === "POST" && path === "/mode") {
      const wanted = (await bodyOf(request))["mode"];
      if (!standInModes.includes(wanted as StandInMode)) return answer(response, 422, { code: "unknown-mode" });
      mode = wanted as StandInMode;
      return answer(response, 200, { mode });
    }
    answer(response, 404, { code: "not-found" });
  }

  return {
    server,
    refunds: () => [...kept.values()],
    mode: () => mode,
    setMode: (wanted) => {
      mode = wanted;
    },
  };
}

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
