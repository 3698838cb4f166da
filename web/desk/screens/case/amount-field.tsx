import { Input } from "antd";
import type { Money } from "../../../shared/format/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Field } from "../../frame/field.tsx";

/** An amount up to a most; the server decides again. */
export function AmountField({
  label,
  value,
  most,
  onChange,
}: {
  label: string;
  value: string;
  most: Money;
  onChange: (amount: string) => void;
}) {
  const { t } = useWords();
  const bad = value !== "" && !amountWithin(value, most);
  return (
    <Field label={label} bad={bad ? t("desk:offers.amountBad") : null}>
      {(id) => (
        <Input
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value.trim())}
          prefix={most.currency === "CNY" ? "¥" : most.currency}
          inputMode="decimal"
          autoComplete="off"
          maxLength={16}
          status={bad ? "error" : ""}
        />
      )}
    </Field>
  );
}

/** Written with at most two decimals, above nothing and not above the most; compared in hundredths, without floats. */
export function amountWithin(text: string, most: Money): boolean {
  const hundredths = inHundredths(text);
  const limit = inHundredths(most.amount);
  return hundredths !== null && limit !== null && hundredths > 0n && hundredths <= limit;
}

function inHundredths(text: string): bigint | null {
  const [, whole, part = ""] = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  return whole === undefined ? null : BigInt(whole) * 100n + BigInt(part.padEnd(2, "0"));
}
