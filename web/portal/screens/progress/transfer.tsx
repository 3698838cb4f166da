import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Case } from "#contract/returns";
import { Status } from "../../../shared/components/index.ts";
import { api, keys, useIntent } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { toast } from "../../frame/toast.tsx";
import { may } from "./abilities.ts";
import { PhotoRow } from "./photos.tsx";

/** The merchant has paid outside: the proof, and one tap to say that it has come, or that it has not. */
export function Transfer({ one }: { one: Case }) {
  const { t, format, trouble } = useWords();
  const client = useQueryClient();
  const keyFor = useIntent();
  const refund = one.refunds.find(({ detour }) => detour?.state === "proved");
  const say = useMutation({
    mutationFn: (body: { received: boolean }) =>
      api("POST", `/api/v1/refunds/${encodeURIComponent(refund?.number ?? "")}/received`, body, { key: keyFor(body) }),
    onSuccess: (_answer, { received }) =>
      toast(received ? t("portal:transfer.said-received") : t("portal:transfer.said-missing")),
    onSettled: () => {
      for (const queryKey of [keys.case(one.number), keys.home]) void client.invalidateQueries({ queryKey });
    },
  });
  if (!refund?.detour || !may(one, "confirm-refund")) return null;
  const { amount, reference, note, proof, dueAt } = refund.detour;
  const shown = new Set(proof);
  return (
    <section className="card offer" aria-labelledby="transfer">
      <div className="card-head">
        <h2 id="transfer" className="card-title">
          {t("portal:transfer.title")}
        </h2>
        <Status tone="wait">{t("portal:offer.your-turn")}</Status>
      </div>
      <p>{t("portal:transfer.why", { amount: format.money(amount) })}</p>
      {note ? <blockquote className="small">{note}</blockquote> : null}
      <dl className="pairs">
        <div>
          <dt>{t("portal:transfer.reference")}</dt>
          <dd className="figures">{reference}</dd>
        </div>
      </dl>
      <PhotoRow photos={one.evidence.filter(({ id }) => shown.has(id))} />
      {say.error ? (
        <p className="notice" data-tone="bad" role="alert">
          {trouble(say.error)}
        </p>
      ) : null}
      <div className="offer-answers">
        <button
          type="button"
          className="button"
          disabled={say.isPending}
          onClick={() => say.mutate({ received: false })}
        >
          {t("portal:transfer.missing")}
        </button>
        <button
          type="button"
          className="button main"
          disabled={say.isPending}
          aria-busy={say.isPending}
          onClick={() => say.mutate({ received: true })}
        >
          {t("portal:transfer.received")}
        </button>
      </div>
      <p className="tiny quiet">{t("portal:transfer.if-not", { at: format.moment(dueAt ?? "") })}</p>
    </section>
  );
}
