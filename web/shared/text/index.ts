import i18next from "i18next";
import { initReactI18next } from "react-i18next";

export { useWords, type Words } from "./words.ts";

export const languages = ["zh-CN", "en"] as const;
export type Language = (typeof languages)[number];
export type TextFile = "common" | "because" | "portal" | "desk";

/**
 * Loads the words of one app. The language is the one chosen before on this device, else the browser's, else Chinese.
 * Call it before the first render.
 */
export async function startText(files: readonly TextFile[]): Promise<void> {
  loaded = files;
  const language = remembered() ?? preferred();
  i18next.use(initReactI18next);
  await i18next.init({
    lng: language,
    fallbackLng: false,
    supportedLngs: [...languages],
    ns: [...files],
    resources: { [language]: await readAll(language) },
    keySeparator: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
}

/** Changes the words at once and remembers the choice on this device. */
export async function setLanguage(language: Language): Promise<void> {
  if (i18next.language === language) return;
  if (!i18next.hasResourceBundle(language, "common"))
    for (const [file, words] of Object.entries(await readAll(language)))
      i18next.addResourceBundle(language, file, words);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(place, language);
  } catch {
    // A private window may forbid storing; the choice then lasts as long as the page.
  }
}

/** Takes the language of the signed-in person, unless another one was chosen on this device. */
export async function adoptLanguage(locale: string): Promise<void> {
  const language = known(locale);
  if (language && remembered() === undefined) {
    await setLanguage(language);
  }
}

export function currentLanguage(): Language {
  return known(i18next.language) ?? "zh-CN";
}

type WordFile = Record<string, string>;

const place = "aftercare.language";
let loaded: readonly TextFile[] = [];
const sources = import.meta.glob<WordFile>("./*/*.json", { import: "default" });

async function readAll(language: Language): Promise<Record<string, WordFile>> {
  const read = loaded.map(async (file) => [file, (await sources[`./${language}/${file}.json`]?.()) ?? {}] as const);
  return Object.fromEntries(await Promise.all(read));
}

function remembered(): Language | undefined {
  try {
    return known(localStorage.getItem(place) ?? "");
  } catch {
    return undefined;
  }
}

function preferred(): Language {
  for (const tag of navigator.languages) {
    if (/^zh\b/i.test(tag)) return "zh-CN";
    if (/^en\b/i.test(tag)) return "en";
  }
  return "zh-CN";
}

function known(tag: string): Language | undefined {
  return languages.find((language) => language === tag);
}
