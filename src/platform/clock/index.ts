/** The business clock: real time, or ahead of it in the sandbox. Sessions, codes, signatures and back-off keep real time. */
export type Clock = {
  now(): Temporal.Instant;
  /** Seconds that business time runs ahead of real time. */
  offsetSeconds(): number;
  /** Takes over a later offset; an earlier one is ignored, business time never runs backwards. */
  setOffset(seconds: number): void;
};

export function createClock(offsetSeconds = 0): Clock {
  let offset = offsetSeconds;
  return {
    now: () => Temporal.Instant.fromEpochMilliseconds(Date.now() + offset * 1000),
    offsetSeconds: () => offset,
    setOffset: (seconds) => {
      offset = Math.max(offset, seconds);
    },
  };
}

/** A clock that stands still until a test moves it. */
export function createStoppedClock(at: string): Clock & { set(at: string): void; forward(seconds: number): void } {
  let now = Temporal.Instant.from(at);
  return {
    now: () => now,
    offsetSeconds: () => 0,
    setOffset: () => {},
    set: (to) => {
      now = Temporal.Instant.from(to);
    },
    forward: (seconds) => {
      now = now.add({ seconds });
    },
  };
}
