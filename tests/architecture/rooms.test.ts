import assert from "node:assert/strict";
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { codeOf, root, sources, tests } from "./sources.ts";

/** A closed list: a room exists only when something lives in it. */
const files = ["README.md", "index.ts", "contract.ts", "model.ts", "store.ts", "routes.ts"];
const folders = ["contract", "rules", "store", "actions", "queries", "reactions", "adapters"];
const readmeLines = 120;

const domains = readdirSync(join(root, "src/domains"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test("A domain has the rooms of the closed list and no others", () => {
  const wrong = domains.flatMap((domain) =>
    readdirSync(join(root, "src/domains", domain), { withFileTypes: true })
      .filter(
        (entry) => !(entry.isDirectory() ? folders : files).includes(entry.name) && !entry.name.endsWith(".test.ts"),
      )
      .map(({ name }) => `${domain}/${name}`),
  );
  assert.deepEqual(wrong, []);
});

test("Every domain says at its door what it is, in at most 120 lines beside its drawn lifecycles", () => {
  const wrong = domains.filter((domain) => {
    const path = join(root, "src/domains", domain, "README.md");
    if (!existsSync(path)) return true;
    const written = readFileSync(path, "utf8").replace(/<!-- diagrams -->[\s\S]*<!-- \/diagrams -->/, "");
    return written.trimEnd().split("\n").length > readmeLines;
  });
  assert.deepEqual(wrong, []);
});

/** What a shopper may ask for is a "service" in the shop's own words (售后服务). */
const tradeWords = ["web/portal/screens/request/services.tsx"];

test("No room is called after machinery, and none is empty", () => {
  const machinery = /(^|\/)(utils?|helpers?|common|services?|types|dto|misc|lib|managers?)(\.ts|\/|$)/;
  const all = globSync("{src,web,bin,bench,tools,tests}/**/*", { cwd: root, exclude: ["**/dist/**"] });
  assert.deepEqual(
    all.filter((path) => machinery.test(path) && !tradeWords.includes(path)),
    [],
  );
  const empty = globSync("{src,web,bench,tools,tests,docs,db,deploy}/**/", {
    cwd: root,
    exclude: ["**/dist/**"],
  }).filter((folder) => readdirSync(join(root, folder)).length === 0);
  assert.deepEqual(empty, []);
});

test("An inner door only re-exports", () => {
  const wrong = sources("src/domains").filter(({ path, text }) => {
    const rest = codeOf({ path, text }).replaceAll(/export\s+(type\s+)?(\{[^}]*\}|\*)\s+from\s+"[^"]+";/g, "");
    return /^src\/domains\/[^/]+\/index\.ts$/.test(path) && rest.trim() !== "";
  });
  assert.deepEqual(
    wrong.map(({ path }) => path),
    [],
  );
});

test("Writes and locks on a domain's tables are in its store, or in the action that needs no other", () => {
  const writing = /\b(insert into|update [a-z_]+\.[a-z_]+ |delete from|for update)\b/i;
  const quiet = sources("src/domains").filter(({ path }) => /\/(rules|queries|routes|model|contract)[/.]/.test(path));
  assert.deepEqual(
    quiet.filter((source) => writing.test(codeOf(source))).map(({ path }) => path),
    [],
  );
});

test("Rules are pure: none of them reaches for a transaction", () => {
  const rules = sources("src/domains").filter(({ path }) => path.includes("/rules/"));
  assert.deepEqual(
    rules.filter((source) => /\b[Tt]x\b/.test(codeOf(source))).map(({ path }) => path),
    [],
  );
});

test("Reactions are named after what they hear or when they come", () => {
  const named = /\/(on-[a-z-]+|every-[a-z-]+|[a-z]+-[a-z-]+)\.ts$/;
  const wrong = sources("src/domains").filter(({ path }) => path.includes("/reactions/") && !named.test(path));
  assert.deepEqual(
    wrong.map(({ path }) => path),
    [],
  );
});

test("An action is one verb, one file, and its file is listed in the contents page", () => {
  for (const domain of domains.filter((name) => existsSync(join(root, `src/domains/${name}/routes.ts`)))) {
    const listed = readFileSync(join(root, `src/domains/${domain}/routes.ts`), "utf8");
    for (const source of sources(`src/domains/${domain}/actions`)) {
      const made = [...codeOf(source).matchAll(/\baction\(\{/g)].length;
      assert.ok(made <= 1, `${source.path} makes ${made} actions`);
      if (made === 1)
        assert.ok(
          listed.includes(source.path.replace(`src/domains/${domain}/`, "")),
          `${source.path} is not in routes.ts`,
        );
    }
  }
});

test("Tests are run: nothing is skipped without a condition, nothing is left alone with only", () => {
  const wrong = tests("src", "web", "bench", "tools", "tests").filter(({ text }) =>
    /\b(test|it|suite|describe)\.(only|skip|todo)\(|\bonly: true|\bskip: true\b/.test(text),
  );
  assert.deepEqual(
    wrong.map(({ path }) => path).filter((path) => !path.endsWith("architecture/rooms.test.ts")),
    [],
  );
});

/** The driver does not say that its socket can hold packets back. */
const reachingInside = ["src/platform/db/tx.ts"];

test("No loophole in the types: no any, no exclamation mark, no silenced compiler", () => {
  const wrong = sources("src", "web", "bin", "bench", "tools").filter((source) =>
    /\bas any\b|\bas unknown as\b|@ts-(ignore|expect-error|nocheck)/.test(source.text),
  );
  assert.deepEqual(
    wrong.map(({ path }) => path).filter((path) => !reachingInside.includes(path)),
    [],
  );
});
