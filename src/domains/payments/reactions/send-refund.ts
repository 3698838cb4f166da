import { system } from "#platform/db";
import type { App, Job } from "#platform/domain";
import { recordNews } from "../actions/record-news.ts";
import type { PaymentProvider } from "../adapters/provider/index.ts";
import { limits } from "../model.ts";
import { partsOf } from "../store.ts";

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
  const { parts, tenders, currency } = await app.db.withTx(principal, async (tx) => {
    const [parts, tenders, refund] = await Promise.all([
      partsOf(tx, customerId, refundId),
      tx.rows<{ id: string; provider_reference: string; captured_minor: bigint }>(
        "select t.id, t.provider_reference, t.captured_minor from orders.tender t join payments.refund r on r.customer_id = t.customer_id and r.order_id = t.order_id where t.customer_id = $1 and r.id = $2",
        [customerId, refundId],
      ),
      tx.one<{ currency: string }>("select currency from payments.refund where customer_id = $1 and id = $2", [
        customerId,
        refundId,
      ]),
    ]);
    return { parts, tenders, currency: refund.currency };
  });
  let waiting = false;
  for (const part of parts) {
    if (part.state === "settled" || part.state === "refused" || part.state === "mismatched") continue;
    const tender = tenders.find((t) => t.id === part.tender_id);
    if (tender === undefined) throw new Error("a share without its tender");
    const note = (news: Parameters<typeof recordNews>[4]) =>
      app.db.withTx(principal, (tx) => recordNews(tx, customerId, refundId, part.id, news));
    const send = async () => {
      await note({ is: "sending" });
      return provider.refund({
        number: part.id,
        payment: tender.provider_reference,
        capturedMinor: tender.captured_minor,
        amountMinor: part.amount_minor,
        currency,
      });
    };
    let word = part.state === "reserved" ? await send() : await provider.ask(part.id);
    if (word.is === "not-found") word = await send();
    const state = await note(word);
    app.nudge();
    waiting ||= state === "sending" || state === "unknown" || state === "reserved";
  }
  return waiting;
}
