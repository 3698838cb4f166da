import type { Log } from "#platform/log";

/** Sends a text to a phone. An adapter for a provider implements this; `to` is E.164. */
export type SmsSender = { send(to: string, text: string): Promise<void> };
export type MailSender = { send(mail: { to: string; subject: string; text: string }): Promise<void> };
export type Senders = { readonly sms: SmsSender; readonly mail: MailSender };

/** Stands in for a provider: one log line for each text, with the text itself only where `showText` (demo, sandbox). */
export function consoleSms(log: Log, showText: boolean): SmsSender {
  return {
    send: async (to, text) => {
      log.info("a text would be sent", { to: `…${to.slice(-4)}`, ...(showText ? { text } : {}) });
    },
  };
}

/** Stands in for a mail server in the same way. */
export function consoleMail(log: Log, showText: boolean): MailSender {
  return {
    send: async ({ subject, text }) => {
      log.info("a mail would be sent", showText ? { subject, text } : {});
    },
  };
}
