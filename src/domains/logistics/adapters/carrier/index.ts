import { type CodeSet, codeSets } from "../../rules/normalise-tracking.ts";

/** Carriers as we need them, behind one gateway: book, call off, ask, follow a parcel, and turn one round. */
export type CarrierGateway = {
  book(order: BookingOrder): Promise<BookingWord>;
  ask(id: string): Promise<BookingWord | { readonly is: "not-found" }>;
  callOff(id: string): Promise<BookingWord | { readonly is: "not-found" }>;
  track(carrier: string, trackingNumber: string): Promise<TraceWord>;
  /** The same id is the same wish however often it is sent; asking again tells what became of it. */
  intercept(wish: InterceptionWish): Promise<InterceptionWord>;
};

export type InterceptionWish = {
  /** Ours, persisted before sending. */
  readonly id: string;
  readonly carrier: string;
  readonly trackingNumber: string;
};
export type InterceptionWord =
  /** Passed on to whoever has the parcel in hand. */
  | { readonly is: "wanted" }
  | { readonly is: "confirmed" }
  | { readonly is: "failed"; readonly error: string }
  | { readonly is: "unknown"; readonly error: string };

export type BookingOrder = {
  /** Ours, persisted before sending; the same id is the same booking however often it is sent. */
  readonly id: string;
  readonly kind: "pickup" | "waybill";
  readonly from: Stop | null;
  readonly to: Stop | null;
  readonly slot: { readonly from: string; readonly until: string } | null;
  /** Who is asked for the freight: the courier takes money at the door from the sender only. */
  readonly pays: "sender" | "account";
};
export type Stop = { readonly name: string; readonly phone: string; readonly address: string };

export type BookingWord =
  | { readonly is: "booked"; readonly reference: string; readonly carrier: string; readonly trackingNumber: string }
  | { readonly is: "processing" }
  | { readonly is: "called-off" }
  | { readonly is: "refused"; readonly error: string }
  | { readonly is: "unknown"; readonly error: string };

export type TraceWord =
  | { readonly is: "trace"; readonly codeSet: CodeSet; readonly events: readonly TracedEvent[] }
  | { readonly is: "not-found" }
  | { readonly is: "unknown"; readonly error: string };
export type TracedEvent = {
  readonly key: string;
  readonly at: Temporal.Instant;
  readonly code: string;
  readonly place: string;
};

/** Talks to a gateway over HTTP. Whatever is no clear answer is unknown: broken connections, time-outs, 5xx, nonsense. */
export function httpCarrierGateway(baseUrl: string, timeoutMs: number): CarrierGateway {
  async function call(method: string, path: string, body?: object): Promise<Answered | { error: string }> {
    try {
      const response = await fetch(new URL(path, baseUrl), {
        method,
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      });
      return { status: response.status, json: (await response.json()) as Record<string, unknown> };
    } catch (error) {
      return { error: (error as Error).name === "TimeoutError" ? "no answer in time" : "the connection failed" };
    }
  }
  const about = async (method: string, path: string) => {
    const answer = await call(method, path);
    if ("error" in answer) return { is: "unknown", error: answer.error } as const;
    return isMissing(answer) ? ({ is: "not-found" } as const) : wordOf(answer);
  };
  return {
    book: async (order) => {
      const answer = await call("POST", "/bookings", order);
      return "error" in answer ? { is: "unknown", error: answer.error } : wordOf(answer);
    },
    ask: (id) => about("GET", `/bookings/${encodeURIComponent(id)}`),
    callOff: (id) => about("DELETE", `/bookings/${encodeURIComponent(id)}`),
    intercept: async (wish) => {
      const answer = await call("PUT", `/interceptions/${encodeURIComponent(wish.id)}`, wish);
      return "error" in answer ? { is: "unknown", error: answer.error } : interceptionOf(answer);
    },
    track: async (carrier, trackingNumber) => {
      const answer = await call("GET", `/parcels/${encodeURIComponent(carrier)}/${encodeURIComponent(trackingNumber)}`);
      if ("error" in answer) return { is: "unknown", error: answer.error };
      return isMissing(answer) ? { is: "not-found" } : traceOf(answer);
    },
  };
}

type Answered = { readonly status: number; readonly json: Record<string, unknown> };

/** A no about this booking. Any other no is about how we ask, and leaves the booking's fate unknown. */
const refusals: ReadonlySet<number> = new Set([400, 409, 410, 422]);

function isMissing({ status, json }: Answered): boolean {
  return status === 404 && json["code"] === "not-known";
}

/** Reads an answer about a booking, or a notice. */
export function wordOf({ status, json }: Answered): BookingWord {
  if (refusals.has(status) && typeof json["code"] === "string")
    return { is: "refused", error: json["code"].slice(0, 200) };
  if (status !== 200 && status !== 202) return { is: "unknown", error: `answered ${status}` };
  if (json["status"] === "processing") return { is: "processing" };
  if (json["status"] === "called-off") return { is: "called-off" };
  const { reference, carrier, trackingNumber } = json;
  if (json["status"] === "booked" && isName(reference) && isName(carrier) && isName(trackingNumber))
    return { is: "booked", reference, carrier, trackingNumber };
  return { is: "unknown", error: "an answer that makes no sense" };
}

/** Reads an answer about a parcel that is to be turned round, or a notice. */
export function interceptionOf({ status, json }: Answered): InterceptionWord {
  if (refusals.has(status) && typeof json["code"] === "string")
    return { is: "failed", error: json["code"].slice(0, 200) };
  if (status !== 200 && status !== 202) return { is: "unknown", error: `answered ${status}` };
  switch (json["status"]) {
    case "wanted":
    case "confirmed":
      return { is: json["status"] };
    case "failed":
      return { is: "failed", error: isName(json["code"]) ? json["code"] : "not-possible" };
    default:
      return { is: "unknown", error: "an answer that makes no sense" };
  }
}

/** Reads the history of a parcel; an event that makes no sense spoils none of the others. */
export function traceOf({ status, json }: Answered): TraceWord {
  const codeSet = codeSets.find((set) => set === json["codeSet"]);
  if (status !== 200 || codeSet === undefined || !Array.isArray(json["events"]))
    return { is: "unknown", error: status === 200 ? "an answer that makes no sense" : `answered ${status}` };
  return { is: "trace", codeSet, events: json["events"].flatMap(eventOf) };
}

function eventOf(told: unknown): TracedEvent[] {
  const { key, at, code, place } = (told ?? {}) as Record<string, unknown>;
  if (!isName(key) || !isName(code) || typeof at !== "string") return [];
  try {
    return [{ key, code, at: Temporal.Instant.from(at), place: typeof place === "string" ? place.slice(0, 200) : "" }];
  } catch {
    return [];
  }
}

function isName(value: unknown): value is string {
  return typeof value === "string" && /^[\w .:+-]{1,100}$/.test(value);
}
