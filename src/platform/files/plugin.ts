import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { newId } from "#kernel/ids";
import type { Outcome } from "#kernel/outcome";
import type { Action } from "#platform/action";
import { principalName } from "#platform/db";
import { type ApiServer, Refusal } from "#platform/http";
import { type NewFile, rowOf } from "./add-file.ts";
import { type Picture, reencode } from "./image/reencode.ts";
import { takingTurns } from "./image/turns.ts";
import { fileLinks, openToken, thumbnailKey } from "./links.ts";
import type { FileStore } from "./store/file-store.ts";
import { removeBytes } from "./sweep.ts";

export type PluginParts = {
  readonly store: FileStore;
  /** A folder of our own for uploads on their way in. */
  readonly incoming: string;
  readonly uploadBytes: number;
  readonly add: Action<z.ZodType, { id: string }>;
  readonly remove: Action<z.ZodType, { storedId: string }>;
};

const picturesAtOnce = 2;
const picturesWaiting = 40;
const secondsCached = 600;

/** POST and DELETE /api/v1/files, GET /files/{token}. */
export function filesPlugin(parts: PluginParts): (server: ApiServer) => Promise<void> {
  const { store } = parts;
  const takeTurn = takingTurns(picturesAtOnce, picturesWaiting);

  async function upload(server: ApiServer, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const caller = await server.callerOf(request);
    const { named, made } = await receivePicture(request);
    if (!made.ok) return server.answer(reply, { outcome: made });
    const { image, thumbnail, mediaType, width, height } = made.value;
    const id = newId<"file">();
    await Promise.all([store.put(id, image), store.put(thumbnailKey(id), thumbnail)]);
    const sha256 = createHash("sha256").update(image).digest("hex");
    const file: NewFile = { ...named, id, mediaType, width, height, bytes: image.length, sha256 };
    const { outcome } = await parts.add.execute(caller, file);
    if (!outcome.ok) {
      await removeBytes(store, id);
      return server.answer(reply, { outcome });
    }
    const row = rowOf(file, principalName(caller.principal), Temporal.Now.instant());
    const [link] = fileLinks(caller.principal, [row]);
    return reply.send({ id, url: link?.url, thumbnailUrl: link?.thumbnailUrl, width, height, bytes: image.length });
  }

  async function receivePicture(request: FastifyRequest): Promise<{ named: Named; made: Outcome<Picture> }> {
    const path = join(parts.incoming, randomUUID());
    try {
      const named = await receive(request, path, parts.uploadBytes);
      const turn = takeTurn(() => reencode(path));
      if (turn === undefined) throw new Refusal("temporarily-unavailable");
      return { named, made: await turn };
    } finally {
      await rm(path, { force: true });
    }
  }

  async function show(server: ApiServer, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const principal = await server.principalOf(request);
    const opened = principal && openToken(principal, (request.params as { token: string }).token);
    const file = opened && (await store.get(opened.key));
    // One answer for a wrong, foreign, old or empty address: it tells nothing about what is there.
    if (opened === undefined || file === undefined) throw new Refusal("not-found");
    return reply
      .type(opened.mediaType)
      .header("content-length", file.bytes)
      .header("content-disposition", "inline")
      .header("x-content-type-options", "nosniff")
      .header("content-security-policy", "default-src 'none'; sandbox")
      .header("cross-origin-resource-policy", "same-origin")
      .header("cache-control", `private, max-age=${secondsCached}`)
      .send(file.stream);
  }

  return async (server) => {
    await mkdir(parts.incoming, { recursive: true, mode: 0o700 });
    server.fastify.post("/api/v1/files", (request, reply) => upload(server, request, reply));
    server.fastify.delete("/api/v1/files/:id", async (request, reply) => {
      const caller = await server.callerOf(request);
      const { outcome } = await parts.remove.execute(caller, request.params);
      if (!outcome.ok) return server.answer(reply, { outcome });
      await removeBytes(store, outcome.value.storedId);
      return reply.send({ removed: true });
    });
    server.fastify.get("/files/:token", (request, reply) => show(server, request, reply));
  };
}

type Named = { orderNumber?: string; caseNumber?: string };

/** Writes the one file of the form to `path` and answers what it belongs to. What the file calls itself is not looked at. */
async function receive(request: FastifyRequest, path: string, limit: number): Promise<Named> {
  if (!request.isMultipart()) throw new Refusal("media-type", { expected: "multipart/form-data" });
  const fields = new Map<string, string>();
  let files = 0;
  try {
    for await (const part of request.parts({ limits: { files: 1, fields: 4, fileSize: limit } })) {
      if (part.type === "field") {
        if (typeof part.value === "string") fields.set(part.fieldname, part.value);
        continue;
      }
      files += 1;
      // Opened first: a stream that breaks before it has opened its file would make it after we have cleaned up.
      const file = await open(path, "wx", 0o600);
      await pipeline(part.file, file.createWriteStream());
    }
  } catch (error) {
    if ((error as { code?: string }).code === "FST_REQ_FILE_TOO_LARGE") throw new Refusal("file-too-large", { limit });
    throw error;
  }
  const orderNumber = fields.get("orderNumber");
  const caseNumber = fields.get("caseNumber");
  if (files === 1 && orderNumber !== undefined && caseNumber === undefined) return { orderNumber };
  if (files === 1 && caseNumber !== undefined && orderNumber === undefined) return { caseNumber };
  throw new Refusal("malformed-body", { expected: "file, and orderNumber or caseNumber" });
}
