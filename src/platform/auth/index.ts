export { type Auth, type AuthParts, createAuth, type People } from "./auth.ts";
export { createDemoLogins, type DemoPeople } from "./demo-logins.ts";
export { deviceSeconds } from "./devices.ts";
export type { KeyInfo } from "./keys.ts";
export { consoleMail, consoleSms, type MailSender, type Senders, type SmsSender } from "./senders.ts";
