export const deliverQueue = "webhooks.deliver";

/** Seconds from a failed attempt to the next: about three days in ten attempts, as Standard Webhooks advises. */
export const secondsToNextAttempt = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;
