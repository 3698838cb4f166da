export { type KeepingMailer, keepingMailer, mailModes } from "./mail/keeping-mailer.ts";
export { smtpMailer } from "./mail/smtp-mailer.ts";
export { createMessages } from "./messages.ts";
export { tellsShopper } from "./news.ts";
