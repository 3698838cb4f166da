import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { dataFolder } from "./runtime-support.ts";

const patienceMs = 60_000;

test("A start on a taken port says so in one sentence and ends by itself", async (t) => {
  const other = createServer();
  other.listen(0, "127.0.0.1");
  await once(other, "listening");
  t.after(() => other.close());
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;

  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "../../bin/aftercare.ts"), "start", "--no-demo", "--role", "api,worker,realtime"],
    {
      stdio: ["ignore", "ignore", "pipe"],
      env: {
        PATH: process.env.PATH,
        PORT: String(port),
        AFTERCARE_DATA_DIR: await dataFolder(t),
        AFTERCARE_TEST_FAST: "1",
      },
    },
  );
  t.after(() => child.kill("SIGKILL"));
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk));
  const [code] = (await once(child, "exit", { signal: AbortSignal.timeout(patienceMs) })) as [number | null];

  assert.equal(code, 1);
  assert.match(said, new RegExp(`Port ${port} is already taken`));
});
