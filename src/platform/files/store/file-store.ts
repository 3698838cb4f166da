import type { Readable } from "node:stream";

/** `bytes` are those of the stream; `span` is there when it is only a part, `of` so many. */
export type StoredFile = {
  readonly stream: Readable;
  readonly bytes: number;
  readonly of: number;
  readonly span?: { readonly from: number; readonly until: number };
};

/** Where the bytes of files lie: a folder here, an object store elsewhere. Keys are ours, never a name from outside. */
export type FileStore = {
  /** Durable when it answers. An existing key is replaced as a whole. */
  put(key: string, content: Uint8Array | Readable): Promise<void>;
  /** Undefined when there is nothing under the key. A span below zero counts from the end; one beyond it gives everything. */
  get(key: string, span?: { readonly from: number; readonly until?: number }): Promise<StoredFile | undefined>;
  /** Nothing happens when there is nothing. */
  remove(key: string): Promise<void>;
  /** Every key, with the moment it was put. */
  keys(): AsyncIterable<{ readonly key: string; readonly at: Temporal.Instant }>;
};
