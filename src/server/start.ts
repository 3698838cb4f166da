import { join } from "node:path";
import { type CarrierStandIn, startCarrierStandIn } from "#domains/logistics";
import { type StandInProcess, standInCashier, startStandIn } from "#domains/payments";
import { createClock } from "#platform/clock";
import {
  type Config,
  explainListenError,
  prepareDataDir,
  readConfig,
  readSecrets,
  type Secrets,
  StartError,
} from "#platform/config";
import { createDb, createPools, type Db, migrate, system } from "#platform/db";
import { createServer } from "#platform/http";
import { createLog, type Log } from "#platform/log";
import { pagesPlugin } from "#platform/pages";
import { createPersonal } from "#platform/personal";
import { openDatabase, type RunningDatabase } from "#platform/postgres";
import { buildWeb, webDist } from "./build-web.ts";
import { loadDemo } from "./demo/load.ts";
import { readDemoMark } from "./demo/mark.ts";
import { giveBackWhatLoadingLeft } from "./give-back.ts";
import { goFirst } from "./go-first.ts";
import { sandboxPlugin } from "./sandbox.ts";
import { assemble, carrierNoticeSecret, paymentNoticeSecret, type ServerRole } from "./system.ts";

export type StartOptions = { readonly roles: readonly ServerRole[]; readonly demo: boolean };
export type StartedServer = { readonly url: string; readonly ended: Promise<number>; stop(): Promise<void> };

/** Draining, jobs, stand-in and database together; a supervisor kills after ten seconds. */
const stopLimitMs = 9_500;

/** Brings everything up in the order in which it leans on each other; what is up is taken down again when a later step fails. */
export async function startServer(options: StartOptions, config: Config = readConfig()): Promise<StartedServer> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  for (const warning of config.warnings) say(warning);
  const log = createLog(config.logLevel);
  const api = options.roles.includes("api") || options.roles.includes("realtime");
  const worker = options.roles.includes("worker");
  const down: (() => Promise<unknown>)[] = [];
  let end: (code: number) => void = () => {};
  const ended = new Promise<number>((resolve) => {
    end = resolve;
  });
  let takingDown: Promise<void> | undefined;
  const takeDown = () => {
    takingDown ??= (async () => {
      for (const step of [...down].reverse())
        await step().catch((error) => log.warn("a part did not stop cleanly", { error }));
    })();
    return takingDown;
  };
  const stop = async () => {
    await takeDown();
    end(0);
  };
  // From the first moment: a start that is interrupted takes down what is up, and a stop that hangs ends all the same.
  const onSignal = () => {
    setTimeout(() => process.exit(ready ? 0 : 1), stopLimitMs).unref();
    void stop().then(() => {
      if (!ready) process.exit(0);
    });
  };
  let ready = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, onSignal);
  try {
    await prepareDataDir(config.dataDir);
    const built = api ? buildWeb(say) : Promise.resolve();
    built.catch(() => {});
    const database = await openDatabase(config, {
      as: "server",
      roles: options.roles,
      log,
      onLost: (error) => {
        say(error.message);
        end(1);
      },
    });
    down.push(() => database.release());
    const secrets = await readSecrets(config);
    await migrate(database.adminUrl, secrets.databasePasswords);
    const db = await connect(config, secrets, database, log);
    down.push(() => db.end());

    // Before the stand-in: it reads what the demo's refunds settled with when it starts.
    const demo = await demoShop(config, options, { db, secrets, database, log, say });
    if (config.paymentsUrl === undefined && config.environment === "production")
      throw new StartError({
        what: "PAYMENTS_URL is not set: the stand-in for a payment provider moves no money, and shoppers would be told they were paid",
        where: "PAYMENTS_URL",
        todo: "set PAYMENTS_URL to the payment provider, or to the bridge to it (deploy/README.md)",
      });
    const standIn = config.paymentsUrl === undefined && worker ? await paymentStandIn(config, secrets) : undefined;
    if (standIn !== undefined) down.push(() => standIn.stop());
    // A stand-in collects nothing: in production nobody is told that a courier comes unless one can.
    const playCarriers = config.carriersUrl === undefined && config.environment !== "production" && worker;
    const carriers = playCarriers ? await carrierStandIn(config, secrets) : undefined;
    if (carriers !== undefined) down.push(() => carriers.stop());
    const system = await assemble({
      config,
      secrets,
      db,
      log,
      demo,
      paymentsUrl: config.paymentsUrl ?? standIn?.url ?? "http://127.0.0.1:9",
      carriersUrl: config.carriersUrl ?? carriers?.url ?? "http://127.0.0.1:9",
    });
    down.push(() => system.stop());
    if (worker) down.push(await system.work());
    down.push(followClock(db, config.sandbox, log));

    await built;
    giveBackWhatLoadingLeft();
    goFirst();
    let url = "";
    if (api) {
      const server = await createServer({
        db,
        log,
        routes: system.routes,
        readSession: system.auth.readSession,
        nudge: system.nudge,
        limits: {
          bodyBytes: config.requestMaxBytes,
          uploadBytes: config.uploadMaxBytes,
          uploadFiles: config.uploadMaxFiles,
          requestsPerMinute: config.requestsPerMinute,
          requestTimeoutMs: config.requestTimeoutMs,
        },
        trustProxy: config.trustProxy,
        secure: config.publicUrl.startsWith("https://"),
        ready: async () => (await db.withTx(readiness, (tx) => tx.maybe("select 1 as ready"))) !== undefined,
        plugins: [
          ...system.plugins,
          ...(standIn === undefined ? [] : [standInCashier(db, standIn)]),
          ...(config.sandbox
            ? [sandboxPlugin(db, { payments: standIn, carriers, mail: system.mailStandIn }, system.deadlines.fireDue)]
            : []),
          pagesPlugin(webDist),
        ],
      });
      // Before it listens: plugins have timers of their own, and a refused port must not leave them running.
      down.push(() => drain(server.fastify, config.drainTimeoutMs));
      try {
        await server.fastify.listen({ host: config.host, port: config.port });
      } catch (error) {
        throw explainListenError(error, { host: config.host, port: config.port });
      }
      const address = server.fastify.server.address();
      url = `http://localhost:${typeof address === "object" && address !== null ? address.port : config.port}`;
    }
    if (demo) await showDemo(db);
    process.stdout.write(api ? `Aftercare is ready at ${url}\n` : `Aftercare is ready (${options.roles.join(", ")})\n`);
    ready = true;
    return { url, ended, stop };
  } catch (error) {
    await takeDown();
    throw error;
  }
}

/** Whether this is the demo shop; loads it on the first run. Its open sign-ins are for this machine, never for production. */
async function demoShop(
  config: Config,
  options: StartOptions,
  { say, ...parts }: { db: Db; secrets: Secrets; database: RunningDatabase; log: Log; say: (line: string) => void },
): Promise<boolean> {
  const { db, log } = parts;
  const mark = await readDemoMark(db);
  if (config.environment === "production") {
    if (mark === undefined) return false;
    throw new StartError({
      what: "This database holds the demo shop, whose passwords everybody knows",
      where: "NODE_ENV=production",
      todo: "use another database or data folder",
    });
  }
  if (mark?.state === "loaded") return true;
  if (!options.demo || !config.demo) return false;
  say("Loading the demo shop …");
  const personal = createPersonal(parts.secrets);
  const report = await loadDemo({ db, personal, adminUrl: parts.database.adminUrl, dataDir: config.dataDir, log });
  return report.loaded || report.because === "loaded-before";
}

const readiness = system("ready");

export async function connect(config: Config, secrets: Secrets, database: RunningDatabase, log: Log): Promise<Db> {
  const pools = createPools(
    {
      host: database.host,
      port: database.port,
      database: database.database,
      ssl: database.ssl,
      passwords: secrets.databasePasswords,
    },
    {
      shopper: config.shopperConnections,
      guest: config.guestConnections,
      merchant: config.merchantConnections,
      staff: config.staffConnections,
      system: config.systemConnections,
      auth: config.authConnections,
    },
    (error) => log.warn("a database connection was lost", { error: error.message }),
  );
  const db = createDb(pools, createClock());
  const row = await db.withTx(system("start"), (tx) =>
    tx.one<{ offset_seconds: bigint }>("select offset_seconds from platform.clock where id = 1"),
  );
  db.clock.setOffset(Number(row.offset_seconds));
  return db;
}

async function paymentStandIn(config: Config, secrets: Secrets): Promise<StandInProcess> {
  return startStandIn({
    file: join(config.dataDir, "payment-stand-in.jsonl"),
    noticeUrl: `http://127.0.0.1:${config.port}/api/v1/payments/notices`,
    noticeSecret: paymentNoticeSecret(secrets),
  });
}

async function carrierStandIn(config: Config, secrets: Secrets): Promise<CarrierStandIn> {
  return startCarrierStandIn({
    file: join(config.dataDir, "carrier-stand-in.jsonl"),
    noticeUrl: `http://127.0.0.1:${config.port}/api/v1/logistics/notices`,
    noticeSecret: carrierNoticeSecret(secrets),
  });
}

/** Another process may have moved the sandbox clock. */
function followClock(db: Db, sandbox: boolean, log: Log): () => Promise<void> {
  if (!sandbox) return async () => {};
  const timer = setInterval(() => {
    db.withTx(system("clock"), (tx) =>
      tx.one<{ offset_seconds: bigint }>("select offset_seconds from platform.clock where id = 1"),
    )
      .then((row) => db.clock.setOffset(Number(row.offset_seconds)))
      .catch((error) => log.warn("the sandbox clock could not be read", { error }));
  }, 1_000);
  return async () => clearInterval(timer);
}

async function drain(
  fastify: { close(): Promise<unknown>; server: { closeAllConnections(): void } },
  patienceMs: number,
): Promise<void> {
  const timer = setTimeout(() => fastify.server.closeAllConnections(), patienceMs);
  await fastify.close();
  clearTimeout(timer);
}

async function showDemo(db: Db): Promise<void> {
  const row = await db.withTx(system("start"), (tx) =>
    tx.maybe<{
      value: {
        staff: { email: string; password: string; role: string }[];
        shoppers: { phone: string; name: string }[];
      };
    }>("select value from platform.setting where key = 'demo.logins'"),
  );
  if (row === undefined) return;
  process.stdout.write("Demo sign-ins (portal at /, desk at /desk):\n");
  for (const { phone, name } of row.value.shoppers)
    process.stdout.write(`  shopper    ${phone}  ${name} (the code is shown on the page)\n`);
  for (const { email, password, role } of row.value.staff)
    process.stdout.write(`  ${role.padEnd(10)} ${email}  ${password}\n`);
}
