import type { SealingKey } from "./envelope.ts";

type Kept = { readonly key: SealingKey; readonly until: number };

/** Unwrapped keys, the least recently used dropped first, none kept longer than its time. */
export type KeyCache = { of(wrapped: string, unwrap: () => SealingKey): SealingKey };

/** @param clock milliseconds that only move forward */
export function createKeyCache(
  limit: number,
  secondsKept: number,
  clock: () => number = () => performance.now(),
): KeyCache {
  const kept = new Map<string, Kept>();
  return {
    of: (wrapped, unwrap) => {
      const known = kept.get(wrapped);
      kept.delete(wrapped);
      const now = clock();
      const fresh =
        known !== undefined && known.until > now ? known : { key: unwrap(), until: now + secondsKept * 1000 };
      kept.set(wrapped, fresh);
      if (kept.size > limit) {
        const [oldest] = kept.keys();
        if (oldest !== undefined) kept.delete(oldest);
      }
      return fresh.key;
    },
  };
}
