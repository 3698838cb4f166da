/** Lets `atOnce` pieces of work run and the others wait; undefined when too many wait already. */
export function takingTurns(
  atOnce: number,
  mostWaiting: number,
): <T>(work: () => Promise<T>) => Promise<T> | undefined {
  let running = 0;
  const waiting: (() => void)[] = [];
  async function turn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= atOnce) await new Promise<void>((go) => waiting.push(go));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  }
  return (work) => (running >= atOnce && waiting.length >= mostWaiting ? undefined : turn(work));
}
