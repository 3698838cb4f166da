import type { Log } from "#platform/log";
import { type Mail, type Mailer, MailRefused } from "./mailer.ts";

/** Stands in for a mail server: keeps the newest mails in memory. In the sandbox it can be told to misbehave. */
export type KeepingMailer = Mailer & {
  readonly mails: readonly Mail[];
  behave(how: "well" | "refusing" | "failing"): void;
};

const mailsKept = 200;

export function keepingMailer(log: Log): KeepingMailer {
  const mails: Mail[] = [];
  let behaviour: "well" | "refusing" | "failing" = "well";
  return {
    mails,
    behave: (how) => {
      behaviour = how;
    },
    send: async (mail) => {
      if (behaviour === "refusing") throw new MailRefused("the stand-in refuses mails");
      if (behaviour === "failing") throw new Error("the stand-in fails");
      mails.push(mail);
      if (mails.length === 1) log.info("mails are kept in memory, because no mail server is set");
      mails.splice(0, mails.length - mailsKept);
    },
    close: async () => {},
  };
}
