import { collectDefaultMetrics, Histogram, Registry } from "prom-client";

export type Metrics = {
  readonly registry: Registry;
  readonly requestSeconds: Histogram<"route" | "method" | "status">;
};

/** Prometheus metrics of this process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requestSeconds: new Histogram({
      name: "aftercare_request_seconds",
      help: "Time to answer a request, by route",
      labelNames: ["route", "method", "status"],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    }),
  };
}
