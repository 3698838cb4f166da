import assert from "node:assert/strict";
import { test } from "node:test";
import { Webhook } from "standardwebhooks";
import { newWebhookSecret, openSecret, type SecretKeys, sealSecret, webhookKey } from "./secret.ts";
import { webhookSignature } from "./signature.ts";
import { verifyIncoming } from "./verify-incoming.ts";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const body = '{"type":"refund.settled","data":{"amount":"12.30","note":"好的"}}';
const now = Temporal.Now.instant().round("second");
const seconds = now.epochMilliseconds / 1_000;
const signed = (id = "msg_1", at = seconds, what = body, by = secret) => ({
  "webhook-id": id,
  "webhook-timestamp": String(at),
  "webhook-signature": webhookSignature(webhookKey(by), id, at, what),
});

test("what we sign is what the published library signs, and verifies", () => {
  const other = new Webhook(secret);
  assert.equal(signed()["webhook-signature"], other.sign("msg_1", new Date(now.epochMilliseconds), body));
  assert.deepEqual(other.verify(body, signed()), JSON.parse(body));
  const own = newWebhookSecret();
  assert.doesNotThrow(() => new Webhook(own).verify(body, signed("msg_2", seconds, body, own)));
});

test("a signed message is let in, with text or bytes, also beside a signature of another key", () => {
  assert.deepEqual(verifyIncoming(signed(), body, secret, now), { ok: true, value: { id: "msg_1" } });
  assert.ok(verifyIncoming(signed(), Buffer.from(body), webhookKey(secret), now).ok);
  const both = { ...signed(), "webhook-signature": `v1,AAAA v1a,BBBB ${signed()["webhook-signature"]}` };
  assert.ok(verifyIncoming(both, body, secret, now).ok);
});

test("a message is let in for five minutes either way, and no longer", () => {
  for (const age of [0, 299, 300, -300])
    assert.ok(verifyIncoming(signed("m", seconds - age), body, secret, now).ok, `${age}`);
  for (const age of [301, -301, 86_400])
    assert.ok(!verifyIncoming(signed("m", seconds - age), body, secret, now).ok, `${age}`);
});

test("anything else is refused with one answer", () => {
  const good = signed();
  const wrong = [
    [{ ...good, "webhook-id": "msg_2" }, body],
    [{ ...good, "webhook-timestamp": String(seconds + 1) }, body],
    [good, `${body} `],
    [signed("msg_1", seconds, body, newWebhookSecret()), body],
    [{ ...good, "webhook-signature": good["webhook-signature"].replace("v1,", "v1a,") }, body],
    [{ ...good, "webhook-signature": good["webhook-signature"].slice(0, -1) }, body],
    [{ ...good, "webhook-signature": "" }, body],
    [{ ...good, "webhook-timestamp": "now" }, body],
    [{ ...good, "webhook-timestamp": `${seconds}e0` }, body],
    [{ ...good, "webhook-timestamp": "" }, body],
    [{ ...good, "webhook-id": [good["webhook-id"], "x"] }, body],
    [{ ...good, "webhook-id": undefined }, body],
    [{}, body],
  ] as const;
  for (const [headers, what] of wrong)
    assert.deepEqual(verifyIncoming(headers, what, secret, now), { ok: false, code: "signature-wrong", params: {} });
});

test("a secret opens for its own webhook under its own key, also after the key was renewed", () => {
  const keys = (...versions: number[]): SecretKeys => ({
    fieldKeys: new Map(versions.map((version) => [version, Buffer.alloc(32, version)])),
    currentFieldKeyVersion: Math.max(...versions),
  });
  const sealed = sealSecret(keys(1), "a", secret);
  assert.ok(!sealed.includes(secret.slice(8)));
  assert.notEqual(sealed, sealSecret(keys(1), "a", secret));
  assert.equal(openSecret(keys(1, 2), "a", sealed), secret);
  assert.match(sealSecret(keys(1, 2), "a", secret), /^2\./);
  assert.throws(() => openSecret(keys(1), "b", sealed));
  assert.throws(() => openSecret(keys(2), "a", sealed));
  assert.throws(() => openSecret({ ...keys(1), fieldKeys: new Map([[1, Buffer.alloc(32, 9)]]) }, "a", sealed));
  assert.throws(() =>
    openSecret(
      keys(1),
      "a",
      sealed.replace(/.$/, (last) => (last === "A" ? "B" : "A")),
    ),
  );
});
