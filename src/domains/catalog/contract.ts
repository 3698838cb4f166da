import { z } from "zod";

/** A category with the classes the law looks at; their values are those of the law pack's facts. */
export const categoryShape = z.object({
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
  lawCategory: z.string(),
  specialClass: z.string().nullable(),
  confirmationClass: z.string().nullable(),
  durable: z.boolean(),
  listedAs: z.string().nullable(),
});
export type Category = z.infer<typeof categoryShape>;
