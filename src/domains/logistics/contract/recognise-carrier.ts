import { type Carrier, carrierNames, carriers, numberForms, type Sureness, surenesses } from "./carriers.ts";

export type Recognised = {
  /** Who may have given this number, the likeliest first. */
  readonly candidates: readonly { readonly carrier: Carrier; readonly sureness: Sureness }[];
  /** The number has this carrier's form but a check digit that does not fit: somebody mistyped it. */
  readonly mistyped: Carrier | null;
};

/**
 * Whose tracking number this is. In China a number of digits only is taken for a Chinese carrier's first, because a foreign check
 * digit fits one such number in ten by chance.
 */
export function recogniseCarrier(trackingNumber: string, country = "CN"): Recognised {
  const number = tidyTracking(trackingNumber);
  const fitting = numberForms.filter(({ form }) => form.test(number));
  const right = fitting.filter(({ check }) => check === undefined || check(number));
  const ranked = right.toSorted((a, b) => rankOf(a) - rankOf(b));
  const candidates = [...new Map(ranked.toReversed().map((form) => [form.carrier, form])).values()]
    .toSorted((a, b) => ranked.indexOf(a) - ranked.indexOf(b))
    .map(({ carrier, sureness }) => ({ carrier, sureness }));
  const wrong = fitting.find((form) => !right.includes(form) && /[A-Z]/.test(number));
  return { candidates, mistyped: candidates.length === 0 ? (wrong?.carrier ?? null) : null };

  function rankOf({ carrier, sureness }: (typeof numberForms)[number]): number {
    const abroad = country === "CN" && !/[A-Z]/.test(number) && foreign.has(carrier);
    return surenesses.indexOf(sureness) + (abroad ? surenesses.length : 0);
  }
}

/** The carrier that the number gives away; null where several would do, or nobody. */
export function carrierOf(trackingNumber: string, country = "CN"): Carrier | null {
  const [first, second] = recogniseCarrier(trackingNumber, country).candidates;
  if (first === undefined || first.sureness === "length" || first.sureness === second?.sureness) return null;
  return first.carrier;
}

/** The carrier by its key or by a name people use for it; where the name is nobody's, by the number. */
export function carrierCalled(name: string, trackingNumber: string): Carrier {
  const plain = name.normalize("NFKC").replace(/[\s-]/g, "").toLowerCase();
  const keyed = carriers.find((carrier) => carrier.replace("-", "") === plain);
  const named = carrierNames.find(([part]) => plain.includes(part))?.[1];
  return keyed ?? named ?? carrierOf(trackingNumber) ?? "other";
}

/** As carriers print it: capitals, no blanks or hyphens. */
export function tidyTracking(trackingNumber: string): string {
  return trackingNumber.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
}

const foreign: ReadonlySet<Carrier> = new Set(["ups", "fedex", "dhl", "usps", "royal-mail", "japan-post"]);
