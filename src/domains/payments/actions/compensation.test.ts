import assert from "node:assert/strict";
import { test } from "node:test";
import { topUpDeposit } from "#domains/payments";
import { newId } from "#kernel/ids";
import { createStoppedClock } from "#platform/clock";
import type { Db, Principal } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { balanced, inSystem, openCase } from "../../../../tests/support/money.ts";
import { withWorker } from "../../../../tests/support/running.ts";
import { as, createWorld, merchant, shopper, staff, type World } from "../../../../tests/support/world.ts";
import type { CaseCompensations, Compensation } from "../contract.ts";
import { caseCompensations } from "../queries/case-compensations.ts";
import { listCompensationLimits } from "../queries/list-compensation-limits.ts";
import { listCompensations } from "../queries/list-compensations.ts";
import { approveCompensation } from "./approve-compensation.ts";
import { proposeCompensation } from "./propose-compensation.ts";
import { refuseCompensation } from "./refuse-compensation.ts";
import { setCompensationLimit } from "./set-compensation-limit.ts";

const rights = ["cases.read", "compensation.read", "compensation.propose", "compensation.approve"];
const person = (role: string): Principal => ({ ...staff(...rights), role }) as Principal;
const agent = () => person("agent");
const seller = (world: World) => merchant(world.merchantId, "cases.read", "compensation.propose");

type Parts = { readonly db: Db; readonly world: World; readonly number: string };

async function withCase(look: (parts: Parts) => Promise<void>, paid?: bigint): Promise<void> {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const { number } = await openCase(db, world, paid);
      await look({ db, world, number });
      await balanced(db);
    },
    { clock: createStoppedClock("2026-11-21T10:00:00+08:00") },
  );
}

const fixed = (amount: string) => ({ kind: "fixed", reason: "apology", amount: { amount, currency: "CNY" } });

async function propose({ db, number }: Parts, by: Principal, what: object, payer = "platform") {
  return (await proposeCompensation.execute(as(db, by), { number, what, payer })).outcome;
}

async function proposed(parts: Parts, by: Principal, what: object, payer?: string): Promise<string> {
  const outcome = await propose(parts, by, what, payer);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value.number;
}

async function ofCase({ db, number }: Parts, by: Principal): Promise<CaseCompensations> {
  const { outcome } = await caseCompensations.ask(as(db, by), { number });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
}

async function state(parts: Parts, compensation: string): Promise<Compensation["state"] | undefined> {
  const { items } = await ofCase(parts, person("operations"));
  return items.find(({ number }) => number === compensation)?.state;
}

test("within the own limit it is agreed at once and paid; the shopper hears of it with the amount", async () => {
  await withCase(async (parts) => {
    const { db, world } = parts;
    const number = await proposed(parts, agent(), fixed("50.00"));
    await withWorker(db, async ({ standIn, until }) => {
      await until("it is paid", async () => (await state(parts, number)) === "paid");
      assert.deepEqual(
        standIn.transfers().map(({ amount, payment }) => [amount, /^pay-/.test(payment)]),
        [["5000", true]],
      );
    });
    const told = await ofCase(parts, shopper(world.customerId));
    assert.deepEqual(
      told.items.map(({ amount, state: at, note, proposedBy }) => [amount.amount, at, note, proposedBy]),
      [["50.00", "paid", "", null]],
    );
    assert.equal(told.proposing, null);
  });
});

test("above it somebody else agrees who may; the shopper hears nothing before", async () => {
  await withCase(async (parts) => {
    const { db, world } = parts;
    const proposer = agent();
    const number = await proposed(parts, proposer, fixed("120.00"));
    assert.equal((await ofCase(parts, shopper(world.customerId))).items.length, 0);
    const tries: [Principal, string][] = [
      [proposer, "own-proposal"],
      [agent(), "above-own-limit"],
    ];
    for (const [by, code] of tries) {
      const { outcome } = await approveCompensation.execute(as(db, by), { number });
      assert.equal(outcome.ok ? "" : outcome.code, code);
    }
    const { outcome } = await approveCompensation.execute(as(db, person("supervisor")), { number });
    assert.deepEqual(outcome.ok && outcome.value.state, "approved");
    const again = await approveCompensation.execute(as(db, person("operations")), { number });
    assert.equal(again.outcome.ok ? "" : again.outcome.code, "compensation-decided");
  });
});

test("ten people agree at once: it is approved once, by as many as it needs", async () => {
  await withCase(async (parts) => {
    const number = await proposed(parts, agent(), { kind: "statutory", ground: "fraud" }, "platform");
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => approveCompensation.execute(as(parts.db, person("operations")), { number })),
    );
    const done = answers.filter(({ outcome }) => outcome.ok);
    assert.equal(done.length, 2);
    assert.equal(await state(parts, number), "approved");
  }, 400_000n);
});

test("by law: the sum is the law's, whatever anybody types, and one wrong is compensated once", async () => {
  await withCase(async (parts) => {
    const { proposing } = await ofCase(parts, agent());
    assert.equal(proposing?.statutory.find(({ ground }) => ground === "fraud")?.amount?.amount, "600.00");
    assert.equal(proposing?.statutory.find(({ ground }) => ground === "food-expired")?.amount?.amount, "2000.00");
    const outcome = await propose(parts, person("operations"), { kind: "statutory", ground: "fraud" });
    assert.ok(outcome.ok);
    assert.deepEqual([outcome.value.amount.amount, outcome.value.state], ["600.00", "approved"]);
    for (const ground of ["fraud", "food-expired"]) {
      const again = await propose(parts, person("operations"), { kind: "statutory", ground });
      assert.equal(again.ok ? "" : again.code, "compensated-already");
    }
  });
});

test("a share of what was paid, exact to the fen", async () => {
  await withCase(async (parts) => {
    const outcome = await propose(parts, agent(), { kind: "percent", basisPoints: 3_000, reason: "delay" });
    assert.ok(outcome.ok);
    assert.equal(outcome.value.amount.amount, "8.70");
  }, 2_900n);
});

test("goodwill stays within its limit for the case, also when ten are agreed to at once", async () => {
  await withCase(async (parts) => {
    const { db } = parts;
    const numbers: string[] = [];
    for (let i = 0; i < 10; i++) numbers.push(await proposed(parts, person("operations"), fixed("500.00")));
    const above = await propose(parts, person("operations"), fixed("0.01"));
    assert.equal(above.ok ? "" : above.code, "goodwill-above-limit");
    await withWorker(db, async ({ standIn, until }) => {
      await until("all are paid", async () =>
        (await Promise.all(numbers.map((number) => state(parts, number)))).every((at) => at === "paid"),
      );
      assert.equal(standIn.transfers().length, 10);
    });
  });
});

test("a merchant gives its own money only, and not more than it has deposited", async () => {
  await withCase(async (parts) => {
    const { db, world } = parts;
    const refused = await propose(parts, seller(world), fixed("10.00"), "platform");
    assert.equal(refused.ok ? "" : refused.code, "payer-not-allowed");
    const without = await proposed(parts, seller(world), fixed("10.00"), "merchant");
    await withWorker(db, async ({ standIn, until }) => {
      await until("it is refused", async () => (await state(parts, without)) === "refused");
      await inSystem(db, (tx) =>
        topUpDeposit(tx, {
          merchantId: world.merchantId,
          amountMinor: 1_500n,
          currency: "CNY",
          cause: { kind: "bank-transfer", id: newId(), number: "B1" },
        }),
      );
      const covered = await proposed(parts, seller(world), fixed("10.00"), "merchant");
      await until("it is paid", async () => (await state(parts, covered)) === "paid");
      const byLaw = await proposed(parts, person("operations"), { kind: "statutory", ground: "fraud" }, "merchant");
      await until("what the law gives is paid all the same", async () => (await state(parts, byLaw)) === "paid");
      assert.equal(standIn.transfers().length, 2);
    });
    const { owed_minor } = await inSystem(db, (tx) =>
      tx.one<{ owed_minor: bigint }>("select owed_minor from payments.deposit_account"),
    );
    assert.equal(owed_minor, 59_500n);
  });
});

test("refused by whoever may agree, or taken back by whoever proposed it, and by nobody else", async () => {
  await withCase(async (parts) => {
    const { db } = parts;
    const proposer = { ...staff("cases.read", "compensation.propose"), role: "agent" } as Principal;
    const other = { ...staff("cases.read", "compensation.propose"), role: "agent" } as Principal;
    const first = await proposed(parts, proposer, fixed("80.00"));
    const denied = await refuseCompensation.execute(as(db, other), { number: first });
    assert.equal(denied.outcome.ok ? "" : denied.outcome.code, "not-own-proposal");
    assert.ok((await refuseCompensation.execute(as(db, proposer), { number: first })).outcome.ok);
    const second = await proposed(parts, proposer, fixed("80.00"));
    assert.ok(
      (await refuseCompensation.execute(as(db, person("supervisor")), { number: second, note: "no" })).outcome.ok,
    );
    const items = (await ofCase(parts, person("supervisor"))).items;
    assert.deepEqual(items.map(({ refusedBecause }) => refusedBecause).sort(), ["not-agreed", "taken-back"]);
    const { outcome } = await approveCompensation.execute(as(db, person("supervisor")), { number: first });
    assert.equal(outcome.ok ? "" : outcome.code, "compensation-decided");
  });
});

test("the queue shows what waits, with what the viewer may do; another shop sees nothing of it", async () => {
  await withCase(async (parts) => {
    const { db, world } = parts;
    await proposed(parts, agent(), fixed("80.00"));
    const seen = async (by: Principal) => {
      const { outcome } = await listCompensations.ask(as(db, by), { state: "waiting", limit: 20 });
      assert.ok(outcome.ok, JSON.stringify(outcome));
      return outcome.value.items;
    };
    const [item] = await seen(person("supervisor"));
    assert.deepEqual(
      item?.abilities.map(({ action, allowed }) => [action, allowed]),
      [
        ["approve", true],
        ["refuse", true],
      ],
    );
    assert.equal((await seen(merchant(world.otherMerchantId, "compensation.read"))).length, 0);
    assert.equal((await seen(merchant(world.merchantId, "compensation.read"))).length, 1);
  });
});

const admin = () => staff("staff.read", "staff.write");
const set = async ({ db }: Parts, what: string, amount: string, latest: number, by: Principal = admin()) => {
  const input = { what, latest, limit: { amount, currency: "CNY" }, note: "the quarter's figures" };
  const { outcome } = await setCompensationLimit.execute(as(db, by), input);
  return outcome.ok ? "done" : outcome.code;
};

test("an administrator changes up to how much a role agrees alone: from then on, with who, when and why", async () => {
  await withCase(async (parts) => {
    const before = await proposed(parts, agent(), fixed("80.00"));
    assert.equal(await state(parts, before), "proposed");
    assert.equal(await set(parts, "agent", "100.00", 0), "version-changed");
    for (const who of [agent(), person("operations"), seller(parts.world)])
      assert.equal(await set(parts, "agent", "100.00", 1, who), "forbidden");
    assert.equal(await set(parts, "agent", "100.00", 1), "done");
    assert.equal(await set(parts, "agent", "100.00", 1), "version-changed");
    assert.equal(await state(parts, before), "proposed", "what was proposed before still needs somebody");
    assert.equal(await state(parts, await proposed(parts, agent(), fixed("80.00"))), "approved");
    assert.equal((await ofCase(parts, agent())).proposing?.ownLimit?.amount, "20.00", "with what was given before");
    const { outcome } = await listCompensationLimits.ask(as(parts.db, admin()), {});
    assert.ok(outcome.ok);
    const [first] = outcome.value.items;
    assert.deepEqual(
      first?.versions.map(({ limit, note }) => [limit.amount, note]),
      [
        ["100.00", "the quarter's figures"],
        ["50.00", ""],
      ],
    );
    const audit = await inSystem(parts.db, (tx) =>
      tx.rows("select detail from platform.audit where action = 'payments.set-compensation-limit'"),
    );
    assert.deepEqual(audit, [
      { detail: { what: "agent", currency: "CNY", version: 2, fromMinor: "5000", toMinor: "10000" } },
    ]);
  });
});

test("a lower limit of goodwill counts at once, also where some was spent, and says how much there is", async () => {
  await withCase(async (parts) => {
    await withWorker(parts.db, async ({ until }) => {
      const given = await proposed(parts, agent(), fixed("40.00"));
      await until("it is paid", async () => (await state(parts, given)) === "paid");
    });
    assert.equal(await set(parts, "per-case", "60.00", 1), "done");
    const above = await propose(parts, agent(), fixed("30.00"));
    assert.deepEqual(above, {
      ok: false,
      code: "goodwill-above-limit",
      params: { amount: "20.00", currency: "CNY", caseAmount: "60.00", monthAmount: "10000.00" },
    });
    await withWorker(parts.db, async ({ until }) => {
      const rest = await proposed(parts, person("supervisor"), fixed("20.00"));
      await until("it is paid", async () => (await state(parts, rest)) === "paid");
    });
    assert.equal(await set(parts, "per-case", "10.00", 2), "done");
    assert.equal((await ofCase(parts, agent())).proposing?.goodwillLeft.amount, "0.00");
  });
});

test("a limit is of a case: nothing above it is given in parts, by one person or by several, or agreed to in parts", async () => {
  await withCase(async (parts) => {
    const { world } = parts;
    const at = async (by: Principal, amount: string, payer?: string) =>
      state(parts, await proposed(parts, by, fixed(amount), payer));
    assert.equal(await at(agent(), "30.00"), "approved");
    assert.equal(await at(agent(), "20.01"), "proposed");
    assert.equal(await at(agent(), "20.01", "merchant"), "proposed", "whoever pays");
    assert.equal((await ofCase(parts, agent())).proposing?.ownLimit?.amount, "20.00");
    assert.equal(await at(seller(world), "2000.00", "merchant"), "approved", "what others give is theirs");
    assert.equal(await at(seller(world), "0.01", "merchant"), "proposed");
  });
  await withCase(async (parts) => {
    const [one, two] = [
      await proposed(parts, agent(), fixed("300.00")),
      await proposed(parts, agent(), fixed("300.00")),
    ];
    const approve = async (number: string, by = person("supervisor")) => {
      const { outcome } = await approveCompensation.execute(as(parts.db, by), { number });
      return outcome.ok ? outcome.value.state : outcome.code;
    };
    const boss = person("supervisor");
    assert.deepEqual((await Promise.all([approve(one, boss), approve(two, boss)])).toSorted(), [
      "above-own-limit",
      "approved",
    ]);
  });
});

test("ten proposals of one person at once: alone it is never more than the own limit", async () => {
  await withCase(async (parts) => {
    const who = agent();
    const numbers = await Promise.all(Array.from({ length: 10 }, () => proposed(parts, who, fixed("20.00"))));
    const states = await Promise.all(numbers.map((number) => state(parts, number)));
    assert.equal(states.filter((at) => at === "approved").length, 2);
  });
});

test("two administrators change a limit at once: one did, the other reads that it changed, and a new currency begins without one", async () => {
  await withCase(async (parts) => {
    const said = await Promise.all(Array.from({ length: 6 }, () => set(parts, "agent", "60.00", 1)));
    assert.deepEqual(said.toSorted(), ["done", ...Array.from({ length: 5 }, () => "version-changed")]);
    const input = { what: "agent", latest: 0, limit: { amount: "7.00", currency: "EUR" }, note: "we sell there now" };
    const { outcome } = await setCompensationLimit.execute(as(parts.db, admin()), input);
    assert.ok(outcome.ok && outcome.value.version === 1);
  });
});
