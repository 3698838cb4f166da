import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";

const program = join(import.meta.dirname, "../../../bin/aftercare.ts");

test("on an empty installation staff add makes the first administrator, and refuses an address that is known", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "aftercare-staff-"));
  try {
    const person = ["staff", "add", "--email", "Gu@Aftercare.Test", "--name", "顾言", "--role", "admin"];
    const added = await aftercare(dataDir, [...person, "--json"]);
    assert.equal(added.code, 0, added.err);
    const told = JSON.parse(added.out);
    assert.deepEqual([told.email, told.role], ["gu@aftercare.test", "admin"]);
    assert.match(told.link, /^http:\/\/localhost:3000\/desk\/set-password\?token=[\w-]{43}$/);
    const again = await aftercare(dataDir, person);
    assert.deepEqual([again.code, again.out], [1, ""]);
    assert.match(again.err, /^Gu@Aftercare\.Test is known already: /);
    const wrong = await aftercare(dataDir, ["staff", "add", "--email", "gu", "--name", "顾言", "--role", "admin"]);
    assert.deepEqual([wrong.code, wrong.out], [2, ""]);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});

async function aftercare(dataDir: string, args: readonly string[]) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env["PATH"], AFTERCARE_DATA_DIR: dataDir },
  });
  child.stdin.end();
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}
