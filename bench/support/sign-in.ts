import { newId } from "#kernel/ids";
import { createDemoLogins } from "#platform/auth";
import { system } from "#platform/db";
import type { BenchServer } from "./server.ts";

/** Signs a shopper in by code, as the portal does; the sandbox shows the code. Answers the cookie. */
export async function signInShopper(port: number, phone: string): Promise<string> {
  const base = `http://127.0.0.1:${port}`;
  const headers = { "content-type": "application/json", "x-requested-with": "aftercare" };
  const asked = await fetch(`${base}/api/v1/sign-in/code`, {
    method: "POST",
    headers,
    body: JSON.stringify({ phone }),
  });
  const { demoCode } = (await asked.json()) as { demoCode?: string };
  if (demoCode === undefined) throw new Error(`no code was shown: ${asked.status}`);
  const entered = await fetch(`${base}/api/v1/sign-in/enter`, {
    method: "POST",
    headers,
    body: JSON.stringify({ phone, code: demoCode }),
  });
  const cookie = entered.headers.getSetCookie()[0]?.split(";")[0];
  if (cookie === undefined) throw new Error(`could not sign in: ${entered.status} ${await entered.text()}`);
  return cookie;
}

/**
 * Makes an API key the way a person does, on the keys page: an administrator's, or with a merchant id that of a merchant's
 * person, because administrators decide no cases.
 */
export async function makeKey(
  server: Pick<BenchServer, "db" | "port">,
  rights: readonly string[],
  merchantId?: string,
): Promise<string> {
  const role = merchantId === undefined ? "admin" : "merchant";
  const email = `bench-${role}@example.cn`;
  const password = "bench-password-2026";
  const staffId = newId();
  await server.db.withTx(system("bench"), (tx) =>
    tx.run(
      "insert into parties.staff (id, name, email, role, merchant_id, state, created_at, updated_at) values ($1, 'Bench', $2, $3, $4, 'active', $5, $5)",
      [staffId, email, role, merchantId, tx.now],
    ),
  );
  await createDemoLogins(server.db, { staff: [{ staffId, email, name: "Bench", role, password }], shoppers: [] });
  const base = `http://127.0.0.1:${server.port}`;
  const headers = { "content-type": "application/json", "x-requested-with": "aftercare" };
  const entered = await fetch(`${base}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { ...headers, origin: base },
    body: JSON.stringify({ email, password }),
  });
  const cookie = entered.headers.getSetCookie()[0]?.split(";")[0];
  if (cookie === undefined) throw new Error(`could not sign in: ${entered.status} ${await entered.text()}`);
  const made = await fetch(`${base}/api/v1/keys`, {
    method: "POST",
    headers: { ...headers, cookie, "idempotency-key": newId() },
    body: JSON.stringify({ name: "bench", rights }),
  });
  const answer = (await made.json()) as { key?: string; code?: string };
  if (answer.key === undefined) throw new Error(`no key was made: ${made.status} ${answer.code}`);
  return answer.key;
}
