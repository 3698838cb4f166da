import { z } from "zod";
import { type CarrierStandIn, carrierModes } from "#domains/logistics";
import type { StandInProcess } from "#domains/payments";
import { standInModes } from "#domains/payments";
import { type Db, holdsRight, system } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import { type ApiServer, type DescribedPath, Refusal, signedIn } from "#platform/http";
import { type KeepingMailer, mailModes } from "#platform/messages";
import { instantShape, numberShape } from "#platform/wire";

const clockBody = z.strictObject({
  forwardSeconds: z
    .number()
    .int()
    .min(1)
    .max(366 * 86_400),
});
const modeBody = z.strictObject({ mode: z.enum(standInModes) });
const mailBody = z.strictObject({ mode: z.enum(mailModes) });
const carriersBody = z.strictObject({ mode: z.enum(carrierModes) });
const scanBody = z.strictObject({ trackingNumber: z.string().max(60), code: z.string().max(40) });
const fireBody = z.strictObject({ kind: z.string().max(60).optional() });
const stateShape = z.object({
  clock: instantShape,
  offsetSeconds: z.number().int(),
  payments: z.object({ mode: z.string().nullable() }),
  carriers: z.object({ mode: z.string().nullable() }),
  mail: z.object({ mode: z.string().nullable() }),
});
const changed = {
  proof: signedIn,
  description: "Permission: holds sandbox.use. Only with AFTERCARE_SANDBOX=1.",
  answers: { 200: { says: "How the sandbox stands now", shape: stateShape } },
} as const;

const paths = {
  state: {
    method: "GET",
    path: "/api/v1/sandbox",
    name: "sandbox.state",
    summary: "The business clock and how the stand-ins behave",
    ...changed,
    refusals: [],
  },
  clock: {
    method: "POST",
    path: "/api/v1/sandbox/clock",
    name: "sandbox.clock",
    summary: "Move the business clock forward and do what is due then",
    ...changed,
    body: clockBody,
    refusals: [],
  },
  fire: {
    method: "POST",
    path: "/api/v1/sandbox/deadlines/{caseNumber}/fire",
    name: "sandbox.fire",
    summary: "Let the deadlines of a case, or those of one kind, be due now",
    ...changed,
    params: z.object({ caseNumber: numberShape }),
    body: fireBody,
    answers: { 200: { says: "How many were done", shape: z.object({ fired: z.number().int() }) } },
    refusals: ["case-not-found", "move-not-allowed"],
  },
  payments: {
    method: "POST",
    path: "/api/v1/sandbox/payments",
    name: "sandbox.payments",
    summary: "Make the payment stand-in fail, answer late, twice, or never",
    ...changed,
    body: modeBody,
    refusals: ["not-found"],
  },
  carriers: {
    method: "POST",
    path: "/api/v1/sandbox/carriers",
    name: "sandbox.carriers",
    summary: "Make the carriers' stand-in fail, answer late, twice, or never",
    ...changed,
    body: carriersBody,
    refusals: ["not-found"],
  },
  scan: {
    method: "POST",
    path: "/api/v1/sandbox/carriers/scans",
    name: "sandbox.scan",
    summary: "Let a carrier scan a parcel and tell of it",
    ...changed,
    body: scanBody,
    refusals: ["not-found"],
  },
  mail: {
    method: "POST",
    path: "/api/v1/sandbox/mail",
    name: "sandbox.mail",
    summary: "Make the mail stand-in refuse, fail, answer late, deliver twice, or never answer",
    ...changed,
    body: mailBody,
    refusals: ["not-found"],
  },
} as const satisfies Record<string, DescribedPath>;

/** Test controls: the business clock, deadlines, and how the stand-ins for payments, carriers and mail behave. Only with AFTERCARE_SANDBOX=1, never in production. */
export function sandboxPlugin(
  db: Db,
  {
    payments,
    carriers,
    mail,
  }: {
    readonly payments?: StandInProcess | undefined;
    readonly carriers?: CarrierStandIn | undefined;
    readonly mail?: KeepingMailer | undefined;
  },
  fireDue: () => Promise<number>,
) {
  return async (server: ApiServer): Promise<void> => {
    const { fastify, callerOf } = server;
    const guard = async (request: Parameters<typeof callerOf>[0]) => {
      const { principal } = await callerOf(request);
      if (!holdsRight(principal, "sandbox.use")) throw new Refusal("forbidden", { needs: "holds sandbox.use" });
    };
    const parse = <T>(shape: z.ZodType<T>, body: unknown): T => {
      const parsed = shape.safeParse(body ?? {});
      if (!parsed.success)
        throw new Refusal("invalid-input", {
          fields: JSON.stringify(
            parsed.error.issues.map((i) => ({ field: i.path.join("."), rule: i.code, detail: i.message })),
          ),
        });
      return parsed.data;
    };
    const state = async (): Promise<z.output<typeof stateShape>> => ({
      clock: db.clock.now().toString(),
      offsetSeconds: db.clock.offsetSeconds(),
      payments: { mode: payments === undefined ? null : await payments.mode() },
      carriers: { mode: carriers === undefined ? null : await carriers.mode() },
      mail: { mode: mail?.mode ?? null },
    });

    fastify.route({
      ...server.describe(paths.state),
      handler: async (request) => {
        await guard(request);
        return state();
      },
    });
    fastify.route({
      ...server.describe(paths.clock),
      handler: async (request) => {
        await guard(request);
        const { forwardSeconds } = parse(paths.clock.body, request.body);
        const { offset_seconds } = await db.withTx(system("sandbox"), (tx) =>
          tx.one<{ offset_seconds: bigint }>(
            "update platform.clock set offset_seconds = offset_seconds + $1 where id = 1 returning offset_seconds",
            [forwardSeconds],
          ),
        );
        db.clock.setOffset(Number(offset_seconds));
        await fireDue();
        return state();
      },
    });
    fastify.route({
      ...server.describe(paths.fire),
      handler: async (request) => {
        await guard(request);
        const { kind } = parse(paths.fire.body, request.body);
        const { caseNumber } = parse(paths.fire.params, request.params);
        const moved = await db.withTx(system("sandbox"), async (tx) => {
          const found = await findInDirectory(tx, "case", caseNumber);
          if (found === undefined) throw new Refusal("case-not-found", { number: caseNumber });
          return tx.run(
            "update platform.deadline set due_at = $2 where subject_id = $1 and fired_at is null and cancelled_at is null and ($3::text is null or kind = $3)",
            [found.id, tx.now, kind ?? null],
          );
        });
        if (moved === 0) throw new Refusal("move-not-allowed", { number: caseNumber });
        return { fired: await fireDue() };
      },
    });
    fastify.route({
      ...server.describe(paths.payments),
      handler: async (request) => {
        await guard(request);
        const { mode } = parse(paths.payments.body, request.body);
        if (payments === undefined) throw new Refusal("not-found");
        await payments.setMode(mode);
        return state();
      },
    });
    fastify.route({
      ...server.describe(paths.carriers),
      handler: async (request) => {
        await guard(request);
        const { mode } = parse(paths.carriers.body, request.body);
        if (carriers === undefined) throw new Refusal("not-found");
        await carriers.setMode(mode);
        return state();
      },
    });
    fastify.route({
      ...server.describe(paths.scan),
      handler: async (request) => {
        await guard(request);
        const { trackingNumber, code } = parse(paths.scan.body, request.body);
        if (!(await carriers?.scan(trackingNumber, code, db.clock.now().toString()))) throw new Refusal("not-found");
        return state();
      },
    });
    fastify.route({
      ...server.describe(paths.mail),
      handler: async (request) => {
        await guard(request);
        const { mode } = parse(paths.mail.body, request.body);
        if (mail === undefined) throw new Refusal("not-found");
        mail.behave(mode);
        return state();
      },
    });
  };
}
