/** Where the runtime tells what it does; the server passes its own log. */
export type RuntimeLog = (level: "info" | "warn" | "error", sentence: string, fields?: Record<string, unknown>) => void;

/** For commands, whose standard output belongs to their result: warnings and errors only. */
export const printToStderr: RuntimeLog = (level, sentence, fields) => {
  if (level !== "info") process.stderr.write(`${level}: ${sentence}${fields ? ` ${JSON.stringify(fields)}` : ""}\n`);
};
