import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, Input, Modal } from "antd";
import { useState } from "react";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { api, newKey } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Copy } from "../../frame/copy.tsx";
import { Needs } from "../../frame/faces.tsx";
import { Field } from "../../frame/field.tsx";
import { focusFirst } from "../../frame/focus-once.ts";
import { PageHead } from "../../frame/page-head.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";
import { Deliveries } from "./deliveries.tsx";
import "./webhooks.css";

export type Webhook = {
  id: string;
  url: string;
  facts: string[];
  state: string;
  createdAt: string;
  lastDeliveryAt?: string | null;
  lastStatus?: number | null;
};

/** Addresses that are told what happens, and the log of telling them. */
export function Webhooks() {
  return (
    <Needs right="webhooks.manage">
      <WebhooksPage />
    </Needs>
  );
}

function WebhooksPage() {
  const { t } = useWords();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const pages = usePages<Webhook>(["webhooks"], "/api/v1/webhooks");
  return (
    <div className="page">
      <PageHead title={t("desk:webhooks.title")} lead={t("desk:webhooks.lead")}>
        <Button type="primary" onClick={() => setAdding(true)}>
          {t("desk:webhooks.add")}
        </Button>
      </PageHead>
      <PagedCard
        label={t("desk:webhooks.title")}
        pages={pages}
        empty={{ title: t("desk:webhooks.empty"), why: t("desk:webhooks.emptyWhy") }}
      >
        {(rows) => (
          <ul className="hooks">
            {rows.map((hook) => (
              <HookRow
                key={hook.id}
                hook={hook}
                open={open === hook.id}
                onToggle={() => setOpen(open === hook.id ? null : hook.id)}
              />
            ))}
          </ul>
        )}
      </PagedCard>
      {adding ? (
        <AddHook
          onClose={() => setAdding(false)}
          onMade={(made) => {
            setAdding(false);
            setSecret(made);
          }}
        />
      ) : null}
      <Modal
        open={secret !== null}
        title={t("desk:webhooks.secret")}
        footer={
          <Button type="primary" onClick={() => setSecret(null)}>
            {t("desk:keysPage.keptIt")}
          </Button>
        }
        closable={false}
        mask={{ closable: false }}
        keyboard={false}
        destroyOnHidden
      >
        <p>{t("desk:webhooks.secretWhy")}</p>
        <span className="secret">{secret ? <Copy text={secret} /> : null}</span>
      </Modal>
    </div>
  );
}

function HookRow({ hook, open, onToggle }: { hook: Webhook; open: boolean; onToggle: () => void }) {
  const { t, format, trouble } = useWords();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const known = useFacts();
  const act = useMutation({
    mutationFn: (verb: "pause" | "resume" | "delete" | "test") =>
      api("POST", `/api/v1/webhooks/${hook.id}/${verb}`, {}, { key: newKey() }),
    onSuccess: (_answer, verb) => {
      if (verb === "test") void message.success(t("desk:webhooks.tested"));
      void client.invalidateQueries({ queryKey: ["webhooks"] });
    },
    onError: (error) => void message.error(trouble(error)),
  });
  const paused = hook.state === "paused";
  const tone: Tone = paused ? "mute" : "done";
  return (
    <li>
      <div className="hook">
        <div>
          <b className="hook-url">{hook.url}</b>{" "}
          <Status tone={tone}>{paused ? t("desk:webhooks.paused") : t("desk:webhooks.active")}</Status>
          <p className="fine">
            {hook.facts.length === known.data?.items.length
              ? t("desk:webhooks.allFacts")
              : hook.facts
                  .map((fact) => t([`desk:fact.${fact}`, "desk:fact.other"], { fact }))
                  .join(t("desk:case.separator"))}
            {hook.lastDeliveryAt
              ? ` · ${format.relative(hook.lastDeliveryAt)}${hook.lastStatus ? ` (${hook.lastStatus})` : ""}`
              : ""}
          </p>
        </div>
        <div className="page-tools">
          <Button size="small" aria-expanded={open} onClick={onToggle}>
            {t("desk:webhooks.deliveries")}
          </Button>
          <Button
            size="small"
            loading={act.isPending && act.variables === "test"}
            disabled={paused}
            onClick={() => act.mutate("test")}
          >
            {t("desk:webhooks.test")}
          </Button>
          <Button size="small" onClick={() => act.mutate(paused ? "resume" : "pause")}>
            {paused ? t("desk:webhooks.resume") : t("desk:webhooks.pause")}
          </Button>
          <Button
            size="small"
            danger
            type="text"
            onClick={() =>
              modal.confirm({
                title: t("desk:webhooks.deleteTitle"),
                content: t("desk:webhooks.deleteWhy"),
                okText: t("desk:webhooks.delete"),
                okButtonProps: { danger: true },
                cancelText: t("desk:state.cancel"),
                onOk: () => act.mutateAsync("delete").catch(() => undefined),
              })
            }
          >
            {t("desk:webhooks.delete")}
          </Button>
        </div>
      </div>
      {open ? <Deliveries hookId={hook.id} /> : null}
    </li>
  );
}

/** Every kind of fact that can be sent. */
function useFacts() {
  return useQuery({
    queryKey: ["facts"],
    queryFn: ({ signal }) => api<{ items: { kind: string }[] }>("GET", "/api/v1/facts", undefined, { signal }),
    staleTime: 600_000,
  });
}

function AddHook({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const { t, trouble } = useWords();
  const client = useQueryClient();
  const [url, setUrl] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  const [key, setKey] = useState(newKey);
  const known = useFacts();
  const kinds = known.data?.items.map(({ kind }) => kind) ?? [];
  const validUrl = /^https?:\/\/[^\s/]+/.test(url.trim());
  const add = useMutation({
    mutationFn: () => api<{ secret: string }>("POST", "/api/v1/webhooks", { url: url.trim(), facts: chosen }, { key }),
    onSuccess: (answer) => {
      void client.invalidateQueries({ queryKey: ["webhooks"] });
      onMade(answer.secret);
    },
    onError: () => setKey(newKey()),
  });
  const go = () => {
    setTried(true);
    if (validUrl && chosen.length > 0) add.mutate();
  };
  return (
    <Modal
      open
      title={t("desk:webhooks.add")}
      onCancel={onClose}
      onOk={go}
      afterOpenChange={focusFirst("field")}
      okText={t("desk:webhooks.add")}
      cancelText={t("desk:state.cancel")}
      okButtonProps={{ loading: add.isPending }}
      mask={{ closable: false }}
      width={600}
    >
      <Field label={t("desk:webhooks.url")} bad={tried && !validUrl ? t("desk:webhooks.urlNeeded") : null}>
        {(id) => (
          <Input
            id={id}
            value={url}
            onChange={(event) => setUrl(event.target.value)}
            placeholder="https://"
            inputMode="url"
            maxLength={500}
            status={tried && !validUrl ? "error" : ""}
          />
        )}
      </Field>
      <fieldset className="field">
        <legend>{t("desk:webhooks.facts")}</legend>
        <Checkbox
          checked={kinds.length > 0 && chosen.length === kinds.length}
          indeterminate={chosen.length > 0 && chosen.length < kinds.length}
          onChange={(event) => setChosen(event.target.checked ? kinds : [])}
        >
          {t("desk:webhooks.all")}
        </Checkbox>
        <Checkbox.Group
          className="check-grid"
          value={chosen}
          onChange={(facts) => setChosen(facts)}
          options={kinds.map((kind) => ({
            value: kind,
            label: t([`desk:fact.${kind}`, "desk:fact.other"], { fact: kind }),
          }))}
        />
        {tried && chosen.length === 0 ? <span className="field-bad">{t("desk:webhooks.factsNeeded")}</span> : null}
      </fieldset>
      {add.isError ? (
        <p className="field-bad" role="alert">
          {trouble(add.error)}
        </p>
      ) : null}
    </Modal>
  );
}
