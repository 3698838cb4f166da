/** Those that carry most parcels in China, by the keys of `because:carrier.*`. */
export const carriers = [
  "sf",
  "zto",
  "yto",
  "sto",
  "yunda",
  "jd",
  "jt",
  "ems",
  "post",
  "deppon",
  "cainiao",
  "other",
] as const;

/** The carrier that numbers its parcels this way, where the number gives it away. */
export function carrierOf(trackingNumber: string): (typeof carriers)[number] | null {
  const number = trackingNumber.replace(/\s/g, "").toUpperCase();
  for (const [carrier, form] of forms) if (form.test(number)) return carrier;
  return null;
}

const forms: readonly [(typeof carriers)[number], RegExp][] = [
  ["sf", /^SF\d{12,15}$/],
  ["jd", /^JD[A-Z0-9]{11,18}$/],
  ["yto", /^YT\d{13,15}$/],
  ["jt", /^JT\d{13}$/],
  ["deppon", /^DPK\d{10,13}$/],
  ["zto", /^(7[3-8]\d{12}|ZT\d{12,15})$/],
  ["sto", /^(77[0-9]\d{10,12}|STO\d{10,13})$/],
  ["yunda", /^(43|31|46)\d{11,13}$/],
  ["ems", /^(1[01]\d{11}|E[A-Z]\d{9}CN)$/],
  ["post", /^9[89]\d{11}$/],
];
