import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/**
 * The browser that drives the journeys: CHROMIUM_PATH, an installed Chromium or Chrome, Playwright's own download.
 * Undefined where there is none.
 */
export async function findBrowser(chromiumPath: string | undefined): Promise<string | undefined> {
  if (chromiumPath) return existsSync(chromiumPath) ? chromiumPath : undefined;
  return installed() ?? (await downloaded());
}

function installed(): string | undefined {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
  const onMac = ["Google Chrome", "Chromium"].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  return names.map(onPath).find((path) => path !== undefined) ?? onMac.find((path) => existsSync(path));
}

function onPath(name: string): string | undefined {
  try {
    return execFileSync("/bin/sh", ["-c", 'command -v "$0"', name], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** playwright-core is a development dependency: a production install does without. */
async function downloaded(): Promise<string | undefined> {
  try {
    const { chromium } = await import("playwright-core");
    const path = chromium.executablePath();
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}
