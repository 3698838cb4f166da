import type { Words } from "../../../shared/text/index.ts";
import type { Clause } from "./compare.ts";

/** A clause as a sentence. One without its own sentence is told by its name and values, never as a bare code alone. */
export function clauseSays({ t, format, of }: Words, { code, params }: Clause): string {
  const { amount, currency, payer } = params;
  const said: Record<string, unknown> = { ...params };
  if (typeof amount === "string") said["amount"] = format.money({ amount, currency: typeof currency === "string" ? currency : "CNY" });
  if (typeof payer === "string") said["payer"] = t([`desk:payer.${payer}`, "desk:payer.other"]);
  for (const list of ["kind", "reason"] as const) if (typeof params[list] === "string") said[list] = of(list, params[list]);
  said["list"] = Object.entries(params)
    .map(([name, value]) => `${name} ${value}`)
    .join(" · ");
  said["code"] = code;
  return t([`desk:clause.${code}`, "desk:clause.other"], said);
}
