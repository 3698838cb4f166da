import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App, Input, Modal, Radio } from "antd";
import { useState } from "react";
import type { PolicyDraft, PolicyDraftMoved, PolicyFinding } from "#contract/returns";
import { api, useIntent } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Field } from "../../frame/field.tsx";
import { Findings } from "./findings.tsx";

/** From when on the draft is to hold; once published it cannot be changed any more. */
export function Publish({ draft, onClose }: { draft: PolicyDraft; onClose: () => void }) {
  const { t, trouble } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const intent = useIntent();
  const [when, setWhen] = useState<"now" | "later">("now");
  const [text, setText] = useState("");
  const later = when === "later" && text !== "" ? new Date(text) : null;
  const effectiveFrom = later === null || Number.isNaN(later.getTime()) ? undefined : later.toISOString();
  const check = useQuery({
    queryKey: ["policy-drafts", "check", draft.id, draft.version, effectiveFrom ?? "now"],
    queryFn: ({ signal }) =>
      api<{ findings: PolicyFinding[] }>(
        "POST",
        "/api/v1/policy-drafts/check",
        { body: draft.body, merchantId: draft.merchantId, ...(effectiveFrom ? { effectiveFrom } : {}) },
        { signal },
      ),
    placeholderData: (before) => before,
  });
  const publish = useMutation({
    mutationFn: () => {
      const content = { version: draft.version, ...(effectiveFrom ? { effectiveFrom } : {}) };
      return api<PolicyDraftMoved>("POST", `/api/v1/policy-drafts/${draft.id}/publish`, content, {
        key: intent(content),
      });
    },
    onSuccess: ({ policyId, publishedVersion }) => {
      void client.invalidateQueries({ queryKey: ["policies"] });
      void client.invalidateQueries({ queryKey: ["policy-drafts"] });
      void message.success(t("desk:draft.published", { n: publishedVersion ?? 1 }));
      void navigate({
        to: "/policies/$id/$version",
        params: { id: policyId, version: String(publishedVersion ?? 1) },
      });
    },
  });
  return (
    <Modal
      open
      title={t("desk:draft.publishTitle")}
      onCancel={onClose}
      onOk={() => publish.mutate()}
      okText={t("desk:draft.publish")}
      cancelText={t("desk:state.cancel")}
      okButtonProps={{ loading: publish.isPending, disabled: when === "later" && effectiveFrom === undefined }}
      mask={{ closable: false }}
    >
      <p className="ask-what">{t("desk:draft.publishWhy")}</p>
      <Field label={t("desk:draft.effective")}>
        {(id) => (
          <Radio.Group
            id={id}
            value={when}
            onChange={(event) => setWhen(event.target.value as "now" | "later")}
            options={[
              { value: "now", label: t("desk:draft.effectiveNow") },
              { value: "later", label: t("desk:draft.effectiveLater") },
            ]}
          />
        )}
      </Field>
      {when === "later" ? (
        <Field label={t("desk:draft.effectiveAt")}>
          {(id) => (
            <Input id={id} type="datetime-local" value={text} onChange={(event) => setText(event.target.value)} />
          )}
        </Field>
      ) : null}
      <Findings findings={(check.data?.findings ?? []).filter(({ clause }) => clause === null)} />
      {publish.isError ? (
        <p className="field-bad" role="alert">
          {trouble(publish.error)}
        </p>
      ) : null}
    </Modal>
  );
}
