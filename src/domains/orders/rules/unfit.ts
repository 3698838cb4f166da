import { type Refused, refuse } from "#kernel/outcome";
import type { freezeRefusals } from "../contract.ts";

export type FreezeRefusal = (typeof freezeRefusals)[number];

/** Carries a refusal out of the depth of an order. `freezeOrder` turns it into a value; it never leaves this folder. */
export class Unfit extends Error {
  readonly refusal: Refused<FreezeRefusal>;

  /** @param field where it is, such as "lines.0.paid" */
  constructor(code: FreezeRefusal, field: string, params: Readonly<Record<string, string>> = {}) {
    super(code);
    this.refusal = refuse(code, { field, ...params });
  }
}
