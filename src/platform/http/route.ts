import type { z } from "zod";
import type { Action, Query } from "#platform/action";

/** A line of the contents page: method, path under /api/v1, what it does. */
export type Route = {
  readonly method: "GET" | "POST" | "PUT";
  /** With `{name}` for parts that become fields of the input. */
  readonly path: string;
  readonly summary: string;
  /** Asked before anybody has signed in: a visitor is answered null. */
  readonly visitors?: boolean;
  readonly action?: Action<z.ZodType, unknown>;
  readonly query?: Query<z.ZodType, unknown>;
};

type Does = Action<never, unknown> | Query<never, unknown> | object;

export const get = (path: string, query: Does, summary: string): Route => ({
  method: "GET",
  path,
  summary,
  ...does(query),
});
export const post = (path: string, does_: Does, summary: string): Route => ({
  method: "POST",
  path,
  summary,
  ...does(does_),
});
export const put = (path: string, does_: Does, summary: string): Route => ({
  method: "PUT",
  path,
  summary,
  ...does(does_),
});

function does(what: Does): Pick<Route, "action" | "query"> {
  if ("execute" in what) return { action: what as Action<z.ZodType, unknown> };
  if ("ask" in what) return { query: what as Query<z.ZodType, unknown> };
  throw new Error("a route leads to an action or a query");
}
