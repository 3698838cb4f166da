import assert from "node:assert/strict";
import { test } from "node:test";
import { withTestDatabase } from "../../../tests/support/database.ts";
import { type Db, OutcomeUnknown, sqlState, system, type Tx } from "./index.ts";

const tester = system("test");
const put = "insert into platform.setting (key, value) values ($1, $2)";

async function keys(db: Db): Promise<string[]> {
  const rows = await db.withTx(tester, (tx) =>
    tx.rows<{ key: string }>("select key from platform.setting where key like 't%' order by key"),
  );
  return rows.map(({ key }) => key);
}

test("What travels together comes back in its order, each row as its column's type, with how many were touched", async () => {
  await withTestDatabase(async ({ db }) => {
    for (let time = 0; time < 2; time++) {
      const [instant, many, none] = await db.withTx(tester, (tx) =>
        Promise.all([
          tx.one(
            "select $1::timestamptz as at, $2::bigint as big, $3::jsonb as json, $4::date as day, $5::int[] as list",
            [
              Temporal.Instant.from("2026-11-30T01:02:03Z"),
              9_007_199_254_740_993n,
              { amount: 12n, quote: 'a"b\\c' },
              "2026-11-30",
              [1, 2, null],
            ],
          ),
          tx.rows("select n from generate_series(1, 3) n"),
          tx.run("update platform.setting set value = '{}' where key = $1", ["t-none"]),
        ]),
      );
      assert.deepEqual(instant, {
        at: Temporal.Instant.from("2026-11-30T01:02:03Z"),
        big: 9_007_199_254_740_993n,
        json: { amount: "12", quote: 'a"b\\c' },
        day: "2026-11-30",
        list: [1, 2, null],
      });
      assert.deepEqual(many, [{ n: 1 }, { n: 2 }, { n: 3 }]);
      assert.equal(none, 0);
    }
  });
});

test("Of statements that travel together the one that fails is heard, what follows is not run, and the connection serves on", async () => {
  await withTestDatabase(async ({ db }) => {
    const wrong = db.withTx(tester, async (tx) => {
      const told = await Promise.allSettled([
        tx.run(put, ["t1", "{}"]),
        tx.rows("select 1 / $1::int as n", [0]),
        tx.run(put, ["t2", "{}"]),
      ]);
      assert.deepEqual(
        told.map((one) => one.status),
        ["fulfilled", "rejected", "rejected"],
      );
      await tx.rows("select 1");
    });
    await assert.rejects(
      wrong,
      (error) => sqlState(error) === "22012",
      "the first failure, not that the rest was lost",
    );
    assert.deepEqual(await keys(db), []);
    // The statement that failed, and the one that was never run, are prepared anew.
    await db.withTx(tester, async (tx) => {
      assert.deepEqual(await tx.rows("select 1 / $1::int as n", [1]), [{ n: 1 }]);
      await tx.run(put, ["t2", "{}"]);
    });
    assert.deepEqual(await keys(db), ["t2"]);
  });
});

test("A write that was sent without waiting and fails undoes everything, and the commit is not run", async () => {
  await withTestDatabase(async ({ db }) => {
    const twice = db.withTx(tester, async (tx) => {
      tx.send(put, ["t1", "{}"]);
      tx.send(put, ["t1", "{}"]);
      tx.send(put, ["t3", "{}"]);
    });
    await assert.rejects(twice, (error) => sqlState(error) === "23505");
    assert.deepEqual(await keys(db), []);
  });
});

test("Work that gives up while its questions are under way leaves nothing behind", async () => {
  await withTestDatabase(async ({ db }) => {
    for (const asks of [0, 1, 3]) {
      const given = db.withTx(tester, async (tx) => {
        for (let i = 0; i < asks; i++) tx.run(put, [`t${i}`, "{}"]).catch(() => {});
        throw new Error("given up");
      });
      await assert.rejects(given, /given up/);
    }
    const later = db.withTx(tester, async (tx) => {
      await tx.run(put, ["t1", "{}"]);
      tx.run(put, ["t2", "{}"]).catch(() => {});
      throw new Error("given up");
    });
    await assert.rejects(later, /given up/);
    assert.deepEqual(await keys(db), []);
  });
});

test("A connection that is lost before the commit undoes everything; the next work gets another", async () => {
  await withTestDatabase(async ({ db }) => {
    const lost = db.withTx(tester, async (tx) => {
      await tx.run(put, ["t1", "{}"]);
      await endOwnConnection(tx);
    });
    await assert.rejects(lost);
    assert.deepEqual(await keys(db), []);
    const committing = db.withTx(tester, async (tx) => {
      tx.send(put, ["t1", "{}"]);
      tx.send("select pg_terminate_backend(pg_backend_pid())");
    });
    await assert.rejects(committing, (error) => error instanceof OutcomeUnknown || sqlState(error) === "57P01");
    assert.deepEqual(await keys(db), []);
  });
});

test("What the commit itself refuses is a clear no: nothing is kept, and two in each other's way run again", async () => {
  await withTestDatabase(async ({ db }) => {
    const refusedAtCommit = (code: string, times: number) => {
      let runs = 0;
      const work = db.withTx(tester, async (tx) => {
        runs += 1;
        await tx.run(put, ["t1", "{}"]);
        if (runs > times) return;
        await tx.run("create temporary table refused (n int)");
        await tx.run(
          `create function pg_temp.refuse() returns trigger language plpgsql as $$ begin raise exception 'at commit' using errcode = '${code}'; end $$`,
        );
        await tx.run(
          "create constraint trigger refuse after insert on refused deferrable initially deferred for each row execute function pg_temp.refuse()",
        );
        await tx.run("insert into refused values (1)");
      });
      return { work, runs: () => runs };
    };
    const constraint = refusedAtCommit("23514", 1);
    await assert.rejects(constraint.work, (error) => sqlState(error) === "23514");
    assert.deepEqual([constraint.runs(), await keys(db)], [1, []]);
    const cut = refusedAtCommit("57P01", 1);
    await assert.rejects(cut.work, (error) => error instanceof OutcomeUnknown);
    const inTheWay = refusedAtCommit("40001", 2);
    await inTheWay.work;
    assert.deepEqual([inTheWay.runs(), await keys(db)], [3, ["t1"]]);
  });
});

test("A connection that is lost before anybody has used it does not end the process", async () => {
  await withTestDatabase(async ({ db }) => {
    const client = await db.pools.of("system").connect();
    client.emit("error", new Error("terminating connection due to administrator command"));
    client.release(true);
    assert.deepEqual(await keys(db), []);
  });
});

test("Many questions one after another and side by side share the connections without mixing up", async () => {
  await withTestDatabase(async ({ db }) => {
    const told = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        db.withTx(tester, async (tx) => {
          const [a, b] = await Promise.all([
            tx.one<{ n: number }>("select $1::int as n", [i]),
            tx.one<{ n: number }>("select $1::int + 1000 as n", [i]),
          ]);
          const c = await tx.one<{ n: number }>(`select ${i % 7} + $1::int as n`, [i]);
          return [a.n, b.n, c.n];
        }),
      ),
    );
    assert.deepEqual(
      told,
      Array.from({ length: 60 }, (_, i) => [i, i + 1000, i + (i % 7)]),
    );
  });
});

async function endOwnConnection(tx: Tx): Promise<void> {
  await tx.run("select pg_terminate_backend(pg_backend_pid())");
}
