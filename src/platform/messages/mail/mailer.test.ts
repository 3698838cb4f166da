import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { SMTPServer } from "smtp-server";
import { silentLog } from "#platform/log";
import { keepingMailer } from "./keeping-mailer.ts";
import { type Mail, type Mailer, MailRefused } from "./mailer.ts";
import { smtpMailer } from "./smtp-mailer.ts";

const mail: Mail = {
  id: "0198e1f0-0000-7000-8000-000000000001",
  to: "lin@example.com",
  subject: "售后申请已通过",
  text: "您好：\n\n进展见页面。",
  html: "<p>您好：</p>",
};

/** What a test sees of a mail server: what arrived, and how it is told to behave. */
type Post = {
  readonly mailer: Mailer;
  arrived(): { to: string; subject: string; text: string }[];
  behave(how: "well" | "refusing" | "failing"): void;
  close(): Promise<void>;
};

for (const [name, open] of [
  ["the stand-in", standIn],
  ["SMTP", smtp],
] as const) {
  test(`${name} delivers a mail, refuses one for good, and asks to try again when it fails`, async () => {
    const post = await open();
    try {
      await post.mailer.send(mail);
      assert.deepEqual(post.arrived(), [{ to: mail.to, subject: mail.subject, text: mail.text }]);

      await post.mailer.send({ to: mail.to, subject: "plain", text: "no markup" });
      assert.equal(post.arrived().length, 2);

      post.behave("refusing");
      await assert.rejects(post.mailer.send(mail), MailRefused);
      post.behave("failing");
      await assert.rejects(post.mailer.send(mail), (error: Error) => !(error instanceof MailRefused));
      assert.equal(post.arrived().length, 2);

      post.behave("well");
      await post.mailer.send(mail);
      assert.equal(post.arrived().length, 3);
    } finally {
      await post.close();
    }
  });

  test(`${name} says nothing of the address when it fails`, async () => {
    const post = await open();
    try {
      for (const how of ["refusing", "failing"] as const) {
        post.behave(how);
        await assert.rejects(post.mailer.send(mail), (error: Error) => !error.message.includes("lin@"));
      }
    } finally {
      await post.close();
    }
  });
}

test("a mail over SMTP carries the id of its message and cannot grow headers or recipients", async () => {
  const post = await smtp();
  try {
    await assert.rejects(post.mailer.send({ ...mail, to: "lin@example.com, all@example.com" }), MailRefused);
    await post.mailer.send({ ...mail, subject: "x\r\nBcc: all@example.com" });
    const [raw = ""] = post.raw();
    assert.match(raw, /^Message-ID: <0198e1f0-0000-7000-8000-000000000001@aftercare\.example>/im);
    assert.match(raw, /^Auto-Submitted: auto-generated/im);
    assert.doesNotMatch(raw, /^Bcc:/im);
    assert.equal(post.arrived().length, 1);
  } finally {
    await post.close();
  }
});

test("a mail server that does not answer makes the mail wait, not fail for good", async () => {
  const mailer = smtpMailer("smtp://127.0.0.1:9", "Aftercare <a@aftercare.example>");
  await assert.rejects(mailer.send(mail), (error: Error) => !(error instanceof MailRefused));
  await mailer.close();
});

async function standIn(): Promise<Post> {
  const mailer = keepingMailer(silentLog);
  return {
    mailer,
    arrived: () => mailer.mails.map(({ to, subject, text }) => ({ to, subject, text })),
    behave: mailer.behave,
    close: () => mailer.close(),
  };
}

async function smtp(): Promise<Post & { raw(): string[] }> {
  const received: { to: string; raw: string }[] = [];
  let behaviour: "well" | "refusing" | "failing" = "well";
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    logger: false,
    onRcptTo: (address, _session, done) => {
      if (behaviour === "well") return done();
      const code = behaviour === "refusing" ? 550 : 451;
      done(Object.assign(new Error(`${address.address} is not served`), { responseCode: code }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        for (const { address } of session.envelope.rcptTo)
          received.push({ to: address, raw: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  const mailer = smtpMailer(`smtp://127.0.0.1:${port}`, "Aftercare <noreply@aftercare.example>");
  return {
    mailer,
    raw: () => received.map((one) => one.raw),
    arrived: () => received.map(({ to, raw }) => ({ to, subject: decodedSubject(raw), text: decodedText(raw) })),
    behave: (how) => {
      behaviour = how;
    },
    close: async () => {
      await mailer.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function decodedSubject(raw: string): string {
  const unfolded = raw.replace(/\r\n[ \t]+/g, " ");
  const subject = /^Subject: (.*)$/im.exec(unfolded)?.[1] ?? "";
  return subject.replace(/=\?UTF-8\?B\?([^?]*)\?= ?/gi, (_, text: string) => Buffer.from(text, "base64").toString());
}

function decodedText(raw: string): string {
  const part = raw.split("\r\n\r\n").slice(1).join("\r\n\r\n");
  const inner = /Content-Type: text\/plain.*?\r\n\r\n(.*?)(\r\n--|$)/is.exec(raw);
  const encoded = (inner?.[1] ?? part).trim();
  return /Content-Transfer-Encoding: base64/i.test(raw)
    ? Buffer.from(encoded, "base64").toString()
    : encoded.replaceAll("\r\n", "\n");
}
