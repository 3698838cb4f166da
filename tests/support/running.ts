import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { httpPaymentProvider, payments } from "#domains/payments";
import { returns } from "#domains/returns";
import type { Db } from "#platform/db";
import { type DeadlineWatch, watchDeadlines } from "#platform/deadlines";
import type { App } from "#platform/domain";
import { createJobs } from "#platform/jobs";
import { silentLog } from "#platform/log";
import { createRelay, type Relay } from "#platform/outbox";
import { createStandIn, type StandIn } from "../../src/domains/payments/adapters/stand-in/provider.ts";

export type Running = {
  readonly standIn: StandIn;
  readonly relay: Relay;
  readonly deadlines: DeadlineWatch;
  readonly app: App;
  /** Plays the shopper at the provider's till. */
  pay(charge: string): Promise<number>;
  /** Relays and works until the condition holds. */
  until(what: string, condition: () => Promise<boolean>, seconds?: number): Promise<void>;
};

/** The worker of the server beside a payment stand-in, in this process. */
export async function withWorker(
  db: Db,
  test: (running: Running) => Promise<void>,
  options: { providerTimeoutMs?: number; working?: false } = {},
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "aftercare-stand-in-"));
  const standIn = createStandIn({ file: join(folder, "refunds.jsonl"), noticeUrl: undefined, noticeSecret: undefined });
  await new Promise<void>((resolve) => standIn.server.listen(0, "127.0.0.1", resolve));
  const address = standIn.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const domains = [
    payments(httpPaymentProvider(`http://127.0.0.1:${port}`, options.providerTimeoutMs ?? 1_000)),
    returns({ findShoppers: async () => [], viewersOf: async () => [] }),
  ];
  let app: App | undefined;
  const theApp = () => {
    if (app === undefined) throw new Error("not started");
    return app;
  };
  const relay = createRelay({
    db,
    log: silentLog,
    app: theApp,
    taps: [],
    reactions: domains.flatMap((d) => d.reactions ?? []),
  });
  const declared = [...domains.flatMap((d) => d.jobs ?? []), relay.retryJob];
  const jobs = await createJobs(db, silentLog, declared);
  app = {
    db,
    log: silentLog,
    jobs: { send: jobs.send },
    nudge: () => {
      relay.nudge();
      jobs.nudge();
    },
  };
  const deadlines = watchDeadlines(
    db,
    silentLog,
    theApp,
    Object.assign({}, ...domains.map((d) => d.deadlines ?? {})),
    Object.assign({}, ...domains.map((d) => d.reminders ?? {})),
  );
  // A test that runs the jobs itself wants nobody to be faster.
  if (options.working !== false) {
    await jobs.work(app, declared);
    relay.start();
  }
  try {
    await test({
      standIn,
      relay,
      deadlines,
      app,
      pay: async (charge) =>
        (await fetch(`http://127.0.0.1:${port}/charges/${charge}/pay`, { method: "POST", body: "{}" })).status,
      until: async (what, condition, seconds = 20) => {
        const end = Date.now() + seconds * 1_000;
        while (!(await condition())) {
          if (Date.now() > end) throw new Error(`waited ${seconds} s in vain until ${what}`);
          relay.nudge();
          jobs.nudge();
          await new Promise((resolve) => setTimeout(resolve, 25));
        }
      },
    });
  } finally {
    await deadlines.stop();
    await relay.stop();
    await jobs.stop();
    await new Promise((resolve) => {
      standIn.server.closeAllConnections();
      standIn.server.close(resolve);
    });
    await rm(folder, { recursive: true, force: true });
  }
}
