import { access, constants, stat } from "node:fs/promises";
import { basename } from "node:path";
import { newId } from "#kernel/ids";
import { zone } from "#kernel/time";
import { type Db, system } from "#platform/db";
import type { Personal } from "#platform/personal";
import { csvSource } from "../adapters/csv/index.ts";
import { jsonlSource } from "../adapters/jsonl/index.ts";
import { olistSource } from "../adapters/olist/index.ts";
import { rejectFile } from "../adapters/reject-file/index.ts";
import { type OpenedFiles, type OrderSource, SourceError } from "../adapters/source/index.ts";
import { type ImportCounts, noCounts } from "../model.ts";
import { importShift } from "../rules/import-shift.ts";
import { countRun, earlierShift, finishRun, startRun } from "../store/import-run.ts";
import { Intake } from "./intake.ts";

/** `olist`: a folder; `jsonl` and `csv`: a file, which may be gzipped. `name`: what people call the file, where it is stored under another. */
export type ImportSource = {
  readonly format: "olist" | "jsonl" | "csv";
  readonly path: string;
  readonly name?: string;
};

export type ImportOptions = {
  /** Whole days by which every instant moves; "auto" moves the newest order to today, or as this source was moved before. */
  readonly shift?: number | "auto";
  /** Where the source does not say. */
  readonly country?: string;
  /** Rejected rows are written to a file here. */
  readonly rejectsFolder: string;
  readonly startedBy?: string;
  /** A run that is in the books already, such as an upload. */
  readonly runId?: string;
};

/** Bytes as the files lie on the disk. */
export type ImportProgress = {
  readonly counts: ImportCounts;
  readonly rowsRead: number;
  readonly bytesRead: number;
  readonly bytesTotal: number;
};
export type ImportReport = ImportCounts & { readonly rejectsFile: string | null; readonly seconds: number };

/**
 * Reads a source to its end, in transactions of up to 500 orders, as the system. Running it again imports nothing twice, also
 * after it was killed; a bad row is set aside with its reason and never stops the rest.
 *
 * @throws SourceError when the source as a whole cannot be read; what was read before stays imported
 */
export async function importOrders(
  db: Db,
  personal: Personal,
  from: ImportSource,
  options: ImportOptions,
  onProgress: (progress: ImportProgress) => void = () => {},
): Promise<ImportReport> {
  const started = performance.now();
  const id = options.runId ?? newId<"import">();
  const source = openSource(from, options.country);
  const rejects = rejectFile(options.rejectsFolder, `${id}.csv`);
  const counts = noCounts();
  const begin = (shiftDays: number) =>
    db.withTx(importer, async (tx) =>
      startRun(tx, {
        id,
        format: source.format,
        source: source.name,
        shiftDays,
        startedBy: options.startedBy ?? "system:import",
      }),
    );
  const end = async (state: "done" | "failed", error?: string) => {
    await rejects.close();
    const file = rejects.path === undefined ? undefined : basename(rejects.path);
    await db.withTx(importer, async (tx) => finishRun(tx, id, { state, rejectsFile: file, error }));
  };
  const opened: OpenedFiles = [];
  let rowsRead = 0;
  let telling: NodeJS.Timeout | undefined;
  await begin(0);
  try {
    const bytesTotal = await sizeOf(source);
    const tell = () =>
      onProgress({ counts, rowsRead, bytesRead: opened.reduce((sum, file) => sum + file.bytesRead, 0), bytesTotal });
    telling = setInterval(tell, progressMs);
    const shiftDays = await shiftOf(db, source, options.shift);
    await begin(shiftDays);
    const intake = new Intake({
      db,
      personal,
      counts,
      rejects,
      shiftDays,
      onBatch: async (rows) => {
        rowsRead = rows;
        await db.withTx(importer, async (tx) => countRun(tx, id, counts, rowsRead));
      },
    });
    await intake.take(source, opened);
    tell();
    await end("done");
  } catch (error) {
    await end("failed", (error as Error).message);
    throw error;
  } finally {
    clearInterval(telling);
  }
  return { ...counts, rejectsFile: rejects.path ?? null, seconds: Math.round(performance.now() - started) / 1000 };
}

const importer = system("import");
const progressMs = 200;

/** @throws SourceError where a file is missing, is a folder, or may not be read */
async function sizeOf(source: OrderSource): Promise<number> {
  const sizes = source.files().map(async (path) => {
    const refused = (why: string) => new SourceError(`${basename(path)} cannot be read: ${why}; name another file`);
    await access(path, constants.R_OK).catch((error: NodeJS.ErrnoException) => {
      throw refused(error.code === "ENOENT" ? "there is no such file" : "this user may not");
    });
    const file = await stat(path);
    if (file.isDirectory()) throw refused("it is a folder");
    return file.size;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

function openSource({ format, path, name = basename(path) }: ImportSource, country: string | undefined): OrderSource {
  switch (format) {
    case "olist":
      return olistSource(path, country ?? "BR");
    case "jsonl":
      return jsonlSource(path, name, country);
    case "csv":
      return csvSource(path, name, country);
  }
}

async function shiftOf(db: Db, source: OrderSource, shift: number | "auto" | undefined): Promise<number> {
  if (shift !== "auto") return shift ?? 0;
  const before = await db.withTx(importer, (tx) => earlierShift(tx, source.format, source.name), { readOnly: true });
  if (before !== undefined) return before;
  const newest = await source.newestPlacedAt();
  return newest === undefined ? 0 : importShift(newest, db.clock.now(), zone(source.zone));
}
