import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type CsvError, type Info, parse } from "csv-parse";
import { type OpenedFiles, SourceError } from "./index.ts";

export type Row = { readonly line: number; readonly values: readonly string[] };
/** `cells`: what stands in the wanted columns as far as the row goes; undefined when not even cells can be told apart. */
export type UnreadableRow = {
  readonly line: number;
  readonly detail: string;
  readonly cells: readonly string[] | undefined;
};

/** The bytes of a file; one that ends in .gz is unpacked on the way. */
export function openFile(path: string, opened?: OpenedFiles): Readable {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  opened?.push(file);
  if (!path.endsWith(".gz")) return file;
  return pipeline(file, createGunzip({ chunkSize: 256 * 1024 }), () => {});
}

/**
 * The rows of a CSV file, streamed. A row of another width than the header, or with broken quotes, comes as unreadable.
 *
 * @throws SourceError when a wanted column is missing or the file cannot be read to its end
 */
export async function* csvRows(
  path: string,
  wanted: readonly string[],
  opened?: OpenedFiles,
): AsyncGenerator<Row | UnreadableRow> {
  const unreadable: UnreadableRow[] = [];
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: 1_000_000,
  });
  parser.on("skip", (error: CsvError) =>
    unreadable.push({ line: Number(error["lines"] ?? 0), detail: error.code, cells: undefined }),
  );
  const stream = pipeline(openFile(path, opened), parser, () => {});
  let columns: number[] | undefined;
  let width = 0;
  try {
    for await (const { record, info } of stream as AsyncIterable<{ record: string[]; info: Info }>) {
      yield* unreadable.splice(0);
      if (columns === undefined) {
        columns = columnsOf(record, wanted, path);
        width = record.length;
      } else if (record.length === width)
        yield { line: info.lines, values: columns.map((column) => record[column] ?? "") };
      else
        yield {
          line: info.lines,
          detail: `${record.length} columns instead of ${width}`,
          cells: columns.map((column) => record[column] ?? ""),
        };
    }
  } catch (error) {
    if (error instanceof SourceError) throw error;
    throw new SourceError(
      `${basename(path)} cannot be read to its end: ${(error as Error).message}; check the file and import it again`,
    );
  }
  yield* unreadable;
  if (columns === undefined) throw new SourceError(`${basename(path)} is empty; a header row is needed`);
}

/** The names in the header row. @throws SourceError when one of `needed` is missing */
export async function headerOf(path: string, needed: readonly string[]): Promise<readonly string[]> {
  const stream = pipeline(openFile(path), parse({ bom: true, to: 1 }), () => {});
  for await (const header of stream as AsyncIterable<string[]>) {
    columnsOf(header, needed, path);
    return header;
  }
  throw new SourceError(`${basename(path)} is empty; a header row is needed`);
}

function columnsOf(header: readonly string[], wanted: readonly string[], path: string): number[] {
  const missing = wanted.filter((name) => !header.includes(name));
  if (missing.length > 0)
    throw new SourceError(
      `${basename(path)} has no column ${missing.join(", ")}; its header is ${header.join(", ").slice(0, 300)}`,
    );
  return wanted.map((name) => header.indexOf(name));
}
