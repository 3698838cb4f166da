import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { newId } from "#kernel/ids";
import { holdsRight } from "#platform/db";
import { type ApiServer, type DescribedPath, Refusal, signedIn } from "#platform/http";
import { startImport } from "../../actions/start-import.ts";
import { getImport } from "../../queries/list-imports.ts";

/** POST /api/v1/imports (multipart: `file` ending in .jsonl or .csv, or those with .gz) and GET /api/v1/imports/{id}/rejects. */
export function importUploads(folder: string): (server: ApiServer) => Promise<void> {
  return async (server) => {
    server.fastify.route({ ...server.describe(paths.upload), handler: upload });
    server.fastify.route({ ...server.describe(paths.rejects), handler: sendRejects });

    async function upload(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
      const caller = await server.callerOf(request);
      // Asked before the bytes are taken, and once more by the action.
      if (!holdsRight(caller.principal, "imports.run")) throw new Refusal("forbidden", { needs: "holds imports.run" });
      if (!request.isMultipart()) throw new Refusal("media-type", { expected: "multipart/form-data" });
      const upload = await request.file();
      if (upload === undefined) throw new Refusal("malformed-body", { expected: "file" });
      const kind = /\.(jsonl|csv)(\.gz)?$/.exec(upload.filename);
      const format = kind?.[1];
      if (kind === null || (format !== "jsonl" && format !== "csv")) {
        upload.file.resume();
        throw new Refusal("import-format-unknown", { name: upload.filename.slice(-40) });
      }
      const file = `${newId()}${kind[0]}`;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await pipeline(upload.file, createWriteStream(join(folder, file), { mode: 0o600 }));
      if (upload.file.truncated) {
        await rm(join(folder, file), { force: true });
        throw new Refusal("too-large");
      }
      return server.answer(
        reply,
        await startImport.execute(caller, { format, file, name: basename(upload.filename).slice(-200) }),
      );
    }

    async function sendRejects(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
      const caller = await server.callerOf(request);
      const { outcome } = await getImport.ask(caller, request.params);
      if (!outcome.ok) return server.answer(reply, { outcome });
      if (outcome.value.rejectsUrl === null) throw new Refusal("not-found");
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="rejects-${outcome.value.id}.csv"`)
        .send(createReadStream(join(folder, `${outcome.value.id}.csv`)));
    }
  };
}

const paths = {
  upload: {
    method: "POST",
    path: "/api/v1/imports",
    name: startImport.meta.name,
    summary: "Import orders from a file",
    description: `Permission: ${startImport.meta.allow.sentence}. The file's name ends in .jsonl or .csv, or those with .gz.`,
    proof: signedIn,
    idempotency: "optional",
    form: z.object({ file: z.file() }),
    answers: { 200: { says: "The import, which a job now runs", shape: startImport.meta.output } },
    refusals: [...startImport.meta.refusals, "media-type", "import-format-unknown", "too-large"],
  },
  rejects: {
    method: "GET",
    path: "/api/v1/imports/{id}/rejects",
    name: "orders.imports.rejects",
    summary: "The rows an import has set aside, with the reason of each",
    description: `Permission: ${getImport.meta.allow.sentence}.`,
    proof: signedIn,
    params: getImport.meta.input,
    answers: { 200: { says: "file, line, number, code, detail", mediaTypes: ["text/csv"] } },
    refusals: ["import-not-found", "not-found"],
  },
} as const satisfies Record<string, DescribedPath>;
