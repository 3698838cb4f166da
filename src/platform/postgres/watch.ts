import { setTimeout as pause } from "node:timers/promises";
import { type Config, type Secrets, StartError, withStartLock } from "#platform/config";
import type { Log } from "#platform/log";
import { bringUp, type Served } from "./cluster.ts";
import { processIdentity } from "./process-identity.ts";

const lookEveryMs = 500;
const longestWaitMs = 10_000;
const restartsAllowed = 5;
const restartWindowMs = 300_000;

/**
 * Brings the embedded server back when it dies under us, on the same port, so that pools only have to connect again.
 * Gives up at the sixth restart within five minutes; a full disk is waited for as long as it takes.
 */
export function watchOver(
  config: Config,
  secrets: Secrets,
  first: Served,
  { log, onLost }: { log: Log; onLost: ((error: StartError) => void) | undefined },
): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const watching = watch();
  return {
    stop() {
      stopped.abort();
      return watching;
    },
  };

  async function watch(): Promise<void> {
    let served = first;
    let restarts: number[] = [];
    let waitMs = lookEveryMs;
    while (await waited(waitMs, stopped.signal)) {
      if (processIdentity(served.pid) === served.identity) continue;
      if (waitMs === lookEveryMs) log.error("the database ended unexpectedly", { pid: served.pid });
      restarts = [...restarts.filter((at) => at > performance.now() - restartWindowMs), performance.now()];
      try {
        served = await withStartLock(config.dataDir, () =>
          bringUp(config, secrets, { log, usedByOthers: true, samePort: first.port }),
        );
        log.warn("the database is back", { pid: served.pid, port: served.port });
        waitMs = lookEveryMs;
      } catch (error) {
        const reason = error instanceof StartError ? error : unforeseen(error, config.dataDir);
        log.error(reason.message);
        if (reason.passing) restarts.pop();
        if (restarts.length > restartsAllowed) return onLost?.(reason);
        waitMs = Math.min(waitMs * 2, longestWaitMs);
      }
    }
  }
}

/** False when it was cut short. The timer alone does not keep a finished command alive. */
async function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await pause(ms, undefined, { signal, ref: false });
    return true;
  } catch {
    return false;
  }
}

function unforeseen(error: unknown, dataDir: string): StartError {
  return new StartError({
    what: `The database could not be started again: ${error instanceof Error ? error.message : String(error)}`,
    where: dataDir,
    todo: "see postgres.log there and start again",
    cause: error,
  });
}
