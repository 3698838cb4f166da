import { z } from "zod";

/** Kinds of goods the law looks at (see the cn pack). */
export const specialClasses = ["custom", "perishable", "digital", "periodical", "opened-affects-safety", "activation-devalues", "near-expiry-or-flawed"] as const;
/** How "intact" is judged when goods come back. */
export const intactClasses = ["general", "food-cosmetics-medical", "electronics", "clothing-home"] as const;
export const categoryShape = z.object({ code: z.string(), name: z.string(), nameEn: z.string(), specialClass: z.string().nullable(), intactClass: z.string(), durable: z.boolean() });
