import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { newId } from "#kernel/ids";
import { assert, grant, type Outcome, refuse } from "#kernel/outcome";
import type { Action, Caller } from "#platform/action";
import { principalName } from "#platform/db";
import { type ApiServer, type DescribedPath, Refusal, signedIn } from "#platform/http";
import { uuidShape } from "#platform/wire";
import { type NewFile, rowOf } from "./add-file.ts";
import { fileKinds } from "./evidence-kind.ts";
import { reencode } from "./image/reencode.ts";
import { takingTurns } from "./image/turns.ts";
import { fileLinks, openToken, thumbnailKey } from "./links.ts";
import type { FileStore } from "./store/file-store.ts";
import { removeBytes } from "./sweep.ts";
import { readVideo } from "./video.ts";

export type PluginParts = {
  readonly store: FileStore;
  /** A folder of our own for uploads on their way in. */
  readonly incoming: string;
  readonly uploadBytes: number;
  readonly videoBytes: number;
  readonly add: Action<z.ZodType, { id: string }>;
  readonly addOfParcel: Action<z.ZodType, { id: string }>;
  readonly remove: Action<z.ZodType, { storedId: string }>;
};

const picturesAtOnce = 2;
const picturesWaiting = 40;
const secondsCached = 600;

/** Whose picture it is: exactly one of the three. */
const namedShape = z
  .object({
    orderNumber: z.string().optional(),
    caseNumber: z.string().optional(),
    /** Of a parcel in somebody's hands, which may be nobody's yet. */
    of: z.literal("parcel").optional(),
    /** What it shows it by; left out: a film is a film, anything else a photo. */
    kind: z.enum(fileKinds).optional(),
  })
  .refine(({ orderNumber, caseNumber, of }) => [orderNumber, caseNumber, of].filter(Boolean).length === 1);
type Named = z.output<typeof namedShape>;
type Taken = NewFile & Pick<Named, "of">;

const uploadedShape = z.object({
  id: uuidShape,
  url: z.string(),
  mediaType: z.string(),
  kind: z.enum(fileKinds),
  /** Null for a film, which has no picture of its own. */
  thumbnailUrl: z.string().nullable(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  bytes: z.number().int(),
});
const tokenShape = z.object({ token: z.string() });

/** POST and DELETE /api/v1/files, GET /files/{token}. */
export function filesPlugin(parts: PluginParts): (server: ApiServer) => Promise<void> {
  const { store } = parts;
  const takeTurn = takingTurns(picturesAtOnce, picturesWaiting);

  async function upload(server: ApiServer, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const caller = await server.callerOf(request);
    const id = newId<"file">();
    const taken = await takeIn(request, id);
    if (!taken.ok) return server.answer(reply, { outcome: taken });
    const { of: _, ...file } = taken.value;
    const { outcome } = await note(caller, taken.value);
    if (!outcome.ok) {
      await removeBytes(store, id);
      return server.answer(reply, { outcome });
    }
    const row = rowOf(file, principalName(caller.principal), Temporal.Now.instant());
    const [link] = fileLinks(caller.principal, [row]);
    assert(link !== undefined, "a row has a link");
    const { url, thumbnailUrl, kind } = link;
    const { mediaType, width, height, bytes } = file;
    const uploaded: z.output<typeof uploadedShape> = { id, url, mediaType, kind, thumbnailUrl, width, height, bytes };
    return reply.send(uploaded);
  }

  function note(caller: Caller, { of, ...file }: Taken) {
    if (of === undefined) return parts.add.execute(caller, file);
    const { kind: _, ...photo } = file;
    return parts.addOfParcel.execute(caller, photo);
  }

  /** A film is kept as it is; of anything else the pixels are read and encoded anew. */
  async function takeIn(request: FastifyRequest, id: string): Promise<Outcome<Taken>> {
    const path = join(parts.incoming, randomUUID());
    try {
      const named = await receive(request, path, Math.max(parts.uploadBytes, parts.videoBytes));
      const video = await readVideo(path, parts.videoBytes);
      if (video !== undefined) {
        if (named.of === "parcel") return refuse("file-type-refused", { type: "video/mp4", heic: false });
        if (!video.ok) return video;
        const sha256 = await sha256OfFile(path);
        await store.put(id, createReadStream(path));
        return grant({ ...named, id, ...video.value, width: null, height: null, sha256 });
      }
      if ((await stat(path)).size > parts.uploadBytes) return refuse("file-too-large", { limit: parts.uploadBytes });
      const turn = takeTurn(() => reencode(path));
      if (turn === undefined) throw new Refusal("temporarily-unavailable");
      const made = await turn;
      if (!made.ok) return made;
      const { image, thumbnail, mediaType, width, height } = made.value;
      await Promise.all([store.put(id, image), store.put(thumbnailKey(id), thumbnail)]);
      const sha256 = createHash("sha256").update(image).digest("hex");
      return grant({ ...named, id, mediaType, width, height, bytes: image.length, sha256 });
    } finally {
      await rm(path, { force: true });
    }
  }

  async function show(server: ApiServer, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const principal = await server.principalOf(request);
    const opened = principal && openToken(principal, tokenShape.parse(request.params).token);
    const asked = opened?.mediaType === "video/mp4" ? request.headers.range : undefined;
    const file = opened && (await store.get(opened.key, asked === undefined ? undefined : spanOf(asked)));
    // One answer for a wrong, foreign, old or empty address: it tells nothing about what is there.
    if (opened === undefined || file === undefined) throw new Refusal("not-found");
    if (file.span !== undefined)
      reply.status(206).header("content-range", `bytes ${file.span.from}-${file.span.until - 1}/${file.of}`);
    return reply
      .type(opened.mediaType)
      .header("accept-ranges", opened.mediaType === "video/mp4" ? "bytes" : "none")
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
    const paths = describedPaths(parts);
    server.fastify.route({
      ...server.describe(paths.upload),
      handler: (request, reply) => upload(server, request, reply),
    });
    server.fastify.route({
      ...server.describe(paths.remove),
      handler: async (request, reply) => {
        const caller = await server.callerOf(request);
        const { outcome } = await parts.remove.execute(caller, request.params);
        if (!outcome.ok) return server.answer(reply, { outcome });
        await removeBytes(store, outcome.value.storedId);
        return reply.send({ removed: true });
      },
    });
    server.fastify.route({
      ...server.describe(paths.show),
      handler: (request, reply) => show(server, request, reply),
    });
  };
}

/** The first span of a range header, as players send it: from, or the last so many bytes; the end is not included. */
function spanOf(header: string): { readonly from: number; readonly until?: number } | undefined {
  const [, from = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})/.exec(header) ?? [];
  if (from === "" && last === "") return undefined;
  if (from === "") return { from: -Number(last) };
  return last === "" ? { from: Number(from) } : { from: Number(from), until: Number(last) + 1 };
}

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}

function describedPaths({ add, addOfParcel, remove }: PluginParts) {
  return {
    upload: {
      method: "POST",
      path: "/api/v1/files",
      name: add.meta.name,
      summary: "Upload a photo or a film (MP4) that proves something",
      description: `Permission: ${add.meta.allow.sentence}. One file, and exactly one of orderNumber, caseNumber and of (a parcel in your hands: ${addOfParcel.meta.allow.sentence}).`,
      proof: signedIn,
      form: namedShape.safeExtend({ file: z.file() }),
      answers: {
        200: { says: "Taken, made harmless; a case or a scan may use it within a day", shape: uploadedShape },
      },
      refusals: [
        ...add.meta.refusals,
        "media-type",
        "file-too-large",
        "file-type-refused",
        "file-pixels",
        "file-broken",
      ],
    },
    remove: {
      method: "DELETE",
      path: "/api/v1/files/{id}",
      name: remove.meta.name,
      summary: "Take an upload back before a case or a scan uses it",
      description: `Permission: ${remove.meta.allow.sentence}.`,
      proof: signedIn,
      params: z.object({ id: uuidShape }),
      answers: { 200: { says: "Removed", shape: z.object({ removed: z.literal(true) }) } },
      refusals: remove.meta.refusals,
    },
    show: {
      method: "GET",
      path: "/files/{token}",
      name: "files.show",
      summary: "A photo, at the address that was made for whoever asks",
      description: "Wrong, foreign and old addresses are answered alike.",
      proof: signedIn,
      params: tokenShape,
      answers: { 200: { says: "The picture or film", mediaTypes: ["image/jpeg", "image/webp", "video/mp4"] } },
      refusals: ["not-found"],
    },
  } as const satisfies Record<string, DescribedPath>;
}

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
  const named = namedShape.safeParse(Object.fromEntries(fields));
  if (files === 1 && named.success) return named.data;
  throw new Refusal("malformed-body", { expected: "file, and orderNumber, caseNumber or of" });
}
