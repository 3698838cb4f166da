export { type OpenOptions, openDatabase, type RunningDatabase } from "./open-database.ts";
export type { RuntimeLog } from "./runtime-log.ts";
