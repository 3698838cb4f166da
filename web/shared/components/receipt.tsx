import type { Receipt as ReceiptOnWire } from "#contract/payments";
import { useWords } from "../text/index.ts";
import { Recompute } from "./recompute.tsx";
import "./components.css";

/**
 * The arithmetic of an amount, line by line down to its total; every figure can be added up by the reader.
 *
 * @param titles what the order's lines are called, by line id, for the steps that speak of one
 */
export function Receipt({
  receipt,
  totalLabel,
  titles = {},
  recompute = false,
}: {
  receipt: ReceiptOnWire;
  totalLabel?: string;
  titles?: Readonly<Record<string, string>>;
  /** Whether the reader may have it computed again. */
  recompute?: boolean;
}) {
  const { t, of, format } = useWords();
  return (
    <>
      <dl className="ac-receipt">
        {receipt.steps.map((step, index) => (
          // Two steps may be alike in everything but their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other name and never move
          <div key={index}>
            <dt>{of("receipt", codeOf(step), { ...step.params, title: titles[String(step.params.line)] ?? "" })}</dt>
            <dd className="ac-figures">{format.money(step.amount)}</dd>
          </div>
        ))}
        <div className="ac-receipt-total">
          <dt>{totalLabel ?? t("common:receipt.total")}</dt>
          <dd className="ac-figures">{format.money(receipt.total)}</dd>
        </div>
      </dl>
      {receipt.shortfall && Number(receipt.shortfall.amount) > 0 ? (
        <p className="ac-receipt-note">{t("common:receipt.shortfall", { amount: format.money(receipt.shortfall) })}</p>
      ) : null}
      {receipt.inKind && Number(receipt.inKind.points.amount) > 0 ? (
        <p className="ac-receipt-note">{t("common:receipt.points", { amount: format.money(receipt.inKind.points) })}</p>
      ) : null}
      {receipt.inKind && receipt.inKind.coupons.length > 0 ? (
        <p className="ac-receipt-note">{t("common:receipt.coupons", { numbers: receipt.inKind.coupons.join(", ") })}</p>
      ) : null}
      {recompute && (receipt.inputs || receipt.steps.length > 1) ? <Recompute receipt={receipt} /> : null}
    </>
  );
}

type Step = ReceiptOnWire["steps"][number];

/** Where all units come back there is no share to explain; what was taken off or paid for goods that stay says why. */
function codeOf({ code, params }: Step): string {
  if (code === "price-reduction" && params.kind === "price-protection") return "price-protected";
  if (code === "withheld" && params.by === "ruling") return "withheld-by-ruling";
  return code === "paid-share" && params.units === params.quantity ? "paid-share-whole" : code;
}
