import { system } from "#platform/db";
import type { App, Job } from "#platform/domain";
import { tookBack } from "../actions/follow-discrepancies.ts";
import { lockShares, type News, recordNews, takeNews, takenBack } from "../actions/record-news.ts";
import type { PaymentProvider, ProviderWord } from "../adapters/provider/index.ts";
import { limits } from "../model.ts";

export const sendQueue = "payments.send-refund";

/**
 * Carries a refund to the provider: says "sending" and commits, then sends under the persisted number, then writes down what
 * was answered. A share whose fate is unknown is asked about first; only if the provider never heard of it is it sent again,
 * under the same number. Runs again until every share is settled, refused or mismatched.
 */
export function sendRefundJob(provider: PaymentProvider): Job {
  return {
    queue: sendQueue,
    atOnce: 16,
    retries: 30,
    run: async (app, data) => {
      const { customerId, refundId, attempt } = data as { customerId: string; refundId: string; attempt: number };
      const waiting = await sendShares(app, provider, customerId, refundId);
      if (!waiting) return;
      const seconds = limits.askAgainSeconds[Math.min(attempt, limits.askAgainSeconds.length - 1)] ?? 60;
      await app.db.withTx(system("payments"), (tx) =>
        app.jobs.send(tx, sendQueue, { customerId, refundId, attempt: attempt + 1 }, { startAfterSeconds: seconds }),
      );
    },
  };
}

/** Answers whether something is still on its way. */
async function sendShares(app: App, provider: PaymentProvider, customerId: string, refundId: string): Promise<boolean> {
  const principal = system("payments");
  const known = await app.db.withTx(principal, async (tx) => {
    const locked = await lockShares(tx, customerId, refundId);
    if (locked === undefined) return undefined;
    const fresh = locked.parts.filter((part) => part.state === "reserved").map((part) => part.id);
    if (fresh.length > 0) takeNews(tx, locked, fresh, { is: "sending" });
    return locked;
  });
  if (known === undefined) return false;
  const { refund, parts, tenders } = known;
  let waiting = false;
  for (const part of parts) {
    if (part.state === "settled" || part.state === "refused" || part.state === "mismatched") continue;
    const tender = tenders.find((t) => t.id === part.tender_id);
    if (tender === undefined) throw new Error("a share without its tender");
    const note = (news: News) => app.db.withTx(principal, (tx) => recordNews(tx, customerId, refundId, part.id, news));
    const send = () =>
      provider.refund({
        number: part.id,
        payment: tender.provider_reference,
        capturedMinor: tender.captured_minor,
        amountMinor: part.amount_minor,
        currency: refund.currency,
      });
    const old = (told: ProviderWord) => told.is === "succeeded" && tookBack(known.discrepancies, part.id, told);
    let word = part.state === "reserved" ? await send() : await provider.ask(part.id);
    // What was paid wrongly under this number and taken back is not what is on its way now.
    if (word.is === "not-found" || old(word)) {
      await note({ is: "sending" });
      word = await send();
    }
    const state = await note(old(word) ? takenBack : word);
    app.nudge();
    waiting ||= state === "sending" || state === "unknown" || state === "reserved";
  }
  return waiting;
}
