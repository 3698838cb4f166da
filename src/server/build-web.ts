import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { repositoryRoot, StartError } from "#platform/config";

export const webDist = join(repositoryRoot, "web/dist");
const stamp = join(webDist, "built.txt");
/** What the pages are made of; a change in any of them builds anew. */
const sources = [
  "web/portal",
  "web/desk",
  "web/shared",
  "web/vite.config.ts",
  "web/public",
  "src/domains",
  "src/kernel",
  "src/platform/wire",
  "package.json",
];

/** Builds the web apps when they are missing or older than their sources. A ready build is used as it is where nothing can be written. */
export async function buildWeb(say: (line: string) => void): Promise<void> {
  const wanted = await fingerprint();
  const built = await readFile(stamp, "utf8").catch(() => undefined);
  if (built === wanted) return;
  say("Building the pages …");
  try {
    await vite();
    await compress();
    await writeFile(stamp, wanted);
  } catch (error) {
    if (built !== undefined)
      return say(`The pages could not be built anew and stay as they were: ${(error as Error).message}`);
    throw new StartError({
      what: "The pages could not be built",
      where: webDist,
      todo: `make the folder writable, or run npm run build where it is: ${(error as Error).message}`,
      cause: error,
    });
  }
}

async function fingerprint(): Promise<string> {
  const hash = createHash("sha256");
  for (const source of sources) {
    const path = join(repositoryRoot, source);
    const files = /\.\w+$/.test(source) ? [path] : await filesBelow(path);
    for (const file of files.sort()) {
      if (source.startsWith("src/") && !/(contract|model|index)\.ts$|\/contract\//.test(file)) continue;
      hash
        .update(relative(repositoryRoot, file))
        .update("\0")
        .update(await readFile(file))
        .update("\0");
    }
  }
  return hash.digest("hex");
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** A process of its own: the bundler's memory does not stay with the server. */
function vite(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(repositoryRoot, "node_modules/vite/bin/vite.js"), "build", "web", "--logLevel", "warn"],
      { cwd: repositoryRoot, stdio: ["ignore", "pipe", "pipe"] },
    );
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(output.trim().slice(-2_000)))));
  });
}

/** Beside each asset its compressed forms, so that serving costs nothing. */
async function compress(): Promise<void> {
  for (const file of await filesBelow(join(webDist, "assets"))) {
    if (!/\.(js|css|svg)$/.test(file)) continue;
    const body = await readFile(file);
    await writeFile(`${file}.gz`, await promisify(gzip)(body, { level: 9 }));
    await writeFile(
      `${file}.br`,
      await promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    );
  }
}
