import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App, Button, Input, Modal } from "antd";
import { useState } from "react";
import type { PolicyDraftMoved, PolicyTerms } from "#contract/returns";
import { api, newKey, Problem, useMe } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Field } from "../../frame/field.tsx";
import { focusFirst } from "../../frame/focus-once.ts";
import type { PolicyRow } from "./policies.tsx";

export function useTerms() {
  return useQuery({
    queryKey: ["policy-drafts", "terms"],
    queryFn: ({ signal }) => api<PolicyTerms>("GET", "/api/v1/policy-drafts/terms", undefined, { signal }),
    staleTime: 600_000,
  });
}

type Begun = {
  id: string;
  policyId: string;
  merchantId: string | null;
  title: { zh: string; en: string };
  body: unknown;
};

/** Begins a draft and opens it; where somebody has begun it already, opens theirs. */
function useBegin() {
  const { trouble } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const open = (id: string) => navigate({ to: "/policy-drafts/$id", params: { id } });
  return useMutation({
    mutationFn: ({ id, ...content }: Begun) =>
      api<PolicyDraftMoved>("PUT", `/api/v1/policy-drafts/${id}`, { version: 0, ...content }, { key: id }),
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: ["policy-drafts"] });
      void open(id);
    },
    onError: (error) => {
      const theirs = error instanceof Problem && error.code === "draft-exists" ? error.params["id"] : undefined;
      if (typeof theirs === "string") void open(theirs);
      else void message.error(trouble(error));
    },
  });
}

/** The next version of a policy, from the newest one there is. */
export function NextVersion({ policy }: { policy: PolicyRow }) {
  const { t } = useWords();
  const begin = useBegin();
  const newest = Math.max(...policy.versions.map(({ version }) => version));
  const start = useMutation({
    mutationFn: async () => {
      const { body } = await api<{ body: unknown }>(
        "GET",
        `/api/v1/policies/${encodeURIComponent(policy.id)}/${newest}`,
      );
      const { id: policyId, merchantId, title } = policy;
      return begin.mutateAsync({ id: newKey(), policyId, merchantId, title, body });
    },
  });
  return (
    <Button size="small" loading={start.isPending} onClick={() => start.mutate()}>
      {t("desk:draft.next")}
    </Button>
  );
}

/** A policy that there was none of, beginning with what the law gives anyway. */
export function NewPolicy({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const me = useMe();
  const terms = useTerms();
  const begin = useBegin();
  const [id] = useState(newKey);
  const [policyId, setPolicyId] = useState("");
  const [zh, setZh] = useState("");
  const [en, setEn] = useState("");
  const named = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(policyId) && policyId.length >= 2;
  const complete = named && zh.trim() !== "" && terms.data !== undefined;
  const go = () =>
    begin.mutate({
      id,
      policyId,
      merchantId: me?.merchant?.id ?? null,
      title: { zh: zh.trim(), en: en.trim() },
      body: terms.data?.builtIn,
    });
  return (
    <Modal
      open
      title={t("desk:draft.new")}
      onCancel={onClose}
      onOk={go}
      afterOpenChange={focusFirst("field")}
      okText={t("desk:draft.begin")}
      cancelText={t("desk:state.cancel")}
      okButtonProps={{ disabled: !complete, loading: begin.isPending }}
      mask={{ closable: false }}
    >
      <p className="ask-what">{t("desk:draft.newWhy")}</p>
      <Field label={t("desk:draft.titleZh")}>
        {(field) => <Input id={field} value={zh} maxLength={100} onChange={(event) => setZh(event.target.value)} />}
      </Field>
      <Field label={t("desk:draft.titleEn")}>
        {(field) => <Input id={field} value={en} maxLength={100} onChange={(event) => setEn(event.target.value)} />}
      </Field>
      <Field label={t("desk:draft.policyId")} bad={policyId !== "" && !named ? t("desk:draft.policyIdBad") : null}>
        {(field) => (
          <Input
            id={field}
            className="mono"
            value={policyId}
            maxLength={60}
            placeholder="summer-sale"
            onChange={(event) => setPolicyId(event.target.value.trim().toLowerCase())}
          />
        )}
      </Field>
    </Modal>
  );
}
