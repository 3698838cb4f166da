/** Carriers by the keys of `because:carrier.*`: first those of China, by how many parcels they carry. */
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
  "ups",
  "fedex",
  "dhl",
  "usps",
  "royal-mail",
  "hongkong-post",
  "japan-post",
  "s10-post",
  "other",
] as const;
export type Carrier = (typeof carriers)[number];

/** What shops and shoppers call carriers, as a part of the whole name. */
export const carrierNames: readonly (readonly [string, Carrier])[] = [
  ["顺丰", "sf"],
  ["sfexpress", "sf"],
  ["中通", "zto"],
  ["圆通", "yto"],
  ["申通", "sto"],
  ["韵达", "yunda"],
  ["京东", "jd"],
  ["极兔", "jt"],
  ["jtexpress", "jt"],
  ["j&t", "jt"],
  ["ems", "ems"],
  ["邮政", "post"],
  ["chinapost", "post"],
  ["德邦", "deppon"],
  ["菜鸟", "cainiao"],
  ["联邦", "fedex"],
  ["敦豪", "dhl"],
];

/** How sure a form makes us: a check digit that fits, letters nobody else uses, first digits, or a length that others share. */
export const surenesses = ["checked", "prefix", "digits", "length"] as const;
export type Sureness = (typeof surenesses)[number];

export type NumberForm = {
  readonly carrier: Carrier;
  readonly form: RegExp;
  readonly sureness: Sureness;
  /** The number's check digit is right; a number with a wrong one is none of theirs. */
  readonly check?: (number: string) => boolean;
  readonly source: string;
};

const s10 = (carrier: Carrier, countries: string, services = "[A-Z]{2}"): NumberForm => ({
  carrier,
  form: new RegExp(`^${services}\\d{9}${countries}$`),
  sureness: "checked",
  check: (number) => s10Check(number.slice(2, 11)),
  source: "UPU S10-12",
});

/**
 * How carriers number their parcels, surest first within a carrier. Chinese carriers publish no check digits: their forms are
 * prefixes and lengths as seen on waybills, so several may answer to one number.
 */
export const numberForms: readonly NumberForm[] = [
  { carrier: "sf", form: /^SF\d{12,15}$/, sureness: "prefix", source: "sf-express.com, waybill numbers" },
  { carrier: "sf", form: /^\d{12}$/, sureness: "length", source: "sf-express.com, numbers before 2020" },
  { carrier: "zto", form: /^ZT\d{12,15}$/, sureness: "prefix", source: "zto.com, waybill numbers" },
  { carrier: "zto", form: /^7[3-68]\d{12}$/, sureness: "digits", source: "zto.com, waybill numbers" },
  { carrier: "yto", form: /^YT\d{13,15}$/, sureness: "prefix", source: "yto.net.cn, waybill numbers" },
  { carrier: "sto", form: /^STO\d{10,13}$/, sureness: "prefix", source: "sto.cn, waybill numbers" },
  { carrier: "sto", form: /^77\d{11,13}$/, sureness: "digits", source: "sto.cn, waybill numbers" },
  { carrier: "yunda", form: /^(?:31|43|46)\d{11,13}$/, sureness: "digits", source: "yundaex.com, waybill numbers" },
  { carrier: "jd", form: /^JD[A-Z0-9]{11,18}$/, sureness: "prefix", source: "jdl.com, waybill numbers" },
  { carrier: "jt", form: /^JT\d{13}$/, sureness: "prefix", source: "jtexpress.com.cn, waybill numbers" },
  { carrier: "deppon", form: /^DPK\d{10,13}$/, sureness: "prefix", source: "deppon.com, waybill numbers" },
  { carrier: "cainiao", form: /^(?:CN|LP)\d{14}$/, sureness: "prefix", source: "global.cainiao.com, parcel numbers" },
  s10("ems", "CN", "E[A-Z]"),
  { carrier: "ems", form: /^1[01]\d{11}$/, sureness: "digits", source: "ems.com.cn, domestic numbers" },
  s10("post", "CN", "(?:[A-DF-Z][A-Z])"),
  { carrier: "post", form: /^9[89]\d{11}$/, sureness: "digits", source: "11185.cn, domestic parcels" },
  s10("usps", "US"),
  s10("royal-mail", "GB"),
  s10("hongkong-post", "HK"),
  s10("japan-post", "JP"),
  s10("s10-post", "(?!CN|US|GB|HK|JP)[A-Z]{2}"),
  { carrier: "ups", form: /^1Z[A-Z0-9]{15}\d$/, sureness: "checked", check: upsCheck, source: "UPS, 1Z check digit" },
  {
    carrier: "fedex",
    form: /^\d{12}$/,
    sureness: "checked",
    check: fedexCheck,
    source: "FedEx Express, 12 digits, weights 3 1 7",
  },
  {
    carrier: "fedex",
    form: /^\d{15}$/,
    sureness: "checked",
    check: mod10,
    source: "FedEx Ground, 15 digits",
  },
  {
    carrier: "fedex",
    form: /^96\d{20}$/,
    sureness: "checked",
    check: (number) => mod10(number.slice(7)),
    source: "FedEx Ground 96",
  },
  {
    carrier: "usps",
    form: /^9[1-5]\d{20}(?:\d{4})?$/,
    sureness: "checked",
    check: mod10,
    source: "USPS Publication 199, IMpb",
  },
  {
    carrier: "dhl",
    form: /^\d{10}$/,
    sureness: "checked",
    check: (number) => Number(number.slice(0, 9)) % 7 === Number(number[9]),
    source: "DHL Express waybill, modulus 7",
  },
  { carrier: "dhl", form: /^J(?:JD|VGL)\d{10,18}$/, sureness: "prefix", source: "DHL piece numbers" },
];

/** Nine digits, the ninth the check digit: weights 8 6 4 2 3 5 9 7, eleven less the rest; 10 is 0 and 11 is 5. */
function s10Check(digits: string): boolean {
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  const rest = 11 - (sum % 11);
  return (rest === 10 ? 0 : rest === 11 ? 5 : rest) === Number(digits[8]);
}

/** Letters count (their code − 3) mod 10, every second character double. */
function upsCheck(number: string): boolean {
  const sum = [...number.slice(2, 17)].reduce((total, character, at) => {
    const value = /\d/.test(character) ? Number(character) : (character.charCodeAt(0) - 3) % 10;
    return total + (at % 2 === 1 ? value * 2 : value);
  }, 0);
  return (10 - (sum % 10)) % 10 === Number(number[17]);
}

function fedexCheck(number: string): boolean {
  const weights = [3, 1, 7];
  const sum = [...number.slice(0, 11)].reduce((total, digit, at) => total + Number(digit) * (weights[at % 3] ?? 0), 0);
  return (sum % 11) % 10 === Number(number[11]);
}

/** GS1: from the right, weights 3 and 1 in turn; the last digit completes the sum to tens. */
function mod10(number: string): boolean {
  const body = [...number.slice(0, -1)].reverse();
  const sum = body.reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === Number(number.at(-1));
}
