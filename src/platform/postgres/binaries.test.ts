import assert from "node:assert/strict";
import { lstat, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { completeLinks, findBinaries } from "./binaries.ts";

/** The shape of the npm package, as it lies there before its install script ran. */
async function packageWithoutLinks(t: TestContext): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "aftercare-binaries-"));
  t.after(() => rm(root, { recursive: true }));
  await mkdir(join(root, "native/lib"), { recursive: true });
  await writeFile(join(root, "native/lib/libicu.so.60.2"), "library");
  const links = ["libicu.so", "libicu.so.60"].map((name) => ({
    source: "native/lib/libicu.so.60.2",
    target: `native/lib/${name}`,
  }));
  await writeFile(join(root, "native/pg-symlinks.json"), JSON.stringify(links));
  return root;
}

test("Library links that npm's skipped install script would have made are made, also twice at once", async (t) => {
  const root = await packageWithoutLinks(t);
  await Promise.all([completeLinks(root), completeLinks(root)]);
  for (const name of ["libicu.so", "libicu.so.60"]) {
    assert.ok((await lstat(join(root, "native/lib", name))).isSymbolicLink());
    assert.equal(await readFile(join(root, "native/lib", name), "utf8"), "library");
  }
});

test("This machine has PostgreSQL 18", async () => {
  const { majorVersion, postgres } = await findBinaries();
  assert.equal(majorVersion, 18);
  assert.ok((await lstat(postgres)).mode & 0o100);
});

test("A platform without binaries is told what else to do", async () => {
  await assert.rejects(findBinaries("plan9-mips"), /no embedded PostgreSQL for plan9-mips here .*DATABASE_URL/);
});
