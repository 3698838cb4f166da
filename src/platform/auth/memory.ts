/** What was read a moment ago. Whoever asks while a read is under way shares it; nothing is kept longer than its time. */
export type Memory<T> = {
  of(key: string, read: () => Promise<T>): Promise<T>;
  /** From now on `value`, whatever a read that is still under way will find. */
  put(key: string, value: T): void;
  clear(): void;
};

/** @param clock milliseconds that only move forward */
export function createMemory<T>(
  keptMs: number,
  limit: number,
  clock: () => number = () => performance.now(),
): Memory<T> {
  const kept = new Map<string, { readonly at: number; readonly value: Promise<T> }>();

  function keep(key: string, value: Promise<T>): Promise<T> {
    kept.delete(key);
    kept.set(key, { at: clock(), value });
    const [oldest] = kept.keys();
    if (kept.size > limit && oldest !== undefined) kept.delete(oldest);
    return value;
  }

  return {
    of: (key, read) => {
      const known = kept.get(key);
      if (known !== undefined && clock() - known.at < keptMs) return known.value;
      const value = read();
      value.catch(() => {
        if (kept.get(key)?.value === value) kept.delete(key);
      });
      return keep(key, value);
    },
    put: (key, value) => void keep(key, Promise.resolve(value)),
    clear: () => kept.clear(),
  };
}
