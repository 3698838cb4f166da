export { livingServers } from "./lease.ts";
export { type OpenOptions, openDatabase, type RunningDatabase } from "./open-database.ts";
