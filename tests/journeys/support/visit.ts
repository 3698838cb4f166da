import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Opens a page and waits until it shows what it came for. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => document.querySelector("[aria-busy=true], .skeleton, .bars") === null);
}

/** How far the page is wider than its window, in pixels; 0 where it fits. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));
}

/** What axe calls serious or critical, each as one line with the first places it was found in. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    type Violation = { id: string; impact: string; nodes: { html: string; target: unknown[] }[] };
    type Found = { passes: unknown[]; violations: Violation[] };
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<Found> } };
    const { passes, violations } = await axe.run({ resultTypes: ["violations"] });
    if (passes.length === 0) throw new Error("axe has looked at nothing");
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => {
        const places = nodes.slice(0, 3).map(({ target, html }) => `${target.join(" ")} ${html.slice(0, 120)}`);
        return `${id} ×${nodes.length}: ${places.join(" | ")}`;
      });
  });
}
