import { totalmem } from "node:os";

/** Command-line settings of the embedded server: durable, reachable from this machine only, sized for two cores. */
export function serverSettings(port: number, throwAway: boolean): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 120,
    shared_buffers: roomy() ? "256MB" : "64MB",
    effective_cache_size: roomy() ? "1GB" : "256MB",
    work_mem: "8MB",
    maintenance_work_mem: "128MB",
    min_dynamic_shared_memory: "16MB",
    jit: "off",
    random_page_cost: 1.1,
    wal_compression: "on",
    min_wal_size: "256MB",
    max_wal_size: "2GB",
    checkpoint_timeout: "10min",
    checkpoint_completion_target: 0.9,
    autovacuum_naptime: "15s",
    autovacuum_vacuum_scale_factor: 0.1,
    autovacuum_analyze_scale_factor: 0.1,
    autovacuum_vacuum_cost_limit: 1000,
    idle_in_transaction_session_timeout: "60s",
    timezone: "UTC",
    log_timezone: "UTC",
    // Statements, parameters and details carry names and phone numbers, so the log tells only about the server itself.
    log_min_messages: "log",
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_checkpoints: "off",
    log_line_prefix: "%m [%p] ",
    ...(throwAway ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } : {}),
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function roomy(): boolean {
  const twoGigabytes = 2 * 1024 ** 3;
  const limit = process.constrainedMemory();
  return (limit > 0 ? Math.min(limit, totalmem()) : totalmem()) >= twoGigabytes;
}
