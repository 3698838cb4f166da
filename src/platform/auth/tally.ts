import { isIPv4 } from "node:net";
import type pg from "pg";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import type { Marks } from "./marks.ts";

/** At most `limit` times in `seconds`, counted for `who`. */
export type Limit = { readonly name: string; readonly limit: number; readonly seconds: number };
export type Count = { readonly of: Limit; readonly who: string };

/** Counts tries in fixed windows of real time, in the database, so that every process counts the same. */
export type Tally = {
  /** Counts one try for each, before it is made; refuses when one of them has had too many. */
  take(counts: readonly Count[]): Promise<Outcome<undefined>>;
  /** Forgets the tries after one that was right. */
  forget(counts: readonly Count[]): Promise<void>;
};

export function createTally(pool: pg.Pool, marks: Marks): Tally {
  const subjectOf = ({ of, who }: Count) => `${of.name}:${marks.of("tally", of.name, who)}`;
  return {
    take: async (counts) => {
      // In one order everywhere, so that two tries never wait for each other's rows.
      const sorted = counts
        .map((count) => ({ ...count, subject: subjectOf(count) }))
        .sort((a, b) => (a.subject < b.subject ? -1 : 1));
      const { rows } = await pool.query<{ subject: string; count: number; wait: number }>({
        name: "auth-tally",
        text: `insert into tally as t (subject, since, until, count)
          select subject, now(), now() + seconds * interval '1 second', 1 from unnest($1::text[], $2::int[]) as asked (subject, seconds)
          on conflict (subject) do update set
            count = case when t.until <= now() then 1 else t.count + 1 end,
            since = case when t.until <= now() then now() else t.since end,
            until = case when t.until <= now() then excluded.until else t.until end
          returning subject, count, ceil(extract(epoch from until - now()))::int as wait`,
        values: [sorted.map(({ subject }) => subject), sorted.map(({ of }) => of.seconds)],
      });
      const over = rows.filter(
        (row) => row.count > (sorted.find(({ subject }) => subject === row.subject)?.of.limit ?? 0),
      );
      if (over.length === 0) return grant();
      return refuse("too-many-requests", { retryAfterSeconds: Math.max(...over.map(({ wait }) => wait), 1) });
    },
    forget: async (counts) => {
      await pool.query("delete from tally where subject = any ($1)", [counts.map(subjectOf)]);
    },
  };
}

/** Whom an address stands for: an IPv4 address, or the /64 network that one subscriber has of IPv6. */
export function network(address: string): string {
  const mapped = address.replace(/^::ffff:(?=\d+\.)/i, "");
  if (isIPv4(mapped)) return mapped;
  const [head = "", tail] = mapped.split("%")[0]?.split("::") ?? [];
  const groups = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - groups.length - after.length)).fill("0");
  return [...groups, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, "").toLowerCase())
    .join(":");
}
