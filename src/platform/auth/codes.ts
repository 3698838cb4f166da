import { randomInt } from "node:crypto";
import type pg from "pg";
import type { Id } from "#kernel/ids";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import { type Marks, same } from "./marks.ts";

/** Whom a code lets in: a shopper, as a guest to one order, or as a recipient to what was given of it. */
export type Entrant = {
  readonly customerId: Id<"customer">;
  readonly orderId?: Id<"order">;
  readonly presentId?: Id<"present">;
};

export const codeSeconds = 300;
export const triesPerCode = 5;

/** One-time codes of six digits: stored as a keyed hash, five minutes, five tries, the newest replaces the one before. */
export type Codes = {
  /** For nobody (`undefined`) too: the row is then a decoy that costs the same and opens nothing. */
  make(subject: string, entrant: Entrant | undefined): Promise<string>;
  /** Each call is a try, counted before it is judged, so that tries made at once are counted as well. */
  take(subject: string, code: string): Promise<Outcome<Entrant, "code-wrong" | "too-many-tries">>;
};

export function createCodes(pool: pg.Pool, marks: Marks): Codes {
  const hashOf = (subject: string, code: string) => marks.of("code", subject, code);
  return {
    make: async (name, entrant) => {
      const subject = marks.of("code-subject", name);
      const code = String(randomInt(1_000_000)).padStart(6, "0");
      await pool.query({
        name: "auth-make-code",
        text: `insert into code (subject, hash, customer_id, order_id, present_id, made_at, expires_at)
          values ($1, $2, $3, $4, $5, now(), now() + ${codeSeconds} * interval '1 second')
          on conflict (subject) do update set hash = excluded.hash, customer_id = excluded.customer_id,
            order_id = excluded.order_id, present_id = excluded.present_id, tries = 0, made_at = excluded.made_at, expires_at = excluded.expires_at`,
        values: [
          subject,
          hashOf(subject, code),
          entrant?.customerId ?? null,
          entrant?.orderId ?? null,
          entrant?.presentId ?? null,
        ],
      });
      return code;
    },
    take: async (name, typed) => {
      const subject = marks.of("code-subject", name);
      const { rows } = await pool.query<Row>({
        name: "auth-try-code",
        text: `update code set tries = tries + 1 where subject = $1 and expires_at > now()
          returning hash, tries, customer_id, order_id, present_id`,
        values: [subject],
      });
      const [row] = rows;
      if (row === undefined) return refuse("code-wrong", { triesLeft: 0 });
      if (row.tries > triesPerCode) return refuse("too-many-tries");
      if (!same(row.hash, hashOf(subject, typed)) || row.customer_id === null)
        return refuse("code-wrong", { triesLeft: triesPerCode - row.tries });
      // Whoever removes it has taken it; a second taker finds nothing.
      const { rowCount } = await pool.query("delete from code where subject = $1 and hash = $2", [subject, row.hash]);
      if (rowCount !== 1) return refuse("code-wrong", { triesLeft: 0 });
      return grant({
        customerId: row.customer_id,
        ...(row.order_id === null ? {} : { orderId: row.order_id }),
        ...(row.present_id === null ? {} : { presentId: row.present_id }),
      });
    },
  };
}

type Row = {
  hash: string;
  tries: number;
  customer_id: Id<"customer"> | null;
  order_id: Id<"order"> | null;
  present_id: Id<"present"> | null;
};
