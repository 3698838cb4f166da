import type { Sharp } from "sharp";
import { grant, type Outcome, refuse } from "#kernel/outcome";

/** A picture made anew from the pixels of an upload: nothing else of the file is left, neither place nor hidden content. */
export type Picture = {
  readonly mediaType: PictureType;
  readonly width: number;
  readonly height: number;
  readonly image: Buffer;
  readonly thumbnail: Buffer;
};
export type PictureType = "image/jpeg" | "image/webp";

export const pictureLimits = { pixels: 40_000_000, longestSide: 2_560, thumbnailSide: 320, seconds: 20 } as const;

/** What is accepted, by its first bytes, and what the decoder must then call it. */
const accepted: Readonly<Record<string, string>> = {
  "image/jpeg": "jpeg",
  "image/png": "png",
  "image/webp": "webp",
  "image/avif": "heif",
  "image/gif": "gif",
};

/**
 * Reads the file at `path` as a picture and encodes it anew, upright, at most 2560 pixels long, with a thumbnail.
 * Refuses with file-type-refused, file-pixels (before anything is decoded) or file-broken.
 */
export async function reencode(path: string): Promise<Outcome<Picture>> {
  const { sharp, fileTypeFromFile } = await libraries();
  const type = (await fileTypeFromFile(path))?.mime ?? "unknown";
  const decoder = Object.hasOwn(accepted, type) ? accepted[type] : undefined;
  // The camera of an iPhone writes HEIC, which nothing here can read; the page words this case by itself.
  if (decoder === undefined) return refuse("file-type-refused", { type, heic: /^image\/hei[cf]/.test(type) });
  try {
    const head = await sharp(path, { limitInputPixels: false }).metadata();
    const pixels = head.width * (head.pageHeight ?? head.height);
    if (head.format !== decoder) return refuse("file-type-refused", { type, heic: false });
    if (pixels > pictureLimits.pixels) return refuse("file-pixels", { pixels, limit: pictureLimits.pixels });
    return grant(await encode(sharp, path, head.hasAlpha));
  } catch {
    return refuse("file-broken", { type });
  }
}

type Libraries = {
  readonly sharp: typeof import("sharp").default;
  readonly fileTypeFromFile: typeof import("file-type").fileTypeFromFile;
};
let loaded: Promise<Libraries> | undefined;

/** Loaded with the first picture, because a server that starts has none yet. */
function libraries(): Promise<Libraries> {
  loaded ??= Promise.all([import("sharp"), import("file-type")]).then(([{ default: sharp }, { fileTypeFromFile }]) => {
    // Only the decoders we mean; the library brings many more, and each is a way in.
    sharp.block({ operation: ["VipsForeignLoad"] });
    sharp.unblock({ operation: ["Jpeg", "Png", "Webp", "Heif", "Nsgif"].map((name) => `VipsForeignLoad${name}`) });
    sharp.concurrency(1);
    sharp.cache(false);
    return { sharp, fileTypeFromFile };
  });
  return loaded;
}

async function encode(sharp: Libraries["sharp"], path: string, transparent: boolean): Promise<Picture> {
  const upright = sharp(path, { failOn: "error", limitInputPixels: pictureLimits.pixels, pages: 1 })
    .autoOrient()
    .timeout({ seconds: pictureLimits.seconds });
  const { data, info } = await within(upright, pictureLimits.longestSide, transparent).toBuffer({
    resolveWithObject: true,
  });
  const thumbnail = await within(sharp(data), pictureLimits.thumbnailSide, transparent).toBuffer();
  const mediaType = transparent ? "image/webp" : "image/jpeg";
  return { mediaType, width: info.width, height: info.height, image: data, thumbnail };
}

function within(picture: Sharp, side: number, transparent: boolean): Sharp {
  const sized = picture.resize({ width: side, height: side, fit: "inside", withoutEnlargement: true });
  return transparent ? sized.webp({ quality: 82 }) : sized.jpeg({ quality: 82 });
}
