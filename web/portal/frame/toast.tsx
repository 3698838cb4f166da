import { useSyncExternalStore } from "react";

type Toast = { id: number; text: string; tone: "good" | "bad" };

/** Says one sentence for a few seconds; screen readers hear it too. */
export function toast(text: string, tone: Toast["tone"] = "good"): void {
  current = { id: ++last, text, tone };
  tell();
  const { id } = current;
  setTimeout(() => {
    if (current?.id !== id) return;
    current = null;
    tell();
  }, showMs);
}

/** Says news, unless something is being said: then the shopper has just heard of it. */
export function toastNews(text: string): void {
  if (current === null) toast(text);
}

export function Toasts() {
  const one = useSyncExternalStore(watch, () => current);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {one ? (
        <p key={one.id} className="toast" data-tone={one.tone}>
          {one.text}
        </p>
      ) : null}
    </div>
  );
}

const showMs = 3200;
let last = 0;
let current: Toast | null = null;
const watchers = new Set<() => void>();

function tell(): void {
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
