import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type CarrierMode, carrierModes } from "./carrier.ts";

export { type CarrierMode, carrierModes } from "./carrier.ts";

export type CarrierStandIn = {
  readonly url: string;
  readonly pid: number;
  mode(): Promise<string>;
  setMode(mode: CarrierMode): Promise<void>;
  /** Something happens to a parcel; the server is told as a carrier tells it. */
  scan(trackingNumber: string, code: string, at: string): Promise<boolean>;
  stop(): Promise<void>;
};

/** Starts the carriers' stand-in as a separate process that ends with this one. */
export async function startCarrierStandIn(options: {
  file: string;
  port?: number;
  noticeUrl?: string;
  noticeSecret: string;
}): Promise<CarrierStandIn> {
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
      if (!carrierModes.includes(mode)) throw new RangeError(`unknown mode ${mode}`);
      await fetch(`${url}/mode`, { method: "POST", body: JSON.stringify({ mode }) });
    },
    scan: async (trackingNumber, code, at) => {
      const body = JSON.stringify({ trackingNumber, code, at });
      return (await fetch(`${url}/scans`, { method: "POST", body })).ok;
    },
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
    child.once("exit", (code) => reject(new Error(`the carriers' stand-in ended at once (${code})`)));
    if (child.stdout === null) return reject(new Error("the carriers' stand-in has no output"));
    createInterface({ input: child.stdout }).once("line", (line) =>
      resolve((JSON.parse(line) as { port: number }).port),
    );
  });
}
