import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import type { Case } from "#contract/returns";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { api, keys, newKey } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { useHolds } from "../../frame/rights.ts";

type Refund = Case["refunds"][number];

/** Each refund with its parts per tender and what the provider says. */
export function Refunds({ one }: { one: Case }) {
  const { t, of, format, trouble } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const holds = useHolds();
  const retry = useMutation({
    mutationFn: (number: string) =>
      api("POST", `/api/v1/refunds/${encodeURIComponent(number)}/retry`, {}, { key: newKey() }),
    onSuccess: () => {
      void message.success(t("desk:case.retried"));
      void client.invalidateQueries({ queryKey: keys.case(one.number) });
    },
    onError: (error) => void message.error(trouble(error)),
  });
  return (
    <section className="card card-pad">
      <h2 className="card-title">{t("desk:case.refunds")}</h2>
      {one.refunds.length === 0 ? <p className="fine">{t("desk:case.refundNone")}</p> : null}
      {one.refunds.map((refund) => (
        <article key={refund.number} className="refund">
          <header>
            <span className="mono">{refund.number}</span>
            <Status tone={tones[refund.state]}>{of("refund", refund.state)}</Status>
            <b className="ac-figures">{format.money(refund.amount)}</b>
          </header>
          {refund.state === "refused" && holds("refunds.resolve") ? (
            <Button
              size="small"
              className="refund-again"
              loading={retry.isPending}
              onClick={() => retry.mutate(refund.number)}
            >
              {t("desk:case.retry")}
            </Button>
          ) : null}
          <ul>
            {refund.parts.map((part) => (
              <li key={part.tender}>
                <span>{of("tender", part.tender)}</span>
                <span className="refund-state" data-state={part.state}>
                  {of("refund", part.state)}
                  {part.attempts > 1 ? ` · ${t("desk:case.attempts", { n: part.attempts })}` : ""}
                </span>
                <span className="ac-figures">{format.money(part.amount)}</span>
                {part.providerStatus || part.settledAt ? (
                  <small>
                    {[
                      part.providerStatus ? t("desk:case.providerSays", { status: part.providerStatus }) : null,
                      part.settledAt ? t("desk:case.settledAt", { when: format.nearMoment(part.settledAt) }) : null,
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </small>
                ) : null}
              </li>
            ))}
          </ul>
        </article>
      ))}
    </section>
  );
}

const tones: Record<Refund["state"], Tone> = {
  reserved: "going",
  sending: "going",
  unknown: "wait",
  settled: "done",
  refused: "bad",
  mismatched: "bad",
};
