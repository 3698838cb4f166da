import { system } from "#platform/db";
import type { Job } from "#platform/domain";
import type { ContactOf } from "../messages.ts";
import type { NewsParams } from "../shapes.ts";
import { letter } from "./letter.ts";
import { type Mailer, MailRefused } from "./mailer.ts";

export const mailQueue = "messages.mail";

export type LetterPlaces = {
  /** Where links lead: from configuration, never from a request. */
  readonly publicUrl: string;
  /** The zone in which a mail names the time. */
  readonly zone: string;
};

/** Says one message by mail. Repeated after a crash, the same mail carries the same id; a noted one is not sent again. */
export function mailJob(parts: { readonly mailer: Mailer; readonly contactOf: ContactOf } & LetterPlaces): Job {
  return {
    queue: mailQueue,
    atOnce: 2,
    run: async (app, data) => {
      const key = [String(data.customerId), String(data.messageId)];
      const known = await app.db.withTx(system("messages"), async (tx) => {
        const [message, contact] = await Promise.all([
          tx.maybe<{ kind: string; params: NewsParams }>(
            "select kind, params from platform.message where customer_id = $1 and id = $2 and mailed_at is null",
            key,
          ),
          parts.contactOf(tx, String(data.customerId)),
        ]);
        return message === undefined || !contact?.email ? undefined : { message, contact, email: contact.email };
      });
      if (known === undefined) return;
      const { message, contact, email } = known;
      try {
        await parts.mailer.send({
          id: String(data.messageId),
          to: email,
          ...letter(message.kind, message.params, contact.locale, parts),
        });
      } catch (error) {
        if (!(error instanceof MailRefused)) throw error;
        app.log.warn("a mail was refused for good and is left", { message: data.messageId, reason: error.message });
        return;
      }
      await app.db.withTx(system("messages"), (tx) =>
        tx.run("update platform.message set mailed_at = $3 where customer_id = $1 and id = $2", [...key, tx.now]),
      );
    },
  };
}
