import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { withHouse } from "../tests/architecture/house.ts";
import { drawnIn, withDiagrams } from "./diagrams.ts";
import { dumpSchema } from "./dump-schema.ts";
import { openApiText } from "./openapi.ts";
import { rightsPage } from "./rights.ts";

/** Writes anew everything that is made from the code: db/schema.sql, docs/openapi.json, docs/rights.md, the READMEs' diagrams. */
const root = resolve(import.meta.dirname, "..");

await withHouse(async (house) => {
  const { system, database } = house;
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  write("db/schema.sql", await dumpSchema(client));
  await client.end();
  write("docs/openapi.json", await openApiText(house));
  write("docs/rights.md", rightsPage(system));
});

for (const [path, lifecycles] of Object.entries(drawnIn))
  write(path, withDiagrams(readFileSync(join(root, path), "utf8"), lifecycles));

function write(path: string, text: string): void {
  writeFileSync(join(root, path), text);
  console.log(path);
}
