import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { z } from "zod";
import type { Shop } from "./shop.ts";
import type { Language } from "./words.ts";

export const phoneSize = { width: 390, height: 844 } as const;
export const deskSize = { width: 1440, height: 900 } as const;

export type Look = {
  readonly language?: Language;
  readonly size?: typeof phoneSize | typeof deskSize;
  readonly dark?: boolean;
};

/** Somebody in front of a browser window. */
export type Person = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Asks the API as this person. */
  get<T>(path: string, shape: z.ZodType<T>): Promise<T>;
  post<T>(path: string, body: object, shape: z.ZodType<T>): Promise<T>;
  leave(): Promise<void>;
};

export type Street = {
  readonly shop: Shop;
  stranger(look?: Look): Promise<Person>;
  /** Signed in by a code, without the page for it. */
  shopper(phone: string, look?: Look): Promise<Person>;
  staff(email: string, look?: Look): Promise<Person>;
  /** What browsers complained of since the last time: console errors, answers from 500 up, pages wider than their window. */
  complaints(): string[];
  /** Everybody closes their window; what they looked at last is pictured first where a folder is given. */
  goHome(pictures?: string): Promise<void>;
  close(): Promise<void>;
};

export const demoPassword = "aftercare-demo";
/** For one thing to appear: long, for machines that are busy with other things. */
const patienceMs = Number(process.env["AFTERCARE_TEST_PATIENCE_MS"] ?? 30_000);

/** Everybody who comes to the shop, in one browser. */
export async function openStreet(shop: Shop, executablePath: string): Promise<Street> {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const complaints: string[] = [];
  const sessions = new Map<string, Awaited<ReturnType<BrowserContext["storageState"]>>>();
  const stranger = async (look: Look = {}, session?: string) => {
    const state = session === undefined ? undefined : sessions.get(session);
    return newPerson(browser, { shop, look, complaints, state });
  };
  const known = async (id: string, look: Look, enter: (person: Person) => Promise<void>) => {
    if (!sessions.has(id)) {
      const first = await stranger(look);
      await enter(first);
      sessions.set(id, await first.context.storageState());
      await first.leave();
    }
    return stranger(look, id);
  };
  return {
    shop,
    stranger: (look) => stranger(look),
    shopper: (phone, look = {}) =>
      known(phone, { size: phoneSize, ...look }, async ({ post }) => {
        const { demoCode } = await post("/api/v1/sign-in/code", { phone }, z.object({ demoCode: z.string() }));
        await post("/api/v1/sign-in/enter", { phone, code: demoCode }, z.unknown());
      }),
    staff: (email, look = {}) =>
      known(email, { size: deskSize, ...look }, async ({ post }) => {
        await post("/api/auth/sign-in/email", { email, password: demoPassword }, z.unknown());
      }),
    complaints: () => complaints.splice(0),
    goHome: async (pictures) => {
      for (const context of browser.contexts()) {
        for (const [place, page] of context.pages().entries())
          if (pictures !== undefined)
            await page.screenshot({ path: join(pictures, `${Date.now()}-${place}.png`) }).catch(() => undefined);
        await context.close();
      }
    },
    close: () => browser.close(),
  };
}

type Origin = {
  shop: Shop;
  look: Look;
  complaints: string[];
  state: Awaited<ReturnType<BrowserContext["storageState"]>> | undefined;
};

async function newPerson(browser: Browser, { shop, look, complaints, state }: Origin): Promise<Person> {
  const { language = "zh-CN", size = phoneSize, dark = false } = look;
  const context = await browser.newContext({
    baseURL: shop.url,
    viewport: size,
    isMobile: size === phoneSize,
    hasTouch: size === phoneSize,
    locale: language === "en" ? "en-GB" : "zh-CN",
    timezoneId: "Asia/Shanghai",
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
    ...(state === undefined ? {} : { storageState: state }),
  });
  context.setDefaultTimeout(patienceMs);
  // As if chosen before on this device; a choice made in the page stays.
  await context.addInitScript((chosen) => {
    try {
      localStorage.setItem("aftercare.language", localStorage.getItem("aftercare.language") ?? chosen);
    } catch {
      // A page without an origin keeps nothing.
    }
  }, language);
  const page = await context.newPage();
  listen(page, complaints);
  const ask = async <T>(method: "GET" | "POST", path: string, body: object | undefined, shape: z.ZodType<T>) => {
    const answer = await context.request.fetch(path, {
      method,
      headers: { "x-requested-with": "aftercare", "idempotency-key": randomUUID(), origin: shop.url },
      ...(body === undefined ? {} : { data: body }),
      timeout: patienceMs,
    });
    if (!answer.ok()) throw new Error(`${method} ${path} answered ${answer.status()}: ${await answer.text()}`);
    return shape.parse(await answer.json());
  };
  return {
    page,
    context,
    get: (path, shape) => ask("GET", path, undefined, shape),
    post: (path, body, shape) => ask("POST", path, body, shape),
    leave: () => context.close(),
  };
}

function listen(page: Page, complaints: string[]): void {
  const here = () => new URL(page.url()).pathname;
  page.on("console", (message) => {
    // The browser repeats every answer from 400 up here; those from 500 are heard below, the others are part of the trade.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      complaints.push(`${here()} console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`${here()} threw: ${error.message}`));
  page.on("response", (answer) => {
    if (answer.status() >= 500) complaints.push(`${here()}: ${answer.status()} from ${answer.url()}`);
  });
}
