/** What a reader of a format gives: an order as that source tells it, not yet judged. */
export type SourcedOrder = {
  readonly kind: "order";
  readonly file: string;
  /** Where it starts, for the reject file. */
  readonly line: number;
  readonly number: string;
  /** In the shape of orderInput, as far as the source goes. */
  readonly told: unknown;
  /** Set when a row of it cannot be read: half an order would be frozen with a wrong allocation. */
  readonly unreadable?: string;
  /** Rows of the source that tell of lines and payments: what `read` counts. */
  readonly lines: number;
  readonly payments: number;
};

/** A row that cannot even be read as part of an order. */
export type BrokenRow = {
  readonly kind: "broken";
  readonly of: "orders" | "lines" | "payments" | "customers" | "merchants" | "products";
  readonly file: string;
  readonly line: number;
  readonly number: string;
  readonly code: string;
  readonly detail: string;
};

/** Merchants, categories and products the source tells of by themselves. Merchants come before products that name them. */
export type SourcedReferences = {
  readonly kind: "references";
  readonly file: string;
  readonly categories: readonly { readonly code: string; readonly name: string; readonly nameEn: string }[];
  readonly merchants: readonly { readonly number: string; readonly name: string; readonly nameEn: string }[];
  readonly products: readonly {
    readonly number: string;
    readonly merchantNumber: string | null;
    readonly title: string;
    readonly titleEn: string;
    readonly categoryCode: string;
    readonly price: string | null;
    readonly currency: string | null;
  }[];
};

export type SourceItem = SourcedOrder | BrokenRow | SourcedReferences;

export type OrderSource = {
  readonly format: string;
  /** How the source is called in the list of imports. */
  readonly name: string;
  /** Whose days its orders are shifted by. */
  readonly zone: string;
  /** What `items` reads from beginning to end, each once. */
  files(): readonly string[];
  /** Each file that is read is added to `opened`, so that somebody can tell how far it is. */
  items(opened?: OpenedFiles): AsyncIterable<SourceItem>;
  /** When the newest order was placed, found without keeping the orders. */
  newestPlacedAt(): Promise<Temporal.Instant | undefined>;
};

/** `bytesRead`: as the file lies on the disk, packed or not. */
export type OpenedFiles = { readonly bytesRead: number }[];

/** What is wrong with a source as a whole, in a sentence that says where and what to do. */
export class SourceError extends Error {
  override readonly name = "SourceError";
}

export function laterOf(a: Temporal.Instant | undefined, text: unknown): Temporal.Instant | undefined {
  if (typeof text !== "string") return a;
  try {
    const b = Temporal.Instant.from(text);
    return a === undefined || Temporal.Instant.compare(a, b) < 0 ? b : a;
  } catch {
    return a;
  }
}
