import { z } from "zod";
import { grant } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import type { Auth } from "#platform/auth";
import { keyPageShape } from "../contract.ts";

/** Keys without the key itself; a merchant's person sees those of the own shop. */
export function listKeys(auth: Auth) {
  return query({
    name: "parties.list-keys",
    input: z.object({}),
    output: keyPageShape,
    allow: holds("keys.manage"),
    run: async ({ principal }) => {
      const items = await auth.keys.list(principal.kind === "merchant" ? principal.merchantId : undefined);
      return grant({ items, nextCursor: null });
    },
  });
}
