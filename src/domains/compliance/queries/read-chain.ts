import { z } from "zod";
import { grant } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import { type AuditKey, verifyAudit, type Witness } from "#platform/audit";
import { auditChainShape } from "../contract.ts";

/** Recomputes the whole chain: about a second for every hundred thousand rows. */
export function readChain(key: AuditKey, witness: Witness) {
  return query({
    name: "audit.chain",
    input: z.strictObject({}),
    output: auditChainShape,
    allow: holds("audit.read"),
    run: async (tx) => {
      const chain = await verifyAudit(tx, key, witness);
      return grant({
        rows: Number(chain.rows),
        sealed: Number(chain.sealed),
        whole: chain.bad === undefined,
        firstBad: chain.bad === undefined ? null : Number(chain.bad.seq),
        what: chain.bad?.what ?? null,
        head: chain.head === null ? null : Buffer.from(chain.head).toString("hex"),
        headAt: chain.headAt?.toString() ?? null,
      });
    },
  });
}
