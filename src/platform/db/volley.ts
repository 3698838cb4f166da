import { createHash } from "node:crypto";
import type pg from "pg";

/** A value as it is bound: text as PostgreSQL reads it, bytes, or nothing. */
export type WireValue = string | Buffer | null;

/** What a statement came back with: rows as the pool's types read them, and how many it touched. */
export type Answer = { readonly rows: unknown[]; readonly count: number; readonly command: string };

/**
 * Statements that are asked in one go and travel as one message: one packet there, one back, one wake-up of each side,
 * which is most of what a short statement costs. The first that fails ends the volley; what follows it is not run.
 * Each statement is prepared once per connection under a name made from its text, and described only then.
 */
export class Volley implements pg.Submittable {
  readonly #statements: Statement[] = [];
  readonly #types: pg.CustomTypesConfig;
  #known: Map<string, Shape> = new Map();
  readonly #over = Promise.withResolvers<void>();
  #at = 0;
  #failed = false;

  constructor(types: pg.CustomTypesConfig) {
    this.#types = types;
  }

  /** Fulfilled once the connection takes the next one, or is lost. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  /** Adds a statement; to be called before the volley is sent. `once`: its text is not worth remembering. */
  ask(text: string, values: readonly WireValue[], once = false): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const name = once ? "" : nameOf(text);
      this.#statements.push({ text, name, values, rows: [], shape: undefined, count: 0, resolve, reject });
    });
  }

  /** Called by the driver when the connection is this volley's turn. */
  submit(wire: pg.Connection): void {
    const known = statementsOf(wire);
    this.#known = known;
    const parsedHere = new Set<string>();
    wire.stream.cork();
    try {
      for (const statement of this.#statements) {
        const { name, text, values } = statement;
        statement.shape = name === "" ? undefined : known.get(name);
        if (statement.shape === undefined && !parsedHere.has(name)) {
          // A statement whose fate is unknown since an error may be there; closing one that is not there is no error.
          if (name !== "") wire.close({ type: "S", name }, false);
          wire.parse({ name, text, types: [] }, false);
          if (name !== "") parsedHere.add(name);
        }
        wire.bind({ statement: name, values: [...values] }, false);
        if (statement.shape === undefined) wire.describe({ type: "P", name: "" }, false);
        wire.execute(null, false);
      }
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
  }

  handleRowDescription(message: { fields: readonly Field[] }): void {
    const statement = this.#current();
    statement.shape = {
      names: message.fields.map(({ name }) => name),
      parsers: message.fields.map(({ dataTypeID }) => this.#types.getTypeParser(dataTypeID, "text")),
    };
  }

  handleDataRow(message: { fields: readonly (string | null)[] }): void {
    const statement = this.#current();
    const { shape } = statement;
    if (shape === undefined || this.#failed) return;
    const row: Record<string, unknown> = {};
    try {
      for (const [i, name] of shape.names.entries()) {
        const text = message.fields[i] ?? null;
        row[name] = text === null ? null : shape.parsers[i]?.(text);
      }
    } catch (error) {
      this.#fail(error);
      return;
    }
    statement.rows.push(row);
  }

  handleCommandComplete({ text }: { text: string }): void {
    const statement = this.#current();
    if (statement.name !== "") this.#known.set(statement.name, statement.shape ?? nothing);
    const words = text.split(" ");
    this.#at += 1;
    if (this.#failed) return;
    statement.resolve({ rows: statement.rows, count: Number(words.at(-1)) || 0, command: words[0] ?? "" });
  }

  handleEmptyQuery(): void {
    this.#at += 1;
  }

  handlePortalSuspended(): void {}

  handleCopyInResponse(wire: { sendCopyFail(message: string): void }): void {
    wire.sendCopyFail("no statement of a transaction copies");
  }

  handleCopyData(): void {}

  handleError(error: Error): void {
    const statement = this.#statements[this.#at];
    if (statement !== undefined && statement.name !== "") this.#known.delete(statement.name);
    this.#fail(Object.assign(error, { statement: statement?.text.slice(0, 200) }));
    // The driver keeps what follows until the connection is ready again, and does not tell.
    this.#over.resolve();
  }

  handleReadyForQuery(): void {
    this.#over.resolve();
  }

  #current(): Statement {
    const statement = this.#statements[this.#at];
    if (statement === undefined) throw new Error("the database answered more than it was asked");
    return statement;
  }

  /** All that have no answer yet get this one: what follows the statement that failed was not run. */
  #fail(error: unknown): void {
    this.#failed = true;
    for (const { reject } of this.#statements.slice(this.#at)) reject(error);
  }
}

type Statement = {
  readonly text: string;
  readonly name: string;
  readonly values: readonly WireValue[];
  readonly rows: unknown[];
  shape: Shape | undefined;
  count: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
};

type Field = { readonly name: string; readonly dataTypeID: number };
type Shape = { readonly names: readonly string[]; readonly parsers: readonly ((text: string) => unknown)[] };

const nothing: Shape = { names: [], parsers: [] };

/** Which statements each connection has prepared, and what their rows look like. */
const prepared = new WeakMap<object, Map<string, Shape>>();

function statementsOf(wire: pg.Connection): Map<string, Shape> {
  let known = prepared.get(wire);
  if (known === undefined) {
    known = new Map();
    prepared.set(wire, known);
  }
  return known;
}

const names = new Map<string, string>();

/** The same text has the same name, so that it is prepared once per connection. */
export function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = `q${createHash("sha1").update(text).digest("base64url").slice(0, 20)}`;
    names.set(text, name);
  }
  return name;
}
