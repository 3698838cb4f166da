export { migrate, pendingMigrations } from "./migrate.ts";
export { createPools, type DbAddress, type PoolSizes, type Pools } from "./pools.ts";
export {
  type DbRole,
  holdsRight,
  type Principal,
  personBehind,
  principalId,
  principalKind,
  principalName,
  type Rights,
  system,
} from "./principal.ts";
export { createDb, type Db, OutcomeUnknown, type Param, sqlState, type Tx, toJson, Undo, violated } from "./tx.ts";
