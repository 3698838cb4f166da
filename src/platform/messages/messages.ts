import type { Tx } from "#platform/db";
import type { App, Domain, PersonalData } from "#platform/domain";
import { get, post } from "#platform/http";
import type { Tap } from "#platform/outbox";
import { listInbox } from "./inbox/list-inbox.ts";
import { markRead } from "./inbox/mark-read.ts";
import { type LetterPlaces, mailJob } from "./mail/mail-job.ts";
import type { Mailer } from "./mail/mailer.ts";
import { tellShoppers, type WithMail } from "./tell-shoppers.ts";

/** Where a shopper can be written to, and in which language; undefined where there is nobody (any more). */
export type Contact = { readonly email: string | null; readonly locale: string };
export type ContactOf = (tx: Tx, customerId: string) => Promise<Contact | undefined>;

export type Messages = Domain & { readonly tap: Tap };

/** The inbox of the portal and the mails that go with it. */
export function createMessages(
  parts: {
    readonly mailer: Mailer;
    readonly contactOf: ContactOf;
    readonly withMail: WithMail;
    readonly app: () => App;
  } & LetterPlaces,
): Messages {
  return {
    name: "messages",
    actions: [markRead],
    routes: [
      get("/inbox", listInbox, "The shopper's messages, newest first"),
      post("/inbox/read", markRead, "Mark messages as read"),
    ],
    jobs: [mailJob(parts)],
    personalData,
    tap: tellShoppers(parts.app, parts.withMail),
  };
}

const personalData: PersonalData = {
  exportFor: async (tx, customerId) => ({
    messages: await tx.rows(
      "select at, kind, params, read_at, mailed_at from platform.message where customer_id = $1 order by at, id",
      [customerId],
    ),
  }),
  eraseFor: async (tx, customerId) => {
    const gone = await tx.run("delete from platform.message where customer_id = $1", [customerId]);
    return { erased: gone > 0 ? ["messages"] : [], kept: [] };
  },
};
