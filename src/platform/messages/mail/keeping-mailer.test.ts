import assert from "node:assert/strict";
import { test } from "node:test";
import { silentLog } from "#platform/log";
import { keepingMailer } from "./keeping-mailer.ts";

const mail = { id: "1", to: "lin@example.com", subject: "s", text: "t", html: "" };

test("told so, the mail stand-in delivers twice, late, or gives no answer within patience", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const mailer = keepingMailer(silentLog);

  mailer.behave("twice");
  await mailer.send(mail);
  assert.equal(mailer.mails.length, 2);

  mailer.behave("late");
  const late = mailer.send(mail);
  assert.equal(mailer.mails.length, 2, "not yet");
  t.mock.timers.tick(3_000);
  await late;
  assert.equal(mailer.mails.length, 3);

  mailer.behave("never");
  const never = assert.rejects(mailer.send(mail), /did not answer in time/);
  t.mock.timers.tick(20_000);
  await never;
  assert.equal(mailer.mails.length, 3);
  assert.equal(mailer.mode, "never");
});
