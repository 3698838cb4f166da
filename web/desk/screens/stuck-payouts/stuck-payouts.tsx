import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { App, Button } from "antd";
import type { StuckPayout } from "#contract/payments";
import { Status } from "../../../shared/components/index.ts";
import { api, keys, newKey } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Clock } from "../../frame/clock.tsx";
import { Needs } from "../../frame/faces.tsx";
import { WorkList } from "../../frame/work-list.tsx";

/** Payouts that the provider refused or paid too little of, whatever they are for: looked into, and sent again. */
export function StuckPayouts() {
  return (
    <Needs right="cases.read">
      <List />
    </Needs>
  );
}

function List() {
  const { t, of, title, format } = useWords();
  return (
    <WorkList<StuckPayout>
      name={keys.stuckPayouts}
      path="/api/v1/payouts"
      title={t("desk:stuck.list")}
      lead={t("desk:stuck.lead")}
      piles={[{ none: t("desk:stuck.none") }]}
      columns={[
        { figures: t("desk:stuck.amount") },
        t("desk:stuck.cause"),
        { figures: t("desk:stuck.paid") },
        t("desk:discrepancy.order"),
        t("desk:discrepancy.state"),
        t("desk:discrepancy.until"),
        t("desk:discrepancy.act"),
      ]}
    >
      {(one) => (
        <tr key={one.number}>
          <td className="right nowrap">
            <b className="ac-figures">{format.money(one.amount)}</b>
            <small className="mono">{one.number}</small>
          </td>
          <td>
            {of("payout-cause", one.cause)}
            <small>{format.nearMoment(one.reservedAt)}</small>
          </td>
          <td className="right nowrap ac-figures">{one.paid ? format.money(one.paid) : "—"}</td>
          <td className="nowrap">
            <Link to="/orders/$number" params={{ number: one.orderNumber }} className="quiet-link mono">
              {one.orderNumber}
            </Link>
            <small>{title(one.merchantName)}</small>
          </td>
          <td>
            <Status tone="bad">{t(one.paid ? "desk:stuck.short" : "desk:stuck.refused")}</Status>
            {one.providerStatus ? <small className="mono">{one.providerStatus}</small> : null}
          </td>
          <td className="nowrap">
            <Clock until={one.dueAt} />
          </td>
          <td>{one.mayRetry ? <Retry of={one} /> : null}</td>
        </tr>
      )}
    </WorkList>
  );
}

function Retry({ of: one }: { of: StuckPayout }) {
  const { t, trouble } = useWords();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const refresh = () => {
    void client.invalidateQueries({ queryKey: keys.stuckPayouts });
    void client.invalidateQueries({ queryKey: keys.caseCounts });
  };
  const retry = useMutation({
    mutationFn: (key: string) => api("POST", `/api/v1/payouts/${encodeURIComponent(one.number)}/retry`, {}, { key }),
    onSuccess: () => void message.success(t("desk:stuck.done")),
    onError: (error) => void message.error(trouble(error)),
    onSettled: () => {
      refresh();
      // The provider is asked after the answer: by then it has mostly said how it went.
      setTimeout(refresh, 2_000);
    },
  });
  return (
    <Button
      size="small"
      type="primary"
      loading={retry.isPending}
      onClick={() => {
        const key = newKey();
        modal.confirm({
          title: t(one.paid ? "desk:stuck.restTitle" : "desk:stuck.retryTitle"),
          content: t(one.paid ? "desk:stuck.restWhy" : "desk:comp.retryWhy"),
          okText: t(one.paid ? "desk:stuck.rest" : "desk:comp.retry"),
          cancelText: t("desk:state.cancel"),
          onOk: () => retry.mutateAsync(key).catch(() => undefined),
        });
      }}
    >
      {t(one.paid ? "desk:stuck.rest" : "desk:comp.retry")}
    </Button>
  );
}
