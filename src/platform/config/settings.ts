import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { StartError } from "./start-error.ts";

export const repositoryRoot = resolve(import.meta.dirname, "../../..");

const flag = z
  .enum(["0", "1", "true", "false", "yes", "no", "on", "off"], "must be 1 or 0")
  .transform((text) => ["1", "true", "yes", "on"].includes(text));
const url = (...schemes: string[]) =>
  z.string().refine((text) => schemes.includes(URL.parse(text)?.protocol ?? ""), {
    error: `must be a URL starting with ${schemes.map((scheme) => `${scheme}//`).join(" or ")}`,
  });
const whole = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${from} to ${to}`)
    .transform(Number)
    .refine((value) => value >= from && value <= to, { error: `must be from ${from} to ${to}` });
const path = z.string().transform((text) => resolve(text));
/** Trusting everybody is not offered: then anyone may write any address into the log and the rate limit. */
const trustedProxies = z
  .string()
  .regex(/^(\d|[\da-f.:/]{3,}|loopback|linklocal|uniquelocal)(, ?([\da-f.:/]{3,}|loopback|linklocal|uniquelocal))*$/i, {
    error: "must be the number of proxies in front, or their addresses with commas",
  })
  .transform((text) => (/^\d$/.test(text) ? Number(text) : text.split(/, ?/)));

function setting<S extends z.ZodType<unknown, string>, D extends z.output<S> | undefined>(
  env: string,
  schema: S,
  preset: D,
  about: string,
) {
  return { env, schema, preset, about };
}

const databaseUrl = url("postgres:", "postgresql:");

const settings = {
  environment: setting("NODE_ENV", z.enum(["development", "test", "production"]), "development", "kind of deployment"),
  port: setting("PORT", whole(0, 65_535), 3000, "TCP port of the web server"),
  host: setting("HOST", z.string().min(1), "127.0.0.1", "address the web server listens on"),
  publicUrl: setting(
    "PUBLIC_URL",
    url("http:", "https:"),
    undefined,
    "address people type, else http://localhost:PORT",
  ),
  trustProxy: setting("TRUST_PROXY", trustedProxies, 0, "number of proxies in front, or their addresses"),
  dataDir: setting(
    "AFTERCARE_DATA_DIR",
    path,
    join(repositoryRoot, "data"),
    "folder for the database, files and secrets",
  ),
  databaseUrl: setting("DATABASE_URL", databaseUrl, undefined, "a PostgreSQL 15 to 18; else the embedded one"),
  databaseAdminUrl: setting(
    "DATABASE_ADMIN_URL",
    databaseUrl,
    undefined,
    "its owner, for migrations; else DATABASE_URL",
  ),
  sandbox: setting("AFTERCARE_SANDBOX", flag, false, "test controls; never in production"),
  demo: setting("AFTERCARE_DEMO", flag, true, "load the demo shop on the first start; off in production"),
  deviceMark: setting("AFTERCARE_DEVICE_MARK", flag, true, "count the accounts on a device by a cookie at sign-in"),
  logLevel: setting("LOG_LEVEL", z.enum(["info", "warn", "error", "silent"]), "info", "least important log line shown"),
  smtpUrl: setting("SMTP_URL", url("smtp:", "smtps:"), undefined, "mail server; else a stand-in that only shows mail"),
  mailFrom: setting("MAIL_FROM", z.string().min(3), "Aftercare <aftercare@localhost>", "sender of mail"),
  smsAdapter: setting("SMS_ADAPTER", z.enum(["console"]), "console", "who sends texts; console only shows them"),
  paymentsUrl: setting("PAYMENTS_URL", url("http:", "https:"), undefined, "payment provider; else a stand-in"),
  carriersUrl: setting("CARRIERS_URL", url("http:", "https:"), undefined, "carriers' gateway; else a stand-in"),
  shopperConnections: setting(
    "AFTERCARE_SHOPPER_CONNECTIONS",
    whole(1, 500),
    // More at once than the processors can serve only get in each other's way: 5 carry a tenth more than 15 on two.
    Math.min(15, 2 * availableParallelism() + 1),
    "connections for shoppers",
  ),
  guestConnections: setting("AFTERCARE_GUEST_CONNECTIONS", whole(1, 500), 5, "connections for guests of one order"),
  merchantConnections: setting("AFTERCARE_MERCHANT_CONNECTIONS", whole(1, 500), 10, "connections for merchants"),
  staffConnections: setting("AFTERCARE_STAFF_CONNECTIONS", whole(1, 500), 15, "connections for staff"),
  systemConnections: setting("AFTERCARE_SYSTEM_CONNECTIONS", whole(1, 500), 15, "connections for jobs"),
  authConnections: setting("AFTERCARE_AUTH_CONNECTIONS", whole(1, 500), 5, "connections for sign-in"),
  requestTimeoutMs: setting("AFTERCARE_REQUEST_TIMEOUT_MS", whole(100, 3_600_000), 30_000, "longest web request, ms"),
  drainTimeoutMs: setting("AFTERCARE_DRAIN_TIMEOUT_MS", whole(100, 9_000), 6_000, "patience with requests at stop, ms"),
  requestMaxBytes: setting(
    "AFTERCARE_REQUEST_MAX_BYTES",
    whole(1_024, 100_000_000),
    1_048_576,
    "largest request body, bytes",
  ),
  videoMaxBytes: setting("AFTERCARE_VIDEO_MAX_BYTES", whole(1_024, 1_000_000_000), 104_857_600, "largest film, bytes"),
  uploadMaxBytes: setting("AFTERCARE_UPLOAD_MAX_BYTES", whole(1_024, 1_000_000_000), 20_971_520, "largest file, bytes"),
  uploadMaxFiles: setting("AFTERCARE_UPLOAD_MAX_FILES", whole(1, 100), 9, "files per request"),
  requestsPerMinute: setting(
    "AFTERCARE_REQUESTS_PER_MINUTE",
    whole(1, 10_000_000),
    600,
    "web requests per address and minute",
  ),
  testFast: setting("AFTERCARE_TEST_FAST", flag, false, "throw-away database without fsync, for tests only"),
  chromiumPath: setting("CHROMIUM_PATH", z.string().min(1), undefined, "browser for the journeys"),
} as const;

type Settings = typeof settings;
export type SettingName = keyof Settings;
type Source = "default" | "env";
type Values = {
  readonly [Name in SettingName]: z.output<Settings[Name]["schema"]> | Extract<Settings[Name]["preset"], undefined>;
};

/** Everything the environment decides. Read once where the process starts, then passed on. */
export type Config = Omit<Values, "publicUrl"> & {
  readonly publicUrl: string;
  /** Where each value came from. */
  readonly sources: Readonly<Record<SettingName, Source>>;
  /** Sentences about settings that look mistaken but do no harm. */
  readonly warnings: readonly string[];
};

/** Reads and checks the environment; an empty variable counts as not set. Throws StartError naming every bad value. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const mistakes: string[] = [];
  const sources: Record<string, Source> = {};
  const values: Record<string, unknown> = {};
  for (const [name, { env: variable, schema, preset }] of Object.entries(settings)) {
    const text = env[variable];
    sources[name] = text ? "env" : "default";
    if (!text) {
      values[name] = preset;
      continue;
    }
    const parsed = schema.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else mistakes.push(`${variable} ${parsed.error.issues[0]?.message ?? "is not valid"}`);
  }
  // The loop above filled every name from that name's own schema or preset.
  const read = values as Values;
  mistakes.push(...conflicts(read, env));
  if (mistakes.length > 0) {
    throw new StartError({
      what: `The settings cannot be used: ${mistakes.join("; ")}`,
      where: "environment variables",
      todo: "correct or unset them and start again",
    });
  }
  return Object.freeze({
    ...read,
    demo: sources.demo === "default" ? read.environment !== "production" : read.demo,
    publicUrl: (read.publicUrl ?? `http://localhost:${read.port}`).replace(/\/+$/, ""),
    sources: Object.freeze(sources) as Readonly<Record<SettingName, Source>>,
    warnings: Object.freeze(warningsAbout(env)),
  });
}

/** What `doctor` shows of the configuration: one row per setting, passwords masked. */
export function describe(config: Config): { env: string; value: string; source: Source; about: string }[] {
  return Object.entries(settings).map(([name, { env, about }]) => {
    const key = name as SettingName;
    return { env, value: masked(config[key]), source: config.sources[key], about };
  });
}

function conflicts(read: Values, env: NodeJS.ProcessEnv): string[] {
  const found: string[] = [];
  if (read.environment === "production") {
    if (read.sandbox) found.push("AFTERCARE_SANDBOX=1 is refused with NODE_ENV=production");
    if (env.AFTERCARE_DEMO && read.demo) found.push("AFTERCARE_DEMO=1 is refused with NODE_ENV=production");
    if (read.testFast) found.push("AFTERCARE_TEST_FAST=1 is refused with NODE_ENV=production");
  }
  if (read.databaseAdminUrl && !read.databaseUrl) found.push("DATABASE_ADMIN_URL needs DATABASE_URL as well");
  return found;
}

/** Variables with our prefix that other parts read: secrets by name, what tests need, where reference material lies. */
const readElsewhere = /^AFTERCARE_(SECRET_[A-Z_]+|TEST_[A-Z_]+|SHARED)$/;

function warningsAbout(env: NodeJS.ProcessEnv): string[] {
  const known = Object.values(settings).map(({ env: variable }) => variable);
  return Object.keys(env)
    .filter((name) => name.startsWith("AFTERCARE_") && !known.includes(name) && !readElsewhere.test(name))
    .sort()
    .map((name) => `${name} is not a setting; did you mean ${nearest(name, known)}?`);
}

function nearest(name: string, candidates: readonly string[]): string {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.candidate ?? "";
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, left] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, right] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (left === right ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

function masked(value: unknown): string {
  if (value === undefined) return "";
  const text = Array.isArray(value) ? value.join(",") : String(value);
  const parsed = URL.parse(text);
  if (!parsed) return text;
  for (const key of parsed.searchParams.keys())
    if (/pass|secret|token|key/i.test(key)) parsed.searchParams.set(key, "***");
  if (parsed.password) parsed.password = "***";
  return parsed.password || parsed.search ? parsed.href : text;
}
