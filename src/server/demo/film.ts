/** One frame: red, green and blue of each pixel, row by row. */
export type Frame = { readonly width: number; readonly height: number; readonly pixels: Uint8Array };

/**
 * A film that every browser plays, from frames that are whole blocks of sixteen wide and high: each is written into an H.264
 * stream as it is, without any compression (I_PCM, ITU-T H.264 7.3.5), and wrapped as MP4 (ISO/IEC 14496-12).
 */
export function filmOf(frames: readonly Frame[], framesPerSecond: number): Uint8Array {
  const [first] = frames;
  if (first === undefined) throw new RangeError("a film has a frame");
  const size = { width: first.width, height: first.height };
  const samples = frames.map((frame, i) => {
    const unit = sliceOf(frame, i);
    return Buffer.concat([uint32(unit.length), unit]);
  });
  const head = (firstAt: number) => [
    box("ftyp", "isom", uint32(512), "isom", "avc1"),
    movie(size, samples, framesPerSecond, firstAt),
  ];
  // Where the frames lie stands in what lies before them, and its length does not depend on it.
  const before = Buffer.concat(head(0)).length;
  return Buffer.concat([...head(before + 8), box("mdat", ...samples)]);
}

const profile = 66;
const level = 30;

function sequenceSet({ width, height }: Size): Buffer {
  const bits = new Bits();
  bits.put(profile, 8).put(0xc0, 8).put(level, 8);
  bits.golomb(0).golomb(0).golomb(2).golomb(1).put(0, 1);
  bits.golomb(width / 16 - 1).golomb(height / 16 - 1);
  // Whole frames, no cropping, nothing said about colour.
  return unit(0x67, bits.put(1, 1).put(1, 1).put(0, 1).put(0, 1).end());
}

function pictureSet(): Buffer {
  const bits = new Bits().golomb(0).golomb(0).put(0, 2).golomb(0).golomb(0).golomb(0).put(0, 3);
  return unit(0x68, bits.golomb(0).golomb(0).golomb(0).put(0b100, 3).end());
}

function sliceOf(frame: Frame, no: number): Buffer {
  const bits = new Bits().golomb(0).golomb(7).golomb(0).put(0, 4);
  // Neighbours must differ in their number; the edges of blocks are left as they are.
  bits
    .golomb(no % 2)
    .put(0, 2)
    .golomb(0)
    .golomb(1);
  const { width, height } = frame;
  for (let top = 0; top < height; top += 16)
    for (let left = 0; left < width; left += 16) {
      bits.golomb(25).align();
      for (let y = 0; y < 16; y++) for (let x = 0; x < 16; x++) bits.put(tone(frame, left + x, top + y, 0), 8);
      for (const channel of [1, 2] as const)
        for (let y = 0; y < 16; y += 2)
          for (let x = 0; x < 16; x += 2) bits.put(tone(frame, left + x, top + y, channel), 8);
    }
  return unit(0x65, bits.end());
}

/** Brightness, blue and red as television has them (ITU-R BT.601). */
function tone({ width, pixels }: Frame, x: number, y: number, channel: 0 | 1 | 2): number {
  const at = (y * width + x) * 3;
  const [r, g, b] = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
  if (channel === 0) return Math.round(16 + (65.7 * r + 129.1 * g + 25.1 * b) / 256);
  return Math.round(128 + (channel === 1 ? -37.9 * r - 74.5 * g + 112.4 * b : 112.4 * r - 94.2 * g - 18.2 * b) / 256);
}

/** A unit of the stream; what would look like the beginning of another one is broken up (7.4.1). */
function unit(type: number, content: readonly number[]): Buffer {
  const bytes = [type];
  let zeros = 0;
  for (const byte of content) {
    if (zeros >= 2 && byte <= 3) {
      bytes.push(3);
      zeros = 0;
    }
    bytes.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Buffer.from(bytes);
}

class Bits {
  readonly #bytes: number[] = [];
  #open = 0;
  #count = 0;

  put(value: number, bits: number): this {
    for (let i = bits - 1; i >= 0; i--) {
      this.#open = (this.#open << 1) | ((value >> i) & 1);
      this.#count += 1;
      if (this.#count < 8) continue;
      this.#bytes.push(this.#open);
      this.#open = 0;
      this.#count = 0;
    }
    return this;
  }

  /** Exp-Golomb (9.1). */
  golomb(value: number): this {
    const length = Math.floor(Math.log2(value + 1));
    return this.put(0, length).put(value + 1, length + 1);
  }

  align(): this {
    return this.#count === 0 ? this : this.put(0, 8 - this.#count);
  }

  end(): readonly number[] {
    this.put(1, 1).align();
    return this.#bytes;
  }
}

type Size = Pick<Frame, "width" | "height">;

function movie(size: Size, samples: readonly Buffer[], framesPerSecond: number, firstAt: number): Buffer {
  const duration = uint32(samples.length);
  const scale = uint32(framesPerSecond);
  const none = (count: number) => Buffer.alloc(count);
  const matrix = Buffer.concat([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].map(uint32));
  const pixels = Buffer.concat([uint16(size.width), uint16(size.height)]);
  const [sps, pps] = [sequenceSet(size), pictureSet()];
  const decoder = box(
    "avcC",
    Buffer.from([1, profile, 0xc0, level, 0xff, 0xe1]),
    ...[uint16(sps.length), sps, Buffer.from([1]), uint16(pps.length), pps],
  );
  const entry = box(
    "avc1",
    ...[none(6), uint16(1), none(16), pixels, uint32(0x480000), uint32(0x480000), none(4), uint16(1), none(32)],
    ...[uint16(24), uint16(0xffff), decoder],
  );
  const table = box(
    "stbl",
    box("stsd", none(4), uint32(1), entry),
    box("stts", none(4), uint32(1), duration, uint32(1)),
    box("stsc", none(4), uint32(1), uint32(1), duration, uint32(1)),
    box("stsz", none(8), duration, ...samples.map(({ length }) => uint32(length))),
    box("stco", none(4), uint32(1), uint32(firstAt)),
  );
  const here = box("dinf", box("dref", none(4), uint32(1), box("url ", uint32(1))));
  const media = box(
    "mdia",
    box("mdhd", none(12), scale, duration, uint16(0x55c4), none(2)),
    box("hdlr", none(8), "vide", none(12), "film\0"),
    box("minf", box("vmhd", uint32(1), none(8)), here, table),
  );
  const shown = Buffer.concat([uint32(size.width << 16), uint32(size.height << 16)]);
  return box(
    "moov",
    box("mvhd", none(12), scale, duration, uint32(0x10000), uint16(0x100), none(10), matrix, none(24), uint32(2)),
    box("trak", box("tkhd", uint32(3), none(8), uint32(1), none(4), duration, none(16), matrix, shown), media),
  );
}

function box(type: string, ...content: readonly (Buffer | string)[]): Buffer {
  const inside = Buffer.concat(content.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));
  return Buffer.concat([uint32(inside.length + 8), Buffer.from(type, "latin1"), inside]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
