import type { Tx } from "#platform/db";
import type { App } from "#platform/domain";
import type { Tap } from "#platform/outbox";
import { mailQueue } from "./mail/mail-job.ts";
import { newsOf } from "./news.ts";

/** Of these shoppers, those who gave a mail address: for the others no job is left. */
export type WithMail = (tx: Tx, customerIds: readonly string[]) => Promise<ReadonlySet<string>>;

/** Turns facts into messages. A message has the id of its fact, so a fact that comes twice tells nothing twice. */
export function tellShoppers(app: () => App, withMail: WithMail): Tap {
  return async (tx, facts) => {
    const news = newsOf(facts);
    if (news.length === 0) return;
    const written = await tx.rows<{ id: string }>(
      `insert into platform.message (customer_id, id, order_id, at, kind, params, subject_kind, subject_id, subject_number)
       select n.customer_id, n.id, n.order_id, n.at, n.kind, n.params, n.subject_kind, n.subject_id, n.params ->> 'number'
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::jsonb[], $7::text[], $8::uuid[], $9::bigint[], $10::boolean[])
              n (customer_id, id, order_id, at, kind, params, subject_kind, subject_id, subject_seq, unless_own)
        where not (n.unless_own and exists (select 1 from platform.timeline t
                where t.customer_id = n.customer_id and t.subject_id = n.subject_id and t.seq = n.subject_seq and t.actor_kind in ('shopper', 'guest')))
       on conflict do nothing returning id`,
      [
        news.map((one) => one.customerId),
        news.map((one) => one.fact.id),
        news.map((one) => one.orderId),
        news.map((one) => one.fact.at),
        news.map((one) => one.kind),
        news.map((one) => one.params),
        news.map((one) => one.fact.subjectKind),
        news.map((one) => one.fact.subjectId),
        news.map((one) => one.fact.subjectSeq),
        news.map((one) => one.unlessOwn),
      ],
    );
    const fresh = new Set(written.map((row) => row.id));
    const mailed = news.filter((one) => one.mailed && fresh.has(one.fact.id));
    if (mailed.length === 0) return;
    const reachable = await withMail(
      tx,
      mailed.map((one) => one.customerId),
    );
    await Promise.all(
      mailed
        .filter((one) => reachable.has(one.customerId))
        .map((one) => app().jobs.send(tx, mailQueue, { customerId: one.customerId, messageId: one.fact.id })),
    );
  };
}
