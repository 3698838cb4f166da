import type { PublishedFact } from "#platform/domain";
import { tellsShopper } from "#platform/messages";
import type { Tap } from "#platform/outbox";

type StreamEvent = { readonly stream: string; readonly fact: PublishedFact; readonly number: string };

/**
 * Writes the events of these facts, numbered without gaps for each stream. The row of a stream's last number is locked
 * until the commit, so that numbers become visible in their order; the rows are taken in order, so that nobody waits in a circle.
 */
export const writeStreams: Tap = async (tx, facts) => {
  const events = facts.flatMap(eventsOf);
  if (events.length === 0) return;
  const byStream = [...Map.groupBy(events, (event) => event.stream)].sort(([a], [b]) => (a < b ? -1 : 1));
  const heads = await tx.rows<{ subject: string; seq: bigint }>(
    `insert into platform.stream_head (subject, seq) select s.subject, s.added from unnest($1::text[], $2::bigint[]) s (subject, added) order by s.subject
       on conflict (subject) do update set seq = platform.stream_head.seq + excluded.seq returning subject, seq`,
    [byStream.map(([stream]) => stream), byStream.map(([, added]) => added.length)],
  );
  const lastOf = new Map(heads.map((head) => [head.subject, head.seq]));
  const rows = byStream.flatMap(([stream, added]) => {
    const first = (lastOf.get(stream) ?? 0n) - BigInt(added.length) + 1n;
    return added.map((event, index) => ({ ...event, seq: first + BigInt(index) }));
  });
  tx.send(
    `insert into platform.stream_event (subject, seq, at, kind, data)
     select e.subject, e.seq, e.at, e.kind, jsonb_build_object('number', e.number)
       from unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[]) e (subject, seq, at, kind, number)`,
    [
      rows.map((row) => row.stream),
      rows.map((row) => row.seq),
      rows.map((row) => row.fact.at),
      rows.map((row) => row.fact.kind),
      rows.map((row) => row.number),
    ],
  );
};

/**
 * A case tells those who look at it, its queues and, where it is news to the shopper, the inbox; what belongs to a case, such as a
 * compensation, tells those who look at the case.
 */
function eventsOf(fact: PublishedFact): StreamEvent[] {
  const { number, caseId, caseNumber } = fact.payload;
  if (typeof caseId === "string" && typeof caseNumber === "string")
    return [{ stream: `case:${caseId}`, fact, number: caseNumber }];
  if (fact.subjectKind !== "case" || typeof number !== "string") return [];
  const streams = [`case:${fact.subjectId}`, "queue:staff"];
  if (fact.merchantId !== null) streams.push(`queue:merchant:${fact.merchantId}`);
  if (fact.customerId !== null && tellsShopper(fact)) streams.push(`inbox:${fact.customerId}`);
  return streams.map((stream) => ({ stream, fact, number }));
}
