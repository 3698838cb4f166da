import i18next from "i18next";

/**
 * The shared sentences speak to the shopper. Where that is wrong at the desk, `about.<key>` in desk.json says it about the
 * shopper, and takes the place of `because:<key>`. Call it after the texts are loaded and before the first render.
 */
export function speakOfShoppers(): void {
  apply(i18next.language);
  i18next.on("languageChanged", apply);
}

function apply(language: string): void {
  const words = (i18next.getResourceBundle(language, "desk") ?? {}) as Record<string, string>;
  for (const [key, text] of Object.entries(words)) {
    if (key.startsWith("about.")) i18next.addResource(language, "because", key.slice("about.".length), text);
  }
}
