import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import pg from "pg";
import { newId } from "#kernel/ids";
import { type Db, system } from "#platform/db";
import { withTestDatabase } from "../../../tests/support/database.ts";
import { anchorAudit, auditKey } from "./anchor.ts";
import { sealAudit } from "./seal.ts";
import { type ChainState, verifyAudit } from "./verify.ts";
import { watchChain } from "./watch.ts";
import { fileWitness, type Witness } from "./witness.ts";

const key = auditKey({ blindIndexKey: new Uint8Array(32).fill(7) });

test("the audit trail seals itself, is whole, and shows what its owner does to it", async (t) => {
  await withTestDatabase(async ({ db, adminUrl }) => {
    const owner = new pg.Client({ connectionString: adminUrl });
    await owner.connect();
    try {
      await t.test("an empty trail is whole and has no head", async () => {
        assert.equal(await sealAudit(db), 0);
        assert.equal(await anchorAudit(db, key), undefined);
        const state = await look(db);
        assert.deepEqual([state.rows, state.sealed, state.bad, state.head], [0n, 0n, undefined, null]);
      });

      await t.test("rows are sealed once, in batches, also by two at a time", async () => {
        await write(db, 2_300);
        const counts = await Promise.all([sealAudit(db), sealAudit(db), sealAudit(db)]);
        assert.equal(counts.reduce((sum, count) => sum + count) + (await sealAudit(db)), 2_300);
        await write(db, 5);
        assert.equal(await sealAudit(db), 5);
        const state = await look(db);
        assert.deepEqual([state.rows, state.sealed, state.bad], [2_305n, 2_305n, undefined]);
      });

      await t.test("the head is signed when it has grown, and only then", async () => {
        const anchor = await anchorAudit(db, key);
        assert.equal(anchor?.seq, 2_305n);
        assert.equal(await anchorAudit(db, key), undefined);
        assert.equal((await look(db)).headAt?.toString(), anchor?.at.toString());
      });

      await owner.query(
        "create table public.saved as table platform.audit; create table public.heads as table platform.audit_anchor",
      );
      const broken = async (sql: string): Promise<ChainState["bad"]> => {
        await owner.query(sql);
        const { bad } = await look(db);
        await owner.query(
          `delete from platform.audit; insert into platform.audit table public.saved;
           delete from platform.audit_anchor; insert into platform.audit_anchor table public.heads`,
        );
        assert.equal((await look(db)).bad, undefined, "put back, it is whole again");
        return bad;
      };

      await t.test("an edit, a deletion, an insertion, a swap, a cut and a rewriting are named", async () => {
        assert.deepEqual(
          await broken(`update platform.audit set detail = jsonb_set(detail, '{amount}', '"0.01"') where seq = 1200`),
          { seq: 1_200n, what: "changed" },
        );
        assert.deepEqual(
          await broken("update platform.audit set at = at + interval '1 microsecond' where seq = 1200"),
          {
            seq: 1_200n,
            what: "changed",
          },
        );
        assert.deepEqual(await broken("delete from platform.audit where seq = 1200"), { seq: 1_200n, what: "missing" });
        assert.deepEqual(await broken("update platform.audit set seq = null, hash = null where seq = 1200"), {
          seq: 1_200n,
          what: "missing",
        });
        assert.deepEqual(
          await broken(`update platform.audit set seq = -seq where seq in (1200, 1201);
            update platform.audit set seq = case seq when -1200 then 1201 else 1200 end where seq < 0`),
          { seq: 1_200n, what: "changed" },
        );
        assert.deepEqual(await broken("delete from platform.audit where seq > 2303"), { seq: 2_304n, what: "cut" });
        assert.deepEqual(
          await broken(`update platform.audit set principal_id = 'somebody else' where seq = 2305;
            update platform.audit_anchor set hash = '\\x00' where seq = 2305`),
          { seq: 2_305n, what: "changed" },
        );
      });

      await t.test("a rewritten last row, sealed anew by the system itself, contradicts the signed head", async () => {
        await owner.query(
          "update platform.audit set action = 'returns.reject', seq = null, hash = null where seq = 2305",
        );
        assert.equal(await sealAudit(db), 1);
        assert.deepEqual((await look(db)).bad, { seq: 1n, what: "rewritten" });
        await owner.query(
          "update platform.audit set action = 'returns.approve', seq = null, hash = null where seq = 2305",
        );
        await sealAudit(db);
        assert.equal((await look(db)).bad, undefined);
      });

      await t.test("cutting rows and heads together is found by the file outside", async () => {
        const folder = await mkdtemp(join(tmpdir(), "witness-"));
        try {
          const witness = fileWitness(join(folder, "audit-head.json"));
          assert.equal(await witness.read(), undefined);
          await write(db, 3);
          await sealAudit(db);
          await anchorAudit(db, key, { witness });
          assert.equal((await look(db, witness)).bad, undefined);
          await owner.query(
            "delete from platform.audit where seq > 2306; delete from platform.audit_anchor where seq > 2306",
          );
          assert.equal((await look(db)).bad, undefined, "the database alone cannot tell");
          assert.deepEqual((await look(db, witness)).bad, { seq: 2_307n, what: "cut" });
          await writeFile(join(folder, "audit-head.json"), "nonsense");
          assert.deepEqual((await look(db, witness)).bad, { seq: 1n, what: "forged" });
        } finally {
          await rm(folder, { recursive: true });
        }
      });

      await t.test(
        "a quick look relies on the last signed head; a full one finds what was done before it",
        async () => {
          await owner.query(
            `truncate platform.audit, platform.audit_anchor; insert into platform.audit table public.saved;
           insert into platform.audit_anchor table public.heads`,
          );
          const folder = await mkdtemp(join(tmpdir(), "witness-"));
          const watch = watchChain(key, fileWitness(join(folder, "audit-head.json")));
          const glance = (full = false) => db.withTx(system("test"), (tx) => watch(tx, { full }), { readOnly: true });
          try {
            const first = await glance();
            assert.deepEqual(
              [first.bad, first.since, first.sealed],
              [undefined, 0n, 2_305n],
              "the first look is a full one",
            );
            await write(db, 10);
            await sealAudit(db);
            const quick = await glance();
            assert.deepEqual(
              [quick.bad, quick.since, quick.sealed, quick.rows, quick.wholeAt],
              [undefined, 2_305n, 2_315n, 2_315n, first.wholeAt],
            );
            assert.deepEqual(quick.head, (await look(db)).head);

            await owner.query("update platform.audit set action = 'returns.reject' where seq = 1200");
            assert.equal((await glance()).bad, undefined);
            const full = await glance(true);
            assert.deepEqual([full.bad, full.since, full.wholeAt], [{ seq: 1_200n, what: "changed" }, 0n, null]);
            assert.deepEqual((await glance()).bad, { seq: 1_200n, what: "changed" }, "and is not forgotten");
            await owner.query("update platform.audit set action = 'returns.approve' where seq = 1200");
            assert.equal((await glance()).bad, undefined);

            await anchorAudit(db, key);
            assert.equal((await glance()).since, 2_305n);
            assert.equal((await glance()).since, 2_315n, "each signed head that was reached shortens the next look");
            await write(db, 5);
            await sealAudit(db);
            for (const [damage, mend, bad] of [
              [
                "update platform.audit set action = 'returns.reject' where seq = 2318",
                "update platform.audit set action = 'returns.approve' where seq = 2318",
                { seq: 2_318n, what: "changed" },
              ],
              [
                "update platform.audit set hash = '\\x00' where seq = 2315",
                undefined,
                { seq: 2_315n, what: "changed" },
              ],
              ["delete from platform.audit where seq >= 2315", undefined, { seq: 2_315n, what: "missing" }],
            ] as const) {
              await owner.query(damage);
              assert.deepEqual((await glance()).bad, bad, damage);
              if (mend !== undefined) await owner.query(mend);
            }
          } finally {
            await rm(folder, { recursive: true });
          }
        },
      );

      await t.test("nobody but the system may seal, and nobody may delete", async () => {
        for (const kind of ["staff", "system"] as const) {
          const client = await db.pools.of(kind).connect();
          try {
            await assert.rejects(client.query("delete from platform.audit"), { code: "42501" });
            await assert.rejects(client.query("update platform.audit set detail = '{}'"), { code: "42501" });
            await assert.rejects(client.query("delete from platform.audit_anchor"), { code: "42501" });
          } finally {
            client.release();
          }
        }
      });
    } finally {
      await owner.end();
    }
  });
});

function look(db: Db, witness?: Witness): Promise<ChainState> {
  return db.withTx(system("test"), (tx) => verifyAudit(tx, key, witness), { readOnly: true });
}

async function write(db: Db, count: number): Promise<void> {
  await db.withTx(system("test"), (tx) =>
    tx.run(
      `insert into platform.audit (id, at, principal_kind, principal_id, action, subject_kind, subject_id, customer_id, detail)
       select id, $2, 'staff', 'somebody', 'returns.approve', 'case', id, id, '{"amount": 12.30, "note": "好的"}' from unnest($1::uuid[]) id`,
      [Array.from({ length: count }, () => newId()), tx.now],
    ),
  );
}
