export type Clause = { code: string; params: Readonly<Record<string, string | number | boolean | null>> };
export type Leaf = { readonly path: string; readonly value: string };
export type Difference = { readonly path: string; readonly before: string | null; readonly after: string | null };

/** Every end of the tree with its way down, in the order of the document. */
export function leavesOf(body: unknown, path = ""): Leaf[] {
  if (Array.isArray(body)) {
    if (body.length === 0) return [{ path, value: "[]" }];
    if (body.every((each) => typeof each !== "object" || each === null))
      return [{ path, value: body.map(String).join(", ") }];
    return body.flatMap((each, index) => leavesOf(each, `${path}[${nameOf(each) ?? index + 1}]`));
  }
  if (typeof body === "object" && body !== null) {
    const parts = Object.entries(body);
    return parts.length === 0
      ? [{ path, value: "{}" }]
      : parts.flatMap(([name, value]) => leavesOf(value, path ? `${path}.${name}` : name));
  }
  return [{ path, value: body === null ? "—" : String(body) }];
}

/** What differs between two versions, in the order of the newer one, then what is gone. */
export function differences(before: readonly Leaf[], after: readonly Leaf[]): Difference[] {
  const was = new Map(before.map(({ path, value }) => [path, value]));
  const now = new Set(after.map(({ path }) => path));
  const changed = after
    .filter(({ path, value }) => was.get(path) !== value)
    .map(({ path, value }) => ({ path, before: was.get(path) ?? null, after: value }));
  const gone = before
    .filter(({ path }) => !now.has(path))
    .map(({ path, value }) => ({ path, before: value, after: null }));
  return [...changed, ...gone];
}

/** A part of a list keeps its own name, so that an insertion does not make every later part look changed. */
function nameOf(part: unknown): string | null {
  if (typeof part !== "object" || part === null) return null;
  for (const name of ["id", "code", "name"]) {
    const value = (part as Record<string, unknown>)[name];
    if (typeof value === "string") return value;
  }
  return null;
}
