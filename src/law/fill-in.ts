import type * as z from "zod";

/**
 * What fills in what was left out, as the shape's own parser does, in data that it once took: checked are only the names and kinds
 * of what is there. The shape is taken apart once; filling in costs a fraction of parsing.
 *
 * @throws RangeError where the data does not look like the shape
 */
export function filler<T extends z.core.$ZodType>(shape: T): (kept: unknown) => z.core.output<T> {
  return fillerOf(shape) as (kept: unknown) => z.core.output<T>;
}

type Fill = (kept: unknown) => unknown;

function fillerOf(shape: z.core.$ZodType): Fill {
  const { def } = (shape as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "default":
      return fillerOf(def.innerType);
    case "nullable":
      return orNull(fillerOf(def.innerType));
    case "object":
      return objectFiller(def.shape);
    case "array":
      return arrayFiller(fillerOf(def.element));
    case "record":
      return recordFiller(fillerOf(def.keyType), fillerOf(def.valueType));
    case "enum":
      return oneOf(new Set(Object.values(def.entries)));
    case "string":
    case "number":
    case "boolean":
      return ofType(def.type);
    default:
      throw new TypeError(`nobody has said how to fill in ${def.type}`);
  }
}

function objectFiller(parts: Readonly<Record<string, z.core.$ZodType>>): Fill {
  const fills = new Map(Object.entries(parts).map(([name, part]) => [name, fillerOf(part)]));
  const leftOut: Record<string, unknown> = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, defaultOf(part)]),
  );
  const needed = Object.keys(parts).filter((name) => leftOut[name] === undefined);
  return (kept) => {
    if (!isObject(kept)) throw strange(kept);
    const filled = { ...leftOut };
    for (const name in kept) {
      const fill = fills.get(name);
      if (fill === undefined) throw strange(name);
      filled[name] = fill(kept[name]);
    }
    for (const name of needed) if (filled[name] === undefined) throw strange(name);
    return filled;
  };
}

/** Worked out once and shared: nobody writes into what was read. */
function defaultOf(part: z.core.$ZodType): unknown {
  const { def } = (part as z.core.$ZodTypes)._zod;
  return def.type === "default" ? def.defaultValue : undefined;
}

function arrayFiller(fill: Fill): Fill {
  return (kept) => {
    if (!Array.isArray(kept)) throw strange(kept);
    return kept.map(fill);
  };
}

function recordFiller(fillName: Fill, fill: Fill): Fill {
  return (kept) => {
    if (!isObject(kept)) throw strange(kept);
    return Object.fromEntries(Object.entries(kept).map(([name, value]) => [fillName(name), fill(value)]));
  };
}

function orNull(fill: Fill): Fill {
  return (kept) => (kept === null ? null : fill(kept));
}

function oneOf(known: ReadonlySet<unknown>): Fill {
  return (kept) => {
    if (!known.has(kept)) throw strange(kept);
    return kept;
  };
}

function ofType(type: "string" | "number" | "boolean"): Fill {
  return (kept) => {
    if (typeof kept !== type) throw strange(kept);
    return kept;
  };
}

function isObject(kept: unknown): kept is Readonly<Record<string, unknown>> {
  return typeof kept === "object" && kept !== null && !Array.isArray(kept);
}

function strange(kept: unknown): RangeError {
  return new RangeError(`${JSON.stringify(kept)} is not as it was written`);
}
