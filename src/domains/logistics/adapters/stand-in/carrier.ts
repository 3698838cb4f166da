import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { Webhook } from "standardwebhooks";

/** How the stand-in misbehaves. */
export const carrierModes = ["normal", "slow", "failing", "late", "silent", "twice", "never", "refusing"] as const;
export type CarrierMode = (typeof carrierModes)[number];

type Scan = { readonly key: string; readonly at: string; readonly code: string; readonly place: string };
type Kept = {
  readonly id: string;
  readonly status: "booked" | "processing" | "called-off";
  readonly reference: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly calls: number;
  readonly scans: readonly Scan[];
};

/** A parcel that is to be turned round, by our caller's id. */
type Turned = { readonly interception: string; readonly status: "wanted" | "confirmed"; readonly calls: number };

export type CarrierServer = {
  readonly server: Server;
  bookings(): Kept[];
  interceptions(): Turned[];
  setMode(mode: CarrierMode): void;
  scan(trackingNumber: string, code: string, at: string): Promise<boolean>;
};

/**
 * Carriers for development, demo and fault tests: a process of its own that keeps what it promised in a file. The same booking
 * id is one booking with one waybill, however often it is sent.
 *
 * - slow: answers after 3 s · failing: 500 before doing anything · late: does it, answers after the caller gave up
 * - never: does it, closes the connection without an answer · silent: says "processing", books without a notice
 * - twice: sends each notice twice · refusing: a clear no
 *
 * A parcel that is to be turned round is passed on ("wanted"), and a notice says that it was; silent: only asking again tells so.
 */
export function createCarrierStandIn(options: {
  file: string;
  noticeUrl: string | undefined;
  noticeSecret: string | undefined;
}): CarrierServer {
  let mode: CarrierMode = "normal";
  const kept = new Map<string, Kept>();
  const turned = new Map<string, Turned>();
  if (existsSync(options.file)) {
    for (const line of readFileSync(options.file, "utf8").split("\n")) {
      if (line.trim() === "") continue;
      try {
        const entry = JSON.parse(line) as Kept | Turned;
        if ("interception" in entry) turned.set(entry.interception, entry);
        else kept.set(entry.id, entry);
      } catch {
        // The last line of a killed process may be cut off: that booking was never answered.
      }
    }
  }
  const keep = (entry: Kept): Kept => {
    kept.set(entry.id, entry);
    appendFileSync(options.file, `${JSON.stringify(entry)}\n`);
    return entry;
  };

  async function book(body: Record<string, unknown>, response: ServerResponse): Promise<void> {
    const { id, kind } = body;
    if (typeof id !== "string" || (kind !== "pickup" && kind !== "waybill"))
      return answer(response, 422, { code: "malformed" });
    if (mode === "failing") return answer(response, 500, { error: "out of order" });
    if (mode === "refusing") return answer(response, 409, { code: "no-courier-there" });
    const known = kept.get(id);
    const entry = keep(
      known === undefined
        ? {
            id,
            status: mode === "silent" ? "processing" : "booked",
            reference: `cb_${id.slice(-12)}`,
            carrier: "sf",
            trackingNumber: waybillOf(id),
            calls: 1,
            scans: [],
          }
        : { ...known, calls: known.calls + 1 },
    );
    await misbehave(response, entry);
  }

  async function callOff(entry: Kept, response: ServerResponse): Promise<void> {
    if (mode === "failing") return answer(response, 500, { error: "out of order" });
    if (entry.scans.length > 0 || mode === "refusing") return answer(response, 409, { code: "collected-already" });
    await misbehave(response, keep({ ...entry, status: "called-off", calls: entry.calls + 1 }));
  }

  async function misbehave(response: ServerResponse, entry: Kept): Promise<void> {
    if (mode === "never") return void response.destroy();
    if (mode === "slow") await pause(3_000);
    if (mode === "late") await pause(12_000);
    answer(response, 200, shown(entry));
    if (mode === "silent") return;
    const id = `evt_${entry.id}_${entry.calls}`;
    await notify(id, "booking", shown(entry));
    if (mode === "twice") await notify(id, "booking", shown(entry));
  }

  async function intercept(id: string, response: ServerResponse): Promise<void> {
    if (mode === "failing") return answer(response, 500, { error: "out of order" });
    if (mode === "refusing") return answer(response, 409, { code: "out-for-delivery" });
    const known = turned.get(id);
    const calls = (known?.calls ?? 0) + 1;
    // Asked about again, it turns out to be done.
    const entry: Turned = { interception: id, status: known === undefined ? "wanted" : "confirmed", calls };
    turned.set(id, entry);
    appendFileSync(options.file, `${JSON.stringify(entry)}\n`);
    if (mode === "never") return void response.destroy();
    if (mode === "slow") await pause(3_000);
    if (mode === "late") await pause(12_000);
    answer(response, 200, { id, status: entry.status });
    if (mode === "silent" || entry.status === "confirmed") return;
    const done = { id, status: "confirmed" };
    await notify(`evt_${id}_turned`, "interception", done);
    if (mode === "twice") await notify(`evt_${id}_turned`, "interception", done);
  }

  async function scan(trackingNumber: string, code: string, at: string): Promise<boolean> {
    const entry = [...kept.values()].find((one) => one.trackingNumber === trackingNumber);
    if (entry === undefined) return false;
    const key = `${trackingNumber}-${entry.scans.length + 1}`;
    const after = keep({ ...entry, scans: [...entry.scans, { key, at, code, place: "上海青浦转运中心" }] });
    if (mode === "silent" || mode === "failing") return true;
    await notify(`evt_${key}`, "parcel", traced(after));
    if (mode === "twice") await notify(`evt_${key}`, "parcel", traced(after));
    return true;
  }

  async function notify(id: string, type: "booking" | "parcel" | "interception", data: object): Promise<void> {
    if (options.noticeUrl === undefined || options.noticeSecret === undefined) return;
    const body = JSON.stringify({ id, type, data });
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

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method } = request;
    const [, room = "", ...parts] = (request.url ?? "/").split("/").map(decodeURIComponent);
    if (room === "mode") {
      if (method === "POST") {
        const asked = (await bodyOf(request))["mode"];
        const known = carrierModes.find((one) => one === asked);
        if (known === undefined) return answer(response, 422, { code: "unknown-mode" });
        mode = known;
      }
      return answer(response, 200, { mode });
    }
    if (room === "scans" && method === "POST") {
      const { trackingNumber, code, at } = await bodyOf(request);
      const done = await scan(String(trackingNumber), String(code), String(at));
      return answer(response, done ? 200 : 404, done ? {} : { code: "not-known" });
    }
    if (room === "bookings" && method === "POST" && parts.length === 0) return book(await bodyOf(request), response);
    if (room === "bookings" && parts[0] !== undefined) {
      const entry = kept.get(parts[0]);
      if (mode === "failing") return answer(response, 500, { error: "out of order" });
      if (entry === undefined) return answer(response, 404, { code: "not-known" });
      if (method === "DELETE") return callOff(entry, response);
      // Asked about, a silent booking turns out to be made.
      return answer(response, 200, shown(entry.status === "processing" ? keep({ ...entry, status: "booked" }) : entry));
    }
    if (room === "interceptions" && parts[0] !== undefined && method === "PUT") {
      await bodyOf(request);
      return intercept(parts[0], response);
    }
    if (room === "parcels" && parts[1] !== undefined) {
      if (mode === "failing") return answer(response, 500, { error: "out of order" });
      const entry = [...kept.values()].find((one) => one.trackingNumber === parts[1]);
      return entry === undefined ? answer(response, 404, { code: "not-known" }) : answer(response, 200, traced(entry));
    }
    answer(response, 404, { code: "not-found" });
  }

  return {
    server: createServer((request, response) => {
      handle(request, response).catch(() => response.destroy());
    }),
    bookings: () => [...kept.values()],
    interceptions: () => [...turned.values()],
    setMode: (wanted) => {
      mode = wanted;
    },
    scan,
  };
}

/** A waybill number that is always the same for a booking, in the form of a Chinese carrier. */
function waybillOf(id: string): string {
  const digits = BigInt(`0x${createHash("sha256").update(id).digest("hex").slice(0, 12)}`)
    .toString()
    .padStart(13, "0");
  return `SF${digits.slice(0, 13)}`;
}

const shown = ({ id, status, reference, carrier, trackingNumber }: Kept) => ({
  id,
  status,
  reference,
  carrier,
  trackingNumber,
});
const traced = ({ carrier, trackingNumber, scans }: Kept) => ({
  carrier,
  trackingNumber,
  codeSet: "aftercare",
  events: scans,
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
