import { z } from "zod";
import { grant } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import { factKindsShape } from "../shapes.ts";

export function listFactKinds(kinds: readonly string[]) {
  const items = kinds.toSorted().map((kind) => ({ kind }));
  return query({
    name: "webhooks.facts",
    input: z.strictObject({}),
    output: factKindsShape,
    allow: holds("webhooks.manage"),
    run: async () => grant({ items }),
  });
}
