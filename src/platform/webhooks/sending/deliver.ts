import { type Db, system, type Tx } from "#platform/db";
import type { App, Job } from "#platform/domain";
import { openSecret, type SecretKeys, webhookKey } from "../secret.ts";
import { webhookSignature } from "../signature.ts";
import { type PostAnswer, type PostOptions, postSafely } from "./post-safely.ts";
import { deliverQueue, secondsToNextAttempt } from "./queue.ts";

type Delivery = {
  id: string;
  endpoint_id: string;
  fact_id: string;
  body: string;
  attempts: number;
  created_at: Temporal.Instant;
  url: string;
  secret: string;
};

const sentAtOnce = 6;
const sentAtOncePerWebhook = 2;
const secondsToWaitForTurn = 2;
const gone = 410;

/**
 * Sends one delivery once and notes how it went; a failure queues the next attempt. The job names the attempt it stands
 * for, so that a job that comes twice or late does nothing.
 */
export function deliverJob(parts: { readonly secrets: SecretKeys } & PostOptions): Job {
  const sending = new Map<string, number>();
  return {
    queue: deliverQueue,
    atOnce: sentAtOnce,
    run: async (app, data) => {
      const [deliveryId, attempt] = [String(data.deliveryId), Number(data.attempt)];
      const delivery = await readDelivery(app.db, deliveryId, attempt);
      if (delivery === undefined) return;
      const busy = sending.get(delivery.endpoint_id) ?? 0;
      // One receiver that does not answer must not take all the hands.
      if (busy >= sentAtOncePerWebhook) return wait(app, deliveryId, attempt);
      sending.set(delivery.endpoint_id, busy + 1);
      try {
        const answer = await send(delivery, parts);
        await note(app, delivery, answer);
      } finally {
        const left = (sending.get(delivery.endpoint_id) ?? 1) - 1;
        if (left === 0) sending.delete(delivery.endpoint_id);
        else sending.set(delivery.endpoint_id, left);
      }
    },
  };
}

function readDelivery(db: Db, id: string, attempt: number): Promise<Delivery | undefined> {
  return db.withTx(
    system("webhooks"),
    (tx) =>
      tx.maybe<Delivery>(
        `select d.id, d.endpoint_id, d.fact_id, d.body, d.attempts, d.created_at, e.url, e.secret
           from platform.webhook_delivery d join platform.webhook_endpoint e on e.id = d.endpoint_id
          where d.id = $1 and d.attempts = $2 and d.state = 'pending' and e.state = 'active'`,
        [id, attempt],
      ),
    { readOnly: true },
  );
}

function wait(app: App, deliveryId: string, attempt: number): Promise<void> {
  return app.db.withTx(system("webhooks"), (tx) =>
    app.jobs.send(tx, deliverQueue, { deliveryId, attempt }, { startAfterSeconds: secondsToWaitForTurn }),
  );
}

function send(
  delivery: Delivery,
  { secrets, ...options }: { readonly secrets: SecretKeys } & PostOptions,
): Promise<PostAnswer> {
  const key = webhookKey(openSecret(secrets, delivery.endpoint_id, delivery.secret));
  const seconds = Math.floor(Date.now() / 1_000);
  const headers = {
    "content-type": "application/json",
    "user-agent": "Aftercare-Webhooks/1",
    "webhook-id": delivery.fact_id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": webhookSignature(key, delivery.fact_id, seconds, delivery.body),
  };
  return postSafely(delivery.url, headers, delivery.body, options);
}

async function note(app: App, delivery: Delivery, answer: PostAnswer): Promise<void> {
  const done = answer.error === undefined;
  const seconds = done || answer.status === gone ? undefined : secondsToNextAttempt[delivery.attempts];
  const now = Temporal.Now.instant();
  const paused = await app.db.withTx(system("webhooks"), async (tx) => {
    const noted = await tx.run(
      `update platform.webhook_delivery
          set state = $3, attempts = attempts + 1, last_status = $4, last_error = $5, milliseconds = $6, last_attempt_at = $7, next_attempt_at = $8
        where id = $1 and attempts = $2 and state = 'pending'`,
      [
        ...[delivery.id, delivery.attempts, done ? "delivered" : seconds === undefined ? "failed" : "pending"],
        ...[answer.status, answer.error, answer.milliseconds, now, seconds === undefined ? null : now.add({ seconds })],
      ],
    );
    if (noted === 0) return false;
    await tx.run(
      `update platform.webhook_endpoint set last_attempt_at = $2, last_status = $3, last_delivered_at = case when $4 then $2 else last_delivered_at end where id = $1`,
      [delivery.endpoint_id, now, answer.status, done],
    );
    if (seconds !== undefined) {
      const next = { deliveryId: delivery.id, attempt: delivery.attempts + 1 };
      await app.jobs.send(tx, deliverQueue, next, { startAfterSeconds: seconds });
    }
    return !done && seconds === undefined && pauseFailing(tx, delivery, answer.status === gone, now);
  });
  if (paused)
    app.log.warn("a webhook was paused, because nothing reached it for days or it is gone", {
      webhook: delivery.endpoint_id,
      delivery: delivery.id,
      error: answer.error,
    });
}

/** Given up for good, and nothing else arrived in the meantime: sending more is of no use until somebody looks. */
async function pauseFailing(tx: Tx, delivery: Delivery, isGone: boolean, now: Temporal.Instant): Promise<boolean> {
  const paused = await tx.run(
    `update platform.webhook_endpoint set state = 'paused', pause_reason = 'failing', paused_at = $2
      where id = $1 and state = 'active' and ($3 or last_delivered_at is null or last_delivered_at < $4)`,
    [delivery.endpoint_id, now, isGone, delivery.created_at],
  );
  return paused === 1;
}
