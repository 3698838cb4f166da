import { type Tx, toJson } from "#platform/db";

export type BulkValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | Temporal.Instant
  | readonly string[]
  | object;
export type BulkRow<C extends string> = Readonly<Record<C, BulkValue>>;

/** Columns with their PostgreSQL types, in the order they are written: `{ customer_id: "uuid", paid_minor: "bigint" }`. */
export type BulkColumns<C extends string> = Readonly<Record<C, string>>;

/**
 * Inserts many rows in one statement and one trip: each column travels as one array, whatever the number of rows, so the
 * statement is prepared once. Sent without waiting; an error surfaces at commit.
 *
 * @param suffix what follows the rows, such as "on conflict do nothing"
 */
export function insertMany<C extends string>(
  tx: Tx,
  table: string,
  columns: BulkColumns<C>,
  rows: readonly BulkRow<C>[],
  suffix = "",
): void {
  if (rows.length > 0) tx.send(insertSql(table, columns, suffix), arraysOf(columns, rows));
}

/** The statement behind `insertMany`, for those that read what it returns; its parameters are `arraysOf`. */
export function insertSql<C extends string>(table: string, columns: BulkColumns<C>, suffix: string): string {
  const names = Object.keys(columns).join(", ");
  return `insert into ${table} (${names}) select ${names} from ${asTable(columns)} ${suffix}`;
}

/** The columns as a table `r`, for statements of your own; its parameters are `arraysOf` and start at $1. */
export function asTable<C extends string>(columns: BulkColumns<C>): string {
  const names = Object.keys(columns) as C[];
  const cast = (type: string) => (isArray(type) ? "text[]" : `${type}[]`);
  const table = `unnest(${names.map((name, i) => `$${i + 1}::${cast(columns[name])}`).join(", ")}) as r(${names.join(", ")})`;
  if (!names.some((name) => isArray(columns[name]))) return table;
  // An array of arrays would be unfolded whole: the inner ones travel as text.
  return `(select ${names.map((name) => (isArray(columns[name]) ? `${name}::${columns[name]} as ${name}` : name)).join(", ")} from ${table}) as r`;
}

/** One array literal per column. */
export function arraysOf<C extends string>(columns: BulkColumns<C>, rows: readonly BulkRow<C>[]): string[] {
  return (Object.keys(columns) as C[]).map((name) => arrayLiteral(rows, name, columns[name]));
}

function arrayLiteral<C extends string>(rows: readonly BulkRow<C>[], name: C, type: string): string {
  if (bare.has(type)) {
    let literal = "";
    for (const row of rows) literal += `,${row[name]}`;
    return `{${literal.slice(1)}}`;
  }
  // JSON and array literals escape quotes and backslashes alike, and JSON is written fastest; other escapes it makes are undone.
  let before: BulkValue = null;
  let text: string | null = null;
  const texts = rows.map((row) => {
    // The instant or default that many rows share is written once.
    if (row[name] !== before) text = textOf(row[name], type);
    before = row[name];
    return text;
  });
  const json = JSON.stringify(texts);
  const literal = /\\[^"\\]/.test(json) ? json.replace(/\\(?:["\\]|u[0-9a-f]{4}|.)/g, unescaped) : json;
  return `{${literal.slice(1, -1)}}`;
}

/** Types whose values need no quotes. */
const bare: ReadonlySet<string> = new Set(["uuid", "int", "bigint", "boolean"]);

function isArray(type: string): boolean {
  return type.endsWith("[]");
}

function textOf(value: BulkValue, type: string): string | null {
  if (value === null || typeof value === "string") return value;
  if (typeof value !== "object") return String(value);
  if (value instanceof Temporal.Instant) return value.toString();
  if (value instanceof Uint8Array) return `\\x${value.toHex()}`;
  if (isArray(type) && Array.isArray(value))
    return `{${value.map((item) => `"${String(item).replace(/[\\"]/g, "\\$&")}"`).join(",")}}`;
  return Array.isArray(value) && value.length === 0 ? "[]" : toJson(value);
}

function unescaped(sequence: string): string {
  return sequence === '\\"' || sequence === "\\\\" ? sequence : JSON.parse(`"${sequence}"`);
}
