import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import { Recorder } from "#platform/action";
import { type Db, system } from "#platform/db";
import type { App, PublishedFact, Reaction } from "#platform/domain";
import { createJobs } from "#platform/jobs";
import { silentLog } from "#platform/log";
import { until } from "../../../tests/faults/runtime-support.ts";
import { withTestDatabase } from "../../../tests/support/database.ts";
import { createRelay, type Relay, type Tap } from "./index.ts";

test("a reaction that fails is left to a job, which tells it the same fact until it works; the others hear it once", async () => {
  await withTestDatabase(async ({ db }) => {
    const heard: string[] = [];
    const failures: string[] = [];
    let failing = 2;
    const reactions: Reaction[] = [
      reaction("lame", (fact) => {
        if (failing-- > 0) throw new Error("not now");
        heard.push(`lame ${fact.payload["word"]}`);
      }),
      reaction("sound", (fact) => heard.push(`sound ${fact.payload["word"]}`)),
    ];
    const tapped: string[] = [];
    const { relay, stop } = await startRelay(db, reactions, {
      taps: [async (_tx, facts) => void tapped.push(...facts.map((fact) => String(fact.payload["word"])))],
      onFailure: (name) => failures.push(name),
      work: true,
    });
    try {
      await publish(db, newId(), "hello");
      await relay.drain();
      assert.deepEqual(heard, ["sound hello"]);
      await until("the lame one has heard it", () => heard.length === 2);
      assert.deepEqual(heard, ["sound hello", "lame hello"]);
      assert.deepEqual(failures, ["lame"], "the second failure is the job's");
      assert.deepEqual(tapped, ["hello"], "a retry writes nothing twice");
      assert.equal(await waiting(db), 0);
    } finally {
      await stop();
    }
  });
});

test("what follows its subject is told the last of several facts only, and each subject's", async () => {
  await withTestDatabase(async ({ db }) => {
    const followed: string[] = [];
    const heard: string[] = [];
    const [one, two] = [newId(), newId()];
    const { relay, stop } = await startRelay(db, [
      { ...reaction("follower", (fact) => followed.push(`${fact.subjectId} ${fact.payload["word"]}`)), follows: true },
      reaction("listener", (fact) => heard.push(`${fact.subjectId} ${fact.payload["word"]}`)),
    ]);
    try {
      for (const [subject, word] of [
        [one, "sent"],
        [two, "sent"],
        [one, "unknown"],
        [one, "settled"],
      ] as const)
        await publish(db, subject, word);
      // Of another kind: it is no news to the follower, and does not take the last one from it.
      await publish(db, one, "noted", "shelf.noted");
      await relay.drain();
      assert.deepEqual(followed.toSorted(), [`${one} settled`, `${two} sent`].toSorted());
      assert.deepEqual(
        heard.filter((word) => word.startsWith(one)),
        [`${one} sent`, `${one} unknown`, `${one} settled`],
      );
      await publish(db, one, "settled again");
      await relay.drain();
      assert.equal(followed.at(-1), `${one} settled again`, "in a batch of its own it is the last one");
    } finally {
      await stop();
    }
  });
});

test("what follows its subject and fails at the last fact follows it in the end", async () => {
  await withTestDatabase(async ({ db }) => {
    const subject = newId();
    const followed: string[] = [];
    let failing = 1;
    const follower = reaction("follower", (fact) => {
      if (failing-- > 0) throw new Error("not now");
      followed.push(String(fact.payload["word"]));
    });
    const { relay, stop } = await startRelay(db, [{ ...follower, follows: true }], { work: true });
    try {
      await publish(db, subject, "sent");
      await publish(db, subject, "settled");
      await relay.drain();
      assert.deepEqual(followed, []);
      await until("the subject is followed", () => followed.length > 0);
      assert.deepEqual(followed, ["settled"]);
    } finally {
      await stop();
    }
  });
});

test("what a dead relay had claimed is taken over when its lease is over, and not before", async () => {
  await withTestDatabase(async ({ db }) => {
    const heard: string[] = [];
    const { relay, stop } = await startRelay(db, [reaction("listener", (fact) => heard.push(fact.id))]);
    try {
      await publish(db, newId(), "hello");
      await claimed(db, 15);
      await relay.drain();
      assert.deepEqual([heard.length, await waiting(db)], [0, 1]);
      await claimed(db, -1);
      await relay.drain();
      assert.deepEqual([heard.length, await waiting(db)], [1, 0]);
    } finally {
      await stop();
    }
  });
});

test("a relay that was only slow writes nothing that another has written meanwhile, and leaves no second retry", async () => {
  await withTestDatabase(async ({ db }) => {
    const tapped: string[] = [];
    const told: string[] = [];
    const note =
      (who: string): Tap =>
      async (_tx, facts) =>
        void tapped.push(...facts.map(() => who));
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let reached = () => {};
    const reacting = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const slow = await startRelay(
      db,
      [
        reaction("listener", async () => {
          reached();
          await held;
          throw new Error("too late");
        }),
      ],
      { taps: [note("slow")], afterRelay: (facts) => told.push(...facts.map(() => "slow")) },
    );
    const quick = await startRelay(db, [reaction("listener", () => {})], {
      taps: [note("quick")],
      afterRelay: (facts) => told.push(...facts.map(() => "quick")),
    });
    try {
      await publish(db, newId(), "hello");
      const draining = slow.relay.drain();
      await reacting;
      await claimed(db, -1);
      await quick.relay.drain();
      goOn();
      await draining;
      assert.deepEqual(tapped, ["quick"]);
      assert.deepEqual(told, ["quick"]);
      assert.equal(await waiting(db), 0);
      const retries = await db.withTx(system("test"), (tx) =>
        tx.rows("select 1 from jobs.job where name = 'outbox.retry-reaction'"),
      );
      assert.deepEqual(retries, []);
    } finally {
      await slow.stop();
      await quick.stop();
    }
  });
});

test("a tap that fails keeps the facts for the next look", async () => {
  await withTestDatabase(async ({ db }) => {
    let failing = 1;
    const tapped: string[] = [];
    const { relay, stop } = await startRelay(db, [], {
      taps: [
        async (_tx, facts) => {
          if (failing-- > 0) throw new Error("not now");
          tapped.push(...facts.map(({ id }) => id));
        },
      ],
    });
    try {
      await publish(db, newId(), "hello");
      await assert.rejects(relay.drain(), /not now/);
      assert.equal(await waiting(db), 1);
      await claimed(db, -1);
      await relay.drain();
      assert.deepEqual([tapped.length, await waiting(db)], [1, 0]);
    } finally {
      await stop();
    }
  });
});

function reaction(name: string, react: (fact: PublishedFact) => unknown): Reaction {
  return { name, on: ["shelf.moved"], react: async (_app, fact) => void (await react(fact)) };
}

type Options = {
  readonly taps?: readonly Tap[];
  readonly onFailure?: (reaction: string) => void;
  readonly afterRelay?: (facts: readonly PublishedFact[]) => void;
  /** Whether jobs are worked, and not only sent. */
  readonly work?: boolean;
};

/** A relay that looks when it is told to. */
async function startRelay(
  db: Db,
  reactions: readonly Reaction[],
  { work = false, taps = [], ...rest }: Options = {},
): Promise<{ relay: Relay; stop: () => Promise<void> }> {
  let app: App | undefined;
  const relay = createRelay({ db, log: silentLog, app: () => app ?? assert.fail(), taps, reactions, ...rest });
  const jobs = await createJobs(db, silentLog, [relay.retryJob]);
  app = { db, log: silentLog, jobs, nudge: () => {} };
  if (work) await jobs.work(app, [relay.retryJob]);
  return {
    relay,
    stop: async () => {
      await relay.stop();
      await jobs.stop();
    },
  };
}

function publish(db: Db, subjectId: string, word: string, kind = "shelf.moved"): Promise<void> {
  return db.withTx(system("test"), async (tx) => {
    const record = new Recorder();
    record.about({ kind: "thing", id: subjectId });
    record.fact({ kind, version: 1, payload: { word } });
    record.write(tx, "shelf.move", false, undefined, undefined);
  });
}

function claimed(db: Db, seconds: number): Promise<number> {
  const until = Temporal.Now.instant().add({ seconds });
  return db.withTx(system("test"), (tx) =>
    tx.run("update platform.outbox set claimed_until = $1 where done_at is null", [until]),
  );
}

async function waiting(db: Db): Promise<number> {
  const row = await db.withTx(system("test"), (tx) =>
    tx.one<{ n: number }>("select count(*)::int as n from platform.outbox where done_at is null"),
  );
  return row.n;
}
