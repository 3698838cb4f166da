import type { Problem as ProblemDocument } from "#platform/wire";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** What the server, or the way to it, answered instead of the result. `code` has a sentence in because.json. */
export class Problem extends Error {
  override readonly name = "Problem";
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly errors: readonly { field: string; rule: string; detail: string }[];
  readonly requestId: string | undefined;

  constructor(status: number, code: string, document: Partial<ProblemDocument> = {}) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
    this.params = document.params ?? {};
    this.errors = document.errors ?? [];
    this.requestId = document.requestId;
  }
}

/** A name for one intent: made when a form opens and sent again with each retry, so that nothing happens twice. */
export function newKey(): string {
  return crypto.randomUUID();
}

/**
 * Asks the server. A lost connection is tried again where that is safe: reads, and writes that carry a `key`.
 *
 * @throws Problem always and only
 */
export async function api<T>(method: Method, path: string, body?: unknown, options: Options = {}): Promise<T> {
  const tries = method === "GET" || options.key !== undefined ? waits.length + 1 : 1;
  for (let attempt = 1; ; attempt++) {
    try {
      return await once<T>(method, path, body, options);
    } catch (error) {
      if (options.signal?.aborted || !lost(error) || attempt >= tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, waits[attempt - 1]));
    }
  }
}

export type Options = { readonly key?: string; readonly signal?: AbortSignal };

/** Milliseconds before the second and the third try. */
const waits = [600, 1800];

async function once<T>(method: Method, path: string, body: unknown, { key, signal }: Options): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (method !== "GET") headers["x-requested-with"] = "aftercare";
  if (body !== undefined && !(body instanceof FormData)) headers["content-type"] = "application/json";
  if (key !== undefined) headers["idempotency-key"] = key;
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (body !== undefined) init.body = body instanceof FormData ? body : JSON.stringify(body);
  if (signal) init.signal = signal;
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new Problem(0, signal?.aborted ? "cancelled" : "offline");
  }
  return read<T>(response.status, await response.text().catch(() => null));
}

/** Reads an answer that has come in, by fetch or by upload. */
export function read<T>(status: number, text: string | null): T {
  if (text === null) throw new Problem(0, "offline");
  const document = parsed(text);
  if (status >= 200 && status < 300) return document as T;
  const problem = (document ?? {}) as Partial<ProblemDocument>;
  throw new Problem(status, problem.code ?? codeOf(status), problem);
}

function parsed(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** 502, 503 and 504 come from a proxy in front of a server that is starting again. */
function lost(error: unknown): boolean {
  return error instanceof Problem && (error.status === 0 || (error.status >= 502 && error.status <= 504));
}

function codeOf(status: number): string {
  if (status === 401) return "not-signed-in";
  if (status === 403) return "forbidden";
  if (status === 404) return "not-found";
  if (status === 429) return "too-many-tries";
  return "server-trouble";
}
