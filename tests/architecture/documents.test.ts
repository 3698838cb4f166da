import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { drawnIn, withDiagrams } from "../../tools/diagrams.ts";
import { codeOf, root, sources } from "./sources.ts";

const documents = globSync(["*.md", "docs/**/*.md", "src/**/*.md", "deploy/*.md"], { cwd: root }).sort();

test("The READMEs draw the lifecycles as they are", () => {
  for (const [path, lifecycles] of Object.entries(drawnIn)) {
    const readme = readFileSync(join(root, path), "utf8");
    assert.equal(withDiagrams(readme, lifecycles), readme, `${path} is out of date: run npm run documents`);
  }
});

test("Every lifecycle is drawn in a README and has no flaw", () => {
  const drawn = new Set(Object.values(drawnIn).flatMap((lifecycles) => Object.values(lifecycles)));
  for (const { flaws } of drawn) assert.deepEqual(flaws(), []);
  const written = sources("src/domains").flatMap((source) => [...codeOf(source).matchAll(/\blifecycle\(\{/g)]);
  assert.equal(drawn.size, written.length);
});

test("What a document links to or names exists", () => {
  const lost = documents.flatMap((path) => {
    const text = readFileSync(join(root, path), "utf8");
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, to = ""]) =>
      join(dirname(path), to),
    );
    const named = [...text.matchAll(/`((?:src|web|bin|db|docs|deploy|tests|tools|bench)\/[\w./-]+)`/g)].map(
      ([, to = ""]) => to,
    );
    return [...links, ...named].filter((to) => !existsSync(join(root, to))).map((to) => `${path}: ${to}`);
  });
  assert.deepEqual(lost, []);
});

test("A decision says situation, choice, price, and the check that keeps it true, on one page", () => {
  const decisions = globSync("docs/decisions/*.md", { cwd: root });
  assert.ok(decisions.length >= 7, `${decisions.length} decisions`);
  for (const path of decisions) {
    assert.match(path, /\/\d{4}-\d{2}-\d{2}-[a-z0-9-]+\.md$/);
    const text = readFileSync(join(root, path), "utf8");
    for (const part of ["Situation", "Choice", "Price", "Check"])
      assert.ok(text.includes(`## ${part}\n`), `${path}: ${part}`);
    assert.ok(text.trimEnd().split("\n").length <= 40, `${path} is longer than 40 lines`);
  }
});
