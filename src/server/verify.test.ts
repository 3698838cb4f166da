import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import { readConfig } from "#platform/config";
import { system } from "#platform/db";
import { withHouse } from "../../tests/architecture/house.ts";
import { verifyAll } from "./verify.ts";

test("verify asks every domain that the server is made of, and names what is broken", async () => {
  await withHouse(async ({ system: house, database: { db, secrets, name } }) => {
    const config = readConfig({ AFTERCARE_DATA_DIR: join(tmpdir(), `aftercare-verify-${name}`) });
    const whole = await verifyAll(config, secrets, db);
    assert.ok(whole.ok);
    assert.deepEqual(
      whole.invariants.map(({ invariant }) => invariant),
      [
        ...house.domains.flatMap((domain) => domain.invariants ?? []).map((invariant) => invariant.name),
        "audit: the chain is whole",
      ],
    );
    assert.ok(whole.invariants.length > 5);

    const [customer, posting] = [newId<"customer">(), newId()];
    await db.withTx(system("test"), (tx) =>
      tx.run(
        `insert into payments.ledger_line (customer_id, posting_id, line_no, order_id, merchant_id, refund_id, account, amount_minor, currency, at)
         values ($1, $2, 1, $2, $2, $2, 'refunds', 100, 'CNY', $3)`,
        [customer, posting, tx.now],
      ),
    );
    const broken = await verifyAll(config, secrets, db);
    assert.equal(broken.ok, false);
    assert.ok(broken.invariants.some(({ violations }) => violations.some((violation) => violation.includes(posting))));
  });
});
