import type { Db } from "#platform/db";
import { system } from "#platform/db";
import { type AuditContent, beginning, contentColumns, linkHash } from "./chain.ts";

const rowsPerTransaction = 1_000;
const oneAtATime = 7_202_613;

/**
 * Chains the audit rows that are not chained yet; answers how many. Runs every second, off the path of the actions, so
 * that the head of the chain is never a row they wait for. Of several callers at once one works, the others answer 0.
 */
export async function sealAudit(db: Db): Promise<number> {
  let sealed = 0;
  for (let batch = rowsPerTransaction; batch === rowsPerTransaction; sealed += batch) batch = await sealBatch(db);
  return sealed;
}

function sealBatch(db: Db): Promise<number> {
  return db.withTx(system("audit"), async (tx) => {
    const { mine } = await tx.one<{ mine: boolean }>("select pg_try_advisory_xact_lock($1) as mine", [oneAtATime]);
    if (!mine) return 0;
    const [head, rows] = await Promise.all([
      tx.maybe<{ seq: bigint; hash: Uint8Array }>(
        "select seq, hash from platform.audit where seq is not null order by seq desc limit 1",
      ),
      tx.rows<AuditContent>(
        `select ${contentColumns} from platform.audit where seq is null order by id limit ${rowsPerTransaction}`,
      ),
    ]);
    if (rows.length === 0) return 0;
    let { seq, hash } = head ?? { seq: 0n, hash: beginning };
    const links = rows.map((row) => {
      seq += 1n;
      hash = linkHash(hash, seq, row);
      return { id: row.id, seq, hash: `\\x${Buffer.from(hash).toString("hex")}` };
    });
    const written = await tx.run(
      `update platform.audit a set seq = l.seq, hash = l.hash
         from unnest($1::uuid[], $2::bigint[], $3::bytea[]) l (id, seq, hash) where a.id = l.id and a.seq is null`,
      [links.map((link) => link.id), links.map((link) => link.seq), links.map((link) => link.hash)],
    );
    if (written !== rows.length) throw new Error("audit rows were sealed by somebody who did not wait");
    return rows.length;
  });
}
