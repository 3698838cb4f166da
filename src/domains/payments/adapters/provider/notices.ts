import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { isId } from "#kernel/ids";
import type { Db } from "#platform/db";
import { system } from "#platform/db";
import { type ApiServer, type DescribedPath, Refusal } from "#platform/http";
import { signedHeaders, verifyIncoming } from "#platform/webhooks";
import { recordChargeNews } from "../../actions/record-charge-news.ts";
import { recordNews } from "../../actions/record-news.ts";
import { recordPayoutNews } from "../../actions/record-payout-news.ts";
import { chargeWordOf, wordOf } from "./index.ts";

/**
 * POST /api/v1/payments/notices: what the provider tells by itself. Signature and age are checked on the raw bytes, the event
 * id makes a repeat harmless for ever, and only an amount that is ours settles. A lost notice costs time, never money: whatever
 * is open is asked about.
 */
export function paymentNotices(db: Db, secret: string, nudge: () => void) {
  return async (server: ApiServer): Promise<void> => {
    await server.fastify.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
      scope.route({ ...server.describe(path), handler: hear });
    });

    async function hear(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
      const raw = typeof request.body === "string" ? request.body : "";
      const notice = verified(raw, request.headers as Record<string, string>, secret);
      if (notice === undefined) throw new Refusal("signature-wrong");
      const answer = { status: 200, json: notice.data };
      const number = String(notice.data["number"] ?? "");
      await db.withTx(system("payments"), async (tx) => {
        const fresh = await tx.run(
          "insert into payments.provider_event (provider, event_id, received_at, body, handled_at) values ('payments', $1, $2, $3, $2) on conflict do nothing",
          [notice.id, tx.now, notice],
        );
        if (fresh === 0 || !isId(number)) return;
        const about = await tx.maybe<{ kind: string; customer_id: string; id: string }>(
          "select kind, customer_id, id from platform.directory where kind in ('refund-part', 'payout-sent', 'charge') and key = $1",
          [number],
        );
        if (about === undefined) return;
        if (about.kind === "charge") {
          const word = chargeWordOf(answer);
          if (word.is !== "unknown") await recordChargeNews(tx, about.customer_id, about.id, word);
          return;
        }
        const word = wordOf(answer);
        if (word.is === "unknown") return;
        if (about.kind === "payout-sent") await recordPayoutNews(tx, about.customer_id, about.id, word);
        else await recordNews(tx, about.customer_id, about.id, number, word);
      });
      nudge();
      return reply.status(204).send();
    }
  };
}

function verified(
  raw: string,
  headers: Record<string, string>,
  secret: string,
): { id: string; data: Record<string, unknown> } | undefined {
  const signed = verifyIncoming(headers, raw, secret, Temporal.Now.instant());
  if (!signed.ok) return undefined;
  try {
    const { data } = noticeShape.parse(JSON.parse(raw));
    return { id: signed.value.id, data };
  } catch {
    return undefined;
  }
}

/** Which refund it is about and where it stands is read as from an answer; what makes no sense is taken and changes nothing. */
const noticeShape = z.object({ data: z.record(z.string(), z.unknown()) });

const path: DescribedPath = {
  method: "POST",
  path: "/api/v1/payments/notices",
  name: "payments.notice",
  summary: "What the payment provider tells of a refund, a payout or a charge by itself",
  description:
    "Standard Webhooks, at most five minutes old; a repeat of the same id is harmless. `data` carries number, status (processing, succeeded; waiting, closed of a charge), and for succeeded id, amount in minor units as text, and currency.",
  proof: ["signature"],
  headers: signedHeaders,
  body: noticeShape,
  answers: { 204: { says: "Taken" } },
  refusals: ["signature-wrong"],
};
