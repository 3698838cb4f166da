import { system } from "#platform/db";
import type { App, Job } from "#platform/domain";
import { recordChargeNews } from "../actions/record-charge-news.ts";
import type { ChargeProvider } from "../adapters/provider/index.ts";
import { limits } from "../model.ts";
import { type CollectionRow, lockCollection } from "../store/collection.ts";

export const collectQueue = "payments.carry-collection";

/**
 * Opens a charge at the provider and follows it: "opening" is committed before anything is sent, an unknown charge is asked
 * about under its own number, and one that nobody may pay any more is closed there. What a notice did not tell is asked for.
 */
export function carryCollectionJob(provider: ChargeProvider): Job {
  return {
    queue: collectQueue,
    atOnce: 8,
    retries: 30,
    run: async (app, data) => {
      const { customerId, collectionId, attempt } = data as CollectionJob;
      const again = await carry(app, provider, customerId, collectionId);
      app.nudge();
      if (!again || attempt >= limits.followPayments) return;
      const seconds = limits.askAgainSeconds[Math.min(attempt, limits.askAgainSeconds.length - 1)] ?? 60;
      await app.db.withTx(system("payments"), (tx) =>
        app.jobs.send(
          tx,
          collectQueue,
          { customerId, collectionId, attempt: attempt + 1 },
          { startAfterSeconds: seconds },
        ),
      );
    },
  };
}

export type CollectionJob = { readonly customerId: string; readonly collectionId: string; readonly attempt: number };

/** Answers whether it has to be looked at again soon. */
async function carry(app: App, provider: ChargeProvider, customerId: string, id: string): Promise<boolean> {
  const principal = system("payments");
  const row = await app.db.withTx(principal, (tx) => lockCollection(tx, customerId, id));
  if (row === undefined) return false;
  const note = (news: Parameters<typeof recordChargeNews>[3]) =>
    app.db.withTx(principal, (tx) => recordChargeNews(tx, customerId, id, news));
  switch (row.state) {
    case "asked":
    case "paying":
    case "unknown": {
      const sentBefore = row.state === "unknown" || row.provider_status === "waiting";
      let word = sentBefore ? await provider.askCharge(row.charge_id) : undefined;
      if (word === undefined || word.is === "not-found") {
        // Cancelled meanwhile: nothing is opened that nobody would close.
        if ((await note({ is: "opening" })) !== "paying") return false;
        word = await provider.charge(chargeOf(row));
      }
      const state = await note(word);
      return state === "paying" || state === "unknown";
    }
    case "cancelled":
    case "expired": {
      if (row.sent_at === null || row.charge_closed_at !== null) return false;
      const word = await provider.closeCharge(row.charge_id);
      await note(word.is === "not-found" ? { is: "closed", status: "not-found" } : word);
      return word.is !== "closed" && word.is !== "not-found" && word.is !== "succeeded";
    }
    default:
      return false;
  }
}

function chargeOf(row: CollectionRow) {
  return {
    number: row.charge_id,
    amountMinor: row.amount_minor,
    currency: row.currency,
    returnTo: `/pay/${row.number}`,
  };
}
