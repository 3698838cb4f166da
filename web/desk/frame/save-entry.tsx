import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Checkbox, Select } from "antd";
import type { z } from "zod";
import type { merchantShape } from "#contract/parties";
import { api, useIntent, useMe } from "../../shared/data/index.ts";
import { useWords } from "../../shared/text/index.ts";
import { Field } from "./field.tsx";
import { usePages } from "./pages.tsx";

/** Writes one entry of a table; a save that is sent again is the same save. */
export function useSaveEntry(path: string, stale: string, onDone: () => void) {
  const { t, trouble } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const intent = useIntent();
  return useMutation({
    mutationFn: ({ id, ...body }: { readonly id: string } & Readonly<Record<string, unknown>>) =>
      api("PUT", `${path}/${id}`, body, { key: intent({ id, ...body }) }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: [stale] });
      void message.success(t("desk:state.saved"));
      onDone();
    },
    onError: (error) => {
      void client.invalidateQueries({ queryKey: [stale] });
      void message.error(trouble(error));
    },
  });
}

/** For which shop a new entry is; a merchant's person writes for the own one. */
export function OwnerField({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (merchantId: string | null) => void;
}) {
  const { t, title } = useWords();
  const me = useMe();
  const { rows } = usePages<z.infer<typeof merchantShape>>(["merchants"], "/api/v1/merchants", {}, { limit: 100 });
  if (me?.kind === "merchant") return null;
  return (
    <Field label={t("desk:entries.owner")}>
      {(id) => (
        <Select
          id={id}
          value={value ?? ""}
          onChange={(chosen) => onChange(chosen === "" ? null : chosen)}
          showSearch={{ optionFilterProp: "label" }}
          options={[
            { value: "", label: t("desk:policies.platform") },
            ...rows.map((row) => ({ value: row.id, label: title({ zh: row.name, en: row.nameEn }) })),
          ]}
        />
      )}
    </Field>
  );
}

export function ActiveBox({ value, onChange }: { value: boolean; onChange: (active: boolean) => void }) {
  const { t } = useWords();
  return (
    <Checkbox checked={value} onChange={(event) => onChange(event.target.checked)}>
      {t("desk:entries.inUse")}
    </Checkbox>
  );
}
