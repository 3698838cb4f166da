import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { InjectOptions } from "fastify";
import { newId } from "#kernel/ids";
import type { Principal } from "#platform/db";
import type { App } from "#platform/domain";
import { createServer } from "#platform/http";
import { silentLog } from "#platform/log";
import { createRelay } from "#platform/outbox";
import { createPersonal } from "#platform/personal";
import { withTestDatabase } from "../../../../../tests/support/database.ts";
import { orderWords } from "../../../../../tests/support/order-input.ts";
import type { ImportRun } from "../../contract.ts";
import { importsFolder, orders } from "../../routes.ts";
import { importUploads } from "./index.ts";

type Reply = { readonly status: number; readonly text: string };
type Uploading = {
  upload(name: string, content: string, as?: Principal): Promise<Reply>;
  get(path: string, as?: Principal): Promise<Reply>;
  /** Relays what happened and works the queue until both are empty. */
  work(): Promise<void>;
  readonly folder: string;
};

const importer: Principal = { kind: "staff", staffId: newId(), role: "operations", rights: new Set(["imports.run"]) };
const agent: Principal = { kind: "staff", staffId: newId(), role: "agent", rights: new Set(["orders.read"]) };
const uploadBytes = 20_000;

async function withUploads(work: (uploading: Uploading) => Promise<void>): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "aftercare-uploads-"));
  const folder = importsFolder(dataDir);
  try {
    await withTestDatabase(async ({ db, secrets }) => {
      const domain = orders({ personal: createPersonal(secrets), dataDir, presentKey: new Uint8Array(32) });
      const queue: { queue: string; data: object }[] = [];
      const app: App = {
        db,
        log: silentLog,
        nudge: () => {},
        jobs: { send: async (_tx, name, data) => void queue.push({ queue: name, data }) },
      };
      const relay = createRelay({ db, log: silentLog, app: () => app, taps: [], reactions: domain.reactions ?? [] });
      let caller = importer;
      const { fastify } = await createServer({
        db,
        log: silentLog,
        routes: domain.routes,
        nudge: () => {},
        trustProxy: false,
        secure: false,
        ready: async () => true,
        readSession: async () => ({ principal: caller, byCookie: false }),
        limits: {
          bodyBytes: 1_000_000,
          uploadBytes,
          uploadFiles: 1,
          requestsPerMinute: 100_000,
          requestTimeoutMs: 30_000,
        },
        plugins: [importUploads(folder)],
      });
      const boundary = "----aftercare";
      const sent = async (request: InjectOptions, as: Principal): Promise<Reply> => {
        caller = as;
        const reply = await fastify.inject(request);
        return { status: reply.statusCode, text: reply.body };
      };
      try {
        await work({
          folder,
          upload: (name, content, as = importer) =>
            sent(
              {
                method: "POST",
                url: "/api/v1/imports",
                headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
                payload: `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/plain\r\n\r\n${content}\r\n--${boundary}--\r\n`,
              },
              as,
            ),
          get: (path, as = importer) => sent({ method: "GET", url: `/api/v1${path}` }, as),
          work: async () => {
            await relay.drain();
            for (const { queue: name, data } of queue.splice(0))
              await domain.jobs?.find((job) => job.queue === name)?.run(app, data as Record<string, unknown>);
          },
        });
      } finally {
        await relay.stop();
        await fastify.close();
      }
    });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const runOf = (reply: Reply): ImportRun => JSON.parse(reply.text);

test("an uploaded file is read by a job, counts while it runs, and its rejected rows can be fetched", async () => {
  await withUploads(async ({ upload, get, work }) => {
    const started = await upload("orders of today.jsonl", `${JSON.stringify(orderWords("SO-1"))}\nbroken\n`);
    assert.equal(started.status, 200, started.text);
    const run = runOf(started);
    assert.deepEqual(
      [run.format, run.source, run.state, run.rowsRead, run.rejectsUrl],
      ["jsonl", "orders of today.jsonl", "running", 0, null],
    );
    assert.equal((await get(`/imports/${run.id}/rejects`)).status, 404);
    await work();
    const done = runOf(await get(`/imports/${run.id}`));
    assert.deepEqual(
      [done.state, done.source, done.rowsRead, done.counts.orders?.imported, done.counts.orders?.rejected],
      ["done", "orders of today.jsonl", 2, 1, 1],
    );
    const rejects = await get(done.rejectsUrl?.replace("/api/v1", "") ?? "");
    assert.equal(rejects.status, 200);
    assert.match(rejects.text, /orders of today\.jsonl,2,,row-unreadable,not a JSON object/);
    const listed: { items: ImportRun[] } = JSON.parse((await get("/imports")).text);
    assert.deepEqual(
      listed.items.map((item) => item.id),
      [run.id],
      "one run, not one for the upload and one for the job",
    );
  });
});

test("a file that cannot be read says so in its run", async () => {
  await withUploads(async ({ upload, get, work }) => {
    const run = runOf(await upload("wrong.csv", "a,b\n1,2\n"));
    await work();
    const failed = runOf(await get(`/imports/${run.id}`));
    assert.equal(failed.state, "failed");
    assert.match(failed.error ?? "", /has no column number/);
  });
});

test("who may not import, sends another kind of file, or too much, is refused and leaves no file behind", async () => {
  await withUploads(async ({ upload, get, folder }) => {
    assert.equal((await upload("orders.jsonl", "{}", agent)).status, 403);
    assert.equal((await get("/imports", agent)).status, 403);
    const wrong = await upload("orders.exe", "MZ");
    assert.match(wrong.text, /import-format-unknown/);
    const large = await upload("orders.jsonl", "x".repeat(uploadBytes + 1));
    assert.equal(large.status, 413, large.text);
    assert.deepEqual(readdirSync(folder), []);
  });
});
