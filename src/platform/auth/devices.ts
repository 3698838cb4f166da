import { randomBytes } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Id } from "#kernel/ids";
import { assert } from "#kernel/outcome";
import type { Log } from "#platform/log";
import type { Personal } from "#platform/personal";
import { cookieAttributes, cookiePrefix } from "./cookie.ts";

/** How long a browser keeps its value, and we what is known of it. */
export const deviceSeconds = 180 * 86_400;

export type DeviceParts = {
  readonly personal: Personal;
  readonly log: Log;
  readonly secure: boolean;
  /** Absent: nothing is marked. */
  readonly remember: ((customerId: Id<"customer">, deviceIndex: string) => Promise<void>) | undefined;
};

/** Browsers by a random value of our own, given at the first sign-in of a shopper there; we keep a keyed hash of it. */
export type Devices = {
  signedIn(request: FastifyRequest, reply: FastifyReply, customerId: Id<"customer">): Promise<void>;
};

export function createDevices({ personal, log, secure, remember }: DeviceParts): Devices {
  const name = `${cookiePrefix(secure)}_device`;
  const indexOf = (value: string) => personal.blindIndex("device", value);

  /** Set once and never renewed, so that no value outlives its time. */
  function mark(reply: FastifyReply): string {
    const value = randomBytes(32).toString("base64url");
    reply.setCookie(name, value, { ...cookieAttributes(secure), maxAge: deviceSeconds });
    return value;
  }

  return {
    signedIn: async (request, reply, customerId) => {
      if (remember === undefined) return;
      const index = indexOf(request.cookies[name] ?? "") ?? indexOf(mark(reply));
      assert(index !== undefined, "a value we made is one of ours");
      // What serves a count keeps nobody out.
      await remember(customerId, index).catch((error) => log.warn("a device could not be remembered", { error }));
    },
  };
}
