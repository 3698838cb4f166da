import { assert } from "#kernel/outcome";

/** An active ISO 4217 code, such as "CNY". */
export type Currency = string & { readonly __currency: true };

/** @throws RangeError for a code that is not an active currency of ISO 4217 */
export function currency(code: string): Currency {
  if (!isCurrency(code)) throw new RangeError(`${JSON.stringify(code)} is not an ISO 4217 currency code`);
  return code;
}

/** How many digits stand after the decimal point: 2, or as ISO 4217 says. */
export function digitsOf(currency: Currency): 0 | 2 | 3 {
  const digits = digitsByCode.get(currency);
  assert(digits !== undefined, "a currency was read before it is used");
  return digits;
}

function isCurrency(code: string): code is Currency {
  return digitsByCode.has(code);
}

const codesByDigits = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
  2:
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP " +
    "CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES " +
    "KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK " +
    "NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB " +
    "TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG",
  3: "BHD IQD JOD KWD LYD OMR TND",
} as const;

const digitsByCode = new Map<string, 0 | 2 | 3>(
  ([0, 2, 3] as const).flatMap((digits) => codesByDigits[digits].split(" ").map((code) => [code, digits] as const)),
);
