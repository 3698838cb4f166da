export {
  type Because,
  type Collected,
  type Condition,
  collectTable,
  type Decided,
  decideTable,
  type TableRule,
  type Tried,
} from "./decision-table.ts";
