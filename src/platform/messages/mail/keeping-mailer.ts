import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "#platform/log";
import { type Mail, type Mailer, MailRefused } from "./mailer.ts";

/** Stands in for a mail server: keeps the newest mails in memory. In the sandbox it can be told to misbehave. */
export type KeepingMailer = Mailer & {
  readonly mails: readonly Mail[];
  readonly mode: MailMode;
  behave(how: MailMode): void;
};

/** `refusing`: says no to this mail. `failing`: breaks. `late`: takes seconds. `twice`: delivers two. `never`: says nothing until patience ends. */
export const mailModes = ["well", "refusing", "failing", "late", "twice", "never"] as const;
export type MailMode = (typeof mailModes)[number];

const mailsKept = 200;
const lateMs = 3_000;
/** As long as a mail server is waited for. */
const patienceMs = 20_000;

export function keepingMailer(log: Log): KeepingMailer {
  const mails: Mail[] = [];
  let behaviour: MailMode = "well";
  return {
    mails,
    get mode() {
      return behaviour;
    },
    behave: (how) => {
      behaviour = how;
    },
    send: async (mail) => {
      if (behaviour === "refusing") throw new MailRefused("the stand-in refuses mails");
      if (behaviour === "failing") throw new Error("the stand-in fails");
      if (behaviour === "late") await sleep(lateMs);
      if (behaviour === "never") {
        await sleep(patienceMs, undefined, { ref: false });
        throw new Error("the stand-in did not answer in time");
      }
      mails.push(mail, ...(behaviour === "twice" ? [mail] : []));
      if (mails.length === 1) log.info("mails are kept in memory, because no mail server is set");
      mails.splice(0, mails.length - mailsKept);
    },
    close: async () => {},
  };
}
