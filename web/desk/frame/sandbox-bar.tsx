import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams, useRouterState } from "@tanstack/react-router";
import { App, Select } from "antd";
import { useState } from "react";
import { api, setBusinessNow } from "../../shared/data/index.ts";
import { useWords } from "../../shared/text/index.ts";
import { Icon } from "./icon.tsx";
import { useHolds } from "./rights.ts";

type Sandbox = {
  clock: string;
  offsetSeconds: number;
  payments: { mode: string | null };
  carriers: { mode: string | null };
};

/** Moves business time, fires a case's deadline, and makes the payment stand-in misbehave. Never there in production. */
export function SandboxBar() {
  const { t, format, trouble } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const holds = useHolds();
  const [open, setOpen] = useState(false);
  const { number } = useParams({ strict: false });
  const onCase = useRouterState({ select: (state) => state.location.pathname.includes("/cases/") });
  const state = useQuery({
    queryKey: ["sandbox"],
    queryFn: async () => {
      const sandbox = await api<Sandbox>("GET", "/api/v1/sandbox");
      setBusinessNow(sandbox.clock);
      return sandbox;
    },
    refetchInterval: open ? 15_000 : 60_000,
    enabled: holds("sandbox.use"),
  });
  const act = useMutation({
    mutationFn: ({ path, body }: { path: string; body: unknown; done: string }) =>
      api("POST", `/api/v1/sandbox/${path}`, body),
    onSuccess: (_answer, { done }) => {
      void message.success(done);
      void client.invalidateQueries();
    },
    onError: (error) => void message.error(trouble(error)),
  });
  if (!holds("sandbox.use")) return null;
  const { offsetSeconds, clock, payments, carriers } = state.data ?? unknownSandbox;
  const forward = (seconds: number) =>
    act.mutate({ path: "clock", body: { forwardSeconds: seconds }, done: t("desk:sandbox.moved") });
  return (
    <aside className="sandbox" data-open={open || undefined} aria-label={t("desk:sandbox.title")}>
      <button type="button" className="sandbox-handle" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="hourglass" size={16} />
        <b>{t("desk:sandbox.title")}</b>
        <span>
          {offsetSeconds > 0 ? t("desk:sandbox.ahead", { time: ahead(offsetSeconds, t) }) : t("desk:sandbox.real")}
        </span>
      </button>
      {open ? (
        <div className="sandbox-tools">
          <span className="fine">{t("desk:sandbox.clock", { when: format.moment(clock) })}</span>
          <span className="sandbox-set">
            {t("desk:sandbox.forward")}
            <button type="button" disabled={act.isPending} onClick={() => forward(3600)}>
              {t("desk:sandbox.hour")}
            </button>
            <button type="button" disabled={act.isPending} onClick={() => forward(86_400)}>
              {t("desk:sandbox.day")}
            </button>
            <button type="button" disabled={act.isPending} onClick={() => forward(3 * 86_400)}>
              {t("desk:sandbox.threeDays")}
            </button>
            <button type="button" disabled={act.isPending} onClick={() => forward(7 * 86_400)}>
              {t("desk:sandbox.week")}
            </button>
          </span>
          {onCase && number ? (
            <button
              type="button"
              disabled={act.isPending}
              onClick={() => act.mutate({ path: `deadlines/${number}/fire`, body: {}, done: t("desk:sandbox.fired") })}
            >
              {t("desk:sandbox.fireOf", { number })}
            </button>
          ) : null}
          {payments.mode === null ? null : (
            <span className="sandbox-set">
              {t("desk:sandbox.payments")}
              <Select
                size="small"
                aria-label={t("desk:sandbox.payments")}
                value={payments.mode}
                popupMatchSelectWidth={false}
                onChange={(mode: string) =>
                  act.mutate({ path: "payments", body: { mode }, done: t("desk:state.saved") })
                }
                options={paymentModes.map((mode) => ({ value: mode, label: t(`desk:sandbox.mode.${mode}`) }))}
              />
            </span>
          )}
          {carriers.mode === null ? null : (
            <span className="sandbox-set">
              {t("desk:sandbox.carriers")}
              <Select
                size="small"
                aria-label={t("desk:sandbox.carriers")}
                value={carriers.mode}
                popupMatchSelectWidth={false}
                onChange={(mode: string) =>
                  act.mutate({ path: "carriers", body: { mode }, done: t("desk:state.saved") })
                }
                options={carrierModes.map((mode) => ({ value: mode, label: t(`desk:sandbox.mode.${mode}`) }))}
              />
            </span>
          )}
        </div>
      ) : null}
    </aside>
  );
}

function ahead(seconds: number, t: ReturnType<typeof useWords>["t"]): string {
  const days = Math.trunc(seconds / 86_400);
  return days > 0
    ? t("common:time.days", { count: days })
    : t("common:time.hours", { count: Math.trunc(seconds / 3600) });
}

/** Until the server has answered, so that the bar has its place from the start. */
const unknownSandbox: Sandbox = {
  clock: new Date().toISOString(),
  offsetSeconds: 0,
  payments: { mode: null },
  carriers: { mode: null },
};

const paymentModes = ["normal", "slow", "failing", "late", "silent", "twice", "never", "refusing", "short"] as const;
const carrierModes = paymentModes.filter((mode) => mode !== "short");
