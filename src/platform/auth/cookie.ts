import { createHmac } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { same } from "./marks.ts";

/** The session cookie: `token.signature`, signed as better-auth signs it, so that both sides read the other's. */
export type SessionCookie = {
  readonly name: string;
  readonly attributes: CookieAttributes;
  /** The token of a cookie we made; undefined for none, a forged or a damaged one. */
  tokenOf(request: FastifyRequest): string | undefined;
  set(reply: FastifyReply, token: string, seconds: number): void;
  clear(reply: FastifyReply): void;
};

type CookieAttributes = { path: "/"; httpOnly: true; sameSite: "lax"; secure: boolean };

export const cookieAttributes = (secure: boolean): CookieAttributes => ({
  path: "/",
  httpOnly: true,
  sameSite: "lax",
  secure,
});

/** With https the name carries `__Host-`: browsers then take it from this host only, for the whole site, and never in clear. */
export const cookiePrefix = (secure: boolean) => (secure ? "__Host-aftercare" : "aftercare");

export function createSessionCookie(secret: string, secure: boolean): SessionCookie {
  const name = `${cookiePrefix(secure)}_session`;
  const attributes = cookieAttributes(secure);
  const signatureOf = (token: string) => createHmac("sha256", secret).update(token).digest("base64");
  return {
    name,
    attributes,
    tokenOf: (request) => {
      const value = request.cookies[name];
      const dot = value?.lastIndexOf(".") ?? -1;
      if (value === undefined || dot < 1 || value.length > 300) return undefined;
      const token = value.slice(0, dot);
      return same(value.slice(dot + 1), signatureOf(token)) ? token : undefined;
    },
    set: (reply, token, seconds) =>
      void reply.setCookie(name, `${token}.${signatureOf(token)}`, { ...attributes, maxAge: seconds }),
    clear: (reply) => void reply.clearCookie(name, attributes),
  };
}
