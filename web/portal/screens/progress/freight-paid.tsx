import type { Case } from "#contract/returns";
import { type Photos, useKept, usePhotos } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Evidence } from "../../frame/evidence.tsx";

/** A case whose freight somebody else bears, or one of which that is not known here. */
export type Shippable = Pick<Case, "number" | "version"> & Partial<Pick<Case, "freight" | "freightPayer">>;

/** What the shopper says and shows to have paid for the way back; nothing is sent where nothing was paid. */
export function useFreightPaid(one: Shippable) {
  const [paid, setPaid] = useKept(`freight.${one.number}`);
  const receipts = usePhotos({ caseNumber: one.number });
  const freight = one.freight?.owed === true ? one.freight : null;
  const amount = paid.normalize("NFKC").replace(/[¥\s]/g, "");
  const isAmount =
    /^\d{1,4}(\.\d{1,2})?$/.test(amount) && Number(amount) > 0 && Number(amount) <= Number(freight?.most.amount);
  const told = freight !== null && amount !== "";
  return {
    freight,
    paid,
    setPaid,
    receipts,
    told,
    isOdd: told && !isAmount,
    ready: !told || (isAmount && receipts.ids.length > 0 && !receipts.sending),
    body: told ? { freightPaid: { amount, currency: freight.most.currency }, receipts: receipts.ids } : {},
  };
}

type FreightForm = ReturnType<typeof useFreightPaid> & { readonly receipts: Photos };

export function FreightPaid({ form, payer }: { form: FreightForm; payer: string | null | undefined }) {
  const { t, format, because } = useWords();
  const { freight, paid, setPaid, receipts, told, isOdd } = form;
  if (freight === null) return null;
  return (
    <div className="field">
      <label htmlFor="freight-paid">{t("portal:freight.paid-label")}</label>
      <input
        id="freight-paid"
        className="input figures"
        inputMode="decimal"
        autoComplete="off"
        value={paid}
        maxLength={10}
        placeholder="¥"
        onChange={(event) => setPaid(event.target.value)}
        aria-invalid={isOdd}
        aria-describedby="freight-hint"
      />
      <p id="freight-hint" className="tiny quiet">
        {isOdd
          ? because({ code: "freight-out-of-range", params: { ...freight.most } })
          : t("portal:freight.paid-hint", {
              payer: payer === "platform" ? t("portal:freight.platform") : t("portal:freight.merchant"),
              amount: format.money(freight.atOnce),
            })}
      </p>
      {told ? (
        <fieldset className="freight-receipts">
          <legend className="small">{t("portal:freight.receipt")}</legend>
          <Evidence photos={receipts} hint={t("portal:freight.receipt-hint")} />
        </fieldset>
      ) : null}
    </div>
  );
}
