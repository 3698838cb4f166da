import type { Option, Replacements } from "#contract/returns";
import type { Photo } from "../../../shared/data/index.ts";

/** What the shopper has chosen and typed so far. */
export type Draft = {
  readonly items: Readonly<Record<string, number>>;
  readonly kind: Option["kind"] | null;
  readonly reason: Option["reasons"][number]["reason"] | null;
  readonly condition: Readonly<Partial<Record<Option["asks"][number], boolean>>>;
  /** How many pieces are bad, and of how many, as typed. */
  readonly bad: { readonly pieces: string; readonly of: string };
  /** How old the child was who bought, as typed. */
  readonly childAge: string;
  readonly note: string;
  /** Exchange: what is wanted instead. */
  readonly wanted: {
    readonly how: "same" | "variant" | "other";
    readonly variant: string;
    readonly product: Replacements["items"][number] | null;
  };
  readonly shipFirst: boolean;
  /** Refuse delivery: the carrier is to turn the parcel round before it is at the door. */
  readonly intercept: boolean;
  readonly photos: readonly Photo[];
};

/** Kept until the tab closes, so that a reload, a sign-in or a wrong tap loses nothing. Photos not yet sent cannot be kept. */
export function writeDraft(order: string, line: string | undefined, draft: Draft): void {
  const photos = draft.photos.flatMap((photo) => (photo.id ? [{ ...photo, preview: photo.thumbnailUrl ?? "" }] : []));
  try {
    sessionStorage.setItem(place(order, line), JSON.stringify({ ...draft, photos }));
  } catch {
    // Storage is full or forbidden: the form still works, it only does not survive a reload.
  }
}

export function readDraft(order: string, line: string | undefined): Partial<Draft> | null {
  try {
    const kept = sessionStorage.getItem(place(order, line));
    return kept === null ? null : (JSON.parse(kept) as Partial<Draft>);
  } catch {
    return null;
  }
}

export function dropDraft(order: string, line: string | undefined): void {
  sessionStorage.removeItem(place(order, line));
}

function place(order: string, line: string | undefined): string {
  return `aftercare.request.${order}.${line ?? ""}`;
}
