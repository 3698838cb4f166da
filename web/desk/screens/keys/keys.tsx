import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, Input, Modal, Select } from "antd";
import { useState } from "react";
import type { KeyRow, Right } from "#contract/parties";
import { Status } from "../../../shared/components/index.ts";
import { api, newKey, useMe } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Copy } from "../../frame/copy.tsx";
import { Needs } from "../../frame/faces.tsx";
import { Field } from "../../frame/field.tsx";
import { focusFirst } from "../../frame/focus-once.ts";
import { PageHead } from "../../frame/page-head.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";

/** Keys for programs: made, shown once, revoked. */
export function Keys() {
  return (
    <Needs right="keys.manage">
      <KeysPage />
    </Needs>
  );
}

function KeysPage() {
  const { t, format } = useWords();
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const pages = usePages<KeyRow>(["api-keys"], "/api/v1/keys");
  return (
    <div className="page">
      <PageHead title={t("desk:keysPage.title")} lead={t("desk:keysPage.lead")}>
        <Button type="primary" onClick={() => setAdding(true)}>
          {t("desk:keysPage.add")}
        </Button>
      </PageHead>
      <PagedCard label={t("desk:keysPage.title")} pages={pages} empty={{ title: t("desk:keysPage.empty") }}>
        {(rows) => (
          <table className="table table-broad">
            <thead>
              <tr>
                <th>{t("desk:keysPage.name")}</th>
                <th>{t("desk:keysPage.rights")}</th>
                <th>{t("desk:keysPage.lastUsed")}</th>
                <th>{t("desk:keysPage.expires")}</th>
                <th aria-label={t("desk:case.actions")} />
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <b>{row.name}</b>
                    <small className="mono">{row.start}…</small>
                  </td>
                  <td>{row.rights.map((right) => t(`desk:right.${right}`)).join(t("desk:case.separator"))}</td>
                  <td className="nowrap">
                    {row.lastUsedAt ? (
                      format.relative(row.lastUsedAt)
                    ) : (
                      <span className="fine">{t("desk:keysPage.neverUsed")}</span>
                    )}
                  </td>
                  <td className="nowrap">{row.expiresAt ? format.day(row.expiresAt) : t("desk:keysPage.never")}</td>
                  <td className="right nowrap">
                    {row.enabled ? <Revoke row={row} /> : <Status tone="mute">{t("desk:keysPage.revoked")}</Status>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </PagedCard>
      {adding ? (
        <AddKey
          onClose={() => setAdding(false)}
          onMade={(secret) => {
            setAdding(false);
            setMade(secret);
          }}
        />
      ) : null}
      <Modal
        open={made !== null}
        title={t("desk:keysPage.made")}
        footer={
          <Button type="primary" onClick={() => setMade(null)}>
            {t("desk:keysPage.keptIt")}
          </Button>
        }
        closable={false}
        mask={{ closable: false }}
        keyboard={false}
        destroyOnHidden
      >
        <p>{t("desk:keysPage.madeWhy")}</p>
        <span className="secret">{made ? <Copy text={made} /> : null}</span>
      </Modal>
    </div>
  );
}

function Revoke({ row }: { row: KeyRow }) {
  const { t, trouble } = useWords();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api("POST", `/api/v1/keys/${row.id}/revoke`, {}, { key: newKey() }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["api-keys"] }),
    onError: (error) => void message.error(trouble(error)),
  });
  return (
    <Button
      size="small"
      danger
      type="text"
      loading={revoke.isPending}
      onClick={() =>
        modal.confirm({
          title: t("desk:keysPage.revokeTitle", { name: row.name }),
          content: t("desk:keysPage.revokeWhy"),
          okText: t("desk:keysPage.revoke"),
          okButtonProps: { danger: true },
          cancelText: t("desk:state.cancel"),
          onOk: () => revoke.mutateAsync().catch(() => undefined),
        })
      }
    >
      {t("desk:keysPage.revoke")}
    </Button>
  );
}

function AddKey({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const { t, trouble } = useWords();
  const me = useMe();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [rights, setRights] = useState<Right[]>([]);
  const [days, setDays] = useState(365);
  const [tried, setTried] = useState(false);
  const [key, setKey] = useState(newKey);
  const add = useMutation({
    mutationFn: () =>
      api<{ key: string }>(
        "POST",
        "/api/v1/keys",
        { name: name.trim(), rights, ...(days > 0 ? { expiresInDays: days } : {}) },
        { key },
      ),
    onSuccess: (answer) => {
      void client.invalidateQueries({ queryKey: ["api-keys"] });
      onMade(answer.key);
    },
    onError: () => setKey(newKey()),
  });
  const go = () => {
    setTried(true);
    if (name.trim() && rights.length > 0) add.mutate();
  };
  // A key never carries more than the person who makes it holds.
  const offered = (me?.rights ?? []).filter((right) => !interactive.has(right));
  return (
    <Modal
      open
      title={t("desk:keysPage.add")}
      onCancel={onClose}
      onOk={go}
      afterOpenChange={focusFirst("field")}
      okText={t("desk:keysPage.add")}
      cancelText={t("desk:state.cancel")}
      okButtonProps={{ loading: add.isPending }}
      mask={{ closable: false }}
    >
      <Field label={t("desk:keysPage.name")} bad={tried && !name.trim() ? t("desk:keysPage.nameNeeded") : null}>
        {(id) => (
          <Input
            id={id}
            value={name}
            onChange={(event) => setName(event.target.value)}
            placeholder={t("desk:keysPage.nameFor")}
            maxLength={60}
            status={tried && !name.trim() ? "error" : ""}
          />
        )}
      </Field>
      <fieldset className="field">
        <legend>{t("desk:keysPage.rights")}</legend>
        <Checkbox.Group
          className="check-grid"
          value={rights}
          onChange={(chosen) => setRights(chosen as Right[])}
          options={offered.map((right) => ({ value: right, label: t(`desk:right.${right}`) }))}
        />
        {tried && rights.length === 0 ? <span className="field-bad">{t("desk:keysPage.rightsNeeded")}</span> : null}
      </fieldset>
      <Field label={t("desk:keysPage.expires")}>
        {(id) => (
          <Select
            id={id}
            value={days}
            onChange={setDays}
            options={[30, 90, 365, 0].map((n) => ({
              value: n,
              label: n === 0 ? t("desk:keysPage.never") : t("desk:keysPage.days", { n }),
            }))}
          />
        )}
      </Field>
      {add.isError ? (
        <p className="field-bad" role="alert">
          {trouble(add.error)}
        </p>
      ) : null}
    </Modal>
  );
}

/** Rights that only make sense with a person at the desk. */
const interactive = new Set(["sandbox.use", "shoppers.unmask", "keys.manage", "staff.write"]);
