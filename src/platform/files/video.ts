import { open } from "node:fs/promises";
import { grant, type Outcome, refuse } from "#kernel/outcome";

/** A film that is kept as it came: it is shown to people, never opened by us. */
export type Video = { readonly mediaType: "video/mp4"; readonly bytes: number };

const mostBoxes = 10_000;
const brands = /^(isom|iso[2-9]|mp4[12]|avc1|M4V |MSNV|qt {2}|dash|3gp\d)$/;

/**
 * Whether the file at `path` is an MP4 from its first to its last byte: boxes that fill it exactly, the first of them `ftyp`
 * with a brand of film, and one `moov` (ISO/IEC 14496-12, 4.2 and 4.3). Undefined: it is something else.
 */
export async function readVideo(path: string, limit: number): Promise<Outcome<Video> | undefined> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(16);
    const boxAt = async (at: number) => {
      const { bytesRead } = await file.read(head, 0, 16, at);
      if (bytesRead < 8) return undefined;
      const short = head.readUInt32BE(0);
      const type = head.toString("latin1", 4, 8);
      const length =
        short === 1 ? (bytesRead < 16 ? -1 : Number(head.readBigUInt64BE(8))) : short === 0 ? size - at : short;
      return { type, length, brand: head.toString("latin1", 8, 12) };
    };
    const first = await boxAt(0);
    if (first?.type !== "ftyp" || !brands.test(first.brand)) return undefined;
    if (size > limit) return refuse("file-too-large", { limit });
    let film = false;
    let boxes = 0;
    for (let at = 0; at < size; ) {
      const box = await boxAt(at);
      boxes += 1;
      if (box === undefined || box.length < 8 || at + box.length > size || boxes > mostBoxes)
        return refuse("file-broken", { type: "video/mp4" });
      if (box.type === "moov") film = true;
      at += box.length;
    }
    return film ? grant({ mediaType: "video/mp4", bytes: size }) : refuse("file-broken", { type: "video/mp4" });
  } finally {
    await file.close();
  }
}
