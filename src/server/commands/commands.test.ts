import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";

const program = join(import.meta.dirname, "../../../bin/aftercare.ts");

test("help names every command; no command at all is wrong usage", async () => {
  for (const [args, code] of [
    [["help"], 0],
    [["--help"], 0],
    [["-h"], 0],
    [[], 2],
  ] as const) {
    const told = await aftercare(args);
    assert.equal(told.code, code, args.join(" "));
    for (const name of [
      "start",
      "import orders",
      "decide",
      "due",
      "policy replay",
      "staff add",
      "verify",
      "bench",
      "doctor",
      "demo reset",
    ])
      assert.match(told.out, new RegExp(`^  ${name}`, "m"));
  }
  const one = await aftercare(["due", "--help"]);
  assert.equal(one.code, 0);
  assert.match(one.out, /due --from INSTANT --for 8h/);
});

test("an unknown command is wrong usage and says which commands there are", async () => {
  const told = await aftercare(["dcide"]);
  assert.deepEqual([told.code, told.out], [2, ""]);
  assert.match(told.err, /There is no command "dcide"[\s\S]*decide FACTS/);
});

for (const args of [
  ["decide"],
  ["decide", "--scheme"],
  ["decide", "--law", "fr", "-"],
  ["decide", "--at", "yesterday", "-"],
  ["decide", "a.json", "b.json"],
  ["decide", "no-such-file.json"],
  ["decide", "-", "--policy", "no-such-policy.json"],
  ["due", "--for", "8h"],
  ["due", "--from", "2026-02-13", "--for", "8h"],
  ["due", "--from", "2026-02-13T17:00:00+08:00", "--for", "8"],
  ["due", "--from", "2026-02-13T17:00:00+08:00", "--for", "8h", "--calendar", "mars"],
  ["due", "--from", "2026-02-13T17:00:00+08:00", "--for", "8h", "--zone", "Mars/Olympus"],
  ["due", "--from", "2026-02-13T17:00:00+08:00", "--for", "8h", "--hours", "mon=18:00"],
  ["due", "--from", "2026-02-13T17:00:00+08:00", "--for", "8h", "--pause", "now"],
  ["import", "orders", "orders.csv"],
  ["import", "orders", "orders.csv", "--format", "xlsx"],
  ["policy"],
  ["policy", "replay"],
  ["policy", "replay", "--draft", "no-such-file.json"],
  ["start", "--role", "cook"],
  ["demo"],
  ["staff"],
  ["staff", "add", "--email", "a@b.cn", "--name", "A"],
  ["staff", "add", "--email", "a@b.cn", "--name", "A", "--role", "king"],
  ["staff", "add", "--email", "a@b.cn", "--name", "A", "--role", "merchant"],
  ["verify", "--yaml"],
])
  test(`wrong usage, exit code 2: ${args.join(" ")}`, async () => {
    const told = await aftercare(args);
    assert.deepEqual([told.code, told.out], [2, ""]);
    assert.match(told.err, /Usage: \.\/bin\/aftercare /);
    assert.doesNotMatch(told.err, /\n\s+at /, "no stack");
  });

test("a file that cannot be read is named, with why, in one sentence", async () => {
  await inFolder(async (folder) => {
    const policy = join(folder, "policy.json");
    for (const args of [
      ["decide", policy],
      ["decide", "-", "--policy", policy],
    ])
      assert.match((await aftercare(args)).err, /^\S+policy\.json cannot be read: there is no such file\. Usage: /);
    await writeFile(policy, "{");
    const broken = await aftercare(["decide", "-", "--policy", policy]);
    assert.equal(broken.code, 2);
    assert.match(broken.err, /^\S+policy\.json is no JSON: .*\. Usage: /);
  });
});

test("the schema of the facts is JSON Schema, and the example is decided: exit code 0", async () => {
  const schema = await aftercare(["decide", "--schema"]);
  assert.equal(schema.code, 0);
  assert.ok("properties" in JSON.parse(schema.out));
  const example = await aftercare(["decide", "--example"]);
  assert.equal(example.code, 0);
  await inFolder(async (folder) => {
    const file = join(folder, "facts.json");
    await writeFile(file, example.out);
    const decided = await aftercare(["decide", file]);
    assert.deepEqual([decided.code, decided.err], [0, ""]);
    const decision = JSON.parse(decided.out);
    assert.equal(decision.decision, "ALLOW");
    assert.ok(decision.routes.some((route: { route: string }) => route.route === "no-reason"));
    assert.equal(decision.law.pack, "cn");
    const again = await aftercare(["decide", file, "--law", "cn"]);
    assert.equal(again.out, decided.out);
  });
});

test("a file that is no JSON or no facts is refused with the field: exit code 1", async () => {
  await inFolder(async (folder) => {
    for (const [words, said] of [
      ["{", /not-json/],
      ["{}", /orderedAt|goods|claim|country/],
    ] as const) {
      const file = join(folder, "facts.json");
      await writeFile(file, words);
      const told = await aftercare(["decide", file]);
      assert.deepEqual([told.code, told.out], [1, ""]);
      assert.match(told.err, said);
    }
  });
});

test("of many lines a bad one is answered in its place and stops none of the others: exit code 1", async () => {
  const facts = JSON.stringify(JSON.parse((await aftercare(["decide", "--example"])).out));
  const told = await aftercare(["decide", "-"], `${facts}\n{"country":"CN"\n\n${facts}\n`);
  assert.equal(told.code, 1);
  const answers = told.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    answers.map((answer) => answer.decision ?? [answer.error.line, answer.error.code]),
    ["ALLOW", [2, "not-json"], "ALLOW"],
  );
  assert.match(told.err, /^line 2: not-json/);
  const good = await aftercare(["decide", "-"], `${facts}\n${facts}`);
  assert.deepEqual([good.code, good.err, good.out.trim().split("\n").length], [0, "", 2]);
  assert.deepEqual(await aftercare(["decide", "-"], ""), { code: 0, out: "", err: "" });
});

// Make-up days of the State Council's notice for 2026: working Saturdays and Sundays.
for (const [from, length, due, without] of [
  ["2026-02-13T17:00", "8h", "2026-02-14T17:00", "2026-02-24T17:00"],
  ["2026-02-14T17:00", "2h", "2026-02-24T10:00", undefined],
  ["2026-02-27T17:30", "4h", "2026-02-28T13:30", "2026-03-02T13:30"],
  ["2026-09-19T10:00", "8h", "2026-09-20T18:00", "2026-09-21T18:00"],
  ["2026-10-09T17:00", "2h", "2026-10-10T10:00", "2026-10-12T10:00"],
  ["2026-01-03T12:00", "4h", "2026-01-04T14:00", "2026-01-05T14:00"],
] as const)
  test(`${length} of working time from ${from} in China end at ${due}`, async () => {
    const told = await aftercare([
      ...["due", "--from", `${from}:00+08:00`, "--for", length, "--calendar", "cn"],
      ...["--hours", "mon-fri=09:00-12:00,13:00-18:00"],
    ]);
    assert.deepEqual(told, { code: 0, out: `${due}:00+08:00\n`, err: "" });
    assert.notEqual(due, without);
  });

test("a pause is added, other zones have their own clock, and --json names the instant", async () => {
  const from = ["due", "--from", "2026-01-05T12:00:00+08:00", "--for", "4h", "--hours", "mon-fri=10:00-18:00"];
  assert.equal((await aftercare(from)).out, "2026-01-05T16:00:00+08:00\n");
  const paused = await aftercare([...from, "--pause", "2026-01-05T12:30:00+08:00/2026-01-05T13:00:00+08:00"]);
  assert.equal(paused.out, "2026-01-05T16:30:00+08:00\n");
  // The night the clocks of New York go forward: eight hours end at seven.
  const newYork = await aftercare([
    ...["due", "--from", "2026-03-07T22:00:00-05:00", "--for", "8h", "--zone", "America/New_York", "--json"],
  ]);
  assert.deepEqual(JSON.parse(newYork.out), {
    due: "2026-03-08T11:00:00Z",
    local: "2026-03-08T07:00:00-04:00",
    zone: "America/New_York",
  });
});

test("without hours and calendar every hour counts", async () => {
  const told = await aftercare(["due", "--from", "2026-02-13T17:00:00+08:00", "--for", "2d"]);
  assert.equal(told.out, "2026-02-15T17:00:00+08:00\n");
});

async function aftercare(
  args: readonly string[],
  input = "",
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [program, ...args], {
    // Commands that were told wrongly must end before they look for a database.
    env: { PATH: process.env["PATH"], DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" },
  });
  child.stdin.on("error", () => {}); // A command that reads nothing may be gone already.
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "aftercare-commands-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
