import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { testSettings, withTestDatabase } from "../../../tests/support/database.ts";
import { as, createWorld, placeOrder, shopper } from "../../../tests/support/world.ts";
import { requestReturn } from "../../domains/returns/actions/request-return.ts";

const program = join(import.meta.dirname, "../../../bin/aftercare.ts");
const draft = {
  policy: {
    id: "summer",
    version: "draft",
    effectiveFrom: "2026-01-01",
    clauses: [
      {
        id: "free-return",
        reasons: ["no-longer-wanted"],
        remedies: ["return"],
        window: { days: 15, from: "delivered" },
        conditions: ["intact"],
        freight: "seller",
      },
    ],
  },
  handling: {},
};

test("policy replay tells what a draft in a file would have changed in the cases there are", () =>
  withTestDatabase(async ({ db, adminUrl }) => {
    const world = await createWorld(db);
    const delivered = db.clock.now().subtract({ hours: 48 }).toString();
    const order = await placeOrder(db, world, { deliveredAt: delivered });
    const asked = await requestReturn.execute(as(db, shopper(world.customerId)), {
      number: order.number,
      kind: "return-and-refund",
      reason: "no-longer-wanted",
      lines: [{ lineId: order.lineIds[0], quantity: 1 }],
    });
    assert.ok(asked.outcome.ok, JSON.stringify(asked.outcome));
    const folder = await mkdtemp(join(tmpdir(), "aftercare-policy-"));
    try {
      const file = join(folder, "draft.json");
      await writeFile(file, JSON.stringify(draft));
      const csv = join(folder, "changes.csv");
      const replay = ["policy", "replay", "--draft", file];
      const told = await aftercare(adminUrl, [...replay, "--freight", "12", "--csv", csv, "--json"]);
      assert.deepEqual([told.code, told.err], [0, ""]);
      const report = JSON.parse(told.out);
      const number = asked.outcome.value.cases[0]?.number;
      assert.deepEqual([report.cases, report.changed, report.changes[0].number], [1, 1, number]);
      assert.deepEqual(report.would.money[0].freight, { amount: "12.00", currency: "CNY" });
      const rows = (await readFile(csv, "utf8")).trim().split("\n");
      assert.deepEqual([rows.length, rows[1]?.startsWith(`${number},return-and-refund,`)], [2, true]);
      const words = await aftercare(adminUrl, [...replay, "--merchant", "M001", "--days", "30"]);
      assert.match(words.out, /^1 cases, 1 decided otherwise/);
      const unknown = await aftercare(adminUrl, [...replay, "--merchant", "M999"]);
      assert.deepEqual([unknown.code, unknown.out], [1, ""]);
      await writeFile(file, JSON.stringify({ ...draft, handling: { merchantAnswersHours: 0 } }));
      const wrong = await aftercare(adminUrl, replay);
      assert.equal(wrong.code, 2);
      assert.match(wrong.err, /draft\.json is no draft: handling\.merchantAnswersHours/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }));

async function aftercare(databaseUrl: string, args: readonly string[]) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...testSettings(), DATABASE_URL: databaseUrl },
  });
  child.stdin.end();
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}
