import { grant } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import type { ChainWatch } from "#platform/audit";
import { auditChainQuery, auditChainShape } from "../contract.ts";

/** Whether the chain is whole. All of it, which the first look and `full` ask for, takes about a second for every hundred thousand rows. */
export function readChain(watch: ChainWatch) {
  return query({
    name: "audit.chain",
    input: auditChainQuery,
    output: auditChainShape,
    allow: holds("audit.read"),
    run: async (tx, { full }) => {
      const chain = await watch(tx, { full: full === "1" });
      return grant({
        rows: Number(chain.rows),
        sealed: Number(chain.sealed),
        since: Number(chain.since),
        wholeAt: chain.wholeAt?.toString() ?? null,
        whole: chain.bad === undefined,
        firstBad: chain.bad === undefined ? null : Number(chain.bad.seq),
        what: chain.bad?.what ?? null,
        head: chain.head === null ? null : Buffer.from(chain.head).toString("hex"),
        headAt: chain.headAt?.toString() ?? null,
      });
    },
  });
}
