import type { Receipt as ReceiptOnWire } from "#contract/payments";
import { useWords } from "../text/index.ts";
import "./components.css";

/** The arithmetic of an amount, line by line down to its total; every figure can be added up by the reader. */
export function Receipt({ receipt, totalLabel }: { receipt: ReceiptOnWire; totalLabel?: string }) {
  const { t, of, format } = useWords();
  return (
    <dl className="ac-receipt">
      {receipt.steps.map((step, index) => (
        // Two steps may be alike in everything but their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other name and never move
        <div key={index}>
          <dt>{of("receipt", step.code, step.params)}</dt>
          <dd className="ac-figures">{format.money(step.amount)}</dd>
        </div>
      ))}
      <div className="ac-receipt-total">
        <dt>{totalLabel ?? t("common:receipt.total")}</dt>
        <dd className="ac-figures">{format.money(receipt.total)}</dd>
      </div>
      {receipt.shortfall && Number(receipt.shortfall.amount) > 0 ? (
        <p className="ac-receipt-note">{t("common:receipt.shortfall", { amount: format.money(receipt.shortfall) })}</p>
      ) : null}
    </dl>
  );
}
