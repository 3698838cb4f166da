import { useEffect, useRef } from "react";

/** `keys` is one key as the keyboard names it ("j", "/", "?"), or two in a row ("g h"). */
export type Shortcut = {
  readonly keys: string;
  readonly label: string;
  readonly run: () => void;
  readonly everywhere?: boolean;
};

/** While the caller is on screen, its keys act; they rest in fields and behind dialogs. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    const entry = () => latest.current;
    active.add(entry);
    if (active.size === 1) window.addEventListener("keydown", press);
    return () => {
      active.delete(entry);
      if (active.size === 0) window.removeEventListener("keydown", press);
    };
  }, []);
}

/** What can be pressed now, for the page of keys. */
export function shortcutsNow(): readonly Shortcut[] {
  return [...active].flatMap((entry) => entry());
}

const active = new Set<() => readonly Shortcut[]>();
const pairWithinMs = 1200;
let first: { key: string; at: number } | null = null;

function press(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
  if (typesInto(event.target) || dialogOpen()) return;
  const pair = first && Date.now() - first.at < pairWithinMs ? `${first.key} ${event.key}` : null;
  first = null;
  const known = shortcutsNow();
  const hit = named(known, pair) ?? named(known, event.key);
  if (hit) {
    event.preventDefault();
    hit.run();
  } else if (known.some(({ keys }) => keys.startsWith(`${event.key} `))) {
    first = { key: event.key, at: Date.now() };
  }
}

/** A screen's own key goes before the same key of the frame. */
function named(known: readonly Shortcut[], keys: string | null): Shortcut | undefined {
  const alike = known.filter((shortcut) => shortcut.keys === keys);
  return alike.find(({ everywhere }) => !everywhere) ?? alike[0];
}

function typesInto(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function dialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}
