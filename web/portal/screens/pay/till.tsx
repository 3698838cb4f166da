import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Collection } from "#contract/payments";
import { api, keys, useMe } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Sheet } from "../../frame/sheet.tsx";
import { toast } from "../../frame/toast.tsx";

/** The till of the stand-in, in place of a provider's own page: no money moves, and it says so. */
export function Till({ one, open, onClose }: { one: Collection; open: boolean; onClose: () => void }) {
  const { t, format, trouble } = useWords();
  const me = useMe();
  const client = useQueryClient();
  const pay = useMutation({
    mutationFn: () => api("POST", `/api/v1/payments/stand-in/${encodeURIComponent(one.number)}/pay`, {}),
    onSuccess: () => {
      toast(t("portal:pay.till-done"));
      onClose();
    },
    onSettled: () => void client.invalidateQueries({ queryKey: keys.collection(one.number) }),
  });
  if (!open || !one.payable) return null;
  const playing = me?.demo || me?.sandbox;
  return (
    <Sheet title={t("portal:pay.till")} onClose={onClose}>
      <div className="till">
        <b className="pay-sum figures">{format.money(one.amount)}</b>
        <p className="small quiet">{playing ? t("portal:pay.till-why") : t("portal:pay.in-app")}</p>
        {pay.isError ? (
          <p className="small pay-trouble" role="alert">
            {trouble(pay.error)}
          </p>
        ) : null}
        {playing ? (
          <button
            type="button"
            className="button main wide"
            aria-busy={pay.isPending}
            disabled={pay.isPending}
            onClick={() => pay.mutate()}
          >
            {t("portal:pay.till-go")}
          </button>
        ) : null}
        <button type="button" className="button wide" onClick={onClose}>
          {t("portal:pay.till-later")}
        </button>
      </div>
    </Sheet>
  );
}
