import { readFile } from "node:fs/promises";
import { z } from "zod";
import { writeDurably } from "#platform/config";
import { instantShape } from "#platform/wire";
import type { Anchor } from "./anchor.ts";

/** Keeps the newest signed head somewhere else than the database, so that cutting rows and heads together shows. */
export type Witness = {
  write(anchor: Anchor): Promise<void>;
  /** The newest head; undefined where none was ever kept. */
  read(): Promise<Anchor | undefined>;
};

const hex = z.string().regex(/^([0-9a-f]{2})+$/);
const shape = z.strictObject({ seq: z.string().regex(/^\d+$/), hash: hex, at: instantShape, signature: hex });

/** One small file, replaced as a whole. A file that cannot be read as a head counts as a forged one. */
export function fileWitness(path: string): Witness {
  return {
    write: (anchor) =>
      writeDurably(
        path,
        `${JSON.stringify({
          seq: anchor.seq.toString(),
          hash: Buffer.from(anchor.hash).toString("hex"),
          at: anchor.at.toString(),
          signature: Buffer.from(anchor.signature).toString("hex"),
        })}\n`,
        0o600,
      ),
    read: async () => {
      const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return undefined;
        throw error;
      });
      return text === undefined ? undefined : parse(text);
    },
  };
}

function parse(text: string): Anchor {
  try {
    const kept = shape.parse(JSON.parse(text));
    return {
      seq: BigInt(kept.seq),
      hash: Buffer.from(kept.hash, "hex"),
      at: Temporal.Instant.from(kept.at),
      signature: Buffer.from(kept.signature, "hex"),
    };
  } catch {
    return {
      seq: 1n,
      hash: Buffer.alloc(0),
      at: Temporal.Instant.fromEpochMilliseconds(0),
      signature: Buffer.alloc(0),
    };
  }
}
