/** A mail to one person. `id` is ours and the same when it is sent again, so that a mail program shows it once. */
export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly id?: string;
};

/** @throws MailRefused when trying again is of no use, any other error when it is */
export type Mailer = {
  send(mail: Mail): Promise<void>;
  close(): Promise<void>;
};

/** The mail server said no for good: no such person, not wanted. The message never carries the address. */
export class MailRefused extends Error {
  override readonly name = "MailRefused";
}
