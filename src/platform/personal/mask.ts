import { e164 } from "./normalise.ts";

export type MaskedKind = "name" | "phone" | "email" | "address";

/** What lists show instead of the value: 林*, 138****2207, l***@x.cn, 上海市浦东新区****. */
export function mask(kind: MaskedKind, value: string): string {
  return masks[kind](value.normalize("NFKC").trim());
}

const masks: Readonly<Record<MaskedKind, (value: string) => string>> = {
  // One star however long the name is: its length says something too.
  name: (name) => `${firstCharacter(name)}*`,
  phone: (phone) => {
    const number = e164(phone);
    if (number === undefined) return "****";
    const digits = number.replace(/^\+86/, "");
    return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
  },
  email: (email) => {
    const at = email.lastIndexOf("@");
    return at < 1 ? "***" : `${firstCharacter(email)}***${email.slice(at)}`;
  },
  address: (address) =>
    `${district.exec(address)?.[0] ?? address.slice(0, Math.min(6, Math.floor(address.length / 3)))}****`,
};

/** Province, city and district of a Chinese address, as far as they are named. */
const district =
  /^(?:[^\s省市区县]{2,7}(?:省|自治区|特别行政区))?(?:[^\s省市区县]{1,10}(?:市|自治州|地区|盟))?(?:[^\s省市区县]{1,10}(?:区|县|旗|市))?(?<=[省市区县州盟旗])/;

function firstCharacter(text: string): string {
  const [first = ""] = text;
  return first;
}
