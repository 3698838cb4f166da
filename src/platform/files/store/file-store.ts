import type { Readable } from "node:stream";

/** Where the bytes of files lie: a folder here, an object store elsewhere. Keys are ours, never a name from outside. */
export type FileStore = {
  /** Durable when it answers. An existing key is replaced as a whole. */
  put(key: string, content: Uint8Array | Readable): Promise<void>;
  /** Undefined when there is nothing under the key. */
  get(key: string): Promise<{ readonly stream: Readable; readonly bytes: number } | undefined>;
  /** Nothing happens when there is nothing. */
  remove(key: string): Promise<void>;
  /** Every key, with the moment it was put. */
  keys(): AsyncIterable<{ readonly key: string; readonly at: Temporal.Instant }>;
};
