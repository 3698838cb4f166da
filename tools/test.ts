import { spawn, spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { run } from "node:test";
import { inspect, parseArgs } from "node:util";

/**
 * Everything that must hold: static checks, then tests, in a real PostgreSQL and a real browser.
 * Each static check counts as one test; the last line is `N passed, N failed, N skipped`, and any failure exits 1.
 *
 *     npm test
 *     npm test -- --only static|unit|database|faults|journeys
 *     npm test -- src/domains/returns
 */
const root = resolve(import.meta.dirname, "..");
const groups = ["static", "unit", "database", "faults", "journeys"] as const;
type Group = (typeof groups)[number];
const minutesPerFile = 8;
/** They are one file, because they share one shop. */
const minutesForJourneys = 15;
const nodeWanted = 26;

process.chdir(root);

async function main(): Promise<number> {
  const began = performance.now();
  const { only, paths } = wanted();
  const tally: Tally = { passed: 0, failed: [], skipped: [] };
  if (only.includes("static") && paths.length === 0) await runStaticChecks(tally);
  const files = testFiles(only, paths);
  if (files.journeys.length > 0) await prepareBrowser();
  if (files.database.length + files.faults.length + files.journeys.length > 0) {
    const { withTestDatabase } = await import("../tests/support/database.ts");
    // Held throughout, so that the server is not started and stopped again for every file.
    await withTestDatabase(() => runFiles(files, tally));
  } else {
    await runFiles(files, tally);
  }
  for (const name of tally.skipped) say(`skipped: ${name}`);
  for (const name of tally.failed) say(`failed: ${name}`);
  say(`in ${Math.round((performance.now() - began) / 1_000)} s`);
  say(`${tally.passed} passed, ${tally.failed.length} failed, ${tally.skipped.length} skipped`);
  return tally.failed.length === 0 && tally.passed > 0 ? 0 : 1;
}

type Tally = { passed: number; readonly failed: string[]; readonly skipped: string[] };

function wanted(): { only: readonly Group[]; paths: string[] } {
  const { values, positionals } = parseArgs({
    options: { only: { type: "string", multiple: true, default: [] } },
    allowPositionals: true,
  });
  for (const name of values.only)
    if (!groups.some((group) => group === name)) throw new Error(`--only ${name}: there is ${groups.join(", ")}`);
  return {
    only: groups.filter((group) => values.only.length === 0 || values.only.includes(group)),
    paths: positionals,
  };
}

type StaticCheck = { readonly name: string; readonly command: readonly [string, ...string[]] };

/** npm itself runs under this Node, whatever Node its own first line would find. */
const npm: readonly [string, ...string[]] = process.env.npm_execpath
  ? [process.execPath, process.env.npm_execpath]
  : ["npm"];

const staticChecks: readonly StaticCheck[] = [
  { name: "types of the server, the tools and the tests", command: ["tsc", "--noEmit"] },
  { name: "types of the portal", command: ["tsc", "--noEmit", "-p", "web"] },
  { name: "types of the desk", command: ["tsc", "--noEmit", "-p", "web/desk"] },
  { name: "types of the journeys", command: ["tsc", "--noEmit", "-p", "tests/journeys"] },
  { name: "style, import cycles, accessibility (biome)", command: ["biome", "check", "--error-on-warnings", "."] },
  { name: "promises awaited, switches closed (oxlint)", command: ["oxlint", "--type-aware", "--deny-warnings"] },
  { name: "nothing unused: files, exports, dependencies (knip)", command: ["knip"] },
  { name: "texts complete in every language", command: [process.execPath, "tools/check-text.ts"] },
  { name: "lock file complete", command: [...npm, "ci", "--dry-run", "--ignore-scripts"] },
  { name: "pages build", command: [process.execPath, "tools/build-pages.ts"] },
];

/** Two at a time: most of them are one process that waits for one core. */
async function runStaticChecks(tally: Tally): Promise<void> {
  const waiting = [...staticChecks];
  const work = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const began = performance.now();
      const { code, output } = await outputOf(check.command);
      const seconds = ((performance.now() - began) / 1_000).toFixed(1);
      say(`${code === 0 ? "✔" : "✖"} ${check.name} (${seconds} s)`);
      if (code === 0) tally.passed += 1;
      else {
        tally.failed.push(check.name);
        say(output);
      }
    }
  };
  await Promise.all([work(), work()]);
}

function outputOf([program, ...words]: readonly [string, ...string[]]): Promise<{
  code: number | null;
  output: string;
}> {
  return new Promise((done) => {
    const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"], env: withOwnBinaries() });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk));
    child.once("error", (error) => done({ code: null, output: error.message }));
    child.once("close", (code) => done({ code, output }));
  });
}

function withOwnBinaries(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH ?? ""}` };
}

type Files = Readonly<Record<Exclude<Group, "static">, string[]>>;

function testFiles(only: readonly Group[], paths: readonly string[]): Files {
  const files: Files = { unit: [], database: [], faults: [], journeys: [] };
  for (const file of globSync("{src,web,tools,bench,tests}/**/*.test.ts", { exclude: ["**/node_modules/**"] }).sort()) {
    const group = groupOf(file);
    if (
      only.includes(group) &&
      (paths.length === 0 || paths.some((path) => file.startsWith(path.replace(/^\.\//, ""))))
    )
      files[group].push(file);
  }
  return files;
}

function groupOf(file: string): Exclude<Group, "static"> {
  if (file.startsWith("tests/faults/")) return "faults";
  if (file.startsWith("tests/journeys/")) return "journeys";
  return /support\/(database|door|world|running)\.ts"/.test(readFileSync(file, "utf8")) ? "database" : "unit";
}

async function runFiles(files: Files, tally: Tally): Promise<void> {
  const atOnce = Math.min(4, Math.max(2, availableParallelism()));
  await runGroup("unit and database", [...files.unit, ...files.database], atOnce, tally);
  await runGroup("faults", files.faults, 2, tally);
  await runGroup("journeys", files.journeys, 1, tally);
}

async function runGroup(title: string, files: readonly string[], atOnce: number, tally: Tally): Promise<void> {
  if (files.length === 0) return;
  say(`\n${title}: ${files.length} files, ${atOnce} at a time`);
  const events = run({
    files: [...files],
    concurrency: atOnce,
    isolation: "process",
    timeout: (title === "journeys" ? minutesForJourneys : minutesPerFile) * 60_000,
  });
  for await (const event of events) {
    switch (event.type) {
      case "test:pass":
        // A skipped suite does not say what is in it; its own name stands for that.
        if (event.data.skip !== undefined) tally.skipped.push(named(event.data));
        else if (event.data.details.type !== "suite") tally.passed += 1;
        break;
      case "test:fail": {
        if (event.data.details.type === "suite") break;
        tally.failed.push(named(event.data));
        say(`✖ ${named(event.data)}\n${reasonOf(event.data.details.error)}`);
        break;
      }
      case "test:summary":
        if (event.data.file !== undefined) {
          const { passed, skipped, tests } = event.data.counts;
          const rest = skipped > 0 ? `, ${skipped} skipped` : "";
          const seconds = (event.data.duration_ms / 1_000).toFixed(1);
          say(
            `${event.data.success ? "✔" : "✖"} ${shown(event.data.file)}: ${passed} of ${tests}${rest} (${seconds} s)`,
          );
        }
        break;
      case "test:stderr":
        process.stderr.write(event.data.message);
        break;
    }
  }
}

/** Node wraps what a test threw; its own text is shorter than a full inspection and says the same. */
function reasonOf({ cause, stack }: Error): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : cause === undefined ? (stack ?? "") : inspect(cause);
}

function named({ name, file }: { name: string; file?: string | undefined }): string {
  return file === undefined || file.endsWith(name) ? name : `${shown(file)}: ${name}`;
}

function shown(file: string): string {
  return file.startsWith(root) ? file.slice(root.length + 1) : file;
}

/** Told to the journeys by CHROMIUM_PATH; where no browser can be had they report themselves as skipped, by name. */
async function prepareBrowser(): Promise<void> {
  const { findBrowser } = await import("#platform/doctor");
  let path = await findBrowser(process.env.CHROMIUM_PATH);
  if (path === undefined && process.env.CHROMIUM_PATH === undefined && installChromium())
    path = await findBrowser(undefined);
  if (path === undefined) say("No browser: set CHROMIUM_PATH or install Chromium; the journeys are skipped");
  else process.env.CHROMIUM_PATH = path;
}

/** Debian's own package, and a font that draws Chinese; only root may. */
function installChromium(): boolean {
  if (process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"]).status !== 0) return false;
  say("No browser: installing Debian's Chromium");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...words: string[]) =>
    spawnSync("apt-get", words, { env, stdio: ["ignore", "ignore", "inherit"] }).status;
  return apt("update") === 0 && apt("install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk") === 0;
}

function underNode26(): boolean {
  return Number.parseInt(process.versions.node, 10) >= nodeWanted;
}

/** Started by hand with an older Node: npm ci has brought the right one along. */
function againUnderNode26(): number {
  const own = join(root, "node_modules/.bin/node");
  const { status, error } = spawnSync(own, [import.meta.filename, ...process.argv.slice(2)], {
    stdio: "inherit",
    env: withOwnBinaries(),
  });
  if (error === undefined) return status ?? 1;
  console.error(
    `Tests need Node ${nodeWanted} (this is ${process.versions.node}) and ${own} is missing: run npm ci first`,
  );
  return 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = underNode26() ? await main() : againUnderNode26();
