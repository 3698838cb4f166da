import { join } from "node:path";
import { orders } from "#domains/orders";
import { payments } from "#domains/payments";
import { returns } from "#domains/returns";
import { auditKey, fileWitness, verifyAudit } from "#platform/audit";
import type { Config, Secrets } from "#platform/config";
import { system } from "#platform/db";
import type { Domain } from "#platform/domain";
import { silentLog } from "#platform/log";
import { createPersonal } from "#platform/personal";
import type { RunningDatabase } from "#platform/postgres";
import { connect } from "./start.ts";

export type VerifyReport = {
  readonly ok: boolean;
  readonly invariants: readonly { readonly invariant: string; readonly violations: readonly string[] }[];
};

/** Recomputes what must hold of money, cases, timelines and the audit chain, over the whole database. Writes nothing. */
export async function verifyAll(config: Config, secrets: Secrets, database: RunningDatabase): Promise<VerifyReport> {
  const db = await connect(config, secrets, database, silentLog);
  const nobody = {
    refund: () => Promise.reject(new Error("verify sends nothing")),
    ask: () => Promise.reject(new Error("verify sends nothing")),
  };
  const domains: Domain[] = [
    orders({ personal: createPersonal(secrets), dataDir: config.dataDir }),
    payments(nobody),
    returns({ findShoppers: async () => [], viewersOf: async () => [] }),
  ];
  try {
    const invariants: { invariant: string; violations: string[] }[] = [];
    for (const invariant of domains.flatMap((domain) => domain.invariants ?? []))
      invariants.push({
        invariant: invariant.name,
        violations: await db.withTx(system("verify"), (tx) => invariant.violations(tx), { readOnly: true }),
      });
    const chain = await db.withTx(
      system("verify"),
      (tx) => verifyAudit(tx, auditKey(secrets), fileWitness(join(config.dataDir, "audit-witness.jsonl"))),
      { readOnly: true },
    );
    invariants.push({
      invariant: "audit: the chain is whole",
      violations: chain.bad === undefined ? [] : [`row ${chain.bad.seq} is ${chain.bad.what}`],
    });
    return { ok: invariants.every(({ violations }) => violations.length === 0), invariants };
  } finally {
    await db.end();
  }
}
