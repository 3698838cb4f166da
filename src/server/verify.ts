import { noPaymentProvider } from "#domains/payments";
import { verifyAudit } from "#platform/audit";
import type { Config, Secrets } from "#platform/config";
import { type Db, system } from "#platform/db";
import { silentLog } from "#platform/log";
import { compose } from "./system.ts";

export type VerifyReport = {
  readonly ok: boolean;
  readonly invariants: readonly { readonly invariant: string; readonly violations: readonly string[] }[];
};

/** Recomputes what must hold of money, cases, timelines and the audit chain, over the whole database. Writes nothing. */
export async function verifyAll(config: Config, secrets: Secrets, db: Db): Promise<VerifyReport> {
  const { domains, audit } = compose({
    config,
    secrets,
    db,
    log: silentLog,
    demo: false,
    provider: noPaymentProvider(),
    paymentsUrl: "",
  });
  const invariants: { invariant: string; violations: string[] }[] = [];
  for (const invariant of domains.flatMap((domain) => domain.invariants ?? []))
    invariants.push({
      invariant: invariant.name,
      violations: await db.withTx(system("verify"), (tx) => invariant.violations(tx), { readOnly: true }),
    });
  const chain = await db.withTx(system("verify"), (tx) => verifyAudit(tx, audit.key, audit.witness), {
    readOnly: true,
  });
  invariants.push({
    invariant: "audit: the chain is whole",
    violations: chain.bad === undefined ? [] : [`row ${chain.bad.seq} is ${chain.bad.what}`],
  });
  return { ok: invariants.every(({ violations }) => violations.length === 0), invariants };
}
