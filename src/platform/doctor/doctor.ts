import { stat, statfs } from "node:fs/promises";
import { createServer } from "node:net";
import { createTransport } from "nodemailer";
import { CalendarNotPublished, cnCalendar, dayNumber, localDate } from "#kernel/time";
import { type Config, prepareDataDir, StartError, secretsPath, systemErrorCode } from "#platform/config";
import { livingServers, openDatabase, type RunningDatabase } from "#platform/postgres";
import { findBrowser } from "./browser.ts";

/** One finding. `ok` with a `todo` works today and still deserves attention. */
export type Check = {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly todo?: string;
};

export type DoctorOptions = {
  /** Names of migrations not yet applied to that database. */
  pendingMigrations?: (database: RunningDatabase) => Promise<readonly string[]>;
  /** The year to judge calendars by; default the current one. */
  year?: number;
};

const scarceBytes = 1024 ** 3;
const tooFewBytes = 200 * 1024 ** 2;
const mailPatienceMs = 5_000;

/** Looks at everything a start needs: installed, reachable, configured, up to date. Changes nothing but a new data folder. */
export async function doctor(config: Config, options: DoctorOptions = {}): Promise<Check[]> {
  const year = options.year ?? Temporal.Now.plainDateISO().year;
  return [
    node(),
    ...settings(config),
    await dataFolder(config),
    await secrets(config),
    ...(await database(config, options)),
    await port(config),
    await library("sharp", "pictures cannot be made smaller"),
    await library("file-type", "kinds of uploads cannot be told"),
    calendar(year),
    calendar(year + 1),
    await mail(config),
    await browser(config),
  ];
}

function node(): Check {
  const name = "node";
  const wanted = 26;
  const detail = `Node ${process.versions.node}`;
  if (Number.parseInt(process.versions.node, 10) >= wanted && "Temporal" in globalThis)
    return { name, ok: true, detail };
  return { name, ok: false, detail, todo: "start by npm start or bin/aftercare, which bring Node 26 along" };
}

function settings(config: Config): Check[] {
  const name = "settings";
  const doubts = [...config.warnings];
  if (config.environment === "production") {
    if (!config.publicUrl.startsWith("https://")) doubts.push("PUBLIC_URL is not https in production");
    if (!config.smtpUrl) doubts.push("SMTP_URL is not set, so no mail leaves this machine");
    if (!config.paymentsUrl) doubts.push("PAYMENTS_URL is not set, so refunds go to the stand-in");
    if (config.smsAdapter === "console") doubts.push("SMS_ADAPTER=console sends no text messages");
  } else if (config.sources.host === "env" && !["127.0.0.1", "localhost", "::1"].includes(config.host)) {
    doubts.push(
      `HOST=${config.host} shows ${config.demo ? "the demo shop" : "a development system"} to other machines`,
    );
    if (config.sandbox) doubts.push("AFTERCARE_SANDBOX=1 lets other machines move the business clock");
  }
  if (doubts.length === 0) return [{ name, ok: true, detail: `NODE_ENV=${config.environment}` }];
  return doubts.map((detail) => ({ name, ok: true, detail, todo: "correct it if it is not meant" }));
}

async function dataFolder(config: Config): Promise<Check> {
  const name = "data folder";
  try {
    await prepareDataDir(config.dataDir);
    const { bavail, bsize } = await statfs(config.dataDir);
    const free = bavail * bsize;
    const detail = `${config.dataDir}, ${(free / 1024 ** 3).toFixed(1)} GiB free`;
    if (free >= scarceBytes) return { name, ok: true, detail };
    return { name, ok: free >= tooFewBytes, detail, todo: "free some space, or move the folder (AFTERCARE_DATA_DIR)" };
  } catch (error) {
    return failed(name, error);
  }
}

async function secrets(config: Config): Promise<Check> {
  const name = "secrets";
  const path = secretsPath(config.dataDir);
  try {
    const { mode } = await stat(path);
    const open = (mode & 0o077) !== 0;
    if (!open) return { name, ok: true, detail: `${path}: keep a copy with every backup` };
    return { name, ok: false, detail: `${path} can be read by other users`, todo: `run chmod 600 ${path}` };
  } catch (error) {
    if (systemErrorCode(error) !== "ENOENT") return failed(name, error);
    return { name, ok: true, detail: `${path} will be made at the first start` };
  }
}

async function database(config: Config, { pendingMigrations }: DoctorOptions): Promise<Check[]> {
  const name = "PostgreSQL";
  let running: RunningDatabase;
  try {
    running = await openDatabase(config);
  } catch (error) {
    return [failed(name, error)];
  }
  try {
    const kind = running.embedded ? "embedded" : "from DATABASE_URL";
    const found = { name, ok: true, detail: `${running.version}, ${kind}, ${running.host}:${running.port}` };
    return pendingMigrations ? [found, migrations(await pendingMigrations(running))] : [found];
  } catch (error) {
    return [failed("migrations", error)];
  } finally {
    await running.release();
  }
}

function migrations(pending: readonly string[]): Check {
  const name = "migrations";
  if (pending.length === 0) return { name, ok: true, detail: "all applied" };
  return {
    name,
    ok: true,
    detail: `${pending.length} pending: ${pending.join(", ")}`,
    todo: "the next start applies them",
  };
}

async function port(config: Config): Promise<Check> {
  const name = "port";
  const [server] = await livingServers(config.dataDir);
  if (server) return { name, ok: true, detail: `${server.port}, our own server, process ${server.pid}` };
  const refusal = await refusalToListen(config);
  if (refusal === undefined) return { name, ok: true, detail: `${config.host}:${config.port} is free` };
  return {
    name,
    ok: false,
    detail: `${config.host}:${config.port} cannot be used: ${refusal}`,
    todo: "set PORT or HOST",
  };
}

function refusalToListen({ host, port }: Config): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => resolve(systemErrorCode(error) ?? error.message));
    probe.listen({ host, port }, () => probe.close(() => resolve(undefined)));
  });
}

async function library(name: "sharp" | "file-type", otherwise: string): Promise<Check> {
  try {
    await import(name);
    return { name, ok: true, detail: "loads" };
  } catch (error) {
    const why = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    return { name, ok: false, detail: `does not load, so ${otherwise}: ${why}`, todo: "run npm ci again" };
  }
}

/** The State Council announces each year's days off in the November before. */
function calendar(year: number): Check {
  const name = `calendar cn ${year}`;
  try {
    cnCalendar.kindOf(dayNumber(localDate(`${year}-01-01`)));
    return { name, ok: true, detail: "published" };
  } catch (error) {
    if (!(error instanceof CalendarNotPublished)) throw error;
    return { name, ok: true, detail: "not known here", todo: "publish it on the desk once it is announced" };
  }
}

async function mail(config: Config): Promise<Check> {
  const name = "mail";
  if (!config.smtpUrl) return { name, ok: true, detail: "the stand-in, which only shows mail (SMTP_URL is not set)" };
  const host = new URL(config.smtpUrl).host;
  const transport = createTransport({
    url: config.smtpUrl,
    connectionTimeout: mailPatienceMs,
    greetingTimeout: mailPatienceMs,
    socketTimeout: mailPatienceMs,
  });
  try {
    await transport.verify();
    return { name, ok: true, detail: `${host} answers` };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      name,
      ok: false,
      detail: `${host} does not take us: ${why}`,
      todo: "correct SMTP_URL or start the server",
    };
  } finally {
    transport.close();
  }
}

async function browser(config: Config): Promise<Check> {
  const name = "browser";
  const path = await findBrowser(config.chromiumPath);
  if (path) return { name, ok: true, detail: path };
  const todo = "install Chromium or set CHROMIUM_PATH; only the browser journeys of the tests need it";
  return { name, ok: config.chromiumPath === undefined, detail: "none found", todo };
}

function failed(name: string, error: unknown): Check {
  if (error instanceof StartError)
    return { name, ok: false, detail: `${error.what} (${error.where})`, todo: error.todo };
  return { name, ok: false, detail: error instanceof Error ? error.message : String(error), todo: "see the log" };
}
