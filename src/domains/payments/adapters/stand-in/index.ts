import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type StandInMode, standInModes } from "./provider.ts";

export { type StandInMode, standInModes } from "./provider.ts";

export type StandInProcess = {
  readonly url: string;
  readonly pid: number;
  mode(): Promise<string>;
  setMode(mode: StandInMode): Promise<void>;
  /** Plays the shopper who pays; answers the status, 404 where nothing was asked for, 409 where it is closed. */
  pay(number: string): Promise<number>;
  stop(): Promise<void>;
};

/** Starts the payment stand-in as a separate process that ends with this one. */
export async function startStandIn(options: {
  file: string;
  port?: number;
  noticeUrl?: string;
  noticeSecret: string;
}): Promise<StandInProcess> {
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, "main.ts"),
      options.file,
      String(options.port ?? 0),
      ...(options.noticeUrl === undefined ? [] : [options.noticeUrl]),
    ],
    {
      stdio: ["pipe", "pipe", "inherit"],
      env: { PATH: process.env["PATH"], AFTERCARE_STAND_IN_SECRET: options.noticeSecret },
    },
  );
  const url = `http://127.0.0.1:${await portOf(child)}`;
  return {
    url,
    pid: child.pid ?? 0,
    mode: async () => ((await (await fetch(`${url}/mode`)).json()) as { mode: string }).mode,
    setMode: async (mode) => {
      if (!standInModes.includes(mode)) throw new RangeError(`unknown mode ${mode}`);
      await fetch(`${url}/mode`, { method: "POST", body: JSON.stringify({ mode }) });
    },
    pay: async (number) =>
      (await fetch(`${url}/charges/${encodeURIComponent(number)}/pay`, { method: "POST", body: "{}" })).status,
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
      }),
  };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the payment stand-in ended at once (${code})`)));
    if (child.stdout === null) return reject(new Error("the payment stand-in has no output"));
    createInterface({ input: child.stdout }).once("line", (line) =>
      resolve((JSON.parse(line) as { port: number }).port),
    );
  });
}
