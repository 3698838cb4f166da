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

/** Makes an API key the way a person does: signed in as an administrator, on the keys page. */
export async function makeKey(server: BenchServer, rights: readonly string[]): Promise<string> {
  const email = "bench@example.cn";
  const password = "bench-password-2026";
  const staffId = newId();
  await server.db.withTx(system("bench"), (tx) =>
    tx.run(
      "insert into parties.staff (id, name, email, role, state, created_at, updated_at) values ($1, 'Bench', $2, 'admin', 'active', $3, $3)",
      [staffId, email, tx.now],
    ),
  );
  await createDemoLogins(server.db, {
    staff: [{ staffId, email, name: "Bench", role: "admin", password }],
    shoppers: [],
  });
  const base = `http://127.0.0.1:${server.port}`;
  const headers = {
    "content-type": "application/json",
    "x-requested-with": "aftercare",
    origin: `http://localhost:${server.port}`,
  };
  const entered = await fetch(`${base}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { ...headers, host: `localhost:${server.port}` },
    body: JSON.stringify({ email, password }),
  });
  const cookie = entered.headers.getSetCookie()[0]?.split(";")[0];
  if (cookie === undefined) throw new Error(`could not sign in: ${entered.status} ${await entered.text()}`);
  const made = await fetch(`${base}/api/v1/keys`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-requested-with": "aftercare",
      cookie,
      "idempotency-key": newId(),
    },
    body: JSON.stringify({ name: "bench", rights }),
  });
  const { key } = (await made.json()) as { key?: string };
  if (key === undefined) throw new Error(`no key was made: ${made.status}`);
  return key;
}
