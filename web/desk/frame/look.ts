import { useSyncExternalStore } from "react";

/** What the person chose; `system` follows the device. */
export type Look = "system" | "light" | "dark";

const place = "aftercare.desk.look";
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const watchers = new Set<() => void>();
let chosen: Look = remembered();

/** Call it before the first render, so that nobody is dazzled. */
export function startLook(): void {
  show();
  dark.addEventListener("change", show);
}

export function chooseLook(look: Look): void {
  chosen = look;
  try {
    localStorage.setItem(place, look);
  } catch {
    // A private window may forbid storing; the choice then lasts as long as the page.
  }
  show();
}

export function useLook(): { chosen: Look; isDark: boolean } {
  const said = useSyncExternalStore(watch, () => `${chosen} ${isDark()}`);
  return { chosen: said.split(" ")[0] as Look, isDark: said.endsWith("true") };
}

function isDark(): boolean {
  return chosen === "dark" || (chosen === "system" && dark.matches);
}

function show(): void {
  document.documentElement.dataset["theme"] = isDark() ? "dark" : "light";
  for (const watcher of watchers) watcher();
}

function watch(onChange: () => void): () => void {
  watchers.add(onChange);
  return () => watchers.delete(onChange);
}

function remembered(): Look {
  try {
    const kept = localStorage.getItem(place);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    return "system";
  }
}
