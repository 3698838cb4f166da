import { type ImportSource, importOrders, importsFolder, SourceError } from "#domains/orders";
import { createPersonal } from "#platform/personal";
import { readArguments, UsageError } from "./arguments.ts";
import { progressBar } from "./progress-bar.ts";
import { withDatabase } from "./with-database.ts";

const formats = ["olist", "jsonl", "csv"] as const;

/** `import orders --format olist|jsonl|csv PATH`. Progress on stderr, the counts on stdout; a bad row never stops the rest. */
export default async function importCommand(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    format: { type: "string" },
    shift: { type: "string" },
    country: { type: "string" },
    json: { type: "boolean" },
  });
  const [what, path] = positionals;
  if (what !== "orders" || path === undefined || positionals.length > 2)
    throw new UsageError("Say what and from where: import orders PATH.");
  const format = formats.find((one) => one === values.format);
  if (format === undefined) throw new UsageError(`--format is one of ${formats.join(", ")}.`);
  if (values.country !== undefined && !/^[A-Z]{2}$/.test(values.country))
    throw new UsageError(`--country ${values.country} is no ISO 3166 code such as BR.`);
  const shift = shiftOf(values.shift);
  const source: ImportSource = { format, path };
  return withDatabase(async ({ config, secrets, db }) => {
    const bar = progressBar(process.stderr);
    try {
      const report = await importOrders(
        db,
        createPersonal(secrets),
        source,
        {
          rejectsFolder: importsFolder(config.dataDir),
          startedBy: "system:command-line",
          ...(shift === undefined ? {} : { shift }),
          ...(values.country === undefined ? {} : { country: values.country }),
        },
        bar.show,
      );
      bar.end();
      process.stdout.write(
        values.json === true ? `${JSON.stringify(report)}\n` : `${JSON.stringify(report, null, 2)}\n`,
      );
      return 0;
    } catch (error) {
      bar.end();
      if (!(error instanceof SourceError)) throw error;
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
  });
}

function shiftOf(text: string | undefined): number | "auto" | undefined {
  if (text === undefined || text === "auto") return text;
  if (!/^-?\d{1,5}$/.test(text)) throw new UsageError(`--shift ${text} is neither auto nor a number of days.`);
  return Number(text);
}
