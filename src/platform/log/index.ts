/** JSON lines on stdout: sentences with fields. An error line means: wake someone. No personal data. */
export type Log = {
  info(sentence: string, fields?: Record<string, unknown>): void;
  warn(sentence: string, fields?: Record<string, unknown>): void;
  error(sentence: string, fields?: Record<string, unknown>): void;
};

const levels = { info: 20, warn: 30, error: 40, silent: 100 } as const;
export type LogLevel = keyof typeof levels;

export function createLog(level: LogLevel, write: (line: string) => void = (line) => process.stdout.write(line)): Log {
  const at =
    (name: "info" | "warn" | "error") =>
    (sentence: string, fields: Record<string, unknown> = {}) => {
      if (levels[name] < levels[level]) return;
      write(
        `${JSON.stringify({ at: Temporal.Now.instant().toString(), level: name, say: sentence, ...fields }, plain)}\n`,
      );
    };
  return { info: at("info"), warn: at("warn"), error: at("error") };
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack };
  return value;
}

export const silentLog: Log = createLog("silent");
