import { system } from "#platform/db";
import type { App, Job } from "#platform/domain";
import { tookBack } from "../actions/follow-discrepancies.ts";
import { type News, takenBack } from "../actions/record-news.ts";
import { recordPayoutNews } from "../actions/record-payout-news.ts";
import type { PayoutProvider, ProviderWord, RefundProvider } from "../adapters/provider/index.ts";
import { limits } from "../model.ts";
import { lockDiscrepanciesOfPayout } from "../store/discrepancy.ts";
import { lockPayout, type PayoutRow } from "../store/payout.ts";

export const payoutQueue = "payments.send-payout";

/** Carries a payout to the provider as a refund is carried: said, committed, sent under its own number, asked about until known. */
export function sendPayoutJob(provider: RefundProvider & PayoutProvider): Job {
  return {
    queue: payoutQueue,
    atOnce: 8,
    retries: 30,
    run: async (app, data) => {
      const { customerId, payoutId, attempt } = data as { customerId: string; payoutId: string; attempt: number };
      if (!(await carry(app, provider, customerId, payoutId))) return;
      const seconds = limits.askAgainSeconds[Math.min(attempt, limits.askAgainSeconds.length - 1)] ?? 60;
      await app.db.withTx(system("payments"), (tx) =>
        app.jobs.send(tx, payoutQueue, { customerId, payoutId, attempt: attempt + 1 }, { startAfterSeconds: seconds }),
      );
    },
  };
}

/** Answers whether it is still on its way. */
async function carry(
  app: App,
  provider: RefundProvider & PayoutProvider,
  customerId: string,
  payoutId: string,
): Promise<boolean> {
  const principal = system("payments");
  const note = (news: News) => app.db.withTx(principal, (tx) => recordPayoutNews(tx, customerId, payoutId, news));
  const [row, wrong] = await app.db.withTx(principal, (tx) =>
    Promise.all([lockPayout(tx, customerId, payoutId), lockDiscrepanciesOfPayout(tx, customerId, payoutId)]),
  );
  if (row === undefined || row.state === "settled" || row.state === "refused" || row.state === "mismatched")
    return false;
  const { send, ask } = doors(provider, row);
  const old = (told: ProviderWord) => told.is === "succeeded" && tookBack(wrong, row.id, told);
  let word = row.state === "reserved" ? ({ is: "not-found" } as const) : await ask();
  // What was paid wrongly under this number and taken back is not what is on its way now.
  if (word.is === "not-found" || old(word)) {
    // Called off instead, where nothing is missing any more.
    if ((await note({ is: "sending" })) !== "sending") {
      app.nudge();
      return false;
    }
    word = await send();
  }
  const state = await note(old(word) ? takenBack : word);
  app.nudge();
  return state === "sending" || state === "unknown";
}

/** A payment that has to go back is refunded; anything else is a transfer to whoever paid. */
function doors(provider: RefundProvider & PayoutProvider, row: PayoutRow) {
  const order = { number: row.id, payment: row.payment, amountMinor: row.amount_minor, currency: row.currency };
  type Doors = {
    send: () => Promise<ProviderWord>;
    ask: () => Promise<ProviderWord | { readonly is: "not-found" }>;
  };
  const byRefund: Doors = {
    send: () => provider.refund({ ...order, capturedMinor: row.amount_minor }),
    ask: () => provider.ask(row.id),
  };
  const byTransfer: Doors = { send: () => provider.transfer(order), ask: () => provider.askTransfer(row.id) };
  // The rest of a payment that went back in part is refused as a refund of it.
  return row.payer === "shopper" && row.cause_kind !== "payout" ? byRefund : byTransfer;
}
