import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import type { Case } from "#contract/returns";
import { api, keys, newKey } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";

/** One button for a refund that is stuck: sent again where the provider has refused it, put aside anew where there is none yet. */
export function RetryRefund({ one, refund }: { one: Case; refund?: Case["refunds"][number] }) {
  const { t, trouble } = useWords();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const path = refund
    ? `/api/v1/refunds/${encodeURIComponent(refund.number)}/retry`
    : `/api/v1/cases/${encodeURIComponent(one.number)}/retry-refund`;
  const retry = useMutation({
    mutationFn: (key: string) => api("POST", path, {}, { key }),
    onSuccess: () => {
      void message.success(t("desk:case.retried"));
      void client.invalidateQueries({ queryKey: keys.cases });
      void client.invalidateQueries({ queryKey: keys.case(one.number) });
    },
    onError: (error) => void message.error(trouble(error)),
  });
  const ask = () => {
    const key = newKey();
    modal.confirm({
      title: t("desk:case.retryTitle"),
      content: refund ? t("desk:case.retrySendWhy") : t("desk:case.retryReserveWhy"),
      okText: t("desk:case.retry"),
      cancelText: t("desk:state.cancel"),
      onOk: () => retry.mutateAsync(key).catch(() => undefined),
    });
  };
  return (
    <Button size="small" className="refund-again" loading={retry.isPending} onClick={ask}>
      {t("desk:case.retry")}
    </Button>
  );
}
