import assert from "node:assert/strict";
import { test } from "node:test";
import { system } from "#platform/db";
import { withTestDatabase } from "../../../tests/support/database.ts";
import { type BulkColumns, insertMany } from "./index.ts";

const columns = {
  id: "int",
  text: "text",
  at: "timestamptz",
  bytes: "bytea",
  ids: "uuid[]",
  data: "jsonb",
  big: "bigint",
  yes: "boolean",
} as const satisfies BulkColumns<string>;

test("many rows arrive as they were sent, whatever characters they hold", async () => {
  await withTestDatabase(async ({ db }) => {
    const texts = ["", "null", "NULL", "{}", '"', "\\", '\\"', "a,b", "it's", "林晓梅\n\t", '{"a":1}', " padded "];
    const id = "0199f000-0000-7000-8000-000000000001";
    const at = Temporal.Instant.from("2026-11-21T08:00:00.123Z");
    const rows = await db.withTx(system("test"), async (tx) => {
      await tx.run(
        "create temporary table sample (id int, text text, at timestamptz, bytes bytea, ids uuid[], data jsonb, big bigint, yes boolean) on commit drop",
      );
      insertMany(tx, "sample", columns, [
        ...texts.map((text, i) => ({
          id: i,
          text,
          at,
          bytes: new Uint8Array([0, 1, 255]),
          ids: [id, id],
          data: { text, list: [text], big: 9007199254740993n },
          big: 2n ** 62n,
          yes: true,
        })),
        { id: 99, text: null, at: null, bytes: null, ids: [], data: [], big: null, yes: false },
      ]);
      insertMany(tx, "sample", columns, []);
      return tx.rows<Record<string, unknown>>(
        "select id, text, at, bytes, ids, data, big, yes from sample order by id",
      );
    });
    assert.equal(rows.length, texts.length + 1);
    for (const [i, text] of texts.entries()) {
      const row = rows[i];
      assert.equal(row?.text, text);
      assert.deepEqual(row?.data, { text, list: [text], big: "9007199254740993" });
      assert.deepEqual([row?.at?.toString(), row?.big, row?.yes, row?.ids], [at.toString(), 2n ** 62n, true, [id, id]]);
      assert.deepEqual(row?.bytes, Buffer.from([0, 1, 255]));
    }
    assert.deepEqual(rows.at(-1), {
      id: 99,
      text: null,
      at: null,
      bytes: null,
      ids: [],
      data: [],
      big: null,
      yes: false,
    });
  });
});
