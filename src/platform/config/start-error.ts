/** Why the system cannot start or run: one sentence with what happened, where, and what to do about it. */
export class StartError extends Error {
  override readonly name = "StartError";
  readonly what: string;
  readonly where: string;
  readonly todo: string;
  /** Whether the same try may succeed later with nothing changed here, as when a full disk gets space again. */
  readonly passing: boolean;

  constructor(reason: { what: string; where: string; todo: string; passing?: boolean; cause?: unknown }) {
    super(`${reason.what} (${reason.where}): ${reason.todo}`, { cause: reason.cause });
    this.what = reason.what;
    this.where = reason.where;
    this.todo = reason.todo;
    this.passing = reason.passing ?? false;
  }
}

/** Explains why the web server could not listen on host and port; other errors come back unchanged. */
export function explainListenError(error: unknown, address: { host: string; port: number }): unknown {
  const where = `${address.host}:${address.port}`;
  switch (systemErrorCode(error)) {
    case "EADDRINUSE":
      return new StartError({
        what: `Port ${address.port} is already taken by another program`,
        where,
        todo: `stop that program or choose another port, for example PORT=${address.port + 1}`,
        cause: error,
      });
    case "EACCES":
      return new StartError({
        what: `Port ${address.port} may not be opened by this user`,
        where,
        todo: "choose a port above 1023, for example PORT=3000",
        cause: error,
      });
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new StartError({
        what: `This machine has no address ${address.host}`,
        where: "HOST",
        todo: "set HOST to 127.0.0.1 (this machine only) or 0.0.0.0 (every network)",
        cause: error,
      });
    default:
      return error;
  }
}

/** Explains a file system error on something we need to write; other errors come back unchanged. */
export function explainFileError(error: unknown, path: string): unknown {
  const full = { where: path, todo: "free some space and start again; nothing already saved is lost", passing: true };
  const elsewhere = {
    where: path,
    todo: "make it writable for this user, or set AFTERCARE_DATA_DIR to a folder that is",
  };
  switch (systemErrorCode(error)) {
    case "ENOSPC":
      return new StartError({ what: "The disk is full", ...full, cause: error });
    case "EDQUOT":
      return new StartError({ what: "The disk quota is used up", ...full, cause: error });
    case "EROFS":
      return new StartError({ what: "The folder is read-only", ...elsewhere, cause: error });
    case "EACCES":
    case "EPERM":
      return new StartError({
        what: `User ${userNumber()} may not write here`,
        ...elsewhere,
        cause: error,
      });
    case "ENOENT":
      return new StartError({ what: "The folder cannot be made", ...elsewhere, cause: error });
    case "ENOTDIR":
    case "EEXIST":
      return new StartError({
        what: "A file stands where a folder is needed",
        where: path,
        todo: "move it away, or set AFTERCARE_DATA_DIR to another folder",
        cause: error,
      });
    default:
      return error;
  }
}

export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

function userNumber(): number | string {
  return process.getuid?.() ?? "unknown";
}
