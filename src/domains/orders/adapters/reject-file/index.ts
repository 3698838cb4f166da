import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { csvRow } from "#platform/csv";

/** A row that was set aside. Codes and fields only: what the row said may be personal. */
export type Reject = {
  readonly file: string;
  readonly line: number;
  readonly number: string;
  readonly code: string;
  readonly detail: string;
};

export type RejectFile = {
  /** Undefined as long as nothing was rejected: then there is no file. */
  readonly path: string | undefined;
  write(reject: Reject): Promise<void>;
  close(): Promise<void>;
};

export function rejectFile(folder: string, name: string): RejectFile {
  let stream: WriteStream | undefined;
  const path = join(folder, name);
  return {
    get path() {
      return stream === undefined ? undefined : path;
    },
    write: async ({ file, line, number, code, detail }) => {
      if (stream === undefined) {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        stream = createWriteStream(path, { mode: 0o600 });
        stream.write("file,line,number,code,detail\n");
      }
      if (!stream.write(csvRow([file, String(line), number, code, detail]))) await once(stream, "drain");
    },
    close: async () => {
      if (stream === undefined) return;
      stream.end();
      await finished(stream);
    },
  };
}
