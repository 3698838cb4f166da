import pg from "pg";
import { type Secrets, StartError } from "#platform/config";
import type { ClusterFiles } from "./cluster-files.ts";
import { explainEnd } from "./explain-end.ts";

export const host = "127.0.0.1";
export const databaseName = "aftercare";
export const ownerRole = "aftercare_owner";
export const superuser = "postgres";

/** PGSSLMODE and the like in the caller's environment are about other servers. */
const local = { host, ssl: false, connectionTimeoutMillis: 20_000 };

/** Whether something speaks PostgreSQL there; a refused sign-in is an answer too. */
export async function answers(port: number): Promise<boolean> {
  const client = new pg.Client({ ...local, port, user: superuser });
  try {
    await client.connect();
    return true;
  } catch (error) {
    return error instanceof pg.DatabaseError || (error instanceof Error && /password|SASL|SCRAM/.test(error.message));
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Creates what migrations start from, an owner that is not a superuser and its empty database; returns the version. */
export async function prepareDatabase(port: number, secrets: Secrets, files: ClusterFiles): Promise<string> {
  const version = await versionSeenByOwner(port, secrets);
  if (version !== undefined) return version;
  const client = new pg.Client({
    ...{ ...local, port, database: "postgres" },
    ...{ user: superuser, password: secrets.databasePasswords.superuser },
  });
  try {
    await client.connect();
    const { rowCount: owners } = await client.query("select from pg_roles where rolname = $1", [ownerRole]);
    const verb = owners === 0 ? "create" : "alter";
    const password = pg.escapeLiteral(secrets.databasePasswords.owner);
    await client.query(`${verb} role ${ownerRole} login createdb createrole password ${password}`);
    const { rowCount: databases } = await client.query("select from pg_database where datname = $1", [databaseName]);
    if (databases === 0) await client.query(`create database ${databaseName} owner ${ownerRole}`);
    const { rows } = await client.query<{ server_version: string }>("show server_version");
    return rows[0]?.server_version ?? "";
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    throw error.code === "28P01"
      ? wrongPassword(files.cluster)
      : await explainEnd(`FATAL: ${error.message}`, files.cluster, "postgres");
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function versionSeenByOwner(port: number, secrets: Secrets): Promise<string | undefined> {
  const client = new pg.Client({
    ...{ ...local, port, database: databaseName },
    ...{ user: ownerRole, password: secrets.databasePasswords.owner },
  });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>("show server_version");
    return rows[0]?.server_version;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function wrongPassword(where: string): StartError {
  return new StartError({
    what: "The embedded database does not accept the password in secrets.json",
    where,
    todo: "put back the secrets.json that belongs to this database",
  });
}
