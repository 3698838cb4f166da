import { realpath } from "node:fs/promises";
import { join } from "node:path";

/** Where the embedded PostgreSQL of a data folder keeps its things; real paths, as PostgreSQL itself reports them. */
export type ClusterFiles = {
  readonly cluster: string;
  /** The port it had last, so that it gets the same again. */
  readonly port: string;
  readonly log: string;
  /** Where the binaries were copied for a user who may not enter the checkout. */
  readonly openCopy: string;
};

export async function clusterFiles(dataDir: string): Promise<ClusterFiles> {
  const base = await realpath(dataDir);
  return {
    cluster: join(base, "postgres"),
    port: join(base, "postgres.port"),
    log: join(base, "postgres.log"),
    openCopy: join(base, "postgres.binaries"),
  };
}
