import { type Province, provinces } from "./provinces.ts";

/** How far two places are apart, as carriers price it. */
export const distances = ["same-city", "same-province", "neighbouring", "far", "remote"] as const;
export type Distance = (typeof distances)[number];

/**
 * Province and city of a Chinese address in full, such as "广东省广州市", however short they are written; a city alone where no
 * province is named; null where neither is.
 */
export function regionOf(address: string): string | null {
  const { province, city } = read(address);
  if (province === undefined) return city ?? null;
  return `${province.name}${province.full}${city ?? ""}`;
}

/** Null where one of them names no province. Reads regions and addresses alike. */
export function distanceBetween(from: string, to: string): Distance | null {
  const [a, b] = [read(from), read(to)];
  if (a.province === undefined || b.province === undefined) return null;
  if (a.province === b.province) {
    const sameCity = a.province.city || (a.city !== undefined && a.city === b.city);
    return sameCity ? "same-city" : "same-province";
  }
  if (remote.has(a.province.name) || remote.has(b.province.name)) return "remote";
  return a.province.neighbours.split(" ").includes(b.province.name) ? "neighbouring" : "far";
}

/** Where every carrier charges its highest rate. */
const remote: ReadonlySet<string> = new Set(["新疆", "西藏", "香港", "澳门", "台湾"]);

const suffix = /^(?:维吾尔自治区|壮族自治区|回族自治区|特别行政区|自治区|省|市)/;
const cityForm = /^[\p{Script=Han}]{2,8}?(?:自治州|地区|盟|市)/u;

function read(address: string): { readonly province?: Province; readonly city?: string } {
  const plain = address.normalize("NFKC").replace(/\s/g, "");
  const province = provinces.find(({ name }) => plain.startsWith(name));
  const rest = province === undefined ? plain : plain.slice(province.name.length).replace(suffix, "");
  const city = province?.city === true ? undefined : cityForm.exec(rest)?.[0];
  return { ...(province === undefined ? {} : { province }), ...(city === undefined ? {} : { city }) };
}
