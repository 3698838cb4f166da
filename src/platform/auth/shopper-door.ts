import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Id } from "#kernel/ids";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import { type ApiServer, type DescribedPath, Refusal } from "#platform/http";
import { e164 } from "#platform/personal";
import {
  enterCodeInput,
  enterGuestCodeInput,
  enterPresentInput,
  requestCodeInput,
  requestGuestCodeInput,
} from "#platform/wire";
import { recordAtDoor, visitor } from "./audit.ts";
import type { AuthParts } from "./auth.ts";
import { type Codes, codeSeconds, type Entrant } from "./codes.ts";
import type { Devices } from "./devices.ts";
import type { Handovers } from "./handovers.ts";
import { parseBody, wrongField } from "./parse.ts";
import { guestSeconds, handoverSeconds, type Sessions, shopperSeconds } from "./sessions.ts";
import { type Limit, network, type Tally } from "./tally.ts";
import { words } from "./words.ts";

const hour = 3600;
const limits = {
  /** A text costs money and rings a phone. */
  codeAgain: { name: "code-again", limit: 1, seconds: 50 },
  codeByNumber: { name: "code-by-number", limit: 5, seconds: hour },
  codeByNumberDaily: { name: "code-by-number-daily", limit: 10, seconds: 24 * hour },
  /** Mobile networks put many phones behind one address. */
  codeByNetwork: { name: "code-by-network", limit: 300, seconds: hour },
  enterByNetwork: { name: "enter-by-network", limit: 1_000, seconds: hour },
  /** Guests prove less, so they get fewer tries: five an hour for each order, phone and network. */
  guestByOrder: { name: "guest-by-order", limit: 5, seconds: hour },
  guestByPhone: { name: "guest-by-phone", limit: 5, seconds: hour },
  guestByNetwork: { name: "guest-by-network", limit: 5, seconds: hour },
  guestEnterByOrder: { name: "guest-enter-by-order", limit: 5, seconds: hour },
  guestEnterByPhone: { name: "guest-enter-by-phone", limit: 5, seconds: hour },
  guestEnterByNetwork: { name: "guest-enter-by-network", limit: 5, seconds: hour },
  /** The code of a present is long and never changes by itself: few tries are enough for who has it. */
  presentByOrder: { name: "present-by-order", limit: 10, seconds: hour },
  presentByNetwork: { name: "present-by-network", limit: 30, seconds: hour },
  /** What all texts together may cost; beyond it nothing is sent and the answer stays the same. */
  textsOfAll: { name: "texts-of-all", limit: 3_000, seconds: hour },
} as const satisfies Record<string, Limit>;

export type ShopperDoor = {
  readonly parts: AuthParts;
  readonly sessions: Sessions;
  readonly codes: Codes;
  readonly tally: Tally;
  readonly handovers: Handovers;
  readonly devices: Devices;
};

const handoverQuery = z.object({ token: z.string().min(20).max(100) });
const sentShape = z.object({
  sent: z.literal(true),
  expiresInSeconds: z.number().int(),
  /** In the demo only, where no text is sent. */
  demoCode: z.string().optional(),
});
const entered = {
  answers: { 200: { says: "Signed in; sets the session cookie", shape: z.object({ signedIn: z.literal(true) }) } },
  refusals: ["code-wrong", "too-many-tries"],
};

const paths = {
  requestCode: {
    method: "POST",
    path: "/api/v1/sign-in/code",
    name: "auth.request-code",
    summary: "Send a shopper a code to sign in with",
    description: "Exactly one of phone and email. The answer never tells whether it is known.",
    proof: [],
    fromOurPages: true,
    body: requestCodeInput,
    answers: { 200: { says: "Sent, if it is known", shape: sentShape } },
    refusals: [],
  },
  enterCode: {
    method: "POST",
    path: "/api/v1/sign-in/enter",
    name: "auth.enter-code",
    summary: "Sign a shopper in with a code",
    description:
      "Exactly one of phone and email: where the code was sent. The first sign-in on a device also sets a cookie that tells it from others.",
    proof: [],
    fromOurPages: true,
    body: enterCodeInput,
    ...entered,
  },
  requestGuestCode: {
    method: "POST",
    path: "/api/v1/guest/code",
    name: "auth.request-guest-code",
    summary: "Send a guest a code for one order",
    description: "The answer never tells whether order and phone belong together.",
    proof: [],
    fromOurPages: true,
    body: requestGuestCodeInput,
    answers: { 200: { says: "Sent, if they belong together", shape: sentShape } },
    refusals: [],
  },
  enterGuestCode: {
    method: "POST",
    path: "/api/v1/guest/enter",
    name: "auth.enter-guest-code",
    summary: "Let a guest see one order for half an hour",
    proof: [],
    fromOurPages: true,
    body: enterGuestCodeInput,
    ...entered,
  },
  enterPresent: {
    method: "POST",
    path: "/api/v1/present/enter",
    name: "auth.enter-present",
    summary: "Let the recipient of a present see what was given, for half an hour",
    description: "Order number and the code of the present; nothing that was paid is ever told.",
    proof: [],
    fromOurPages: true,
    body: enterPresentInput,
    ...entered,
  },
  handover: {
    method: "GET",
    path: "/handover",
    name: "auth.handover",
    summary: "Take over a shopper whom the shop has signed in",
    description:
      "The address is made by the shop's hand-over and good once, for five minutes. The first sign-in on a device also sets a cookie that tells it from others.",
    proof: [],
    query: handoverQuery,
    answers: {
      303: { says: "To where the shop wanted, with a session cookie; to the sign-in page where the token is no good" },
    },
    refusals: [],
  },
} as const satisfies Record<string, DescribedPath>;

/** Sign-in of shoppers by code, of guests by order number and code, and by hand-over from the shop. */
export async function openShopperDoor(server: ApiServer, door: ShopperDoor): Promise<void> {
  const { fastify } = server;
  const { parts, sessions, codes, tally, handovers, devices } = door;
  const pool = parts.db.pools.auth;

  fastify.route({ ...server.describe(paths.requestCode), handler: requestCode });
  fastify.route({ ...server.describe(paths.enterCode), handler: enterCode });
  fastify.route({ ...server.describe(paths.requestGuestCode), handler: requestGuestCode });
  fastify.route({ ...server.describe(paths.enterGuestCode), handler: enterGuestCode });
  fastify.route({ ...server.describe(paths.enterPresent), handler: enterPresent });
  fastify.route({ ...server.describe(paths.handover), handler: takeOver });

  async function requestCode(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    server.guardCrossSite(request);
    const { contact, index, kind } = contactOf(parts, parseBody(paths.requestCode.body, request));
    // In the demo no text is sent, and everybody tries the same few people.
    if (!parts.demo)
      await allowed(tally, [
        [limits.codeAgain, index],
        [limits.codeByNumber, index],
        [limits.codeByNumberDaily, index],
        [limits.codeByNetwork, network(request.ip)],
      ]);
    const entrant = await oneShopper(parts, kind, index);
    const code = await codes.make(`sign-in|${kind}|${index}`, entrant);
    if (entrant !== undefined) sendCode(door, request, kind, contact, code);
    return answerSent(server, reply, parts.demo && entrant !== undefined ? code : undefined);
  }

  async function enterCode(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    server.guardCrossSite(request);
    const input = parseBody(paths.enterCode.body, request);
    const { index, kind } = contactOf(parts, input);
    await allowed(tally, [[limits.enterByNetwork, network(request.ip)]]);
    const taken = await codes.take(`sign-in|${kind}|${index}`, input.code);
    return enter(request, reply, taken, "code", shopperSeconds);
  }

  async function requestGuestCode(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    server.guardCrossSite(request);
    const { orderNumber, phone } = parseBody(paths.requestGuestCode.body, request);
    const { index, contact } = contactOf(parts, { phone });
    await allowed(tally, [
      [limits.guestByOrder, orderNumber],
      [limits.guestByPhone, index],
      [limits.guestByNetwork, network(request.ip)],
    ]);
    const entrant = await parts.people.guestOrder(orderNumber, index);
    const code = await codes.make(`guest|${orderNumber}|${index}`, entrant);
    if (entrant !== undefined) sendCode(door, request, "phone", contact, code);
    return answerSent(server, reply, parts.demo && entrant !== undefined ? code : undefined);
  }

  async function enterGuestCode(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    server.guardCrossSite(request);
    const { orderNumber, phone, code } = parseBody(paths.enterGuestCode.body, request);
    const { index } = contactOf(parts, { phone });
    const counts = [
      [limits.guestEnterByOrder, orderNumber],
      [limits.guestEnterByPhone, index],
      [limits.guestEnterByNetwork, network(request.ip)],
    ] as const;
    await allowed(tally, counts);
    const taken = await codes.take(`guest|${orderNumber}|${index}`, code);
    if (taken.ok) await tally.forget(counts.map(([of, who]) => ({ of, who })));
    return enter(request, reply, taken, "guest-code", guestSeconds);
  }

  async function enterPresent(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    server.guardCrossSite(request);
    const { orderNumber, code } = parseBody(paths.enterPresent.body, request);
    const counts = [
      [limits.presentByOrder, orderNumber],
      [limits.presentByNetwork, network(request.ip)],
    ] as const;
    await allowed(tally, counts);
    const entrant = await parts.people.presentOf(orderNumber, code);
    if (entrant !== undefined) await tally.forget(counts.map(([of, who]) => ({ of, who })));
    const taken = entrant === undefined ? refuse("code-wrong", { triesLeft: 0 }) : grant(entrant);
    return enter(request, reply, taken, "present-code", guestSeconds);
  }

  async function takeOver(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const token = paths.handover.query.safeParse(request.query).data?.token;
    const taken = token === undefined ? undefined : await handovers.take(token);
    if (taken === undefined) return reply.redirect("/sign-in?problem=handover-used", 303);
    await open(request, reply, { customerId: taken.customerId }, "handover", handoverSeconds);
    return reply.redirect(taken.returnTo, 303);
  }

  async function enter(
    request: FastifyRequest,
    reply: FastifyReply,
    taken: Outcome<Entrant>,
    way: string,
    seconds: number,
  ): Promise<FastifyReply> {
    if (!taken.ok) {
      const event = { action: "auth.sign-in-failed", outcome: "refused", by: visitor, requestId: request.id } as const;
      await recordAtDoor(pool, parts.db.clock, { ...event, detail: { way, code: taken.code } });
      return server.answer(reply, { outcome: taken });
    }
    await open(request, reply, taken.value, way, seconds);
    return server.answer(reply, { outcome: grant({ signedIn: true }) });
  }

  /** Guests and recipients are known by one order: nothing is noted of their devices. */
  async function open(
    request: FastifyRequest,
    reply: FastifyReply,
    entrant: Entrant,
    way: string,
    seconds: number,
  ): Promise<void> {
    await sessions.open(request, reply, entrant, way, seconds);
    if (entrant.orderId === undefined) await devices.signedIn(request, reply, entrant.customerId);
  }
}

async function allowed(tally: Tally, counts: readonly (readonly [Limit, string])[]): Promise<void> {
  const outcome = await tally.take(counts.map(([of, who]) => ({ of, who })));
  if (!outcome.ok) throw new Refusal(outcome.code, outcome.params);
}

/** The number or address as it is found by: a blind index. What is neither is refused before anything is looked up. */
function contactOf(
  { personal }: AuthParts,
  typed: { phone?: string | undefined; email?: string | undefined },
): { kind: "phone" | "email"; contact: string; index: string } {
  const kind = typed.phone === undefined ? "email" : "phone";
  const contact = typed.phone ?? typed.email ?? "";
  const index = personal.blindIndex(kind, contact);
  if (index === undefined) throw wrongField(kind, kind);
  return { kind, contact, index };
}

/** Several shoppers may have one number: the one who has signed in before, else the newest. Links between them are followed by reads. */
async function oneShopper(parts: AuthParts, kind: "phone" | "email", index: string): Promise<Entrant | undefined> {
  const candidates = await parts.people.shoppersBy(kind, index);
  const { rows } = await parts.db.pools.auth.query<{ customer_id: Id<"customer"> }>(
    `select c.id as customer_id from unnest($1::text[]) with ordinality as c (id, place)
       left join "user" u on u."customerId" = c.id order by (u.id is null), c.place limit 1`,
    [candidates],
  );
  return rows[0] && { customerId: rows[0].customer_id };
}

/** After the answer: how long sending takes would tell that the number is known. */
function sendCode(
  door: ShopperDoor,
  request: FastifyRequest,
  kind: "phone" | "email",
  contact: string,
  code: string,
): void {
  const { parts, tally } = door;
  const language = request.headers["accept-language"];
  const text = words(language, "code", { code, minutes: String(codeSeconds / 60) });
  const send = async () => {
    const cap = await tally.take([{ of: limits.textsOfAll, who: "all" }]);
    if (!cap.ok) return parts.log.error("no more codes are sent this hour: the limit of all texts is reached");
    if (kind === "email")
      await parts.senders.mail.send({ to: contact.trim(), subject: words(language, "code-subject"), text });
    else await parts.senders.sms.send(e164(contact) ?? contact, text);
  };
  setImmediate(() => {
    send().catch((error) => parts.log.warn("a code could not be sent", { error }));
  });
}

function answerSent(server: ApiServer, reply: FastifyReply, demoCode: string | undefined): FastifyReply {
  const sent: z.output<typeof sentShape> = {
    sent: true,
    expiresInSeconds: codeSeconds,
    ...(demoCode === undefined ? {} : { demoCode }),
  };
  return server.answer(reply, { outcome: grant(sent) });
}
