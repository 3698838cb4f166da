import type { FastifyRequest } from "fastify";
import type { z } from "zod";
import { invalid } from "#platform/action";
import { Refusal } from "#platform/http";

/** The body in the shape that is asked for; otherwise the problem that names each field. */
export function parseBody<S extends z.ZodType>(shape: S, request: FastifyRequest): z.output<S> {
  const parsed = shape.safeParse(request.body ?? {});
  if (parsed.success) return parsed.data;
  const outcome = invalid(parsed.error);
  throw new Refusal("invalid-input", outcome.ok ? {} : outcome.params);
}

export function wrongField(field: string, rule: string): Refusal {
  return new Refusal("invalid-input", { fields: JSON.stringify([{ field, rule, detail: rule }]) });
}
