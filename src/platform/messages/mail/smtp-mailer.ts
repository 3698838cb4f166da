import type { Transporter } from "nodemailer";
import { type Mailer, MailRefused } from "./mailer.ts";

const patienceMs = 15_000;

/**
 * Mail over SMTP.
 *
 * @param url smtp:// or smtps://, with user and password where needed
 * @param from such as `Aftercare <aftercare@example.com>`; its host also makes the message ids
 */
export function smtpMailer(url: string, from: string): Mailer {
  let transport: Promise<Transporter> | undefined;
  /** Loaded with the first mail: a server that starts has none yet. */
  const open = async () => {
    const { createTransport } = await import("nodemailer");
    return createTransport({
      url,
      pool: true,
      maxConnections: 2,
      connectionTimeout: patienceMs,
      greetingTimeout: patienceMs,
      socketTimeout: patienceMs,
      // A mail is made of its text alone, never of files or addresses that somebody wrote into it.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  };
  const host = /@([\w.-]+)/.exec(from)?.[1] ?? "localhost";
  return {
    send: async ({ id, to, subject, text, html }) => {
      try {
        transport ??= open();
        await (await transport).sendMail({
          from,
          to: { name: "", address: to },
          subject,
          text,
          ...(html === undefined ? {} : { html }),
          ...(id === undefined ? {} : { messageId: `<${id}@${host}>` }),
          headers: { "Auto-Submitted": "auto-generated" },
        });
      } catch (error) {
        const code = (error as { responseCode?: unknown }).responseCode;
        if (typeof code === "number" && code >= 500) throw new MailRefused(`the mail server answered ${code}`);
        throw new Error(`the mail server could not take a mail: ${(error as { code?: string }).code ?? "no answer"}`);
      }
    },
    close: async () => {
      (await transport)?.close();
    },
  };
}
