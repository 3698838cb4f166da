import { type Config, prepareDataDir, readSecrets, StartError, withStartLock } from "#platform/config";
import { createLog, type Log } from "#platform/log";
import { bringDown, bringUp } from "./cluster.ts";
import { reachExternal } from "./external.ts";
import { dropLease, type Lease, type LeaseRequest, sweepLeases, takeLease } from "./lease.ts";
import { databaseName, host, ownerRole } from "./prepare-database.ts";
import { watchOver } from "./watch.ts";

export type RunningDatabase = {
  /** Connection string of the schema's owner: migrations, and nothing else. */
  readonly adminUrl: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly ssl: boolean;
  readonly embedded: boolean;
  /** As PostgreSQL writes it, for example "18.4". */
  readonly version: string;
  /** Gives up the lease; the last holder stops the embedded server. Safe to call twice. */
  release(): Promise<void>;
};

export type OpenOptions = {
  /** A server is alone with its roles on a data folder; commands share. Default "command". */
  as?: "server" | "command";
  /** Roles of a server process: api, worker, realtime. */
  roles?: readonly string[];
  log?: Log;
  /** Called once when the embedded server is lost and could not be brought back: the process should end. */
  onLost?: (error: StartError) => void;
};

const stopPatienceMs = 5_000;

/** Standard output belongs to a command's result, so it hears of trouble only, and on standard error. */
const commandLog = createLog("warn", (line) => process.stderr.write(line));

/**
 * The database of this configuration, ready for connections: DATABASE_URL where set, else the embedded PostgreSQL of
 * the data folder, shared by every process that works there. Throws StartError with what, where and what to do.
 */
export async function openDatabase(config: Config, options: OpenOptions = {}): Promise<RunningDatabase> {
  const { databaseUrl } = config;
  if (databaseUrl) {
    const external = await reachExternal({ ...config, databaseUrl });
    return { ...external, embedded: false, release: async () => undefined };
  }
  await prepareDataDir(config.dataDir);
  const secrets = await readSecrets(config);
  const log = options.log ?? commandLog;
  const { lease, served } = await withStartLock(config.dataDir, async () => {
    const request = leaseRequest(config, options);
    const others = await sweepLeases(config.dataDir);
    refuseSecondServer(request, others, config.dataDir);
    const lease = await takeLease(config.dataDir, request);
    try {
      return { lease, served: await bringUp(config, secrets, { log, usedByOthers: others.length > 0 }) };
    } catch (error) {
      await dropLease(lease);
      if (others.length === 0) await bringDown(config.dataDir, stopPatienceMs);
      throw error;
    }
  });
  const { port, version } = served;
  const watch = watchOver(config, secrets, served, { log, onLost: options.onLost });
  let released: Promise<void> | undefined;
  return {
    adminUrl: `postgres://${ownerRole}:${secrets.databasePasswords.owner}@${host}:${port}/${databaseName}?sslmode=disable`,
    ...{ host, port, database: databaseName, ssl: false, embedded: true, version },
    release() {
      released ??= leave(config, lease, watch);
      return released;
    },
  };
}

function leaseRequest(
  config: Config,
  { as = "command", roles = ["api", "worker", "realtime"] }: OpenOptions,
): LeaseRequest {
  return as === "server" ? { kind: "server", port: config.port, roles: [...roles] } : { kind: "command" };
}

function refuseSecondServer(request: LeaseRequest, living: readonly Lease[], dataDir: string): void {
  const rival = living.find(
    (lease) => lease.kind === "server" && lease.roles?.some((role) => request.roles?.includes(role)),
  );
  if (request.kind !== "server" || !rival) return;
  throw new StartError({
    what: `A server is already running for this data folder: process ${rival.pid}, port ${rival.port}`,
    where: dataDir,
    todo: `use it, stop it (kill ${rival.pid}), or set AFTERCARE_DATA_DIR to another folder`,
  });
}

async function leave(config: Config, lease: string, watch: { stop(): Promise<void> }): Promise<void> {
  await watch.stop();
  await withStartLock(config.dataDir, async () => {
    await dropLease(lease);
    const others = await sweepLeases(config.dataDir);
    if (others.length === 0) await bringDown(config.dataDir, stopPatienceMs);
  });
}
