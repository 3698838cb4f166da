import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import type { LightMyRequestResponse } from "fastify";
import sharp from "sharp";
import { type Id, newId } from "#kernel/ids";
import { any, holds, is } from "#platform/action";
import { createStoppedClock } from "#platform/clock";
import { type Db, type Principal, system } from "#platform/db";
import type { App } from "#platform/domain";
import { type ApiServer, createServer } from "#platform/http";
import { silentLog } from "#platform/log";
import { withTestDatabase } from "../../../tests/support/database.ts";
import { claimFiles, filesOf } from "./claim-files.ts";
import { createFiles, type Files } from "./files.ts";
import { fileLinks } from "./links.ts";
import { claimParcelPhotos, parcelPhotosOf, photosOfParcels } from "./parcel-photos.ts";

const clock = createStoppedClock("2026-11-21T02:00:00Z");
const lin = newId<"customer">();
const zhou = newId<"customer">();
const order = newId<"order">();
const otherOrder = newId<"order">();
const merchant = newId<"merchant">();
const otherMerchant = newId<"merchant">();
const uploadBytes = 400_000;
const videoBytes = 600_000;

const people: Readonly<Record<string, Principal>> = {
  lin: { kind: "shopper", customerId: lin },
  linAsGuest: { kind: "shopper", customerId: lin, orderId: order },
  zhou: { kind: "shopper", customerId: zhou },
  merchant: { kind: "merchant", staffId: newId(), merchantId: merchant, rights: new Set(["cases.decide"]) },
  keeper: { kind: "staff", staffId: newId(), role: "warehouse", rights: new Set(["parcels.receive"]) },
  shopKeeper: { kind: "merchant", staffId: newId(), merchantId: merchant, rights: new Set(["parcels.receive"]) },
  otherKeeper: { kind: "merchant", staffId: newId(), merchantId: otherMerchant, rights: new Set(["parcels.receive"]) },
  otherMerchant: { kind: "merchant", staffId: newId(), merchantId: otherMerchant, rights: new Set(["cases.decide"]) },
  agent: { kind: "staff", staffId: newId(), role: "agent", rights: new Set(["cases.decide"]) },
  trainee: { kind: "staff", staffId: newId(), role: "agent", rights: new Set() },
};

test("evidence is uploaded, made harmless, bound, shown to its viewer and removed", async (t) => {
  const photo = await sharp({ create: { width: 1200, height: 800, channels: 3, background: "#8a3" } })
    .jpeg()
    .toBuffer();
  const dataDir = await mkdtemp(join(tmpdir(), "files-"));
  try {
    await withTestDatabase(
      async ({ db }) => {
        const files = createFiles({
          dataDir,
          uploadBytes,
          videoBytes,
          fileLinkKey: new Uint8Array(32).fill(3),
          findBound: async (tx, { orderNumber, caseNumber }) => {
            const own = tx.principal.kind !== "shopper" || tx.principal.customerId === lin;
            if (!own || (orderNumber ?? caseNumber) !== "A-1") return undefined;
            return { customerId: lin, orderId: order };
          },
          allow: any(is("shopper"), holds("cases.decide")),
          allowParcels: holds("parcels.receive"),
        });
        const server = await serve(db, files);
        const send = (
          content: Uint8Array,
          as = "lin",
          named: Record<string, string> = { orderNumber: "A-1" },
          name = "photo.jpg",
        ) => upload(server, as, content, named, name);
        const fetched = (url: string, as: string) =>
          server.fastify.inject({ method: "GET", url, headers: { "x-as": as } });

        await t.test("a photo comes back as a new picture with a thumbnail", async () => {
          const answer = await send(photo);
          assert.equal(answer.statusCode, 200, answer.body);
          const made = answer.json();
          assert.deepEqual([made.width, made.height], [1200, 800]);
          const image = await fetched(made.url, "lin");
          assert.equal(image.statusCode, 200);
          assert.equal(image.rawPayload.length, made.bytes);
          assert.equal(image.headers["content-type"], "image/jpeg");
          assert.equal(image.headers["content-disposition"], "inline");
          assert.equal(image.headers["x-content-type-options"], "nosniff");
          assert.equal(image.headers["content-security-policy"], "default-src 'none'; sandbox");
          assert.equal(image.headers["cache-control"], "private, max-age=600");
          const thumbnail = await sharp((await fetched(made.thumbnailUrl, "lin")).rawPayload).metadata();
          assert.deepEqual([thumbnail.width, thumbnail.height], [320, 213]);
        });

        await t.test(
          "a film is kept byte for byte, shown in the spans a player asks for, and has no thumbnail",
          async () => {
            const film = mp4("isom", 500_000);
            const answer = await send(film, "lin", { orderNumber: "A-1" }, "unboxing.mp4");
            assert.equal(answer.statusCode, 200, answer.body);
            const made = answer.json();
            assert.deepEqual(
              [made.mediaType, made.thumbnailUrl, made.width, made.bytes],
              ["video/mp4", null, null, film.length],
            );
            const whole = await fetched(made.url, "lin");
            assert.equal(whole.headers["content-type"], "video/mp4");
            assert.deepEqual(whole.rawPayload, film);
            assert.equal((await fetched(made.url, "zhou")).statusCode, 404);
            const span = (range: string) =>
              server.fastify.inject({ method: "GET", url: made.url, headers: { "x-as": "lin", range } });
            const some = await span("bytes=100-199");
            assert.equal(some.statusCode, 206);
            assert.equal(some.headers["content-range"], `bytes 100-199/${film.length}`);
            assert.deepEqual(some.rawPayload, film.subarray(100, 200));
            assert.deepEqual((await span("bytes=-10")).rawPayload, film.subarray(-10));
            assert.deepEqual((await span("bytes=499990-")).rawPayload, film.subarray(499_990));
            assert.equal((await span("bytes=9999999-")).statusCode, 200, "a span beyond the end: everything");
          },
        );

        await t.test("what only looks like a film is refused", async () => {
          const cases: [string, Buffer, string][] = [
            ["too large", mp4("isom", videoBytes + 1), "file-too-large"],
            ["cut short", mp4("isom", 5_000).subarray(0, 4_000), "file-broken"],
            [
              "without a film in it",
              Buffer.concat([box("ftyp", Buffer.from("isom0000")), box("free", Buffer.alloc(90))]),
              "file-broken",
            ],
            [
              "with something behind it",
              Buffer.concat([mp4("isom", 5_000), Buffer.from("PK\x03\x04 zip <script>")]),
              "file-broken",
            ],
            ["of a brand of pictures", mp4("heic", 5_000), "file-type-refused"],
          ];
          for (const [what, content, code] of cases)
            assert.equal((await send(content, "lin", { orderNumber: "A-1" }, "film.mp4")).json().code, code, what);
        });

        await t.test("large pictures shrink to 2560 pixels, and stand upright", async () => {
          const tall = await sharp({ create: { width: 5200, height: 2600, channels: 3, background: "#123" } })
            .withMetadata({ orientation: 6 })
            .jpeg()
            .toBuffer();
          const made = (await send(tall)).json();
          assert.deepEqual([made.width, made.height], [1280, 2560]);
        });

        await t.test("place, camera and comments are gone, and so is whatever else the file carried", async () => {
          const located = await sharp(photo)
            .withExif({
              IFD0: { Make: "CANARY-CAMERA", ImageDescription: "CANARY-TEXT" },
              IFD3: { GPSLatitude: "31/1 13/1 0/1", GPSLatitudeRef: "N", GPSLongitude: "121/1 28/1 0/1" },
            })
            .withXmp("<x:xmpmeta xmlns:x='adobe:ns:meta/'>CANARY-XMP</x:xmpmeta>")
            .jpeg()
            .toBuffer();
          assert.match(located.toString("latin1"), /CANARY-CAMERA/);
          const comment = Buffer.from("<script>CANARY-COMMENT</script>");
          const segment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, comment.length + 2]), comment]);
          const polyglot = Buffer.concat([
            ...[located.subarray(0, 2), segment, located.subarray(2)],
            Buffer.from("PK\x03\x04CANARY-ZIP<?php CANARY-PHP ?>"),
          ]);
          const made = (await send(polyglot)).json();
          for (const url of [made.url, made.thumbnailUrl]) {
            const { rawPayload } = await fetched(url, "lin");
            assert.doesNotMatch(rawPayload.toString("latin1"), /CANARY|script|php/);
            const { exif, xmp, icc, iptc, comments } = await sharp(rawPayload).metadata();
            assert.deepEqual([exif, xmp, icc, iptc, comments], [undefined, undefined, undefined, undefined, undefined]);
          }
        });

        await t.test("every accepted format is taken, also with transparency", async () => {
          const plain = sharp({
            create: { width: 60, height: 40, channels: 4, background: { r: 1, g: 2, b: 3, alpha: 0.5 } },
          });
          for (const format of ["png", "webp", "avif", "gif"] as const) {
            const answer = await send(await plain.clone().toFormat(format).toBuffer());
            assert.equal(answer.statusCode, 200, `${format}: ${answer.body}`);
            assert.equal((await fetched(answer.json().url, "lin")).headers["content-type"], "image/webp");
          }
        });

        await t.test("hostile uploads are refused, each by its name", async () => {
          const html = Buffer.from("<!doctype html><script>alert(1)</script>");
          const svg = Buffer.from(
            `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><image href="file:///etc/passwd"/></svg>`,
          );
          const png = await sharp(photo).png().toBuffer();
          const corpus: [string, Uint8Array, string, string?][] = [
            ["nothing at all", new Uint8Array(0), "file-type-refused"],
            ["HTML under a photo's name", html, "file-type-refused", "holiday.jpg"],
            ["SVG", svg, "file-type-refused", "logo.svg"],
            [
              "SVG under a photo's name",
              Buffer.concat([Buffer.from('<?xml version="1.0"?>'), svg]),
              "file-type-refused",
            ],
            ["PDF", Buffer.from("%PDF-1.7\n1 0 obj"), "file-type-refused"],
            ["ZIP", Buffer.from("PK\x03\x04\x14\0\0\0\b\0"), "file-type-refused"],
            ["a program", Buffer.from("\x7fELF\x02\x01\x01"), "file-type-refused"],
            ["TIFF", await sharp(photo).tiff().toBuffer(), "file-type-refused"],
            ["a Photoshop file", Buffer.from("8BPS\0\x01\0\0\0\0\0\0"), "file-type-refused"],
            ["only a JPEG's first bytes", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), "file-broken"],
            [
              "a JPEG that turns into HTML",
              Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), html]),
              "file-broken",
            ],
            ["a photo cut in half", photo.subarray(0, Math.floor(photo.length / 2)), "file-broken"],
            ["a PNG cut in half", png.subarray(0, Math.floor(png.length / 2)), "file-broken"],
            ["a PNG of 50 000 by 50 000 pixels", pngBomb(50_000, 50_000), "file-pixels"],
            ["a PNG of 1 by 2 000 000 000 pixels", pngBomb(1, 2_000_000_000), "file-broken"],
            ["a GIF of 65 535 by 65 535 pixels", gifBomb(), "file-pixels"],
            [
              "a WebP header with nothing behind it",
              Buffer.from("RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\xff\xff\xff\x0f"),
              "file-broken",
            ],
            ["too many bytes", Buffer.concat([photo, Buffer.alloc(uploadBytes)]), "file-too-large"],
          ];
          for (const [what, content, code, name] of corpus) {
            const answer = await send(content, "lin", { orderNumber: "A-1" }, name);
            assert.equal(answer.json().code, code, `${what}: ${answer.body}`);
            assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, what);
          }
          const heic = await send(Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic"));
          assert.deepEqual(heic.json().params, { type: "image/heic", heic: true });
          assert.deepEqual(await readdir(join(dataDir, "files/incoming")), [], "nothing is left on the way in");
        });

        await t.test("names are not looked at, whatever they are", async () => {
          for (const name of [
            "../../../etc/passwd",
            "a\0b.jpg",
            '"><script>alert(1)</script>.jpg',
            "a".repeat(3_000),
            "CON",
            ".htaccess",
          ]) {
            const answer = await send(photo, "lin", { orderNumber: "A-1" }, name);
            assert.equal(answer.statusCode, 200, answer.body);
            assert.doesNotMatch(answer.body, /passwd|script|htaccess/);
            await server.fastify.inject({
              method: "DELETE",
              url: `/api/v1/files/${answer.json().id}`,
              headers: ours("lin"),
            });
          }
        });

        await t.test("an upload needs a form, one file, one binding and a caller who may", async () => {
          const code = async (answer: Promise<LightMyRequestResponse>) => (await answer).json().code;
          assert.equal(await code(send(photo, "lin", {})), "malformed-body");
          assert.equal(await code(send(photo, "lin", { orderNumber: "A-1", caseNumber: "A-1" })), "malformed-body");
          assert.equal(await code(send(photo, "lin", { orderNumber: "../A-1" })), "invalid-input");
          assert.equal(await code(send(photo, "lin", { orderNumber: "A-2" })), "order-not-found");
          assert.equal(await code(send(photo, "zhou")), "order-not-found");
          assert.equal(await code(send(photo, "trainee")), "forbidden");
          assert.equal(await code(send(photo, "nobody")), "not-signed-in");
          const plain = server.fastify.inject({
            method: "POST",
            url: "/api/v1/files",
            headers: ours("lin"),
            payload: { a: 1 },
          });
          assert.equal(await code(plain), "media-type");
          const foreign = form(photo, { orderNumber: "A-1" }, "photo.jpg");
          delete foreign.headers["x-requested-with"];
          const blind = server.fastify.inject({
            method: "POST",
            url: "/api/v1/files",
            ...foreign,
            headers: { ...foreign.headers, "x-as": "lin" },
          });
          assert.equal(await code(blind), "cross-site");
        });

        await t.test("an address works for its viewer alone, and not for long", async (inner) => {
          const { url } = (await send(photo)).json();
          for (const other of ["zhou", "linAsGuest", "merchant", "agent", "nobody"])
            assert.equal((await fetched(url, other)).statusCode, 404, other);
          const [claim = "", mac = ""] = [url.slice(0, url.lastIndexOf(".")), url.slice(url.lastIndexOf(".") + 1)];
          const forged = [
            `${claim}.${"A".repeat(43)}`,
            `${claim}.${mac.slice(1)}`,
            `${claim.replace(/\.i\./, ".t.")}.${mac}`,
            `${claim.replace(/.{1}$/, "z")}.${mac}`,
            "/files/../secrets.json",
            "/files/..%2f..%2fsecrets.json",
            "/files/",
            `/files/${"x".repeat(290)}`,
          ];
          for (const address of forged) assert.equal((await fetched(address, "lin")).statusCode, 404, address);
          assert.equal((await fetched(url, "lin")).statusCode, 200);
          inner.mock.timers.enable({ apis: ["Date"], now: Date.now() + 601_000 });
          assert.equal((await fetched(url, "lin")).statusCode, 404);
        });

        await t.test("an upload can be taken back by who made it, until a case uses it", async () => {
          const { id, url } = (await send(photo)).json();
          const remove = (as: string) =>
            server.fastify.inject({ method: "DELETE", url: `/api/v1/files/${id}`, headers: ours(as) });
          assert.equal((await remove("zhou")).statusCode, 404);
          assert.equal((await remove("agent")).statusCode, 404);
          assert.equal((await remove("lin")).statusCode, 200);
          assert.equal((await remove("lin")).statusCode, 404);
          assert.equal((await fetched(url, "lin")).statusCode, 404, "the bytes are gone too");
          const used = (await send(photo)).json();
          await claim(db, "lin", order, [used.id], newId(), merchant);
          const late = await server.fastify.inject({
            method: "DELETE",
            url: `/api/v1/files/${used.id}`,
            headers: ours("lin"),
          });
          assert.equal(late.statusCode, 404);
          const rows = await as(db, "lin", (tx) => tx.run("delete from platform.file where id = $1", [used.id]));
          assert.equal(rows, 0, "row security says the same");
        });

        await t.test("a case takes what the caller uploaded for its order, and nothing else", async () => {
          const [first, second] = [newId<"case">(), newId<"case">()];
          const mine = (await send(photo)).json().id;
          const agents = (await send(photo, "agent", { caseNumber: "A-1" })).json().id;
          const refused = { ok: false, code: "evidence-not-found", params: { missing: 1 } };
          assert.deepEqual(await claim(db, "lin", otherOrder, [mine], first, merchant), refused);
          assert.deepEqual(await claim(db, "zhou", order, [mine], first, merchant), refused);
          assert.deepEqual(await claim(db, "lin", order, [mine, agents], first, merchant), refused);
          assert.deepEqual(await claim(db, "lin", order, [mine, newId()], first, merchant), refused);
          assert.equal((await claim(db, "linAsGuest", order, [mine, mine], first, merchant)).ok, true);
          assert.equal(
            (await claim(db, "lin", order, [mine], first, merchant)).ok,
            true,
            "said again, it changes nothing",
          );
          assert.equal(
            (await claim(db, "lin", order, [mine], second, otherMerchant)).ok,
            true,
            "the second case of one request",
          );
          assert.equal((await claim(db, "lin", order, [mine], second, otherMerchant)).ok, true);
          assert.equal((await claim(db, "agent", order, [agents], first, merchant)).ok, true);
          const merchants = (await send(photo, "merchant", { caseNumber: "A-1" })).json().id;
          assert.deepEqual(await claim(db, "otherMerchant", order, [merchants], second, otherMerchant), refused);
          const seen = async (who: string, caseId: Id<"case">) =>
            (await as(db, who, (tx) => filesOf(tx, lin, caseId))).map((row) => row.stored_id);
          assert.deepEqual(await seen("lin", first), [mine, agents]);
          assert.deepEqual(await seen("lin", second), [mine]);
          assert.deepEqual(await seen("merchant", first), [mine, agents]);
          assert.deepEqual(await seen("merchant", second), []);
          assert.deepEqual(await seen("otherMerchant", second), [mine]);
          assert.deepEqual(await seen("zhou", first), []);
          const [link] = fileLinks(
            people.merchant ?? system("never"),
            await as(db, "merchant", (tx) => filesOf(tx, lin, first)),
          );
          assert.equal(link?.by, "shopper");
          assert.equal((await fetched(link?.url ?? "", "merchant")).statusCode, 200);
          assert.equal((await fetched(link?.url ?? "", "lin")).statusCode, 404);
        });

        await t.test("a picture says what it shows something by; what it cannot be it is not taken for", async () => {
          const plain = (await send(photo)).json();
          const waybill = (await send(photo, "lin", { orderNumber: "A-1", kind: "waybill" })).json();
          assert.deepEqual([plain.kind, waybill.kind], ["photo", "waybill"]);
          const film = await send(photo, "lin", { orderNumber: "A-1", kind: "unboxing-video" });
          assert.deepEqual([film.statusCode, film.json().code], [409, "file-kind-differs"]);
          const hearsay = await send(photo, "lin", { orderNumber: "A-1", kind: "hearsay" });
          assert.equal(hearsay.json().code, "malformed-body");
        });

        await t.test(
          "a picture of a parcel is nobody's shopper's: the shop's people see it, a scan takes it, none else",
          async () => {
            const withPlace = await sharp(photo)
              .withExif({ IFD3: { GPSLatitude: "31/1 14/1 0/1" } })
              .jpeg()
              .toBuffer();
            const taken = async (who: string, content = photo) => (await send(content, who, { of: "parcel" })).json();
            for (const who of ["lin", "agent", "trainee"]) assert.equal((await taken(who)).code, "forbidden", who);
            const film = await send(mp4("isom", 5_000), "keeper", { of: "parcel" }, "film.mp4");
            assert.equal(film.json().code, "file-type-refused");
            const both = await send(photo, "keeper", { of: "parcel", orderNumber: "A-1" });
            assert.equal(both.json().code, "malformed-body");

            const made = await taken("shopKeeper", withPlace);
            const bytes = (await fetched(made.url, "shopKeeper")).rawPayload;
            assert.equal((await sharp(bytes).metadata()).exif, undefined, "where it was taken is gone");
            for (const who of ["lin", "otherKeeper", "nobody"])
              assert.equal((await fetched(made.url, who)).statusCode, 404);
            const parcel = newId();
            const take = (who: string, ids: string[], of: string) =>
              as(db, who, (tx) =>
                claimParcelPhotos(tx, ids, { kind: "parked-parcel", id: of, merchantId: merchant, customerId: null }),
              );
            const refused = { ok: false, code: "evidence-not-found", params: { missing: 1 } };
            assert.deepEqual(await take("otherKeeper", [made.id], parcel), refused);
            assert.deepEqual(await take("keeper", [made.id], parcel), refused);
            const print = createHash("sha256").update(bytes).digest("hex");
            assert.deepEqual(await take("shopKeeper", [made.id, made.id], parcel), { ok: true, value: [print] });
            assert.deepEqual(await take("shopKeeper", [made.id], newId()), refused, "used once");
            const seen = async (who: string) =>
              (await as(db, who, (tx) => photosOfParcels(tx, [parcel]))).map(({ id, sha256 }) => [id, sha256]);
            assert.deepEqual(await seen("shopKeeper"), [[made.id, print]]);
            assert.deepEqual(await seen("keeper"), [[made.id, print]]);
            assert.deepEqual(await seen("otherKeeper"), []);
            await assert.rejects(seen("lin"), /permission denied/);

            const remove = async (who: string, id: string) =>
              (await server.fastify.inject({ method: "DELETE", url: `/api/v1/files/${id}`, headers: ours(who) }))
                .statusCode;
            assert.equal(await remove("shopKeeper", made.id), 404, "what a scan uses stays");
            const spare = await taken("keeper");
            assert.deepEqual([await remove("shopKeeper", spare.id), await remove("keeper", spare.id)], [404, 200]);
            await taken("keeper");
            // Nobody's until somebody says whose the parcel is; then the shopper's copy has it.
            const copied = async () =>
              (
                (await as(db, "system", (tx) => files.personalData?.exportFor(tx, lin) ?? assert.fail()))
                  .photos as unknown[]
              ).length;
            const before = await copied();
            await as(db, "keeper", async (tx) => parcelPhotosOf(tx, parcel, lin));
            assert.equal(await copied(), before + 1);
          },
        );

        await t.test("an order takes thirty photos that wait for a case, and no more", async () => {
          const { waiting } = await as(db, "agent", (tx) =>
            tx.one<{ waiting: number }>(
              "select count(*)::int as waiting from platform.file where subject_kind = 'order'",
            ),
          );
          const small = await sharp(photo).resize(20).toBuffer();
          for (let i = waiting; i < 30; i++) assert.equal((await send(small)).statusCode, 200);
          const answer = await send(small);
          assert.deepEqual(
            [answer.statusCode, answer.json().code, answer.json().params.limit],
            [409, "files-too-many", 30],
          );
        });

        await t.test("a day later what no case uses is gone, and what was left behind anywhere else", async () => {
          const app: App = { db, log: silentLog, nudge: () => {}, jobs: { send: async () => {} } };
          const sweep = () => files.jobs?.[0]?.run(app, {});
          const stored = async () =>
            (await readdir(join(dataDir, "files"), { recursive: true })).filter((name) => name.length > 30);
          const bytesBefore = (await stored()).length;
          await writeFile(join(dataDir, "files/incoming/half"), "x");
          await utimes(join(dataDir, "files/incoming/half"), 1, 1);
          await sweep();
          assert.equal((await stored()).length, bytesBefore, "today nothing goes");
          assert.deepEqual(await readdir(join(dataDir, "files/incoming")), []);
          clock.forward(25 * 3_600);
          await sweep();
          const { rows, waiting } = await as(db, "agent", (tx) =>
            tx.one<{ rows: number; waiting: number }>(
              "select count(distinct stored_id)::int as rows, count(*) filter (where subject_kind = 'order')::int as waiting from platform.file",
            ),
          );
          assert.equal(waiting, 0);
          const parcels = async () =>
            (await as(db, "system", (tx) => tx.rows("select id from platform.parcel_photo"))).length;
          assert.equal(await parcels(), 1, "the one that a scan uses");
          assert.equal((await stored()).length, (rows + 1) * 2);
          const ofParcel = await as(db, "system", (tx) =>
            tx.one<{ id: string }>("select id from platform.parcel_photo"),
          );
          const lost = (await stored()).find((name) => !name.includes(ofParcel.id)) ?? "";
          await as(db, "system", (tx) => tx.run("delete from platform.file where stored_id = $1", [lost.slice(3, 39)]));
          for (const name of await stored()) await utimes(join(dataDir, "files", name), 1, 1);
          await sweep();
          assert.equal((await stored()).length, rows * 2, "bytes that no row knows go as well");
        });

        await t.test("a person gets the photos, and the law says how long those of cases stay", async () => {
          const doors = files.personalData;
          assert.ok(doors);
          const copy = await as(db, "system", (tx) => doors.exportFor(tx, lin));
          const photos = copy.photos as { mediaType: string; content: string }[];
          assert.ok(photos.length > 0);
          for (const each of photos) assert.ok((await sharp(Buffer.from(each.content, "base64")).metadata()).width > 0);
          const kept = await as(db, "system", (tx) => doors.eraseFor(tx, lin));
          assert.deepEqual(kept.erased, []);
          assert.deepEqual(new Set(kept.kept.map((each) => each.until)), new Set(["2029-11-21"]));
          clock.set("2029-11-23T02:00:00Z");
          assert.deepEqual(await as(db, "system", (tx) => doors.eraseFor(tx, lin)), { erased: ["photos"], kept: [] });
          const left = await as(db, "system", (tx) => tx.rows("select id from platform.parcel_photo"));
          assert.deepEqual(left, [], "those of the parcel too");
        });
        await server.fastify.close();
      },
      { clock },
    );
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});

test("the decoders of formats we do not take are shut", async () => {
  const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>`);
  await assert.rejects(sharp(svg).metadata());
});

async function serve(db: Db, files: Files): Promise<ApiServer> {
  return createServer({
    db,
    log: silentLog,
    routes: [],
    readSession: async (request) => {
      const principal = people[String(request.headers["x-as"])];
      return principal === undefined ? undefined : { principal, byCookie: true };
    },
    nudge: () => {},
    limits: { bodyBytes: 1_000_000, uploadBytes, uploadFiles: 9, requestsPerMinute: 10_000, requestTimeoutMs: 30_000 },
    trustProxy: false,
    secure: false,
    ready: async () => true,
    plugins: [files.plugin],
  });
}

function ours(as: string): Record<string, string> {
  return { "x-as": as, "x-requested-with": "aftercare" };
}

function upload(
  server: ApiServer,
  as: string,
  content: Uint8Array,
  named: Record<string, string>,
  name: string,
): Promise<LightMyRequestResponse> {
  const { headers, payload } = form(content, named, name);
  return server.fastify.inject({ method: "POST", url: "/api/v1/files", headers: { ...headers, "x-as": as }, payload });
}

/** The file comes first, as a form may send it: what it belongs to is known only at the end. */
function form(content: Uint8Array, named: Record<string, string>, name: string) {
  const boundary = "----boundary7f3k9q";
  const fields = Object.entries(named).map(
    ([key, value]) => `\r\n--${boundary}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}`,
  );
  const payload = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: image/jpeg\r\n\r\n`,
    ),
    content,
    Buffer.from(`${fields.join("")}\r\n--${boundary}--\r\n`),
  ]);
  const headers: Record<string, string> = {
    "content-type": `multipart/form-data; boundary=${boundary}`,
    "x-requested-with": "aftercare",
  };
  return { headers, payload };
}

async function as<T>(db: Db, who: string, work: Parameters<typeof db.withTx<T>>[1]): Promise<T> {
  return db.withTx(people[who] ?? system("test"), work);
}

function claim(
  db: Db,
  who: string,
  orderId: Id<"order">,
  ids: string[],
  caseId: Id<"case">,
  merchantId: Id<"merchant">,
) {
  return as(db, who, (tx) => claimFiles(tx, lin, orderId, ids, caseId, merchantId));
}

/** A picture that is small on the wire and huge in memory. */
function pngBomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunks = [
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(4_000_000))),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), ...chunks]);
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, check]);
}

function crc32(data: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function gifBomb(): Buffer {
  const screen = Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0]);
  const frame = Buffer.from([0x2c, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 2, 1, 0x4c, 0, 0x3b]);
  return Buffer.concat([Buffer.from("GIF89a"), screen, frame]);
}

/** One box of ISO/IEC 14496-12. */
function box(type: string, content: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length, 0);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, content]);
}

function mp4(brand: string, bytes: number): Buffer {
  const ftyp = box("ftyp", Buffer.from(`${brand}\0\0\0\0`, "latin1"));
  const moov = box("moov", box("mvhd", Buffer.alloc(100)));
  const filler = Buffer.alloc(bytes - ftyp.length - moov.length - 8, 7);
  return Buffer.concat([ftyp, moov, box("mdat", filler)]);
}
