import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { floorOf, floors } from "../../src/domains/floors.ts";
import { codeOf, type Import, importsOf, root, sources, targetOf } from "./sources.ts";

type Arrow = Import & { readonly from: string; readonly to: string };

const imports = sources("src", "web", "bin", "bench", "tools").flatMap((source) =>
  importsOf(source).map((one) => ({ ...one, from: source.path, to: targetOf(source.path, one.as) })),
);
const arrows = imports.filter((one): one is Arrow => one.to !== undefined);
/** Packages and Node's own modules. */
const outside = imports.filter(({ to }) => to === undefined);

test("Every import by a door or a relative path leads to a file that exists", () => {
  const lost = arrows.filter(({ to }) => !existsSync(join(root, to.replace(/\?.*$/, ""))));
  assert.deepEqual(lost.map(told), []);
});

test("A house is entered by its doors: nothing reaches into another room by a relative path", () => {
  const through = arrows.filter(({ from, to, as }) => as.startsWith(".") && houseOf(from) !== houseOf(to));
  assert.deepEqual(through.filter((arrow) => !mayReachIn(arrow)).map(told), []);
});

test("Every domain stands on a floor, once", () => {
  const built = readdirSync(join(root, "src/domains"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.deepEqual(
    built.map(({ name }) => name).filter((name) => floorOf(name) === undefined),
    [],
  );
  const names = floors.flatMap(({ domains }) => [...domains]);
  assert.equal(new Set(names).size, names.length);
});

test("A domain imports the doors of lower floors only: never a neighbour, never upwards", () => {
  const wrong = arrows.filter(({ from, to }) => {
    const [mine, theirs] = [domainOf(from), domainOf(to)];
    if (mine === undefined || theirs === undefined || mine === theirs) return false;
    return (floorOf(theirs) ?? Number.POSITIVE_INFINITY) >= (floorOf(mine) ?? -1);
  });
  assert.deepEqual(wrong.map(told), []);
});

/** Which parts of the house each part may import. Floors within the domains are judged above. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  kernel: ["kernel"],
  law: ["kernel", "law"],
  platform: ["kernel", "platform"],
  domains: ["kernel", "law", "platform", "domains"],
  screens: ["kernel", "law", "platform", "domains"],
  server: ["kernel", "law", "platform", "domains", "screens", "server"],
  bin: ["server"],
  bench: ["kernel", "law", "platform", "domains", "server", "bench"],
  tools: ["kernel", "law", "platform", "domains", "screens", "server", "tools", "tests"],
  web: ["kernel", "law", "platform", "domains", "web"],
};

test("Arrows point down: kernel and law to the ground, platform to no domain, nothing to the server but the starter", () => {
  const wrong = arrows.filter(({ from, to }) => !mayImport[partOf(from)]?.includes(partOf(to)));
  assert.deepEqual(wrong.map(told), []);
});

test("Screens import no screen of another folder", () => {
  const wrong = arrows.filter(({ from, as }) => partOf(from) === "screens" && as.startsWith("#screens/"));
  assert.deepEqual(wrong.map(told), []);
});

/** What reaches the pages must run in a browser: contracts, the wire's shapes, pure ground, and the arithmetic of a refund. */
const openToPages =
  /^(src\/domains\/[\w-]+\/contract\.ts|src\/kernel\/[\w-]+\/index\.ts|src\/law\/refund-entitlement\.ts|src\/platform\/wire\/index\.ts|web\/.*)$/;

test("The pages import contracts, the kernel's doors and the wire, and nothing that needs a server", () => {
  const fromPages = arrows.filter(({ from }) => partOf(from) === "web");
  assert.deepEqual(fromPages.filter(({ to }) => !openToPages.test(to)).map(told), []);
  const reached = reachedFrom(fromPages.filter(({ values }) => values.length > 0).map(({ to }) => to));
  const wrong = outside.filter(({ from, as, values }) => {
    const carried = values.length > 0 && reached.has(from) && from.startsWith("src/");
    return carried && as !== "zod" && !(groundMayUse[from] ?? []).includes(as);
  });
  assert.deepEqual(wrong.map(told), []);
});

test("A contract is pure: it imports shapes, its own model and the contracts of lower floors", () => {
  const allowed =
    /^src\/(kernel\/[\w-]+\/index|law\/index|platform\/wire\/index|domains\/[\w-]+\/contract(\/.*)?|domains\/[\w-]+\/model)\.ts$/;
  const wrong = arrows.filter(
    ({ from, to }) => /^src\/domains\/[^/]+\/contract(\.ts|\/)/.test(from) && !allowed.test(to),
  );
  assert.deepEqual(wrong.map(told), []);
});

/** Who is asking, and sentences of permission, are values of platform rooms that do nothing by themselves. */
const pureOfPlatform = [
  "holdsRight",
  "principalKind",
  "all",
  "any",
  "not",
  "holds",
  "is",
  "sameMerchant",
  "guestScope",
  "systemOnly",
];

test("Rules and models are pure: of what reads or writes they take only types", () => {
  const wrong = imports.filter(({ from, to, as, values }) => {
    if (!/^src\/domains\/[^/]+\/(model\.ts|rules\/)/.test(from)) return false;
    if (as === "node:crypto") return values.some((name) => name !== "createHash");
    if (as === "zod" || as === "node:assert/strict" || as === "#platform/wire") return false;
    if (as.startsWith("#platform/")) return values.some((name) => !pureOfPlatform.includes(name));
    if (to === undefined) return true;
    return values.length > 0 && /\/(store|actions|queries|reactions|adapters|routes)[/.]/.test(to);
  });
  assert.deepEqual(wrong.map(told), []);
});

test("Kernel and law touch nothing outside: no file, no network, no package", () => {
  const wrong = outside.filter(
    ({ from, as }) => /^src\/(kernel|law)\//.test(from) && !groundMayUse[from]?.includes(as),
  );
  assert.deepEqual(wrong.map(told), []);
});

/** The published calendar is data; `zod`: facts and policies come from outside and are parsed by the law's own shape. */
const groundMayUse: Readonly<Record<string, readonly string[]>> = {
  "src/kernel/time/cn-calendar.ts": ["chinese-days/dist/chinese-days.json"],
  "src/law/facts-on-wire.ts": ["zod"],
  "src/law/fill-in.ts": ["zod"],
  "src/law/policy.ts": ["zod"],
};

test("Kernel, law, rules and models read no clock: time comes in as an argument", () => {
  const clock = /\bDate\.now\(|\bnew Date\(|\bTemporal\.Now\b/;
  const pure = sources("src/kernel", "src/law", "src/domains").filter(
    ({ path }) => !path.startsWith("src/domains/") || /\/(rules|queries|actions|store)[/.]|\/model\.ts$/.test(path),
  );
  const wrong = pure.filter((source) => clock.test(codeOf(source)) && !mayReadTheClock.includes(source.path));
  assert.deepEqual(
    wrong.map(({ path }) => path),
    [],
  );
});

/** UUIDv7 carries the millisecond it was made in, which orders rows and decides nothing. */
const mayReadTheClock = ["src/kernel/ids/id.ts"];

test("No two rooms need each other: kernel and platform have no circles", () => {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of arrows) {
    if (!["kernel", "platform"].includes(partOf(from)) || houseOf(from) === houseOf(to)) continue;
    next.set(houseOf(from), (next.get(houseOf(from)) ?? new Set()).add(houseOf(to)));
  }
  assert.deepEqual(circlesIn(next), []);
});

function told({ from, as }: { readonly from: string; readonly as: string }): string {
  return `${from} → ${as}`;
}

function partOf(path: string): string {
  const [first = "", second = ""] = path.split("/");
  return first === "src" ? second : first;
}

/** What has a door of its own: a room of kernel and platform, a domain, a screen, the law, an app of the pages. */
function houseOf(path: string): string {
  const part = partOf(path);
  const depth = { kernel: 3, platform: 3, domains: 3, screens: 3, law: 2, server: 2, web: 2 }[part] ?? 1;
  return path.split("/").slice(0, depth).join("/");
}

/** The apps of the pages share what web/shared publishes; tools and benches may look at anything they measure or check. */
function mayReachIn({ from, to }: Arrow): boolean {
  if (partOf(from) === "web") return to.startsWith("web/shared/");
  if (to === "src/domains/floors.ts") return true;
  return ["tools", "bench", "bin"].includes(partOf(from));
}

function domainOf(path: string): string | undefined {
  return /^src\/domains\/([^/]+)\//.exec(path)?.[1];
}

function reachedFrom(starts: readonly string[]): ReadonlySet<string> {
  const reached = new Set(starts);
  for (const path of reached)
    for (const { from, to, values } of arrows) if (from === path && values.length > 0) reached.add(to);
  return reached;
}

function circlesIn(next: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
    if (done.has(path) || trail.includes(path)) return;
    for (const to of next.get(path) ?? []) walk(to, [...trail, path]);
    done.add(path);
  };
  for (const path of next.keys()) walk(path, []);
  return circles;
}
