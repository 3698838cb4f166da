import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { type Db, system } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import { type ApiServer, type DescribedPath, Refusal } from "#platform/http";
import { signedHeaders, verifyIncoming } from "#platform/webhooks";
import { recordBookingNews } from "../../actions/record-booking-news.ts";
import { recordInterceptionNews } from "../../actions/record-interception-news.ts";
import { recordTrace } from "../../actions/record-trace.ts";
import { limits } from "../../model.ts";
import { interceptionOf, traceOf, wordOf } from "./index.ts";

/**
 * POST /api/v1/logistics/notices: what carriers tell by themselves, of a booking or of a parcel. Signature and age are checked on
 * the raw bytes, the event id makes a repeat harmless for ever. A lost notice costs time only: whatever is open is asked about.
 */
export function carrierNotices(db: Db, secret: string, nudge: () => void) {
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
      await db.withTx(system("logistics"), async (tx) => {
        const fresh = await tx.run(
          "insert into logistics.provider_event (provider, event_id, received_at) values ('carriers', $1, $2) on conflict do nothing",
          [notice.id, tx.now],
        );
        if (fresh === 0) return;
        const answered = { status: 200, json: notice.data };
        if (notice.type === "booking") {
          const found = await findInDirectory(tx, "booking", String(notice.data["id"] ?? ""));
          if (found !== undefined) await recordBookingNews(tx, found.customerId, found.id, wordOf(answered));
          return;
        }
        if (notice.type === "interception") {
          const found = await findInDirectory(tx, "interception", String(notice.data["id"] ?? ""));
          if (found !== undefined)
            await recordInterceptionNews(tx, found.customerId, found.id, interceptionOf(answered));
          return;
        }
        const trace = traceOf(answered);
        if (trace.is !== "trace") return;
        const events = trace.events.slice(0, limits.eventsPerNotice);
        await recordTrace(tx, String(notice.data["trackingNumber"] ?? ""), trace.codeSet, events);
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
): { id: string; type: "booking" | "parcel" | "interception"; data: Record<string, unknown> } | undefined {
  const signed = verifyIncoming(headers, raw, secret, Temporal.Now.instant());
  if (!signed.ok) return undefined;
  try {
    return { id: signed.value.id, ...noticeShape.parse(JSON.parse(raw)) };
  } catch {
    return undefined;
  }
}

/** What it says is read as an answer is; what makes no sense is taken and changes nothing. */
const noticeShape = z.object({
  type: z.enum(["booking", "parcel", "interception"]),
  data: z.record(z.string(), z.unknown()),
});

const path: DescribedPath = {
  method: "POST",
  path: "/api/v1/logistics/notices",
  name: "logistics.notice",
  summary: "What carriers tell of a booking or a parcel by themselves",
  description:
    "Standard Webhooks, at most five minutes old; a repeat of the same id is harmless. A `booking` carries id and status (processing, booked, called-off), and when booked reference, carrier and trackingNumber. A `parcel` carries trackingNumber, codeSet (kdniao, kuaidi100, 17track, aftercare) and events with key, at, code and place, in any order. An `interception` carries id and status (wanted, confirmed, failed with code).",
  proof: ["signature"],
  headers: signedHeaders,
  body: noticeShape,
  answers: { 204: { says: "Taken" } },
  refusals: ["signature-wrong"],
};
