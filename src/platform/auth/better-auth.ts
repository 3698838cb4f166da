import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import { APIError } from "better-auth/api";
import { twoFactor } from "better-auth/plugins";
import type pg from "pg";
import type { Log } from "#platform/log";
import { cookiePrefix, type SessionCookie } from "./cookie.ts";
import type { Marks } from "./marks.ts";
import { authPath, longestPassword, resetSeconds, shortestPassword } from "./passwords.ts";
import { staffSeconds } from "./sessions.ts";

export type BetterAuthParts = {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly marks: Marks;
  readonly secret: string;
  readonly publicUrl: string;
  readonly secure: boolean;
  readonly cookie: SessionCookie;
  /** Must not be waited for by the visitor: whether it does anything tells whether the address is known. */
  readonly sendResetLink: (loginId: string, token: string) => void;
  readonly onPasswordSet: (loginId: string) => Promise<void>;
};

export type BetterAuth = ReturnType<typeof createBetterAuth>;

/** better-auth with what we use of it: passwords and second factors of staff, one-use links, the making of API keys. */
export function createBetterAuth(parts: BetterAuthParts) {
  const { pool, log, marks, cookie, secure } = parts;
  return betterAuth({
    appName: "Aftercare",
    database: pool,
    secret: parts.secret,
    baseURL: parts.publicUrl,
    basePath: authPath,
    trustedOrigins: [new URL(parts.publicUrl).origin],
    telemetry: { enabled: false },
    logger: { log: (level, message) => void (level === "error" && log.warn("sign-in had trouble", { message })) },
    // Ours count in front of it, by account, pair and network.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
      resetPasswordTokenExpiresIn: resetSeconds,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }) => parts.sendResetLink(user.id, token),
      onPasswordReset: ({ user }) => parts.onPasswordSet(user.id),
    },
    verification: { storeIdentifier: "hashed" },
    session: {
      expiresIn: staffSeconds,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
      additionalFields: {
        orderId: { type: "string", required: false, input: false, returned: false },
        presentId: { type: "string", required: false, input: false, returned: false },
      },
    },
    user: {
      additionalFields: {
        customerId: { type: "string", required: false, input: false, returned: false, unique: true },
      },
    },
    advanced: {
      database: { generateId: "uuid" },
      ipAddress: { disableIpTracking: true },
      // Names and attributes are given here, because better-auth's own prefix is `__Secure-`.
      useSecureCookies: false,
      cookiePrefix: cookiePrefix(secure),
      cookies: { session_token: { name: cookie.name } },
      defaultCookieAttributes: cookie.attributes,
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => {
            await mustBeActive(pool, session.userId);
            const { path, body } = (context ?? {}) as { path?: string; body?: { code?: unknown } };
            if (path === "/two-factor/verify-totp" && typeof body?.code === "string")
              await takeOnce(pool, marks, session.userId, body.code);
          },
        },
      },
    },
    plugins: [
      twoFactor({ issuer: "Aftercare" }),
      apiKey({
        defaultPrefix: "ac_",
        defaultKeyLength: 48,
        rateLimit: { enabled: false },
        keyExpiration: { maxExpiresIn: 3650 },
      }),
    ],
  });
}

/** Somebody who may not work here any more hears the same as somebody who mistyped the password. */
async function mustBeActive(pool: pg.Pool, loginId: string): Promise<void> {
  const { rowCount } = await pool.query("select 1 from parties.staff where login_id = $1 and state = 'active'", [
    loginId,
  ]);
  if (rowCount === 0)
    throw new APIError("UNAUTHORIZED", { code: "INVALID_EMAIL_OR_PASSWORD", message: "Invalid email or password" });
}

/** A code of the second factor lives a minute and a half; in that time it is good for one sign-in (ASVS 6.5.1). */
async function takeOnce(pool: pg.Pool, marks: Marks, loginId: string, code: string): Promise<void> {
  const { rowCount } = await pool.query(
    "insert into used_code (user_id, hash, used_at) values ($1, $2, now()) on conflict do nothing",
    [loginId, marks.of("second-factor", loginId, code)],
  );
  if (rowCount === 0) throw new APIError("UNAUTHORIZED", { code: "INVALID_CODE", message: "Invalid code" });
}
