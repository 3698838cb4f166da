import { lookup } from "node:dns/promises";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import { isPublicAddress } from "./public-address.ts";

export type PostAnswer = {
  /** Undefined where no answer came. */
  readonly status: number | undefined;
  /** What went wrong, in words for whoever runs the address; undefined for 2xx. */
  readonly error: string | undefined;
  readonly milliseconds: number;
};

export type Resolve = (host: string) => Promise<readonly { address: string; family: number }[]>;

export type PostOptions = {
  /** Also plain http and addresses that are not public: development and sandbox only. */
  readonly anywhere: boolean;
  readonly timeoutMs?: number;
  readonly resolve?: Resolve;
};

const patienceMs = 10_000;
const answerBytes = 65_536;

/**
 * Posts to an address that somebody else has chosen. The name is resolved once, every address it has must be public, and
 * the connection goes to exactly that address, so that a second answer of the name server cannot lead elsewhere.
 * Redirects are not followed, ten seconds cover everything, of the answer at most 64 kB are read. Never throws.
 */
export async function postSafely(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  options: PostOptions,
): Promise<PostAnswer> {
  const started = performance.now();
  const spent = () => Math.round(performance.now() - started);
  const timeoutMs = options.timeoutMs ?? patienceMs;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const target = new URL(url);
    const refused = refusedAddress(target, options.anywhere);
    if (refused !== undefined) return { status: undefined, error: refused, milliseconds: spent() };
    const address = await pinnedAddress(target, options, signal);
    if (address === undefined) return { status: undefined, error: notPublic, milliseconds: spent() };
    const status = await send(target, address, headers, body, signal);
    return { status, error: status >= 200 && status < 300 ? undefined : meaning(status), milliseconds: spent() };
  } catch (error) {
    const late = signal.aborted ? `no answer within ${timeoutMs / 1_000} s` : trouble(error);
    return { status: undefined, error: late, milliseconds: spent() };
  }
}

/** Why an address is refused by its text alone; undefined where it may be tried. */
export function refusedAddress(url: URL, anywhere: boolean): string | undefined {
  if (url.username !== "" || url.password !== "") return "the address carries a name or password";
  if (url.protocol !== "https:" && !(anywhere && url.protocol === "http:"))
    return "the address does not start with https";
  const host = hostOf(url);
  return !anywhere && isIP(host) !== 0 && !isPublicAddress(host) ? notPublic : undefined;
}

const notPublic = "the address does not lead to the public internet";

async function pinnedAddress(
  url: URL,
  { anywhere, resolve = resolveAll }: PostOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  const host = hostOf(url);
  const addresses = isIP(host) === 0 ? await abortable(resolve(host), signal) : [{ address: host }];
  if (!anywhere && !addresses.every(({ address }) => isPublicAddress(address))) return undefined;
  return addresses[0]?.address;
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

const resolveAll: Resolve = (host) => lookup(host, { all: true, order: "ipv4first" });

async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(new Error("the time is over"));
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function send(
  url: URL,
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const pinned = { address, family: isIP(address) };
    const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, {
      method: "POST",
      headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
      signal,
      agent: false,
      maxHeaderSize: 16_384,
      lookup: (_host, options, done) =>
        options.all === true ? done(null, [pinned]) : done(null, pinned.address, pinned.family),
    });
    request.on("error", reject);
    request.on("response", (response) => {
      // The status says it all; the rest is read, within bounds, so that the receiver can end in peace.
      resolve(response.statusCode ?? 0);
      let read = 0;
      response.on("data", (chunk: Buffer) => {
        read += chunk.length;
        if (read >= answerBytes) request.destroy();
      });
      response.on("error", () => {});
    });
    request.end(body);
  });
}

function meaning(status: number): string {
  if (status >= 300 && status < 400) return `${status}: redirects are not followed`;
  return `${status}`;
}

function trouble(error: unknown): string {
  const code = String((error as { code?: unknown }).code ?? "");
  if (/ENOTFOUND|EAI_AGAIN|ENODATA/.test(code)) return "the host name has no address";
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/i.test(code)) return "the certificate is not trusted";
  if (code === "ECONNREFUSED") return "the connection was refused";
  return "the connection failed";
}
