import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { api, newKey } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { PagedCard, usePages } from "../../frame/pages.tsx";

type Delivery = {
  id: string;
  fact: string;
  state: string;
  attempts: number;
  status: number | null;
  at: string;
  nextAt: string | null;
  error: string | null;
  milliseconds: number | null;
};

/** What was sent to one address, how it went, and again where it did not. */
export function Deliveries({ hookId }: { hookId: string }) {
  const { t, format, trouble } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const pages = usePages<Delivery>(
    ["webhooks", hookId, "deliveries"],
    `/api/v1/webhooks/${hookId}/deliveries`,
    {},
    { limit: 20 },
  );
  const resend = useMutation({
    mutationFn: (id: string) => api("POST", `/api/v1/webhooks/deliveries/${id}/resend`, {}, { key: newKey() }),
    onSuccess: () => {
      void message.success(t("desk:webhooks.resent"));
      void client.invalidateQueries({ queryKey: ["webhooks", hookId] });
    },
    onError: (error) => void message.error(trouble(error)),
  });
  return (
    <div className="deliveries">
      <PagedCard label={t("desk:webhooks.deliveries")} pages={pages} empty={{ title: t("desk:webhooks.noDeliveries") }}>
        {(rows) => (
          <table className="table">
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td className="nowrap ac-figures">{format.nearMoment(row.at)}</td>
                  <td>
                    {t([`desk:fact.${row.fact}`, "desk:fact.other"], { fact: row.fact })}
                    {row.error ? <small>{row.error}</small> : null}
                  </td>
                  <td className="nowrap">
                    <Status tone={tones[row.state] ?? "mute"}>
                      {t([`desk:webhooks.${row.state}`, "desk:webhooks.waiting"])}
                    </Status>
                  </td>
                  <td className="nowrap ac-figures">
                    {row.status ?? "—"}
                    <small>{t("desk:webhooks.attempts", { n: row.attempts })}</small>
                  </td>
                  <td className="right">
                    <Button
                      size="small"
                      loading={resend.isPending && resend.variables === row.id}
                      onClick={() => resend.mutate(row.id)}
                    >
                      {t("desk:webhooks.resend")}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </PagedCard>
    </div>
  );
}

const tones: Record<string, Tone> = { delivered: "done", failed: "bad", waiting: "wait" };
