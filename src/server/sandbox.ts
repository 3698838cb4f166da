import { z } from "zod";
import type { StandInMode, StandInProcess } from "#domains/payments";
import { standInModes } from "#domains/payments";
import { type Db, holdsRight, system } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import { type ApiServer, Refusal } from "#platform/http";

const clockBody = z.strictObject({
  forwardSeconds: z
    .number()
    .int()
    .min(1)
    .max(366 * 86_400),
});
const modeBody = z.strictObject({ mode: z.enum(standInModes) });
const fireBody = z.strictObject({ kind: z.string().max(60).optional() });

/** Test controls: the business clock, deadlines, and how the payment stand-in behaves. Only with AFTERCARE_SANDBOX=1, never in production. */
export function sandboxPlugin(db: Db, standIn: StandInProcess | undefined, fireDue: () => Promise<number>) {
  return async ({ fastify, callerOf }: ApiServer): Promise<void> => {
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
    const state = async () => ({
      clock: db.clock.now().toString(),
      offsetSeconds: db.clock.offsetSeconds(),
      payments: { mode: standIn === undefined ? null : await standIn.mode() },
    });

    fastify.get("/api/v1/sandbox", async (request) => {
      await guard(request);
      return state();
    });
    fastify.post("/api/v1/sandbox/clock", async (request) => {
      await guard(request);
      const { forwardSeconds } = parse(clockBody, request.body);
      const { offset_seconds } = await db.withTx(system("sandbox"), (tx) =>
        tx.one<{ offset_seconds: bigint }>(
          "update platform.clock set offset_seconds = offset_seconds + $1 where id = 1 returning offset_seconds",
          [forwardSeconds],
        ),
      );
      db.clock.setOffset(Number(offset_seconds));
      await fireDue();
      return state();
    });
    fastify.post("/api/v1/sandbox/deadlines/:caseNumber/fire", async (request) => {
      await guard(request);
      const { kind } = parse(fireBody, request.body);
      const { caseNumber } = request.params as { caseNumber: string };
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
    });
    fastify.post("/api/v1/sandbox/payments", async (request) => {
      await guard(request);
      const { mode } = parse(modeBody, request.body);
      if (standIn === undefined) throw new Refusal("not-found");
      await standIn.setMode(mode as StandInMode);
      return state();
    });
  };
}
