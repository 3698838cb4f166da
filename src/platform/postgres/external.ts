import pg from "pg";
import { type Config, StartError } from "#platform/config";

export type ExternalDatabase = {
  adminUrl: string;
  host: string;
  port: number;
  database: string;
  ssl: boolean;
  version: string;
};

const oldestMajor = 15;
const newestMajor = 18;

/** Checks a PostgreSQL that somebody else runs: reachable, lets us in, version 15 to 18. */
export async function reachExternal(config: Config & { databaseUrl: string }): Promise<ExternalDatabase> {
  const found = await probe(config.databaseUrl, "DATABASE_URL");
  const adminUrl = config.databaseAdminUrl ?? config.databaseUrl;
  if (config.databaseAdminUrl) await probe(adminUrl, "DATABASE_ADMIN_URL");
  return { adminUrl, ...found };
}

async function probe(url: string, variable: string): Promise<Omit<ExternalDatabase, "adminUrl">> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; number: number }>(
      "select current_setting('server_version') as version, current_setting('server_version_num')::int as number",
    );
    const version = rows[0]?.version ?? "";
    const major = Math.floor((rows[0]?.number ?? 0) / 10_000);
    if (major < oldestMajor || major > newestMajor) {
      throw new StartError({
        what: `PostgreSQL ${version} is not supported`,
        where: `${variable}, ${client.host}:${client.port}`,
        todo: `use PostgreSQL ${oldestMajor} to ${newestMajor}`,
      });
    }
    const { host, port, database = "", ssl } = client;
    return { host, port, database, ssl: Boolean(ssl), version };
  } catch (error) {
    throw explainConnection(error, client, variable);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function explainConnection(error: unknown, client: pg.Client, variable: string): unknown {
  if (error instanceof StartError) return error;
  const where = `${variable}, ${client.host}:${client.port}`;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "28P01":
    case "28000":
      return new StartError({
        what: `PostgreSQL does not let user ${client.user} in`,
        where,
        todo: `correct the user or password in ${variable}`,
        cause: error,
      });
    case "3D000":
      return new StartError({
        what: `There is no database named ${client.database}`,
        where,
        todo: `create it, or correct ${variable}`,
        cause: error,
      });
    case "53300":
      return new StartError({
        what: "PostgreSQL has no free connection",
        where,
        todo: "close other connections or raise max_connections",
        cause: error,
      });
    case "57P03":
      return new StartError({
        what: "PostgreSQL is starting or stopping",
        where,
        todo: "wait a moment and start again",
        cause: error,
      });
    default:
      return new StartError({
        what: `PostgreSQL cannot be reached (${code || (error instanceof Error ? error.message : String(error))})`,
        where,
        todo: `start it, or correct ${variable}; without DATABASE_URL the embedded one is used`,
        cause: error,
      });
  }
}
