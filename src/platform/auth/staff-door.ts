import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { grant } from "#kernel/outcome";
import { type ApiServer, type DescribedPath, Refusal } from "#platform/http";
import { recordAtDoor, visitor } from "./audit.ts";
import type { AuthParts } from "./auth.ts";
import type { BetterAuth } from "./better-auth.ts";
import { parseBody, wrongField } from "./parse.ts";
import { authPath, longestPassword, shortestPassword } from "./passwords.ts";
import type { Sessions } from "./sessions.ts";
import { type Count, type Limit, network, type Tally } from "./tally.ts";

const quarter = 900;
const limits = {
  /** Per pair, so that a stranger elsewhere cannot lock somebody out; per account as a last line. */
  passwordByPair: { name: "password-by-pair", limit: 10, seconds: quarter },
  passwordByAccount: { name: "password-by-account", limit: 100, seconds: quarter },
  /** A whole office signs in from one address when its shift begins. */
  doorByNetwork: { name: "door-by-network", limit: 300, seconds: quarter },
  resetByAccount: { name: "reset-by-account", limit: 5, seconds: 3600 },
} as const satisfies Record<string, Limit>;

export type StaffDoor = {
  readonly parts: AuthParts;
  readonly sessions: Sessions;
  readonly tally: Tally;
  readonly betterAuth: () => Promise<BetterAuth>;
};

/** What a visitor may ask of better-auth: these paths with these fields, and nothing else of what it offers. */
const password = z.string().min(1).max(longestPassword);
const email = z.email().max(200);
const code = z.string().regex(/^\d{6}$/);
const signedInShape = z.object({ signedIn: z.literal(true) });
const doneShape = z.object({ done: z.literal(true) });
const doors = {
  "sign-in/email": {
    summary: "Sign in with a password",
    body: z.object({ email, password }),
    signedIn: false,
    answer: z.union([signedInShape, z.object({ twoFactorRedirect: z.literal(true) })]),
    says: "Signed in; sets the session cookie. Or, with `twoFactorRedirect`, a cookie to come back with and the second factor",
    refusals: ["sign-in-wrong"],
  },
  "two-factor/verify-totp": {
    summary: "Finish a sign-in, or setting up the second factor, with a code of the authenticator",
    body: z.object({ code }),
    signedIn: false,
    answer: signedInShape,
    says: "Signed in; sets the session cookie",
    refusals: ["code-wrong", "session-expired", "too-many-tries"],
  },
  "two-factor/verify-backup-code": {
    summary: "Finish a sign-in with a backup code",
    body: z.object({ code: z.string().min(6).max(20) }),
    signedIn: false,
    answer: signedInShape,
    says: "Signed in; sets the session cookie",
    refusals: ["code-wrong", "session-expired", "too-many-tries"],
  },
  "two-factor/enable": {
    summary: "Prepare a second factor; a first code of it turns it on",
    body: z.object({ password }),
    signedIn: true,
    audit: "auth.second-factor-prepared",
    answer: z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) }),
    says: "What the authenticator reads, and the backup codes, shown once",
    refusals: ["second-factor-on"],
  },
  "two-factor/disable": {
    summary: "Turn the second factor off",
    body: z.object({ password }),
    signedIn: true,
    audit: "auth.second-factor-off",
    answer: doneShape,
    says: "Off",
    refusals: [],
  },
  "request-password-reset": {
    summary: "Ask for a link to set a new password",
    body: z.object({ email }),
    signedIn: false,
    answer: doneShape,
    says: "Sent, if the address is known",
    refusals: [],
  },
  "reset-password": {
    summary: "Set a password with a link",
    body: z.object({ newPassword: password, token: z.string().min(1).max(100) }),
    signedIn: false,
    answer: doneShape,
    says: "Set; every session has ended",
    refusals: ["link-used"],
  },
  "change-password": {
    summary: "Change one's own password",
    body: z.object({ currentPassword: password, newPassword: password }),
    signedIn: true,
    audit: "auth.password-changed",
    answer: doneShape,
    says: "Changed; other sessions have ended",
    refusals: [],
  },
} as const satisfies Record<string, Rule>;
type Door = keyof typeof doors;
type Rule = {
  readonly summary: string;
  readonly body: z.ZodType<Body>;
  /** Asks for a session of staff. */
  readonly signedIn: boolean;
  readonly audit?: string;
  readonly answer: z.ZodType<Record<string, unknown>>;
  readonly says: string;
  readonly refusals: readonly string[];
};

/** Sign-in of staff behind `/api/auth`: a short list of doors in front of better-auth, with our limits, audit and problems. */
export async function openStaffDoor(server: ApiServer, door: StaffDoor): Promise<void> {
  for (const path of Object.keys(doors) as Door[]) {
    server.fastify.route({
      ...server.describe(describedDoor(path)),
      handler: (request, reply) => pass(server, door, path, request, reply),
    });
  }
}

function describedDoor(path: Door): DescribedPath {
  const { summary, body, signedIn, answer, says, refusals }: Rule = doors[path];
  return {
    method: "POST",
    path: `${authPath}/${path}`,
    name: `auth.${path.replaceAll("/", "-")}`,
    summary,
    proof: signedIn ? ["session"] : [],
    fromOurPages: true,
    body,
    answers: { 200: { says, shape: answer } },
    refusals,
  };
}

async function pass(server: ApiServer, door: StaffDoor, path: Door, request: FastifyRequest, reply: FastifyReply) {
  const { parts, sessions, tally } = door;
  server.guardCrossSite(request);
  const rule: Rule = doors[path];
  const body = parseBody(rule.body, request);
  // better-auth would take its own word for a session; ours knows of disabled people and of idleness.
  const person = rule.signedIn ? await staffIn(sessions, request) : undefined;
  const counts = countsOf(path, body, request);
  const allowed = await tally.take(counts);
  if (!allowed.ok) throw new Refusal(allowed.code, allowed.params);

  const response = await (await door.betterAuth()).handler(forwarded(parts.publicUrl, path, body, request));
  const cookies = response.headers.getSetCookie();
  const said = (await response.json().catch(() => null)) as Said | null;
  if (!response.ok) {
    if (failsSignIn.has(path)) await failed(parts, path, request, said);
    if (cookies.length > 0) reply.header("set-cookie", cookies);
    throw problemOf(said?.code, response.status);
  }
  const answer = rule.answer.parse(answerOf(path, said));
  if ("signedIn" in answer) {
    await tally.forget(counts.filter(({ of }) => of !== limits.doorByNetwork));
    await signedIn(parts, path, request, said);
  }
  if (person !== undefined && rule.audit !== undefined) {
    const event = { action: rule.audit, by: person, requestId: request.id };
    await recordAtDoor(parts.db.pools.auth, parts.db.clock, event);
  }
  // The session the visitor came with is over, also while a second factor is still asked for.
  if (path !== "request-password-reset" && path !== "two-factor/enable" && cookies.length > 0)
    await sessions.replace(request);
  if (cookies.length > 0) reply.header("set-cookie", cookies);
  return server.answer(reply, { outcome: grant(answer) });
}

type Body = {
  email?: string;
  password?: string;
  newPassword?: string;
  currentPassword?: string;
  code?: string;
  token?: string;
};
type Said = {
  code?: string;
  token?: string | null;
  user?: { id: string };
  twoFactorRedirect?: boolean;
  totpURI?: string;
  backupCodes?: string[];
};

async function staffIn(sessions: Sessions, request: FastifyRequest) {
  const principal = (await sessions.read(request))?.principal;
  if (principal?.kind !== "staff" && principal?.kind !== "merchant") throw new Refusal("not-signed-in");
  return { kind: principal.kind, id: principal.staffId };
}

function countsOf(path: Door, body: Body, request: FastifyRequest): Count[] {
  const from = network(request.ip);
  const account = body.email?.trim().toLowerCase() ?? "";
  const byNetwork = { of: limits.doorByNetwork, who: from };
  if (path === "sign-in/email")
    return [
      byNetwork,
      { of: limits.passwordByPair, who: `${account}|${from}` },
      { of: limits.passwordByAccount, who: account },
    ];
  if (path === "request-password-reset") return [byNetwork, { of: limits.resetByAccount, who: account }];
  return [byNetwork];
}

/** A request made anew: host, origin and forwarded addresses of the visitor never reach better-auth. */
function forwarded(publicUrl: string, path: Door, body: Body, request: FastifyRequest): Request {
  const headers = new Headers({ "content-type": "application/json", origin: new URL(publicUrl).origin });
  if (request.headers.cookie !== undefined) headers.set("cookie", request.headers.cookie);
  const sent = path === "change-password" ? { ...body, revokeOtherSessions: true } : body;
  return new Request(`${publicUrl}${authPath}/${path}`, { method: "POST", headers, body: JSON.stringify(sent) });
}

/** Only what the pages need: session tokens and user records stay here. */
function answerOf(path: Door, said: Said | null): Record<string, unknown> {
  if (path === "sign-in/email" && said?.twoFactorRedirect === true) return { twoFactorRedirect: true };
  if (path === "sign-in/email" || path.startsWith("two-factor/verify")) return { signedIn: true };
  if (path === "two-factor/enable") return { totpURI: said?.totpURI, backupCodes: said?.backupCodes };
  return { done: true };
}

const failsSignIn: ReadonlySet<Door> = new Set([
  "sign-in/email",
  "two-factor/verify-totp",
  "two-factor/verify-backup-code",
]);

async function failed(parts: AuthParts, path: Door, request: FastifyRequest, said: Said | null): Promise<void> {
  await recordAtDoor(parts.db.pools.auth, parts.db.clock, {
    action: "auth.sign-in-failed",
    outcome: "refused",
    by: visitor,
    requestId: request.id,
    detail: { way: path, code: said?.code ?? "unknown" },
  });
}

async function signedIn(parts: AuthParts, path: Door, request: FastifyRequest, said: Said | null): Promise<void> {
  const pool = parts.db.pools.auth;
  const { rows } = await pool.query<{ id: string; merchant_id: string | null }>(
    "select id, merchant_id from parties.staff where login_id = $1",
    [said?.user?.id ?? null],
  );
  const [person] = rows;
  if (person === undefined) throw new Error("somebody signed in who is not staff");
  await recordAtDoor(pool, parts.db.clock, {
    action: "auth.signed-in",
    by: { kind: person.merchant_id === null ? "staff" : "merchant", id: person.id },
    requestId: request.id,
    detail: { way: path },
  });
}

/** better-auth's codes in our words. What is unknown is our trouble, not the visitor's. */
function problemOf(code: string | undefined, status: number): Refusal | Error {
  switch (code) {
    case "INVALID_EMAIL_OR_PASSWORD":
      return new Refusal("sign-in-wrong");
    case "INVALID_PASSWORD":
      return wrongField("password", "wrong");
    case "PASSWORD_TOO_SHORT":
      return new Refusal("invalid-input", {
        fields: JSON.stringify([
          { field: "newPassword", rule: "too-short", detail: `at least ${shortestPassword} characters` },
        ]),
      });
    case "INVALID_TOKEN":
    case "USER_NOT_FOUND":
      return new Refusal("link-used");
    case "INVALID_CODE":
    case "INVALID_BACKUP_CODE":
    case "BACKUP_CODES_NOT_ENABLED":
      return new Refusal("code-wrong");
    case "INVALID_TWO_FACTOR_COOKIE":
    case "TOTP_NOT_ENABLED":
    case "UNAUTHORIZED":
      return new Refusal("session-expired");
    case "TOTP_ALREADY_ENABLED":
      return new Refusal("second-factor-on");
    case "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE":
    case "ACCOUNT_TEMPORARILY_LOCKED":
      return new Refusal("too-many-tries");
    default:
      return new Error(`better-auth answered ${status} ${code ?? "without a code"}`);
  }
}
