export { type KeepingMailer, keepingMailer } from "./mail/keeping-mailer.ts";
export { type Mail, type Mailer, MailRefused } from "./mail/mailer.ts";
export { smtpMailer } from "./mail/smtp-mailer.ts";
export { type Contact, type ContactOf, createMessages, type Messages } from "./messages.ts";
export { tellsShopper } from "./news.ts";
export { type Inbox, type InboxMessage, inboxQuery, inboxShape, readInput, readShape } from "./shapes.ts";
