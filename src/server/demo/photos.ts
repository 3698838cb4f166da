import { createHash } from "node:crypto";
import { join } from "node:path";
import sharp from "sharp";
import { type Id, newId } from "#kernel/ids";
import { localFileStore } from "#platform/files";
import { at } from "./dice.ts";
import { type Frame, filmOf } from "./film.ts";

/** A drawn photo or film as it lies in the file store; many rows may share its bytes. */
export type StoredPhoto = {
  readonly storedId: Id<"file">;
  readonly mediaType: "image/jpeg" | "video/mp4";
  readonly bytes: number;
  /** Null of a film. */
  readonly width: number | null;
  readonly height: number | null;
  readonly sha256: string;
  readonly shows: Shown;
};

const shows = ["crack", "stain", "dent", "mould", "missing"] as const;
type Shown = (typeof shows)[number];

const width = 480;
const height = 360;
const thumbnailWidth = 320;

/** Draws a dozen pictures of what may be wrong with goods, and two films, and puts them where uploads lie. */
export async function storePhotos(dataDir: string): Promise<StoredPhoto[]> {
  const store = localFileStore(join(dataDir, "files"));
  const photos = await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      const shown = at(shows, i % shows.length);
      // Pixel by pixel, because drawings as SVG are refused everywhere in this process, uploads or not.
      const image = await sharp(drawing(shown, i), { raw: { width, height, channels: 3 } })
        .jpeg({ quality: 78 })
        .toBuffer();
      const thumbnail = await sharp(image).resize(thumbnailWidth).jpeg({ quality: 74 }).toBuffer();
      const storedId = newId<"file">();
      await Promise.all([store.put(storedId, image), store.put(`${storedId}.thumb`, thumbnail)]);
      return {
        storedId,
        mediaType: "image/jpeg" as const,
        bytes: image.length,
        width,
        height,
        sha256: createHash("sha256").update(image).digest("hex"),
        shows: shown,
      };
    }),
  );
  const films = (["crack", "missing"] as const).map(async (shown, i) => {
    const film = filmOf(closer(drawing(shown, i)), 2);
    const storedId = newId<"file">();
    await store.put(storedId, film);
    const sha256 = createHash("sha256").update(film).digest("hex");
    return {
      storedId,
      mediaType: "video/mp4" as const,
      bytes: film.length,
      width: null,
      height: null,
      sha256,
      shows: shown,
    };
  });
  return [...photos, ...(await Promise.all(films))];
}

/** The camera comes closer, in whole blocks of sixteen. */
function closer(picture: Uint8Array): Frame[] {
  const size = { width: 192, height: 144 };
  return Array.from({ length: 8 }, (_, no) => {
    const pixels = new Uint8Array(size.width * size.height * 3);
    const share = 1 - no * 0.06;
    const [left, top] = [((1 - share) * width) / 2, ((1 - share) * height) / 2];
    for (let y = 0; y < size.height; y++)
      for (let x = 0; x < size.width; x++) {
        const fromX = Math.floor(left + (x * share * width) / size.width);
        const fromY = Math.floor(top + (y * share * height) / size.height);
        const from = (fromY * width + fromX) * 3;
        pixels.set(picture.subarray(from, from + 3), (y * size.width + x) * 3);
      }
    return { ...size, pixels };
  });
}

const fitting: Readonly<Record<string, readonly Shown[]>> = {
  "quality-fault": ["crack", "mould"],
  "not-as-described": ["stain"],
  "wrong-item": ["stain"],
  "missing-parts": ["missing"],
  "damaged-on-arrival": ["dent", "crack"],
  "does-not-work": ["crack"],
  counterfeit: ["stain"],
  "empty-parcel": ["missing"],
  "material-differs": ["stain"],
  "colour-or-style-differs": ["stain"],
  spoiled: ["mould"],
};

/** Photos that show what the reason says. */
export function photosFor(photos: readonly StoredPhoto[], reason: string, count: number, start: number): StoredPhoto[] {
  const wanted = photos.filter(
    ({ mediaType, shows: shown }) => mediaType === "image/jpeg" && (fitting[reason] ?? shows).includes(shown),
  );
  return Array.from({ length: count }, (_, i) => at(wanted, (start + i) % wanted.length));
}

/** A film of it, for who showed it by one. */
export function filmFor(photos: readonly StoredPhoto[], start: number): StoredPhoto {
  const films = photos.filter(({ mediaType }) => mediaType === "video/mp4");
  return at(films, start % films.length);
}

type Colour = readonly [number, number, number];

/** A box on a table in soft light, with what is wrong with it. */
function drawing(shown: Shown, no: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 3);
  const paint = at(paints, (no + Math.floor(no / 5)) % paints.length);
  const [left, top] = [140 + (no % 4) * 16, 80 + (no % 3) * 10];
  const flaw = flaws[shown];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const light = 1 - (x + y) / (width + height) / 2.5;
      const [u, v] = [(x - left) / boxWidth, (y - top) / boxHeight];
      const shadow = ((x - left - boxWidth / 2) / 112) ** 2 + ((y - top - boxHeight) / 18) ** 2 < 1;
      const inBox = u >= 0 && u < 1 && v >= 0 && v < 1;
      const dark = inBox ? flaw(u, v) * (u < 0.3 ? 1.12 : 1) : shadow ? 0.78 : 1;
      const base = inBox ? paint : ground;
      for (let c = 0; c < 3; c++) pixels[(y * width + x) * 3 + c] = Math.min(255, at(base, c) * light * dark);
    }
  }
  return pixels;
}

const boxWidth = 180;
const boxHeight = 188;
const ground: Colour = [214, 208, 198];
const paints: readonly Colour[] = [
  [176, 138, 96],
  [120, 158, 140],
  [150, 128, 172],
  [186, 150, 140],
  [128, 150, 178],
];

/** How dark the box is at a place from 0 to 1 across and down. */
const flaws: Readonly<Record<Shown, (u: number, v: number) => number>> = {
  crack: (u, v) =>
    Math.abs(u - 0.5 - 0.12 * Math.sin(v * 17) - 0.05 * Math.sin(v * 41)) < 0.016 ||
    Math.abs(v - 0.4 - 0.3 * (u - 0.5)) < 0.01
      ? 0.2
      : 1,
  stain: (u, v) =>
    (u - 0.55) ** 2 + (v - 0.45) ** 2 < 0.05 + 0.02 * Math.sin(9 * Math.atan2(v - 0.45, u - 0.55)) ? 0.62 : 1,
  dent: (u, v) => (u > 0.6 && Math.abs(v - 0.4) < (u - 0.6) * 0.7 ? 0.5 + 0.4 * (1 - u) : 1),
  mould: (u, v) =>
    [
      [0.3, 0.6, 0.02],
      [0.5, 0.7, 0.012],
      [0.65, 0.35, 0.016],
      [0.8, 0.55, 0.006],
    ].some(([a = 0, b = 0, r = 0]) => (u - a) ** 2 + (v - b) ** 2 < r)
      ? 0.5
      : 1,
  missing: (u, v) =>
    u > 0.35 && u < 0.75 && v > 0.3 && v < 0.7
      ? Math.abs(u - 0.35 - (v - 0.3)) < 0.02 || Math.abs(0.75 - u - (v - 0.3)) < 0.02
        ? 0.3
        : 1.35
      : 1,
};
