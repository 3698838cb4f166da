import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyReply } from "fastify";
import { type ApiServer, Refusal } from "#platform/http";

/**
 * The built web apps. Assets carry a hash in their name and are kept for ever; pages are read afresh. The desk's page gets a
 * new nonce per answer, because its component library writes styles at run time.
 */
export function pagesPlugin(dist: string) {
  return async (server: ApiServer): Promise<void> => {
    const { fastify } = server;
    const [portal, desk] = [await page(join(dist, "portal/index.html")), await page(join(dist, "desk/index.html"))];
    await fastify.register(fastifyStatic, {
      root: join(dist, "assets"),
      prefix: "/assets/",
      wildcard: true,
      index: false,
      preCompressed: true,
      cacheControl: false,
      decorateReply: false,
      setHeaders: (reply) => void reply.header("cache-control", "public, max-age=31536000, immutable"),
    });
    for (const name of ["favicon.svg", "favicon.ico", "robots.txt"]) {
      const path = join(dist, name);
      if (!existsSync(path)) continue;
      const body = await readFile(path);
      fastify.get(`/${name}`, (_request, reply) =>
        reply
          .type(name.endsWith("svg") ? "image/svg+xml" : "text/plain")
          .header("cache-control", "public, max-age=86400")
          .send(body),
      );
    }
    const html = "text/html; charset=utf-8";
    const showPortal = async (reply: FastifyReply) => reply.type(html).send(await portal());
    const showDesk = async (reply: FastifyReply) => {
      const nonce = randomBytes(18).toString("base64url");
      const policy = String(reply.getHeader("content-security-policy")).replace(
        "style-src 'self'",
        `style-src 'self' 'nonce-${nonce}'`,
      );
      return reply
        .header("content-security-policy", policy)
        .type(html)
        .send((await desk()).replaceAll("__CSP_NONCE__", nonce));
    };
    fastify.get("/desk", (_request, reply) => showDesk(reply));
    fastify.get("/desk/*", (_request, reply) => showDesk(reply));
    fastify.get("/", (_request, reply) => showPortal(reply));
    fastify.setNotFoundHandler((request, reply) => {
      const page =
        request.method === "GET" &&
        !/^\/(api|assets|files|healthz|readyz|metrics)(\/|$)/.test(request.url) &&
        (request.headers.accept ?? "").includes("text/html");
      if (!page) throw new Refusal("not-found");
      return showPortal(reply);
    });
  };
}

/** Reads a page afresh, because a new build names new assets; while one is being built, the last one that was there. */
async function page(path: string): Promise<() => Promise<string>> {
  let last = await readFile(path, "utf8");
  return async () => {
    last = await readFile(path, "utf8").catch(() => last);
    return last;
  };
}
