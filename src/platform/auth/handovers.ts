import { randomBytes } from "node:crypto";
import type pg from "pg";
import type { Id } from "#kernel/ids";
import { hashOf } from "./marks.ts";

export const handoverTokenSeconds = 300;

/** The shop has signed its shopper in and hands over: a token for one use within five minutes. */
export type Handovers = {
  make(customerId: string, returnTo: string): Promise<{ token: string; url: string; expiresInSeconds: number }>;
  /** Undefined when it was taken before, has run out, or never was. */
  take(token: string): Promise<{ customerId: Id<"customer">; returnTo: string } | undefined>;
};

export function createHandovers(pool: pg.Pool, publicUrl: string): Handovers {
  return {
    make: async (customerId, returnTo) => {
      const token = randomBytes(32).toString("base64url");
      await pool.query(
        `insert into handover (hash, customer_id, return_to, expires_at)
          values ($1, $2, $3, now() + ${handoverTokenSeconds} * interval '1 second')`,
        [hashOf(token), customerId, localPath(returnTo, publicUrl)],
      );
      return { token, url: `${publicUrl}/handover?token=${token}`, expiresInSeconds: handoverTokenSeconds };
    },
    take: async (token) => {
      const { rows } = await pool.query<{ customer_id: Id<"customer">; return_to: string }>(
        "delete from handover where hash = $1 and expires_at > now() returning customer_id, return_to",
        [hashOf(token)],
      );
      const [row] = rows;
      return row && { customerId: row.customer_id, returnTo: row.return_to };
    },
  };
}

/** The path if it leads to this site (`//`, `/\` and whole addresses lead elsewhere), otherwise the front page. */
export function localPath(path: string, publicUrl: string): string {
  const base = new URL(publicUrl);
  const url = URL.parse(path, base);
  if (!path.startsWith("/") || url === null || url.origin !== base.origin) return "/";
  return `${url.pathname.replace(/^\/+/, "/")}${url.search}${url.hash}`;
}
