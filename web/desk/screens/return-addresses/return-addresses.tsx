import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, InputNumber, Modal, Select } from "antd";
import { useState } from "react";
import type { z } from "zod";
import type { ReturnAddress } from "#contract/logistics";
import type { merchantShape } from "#contract/parties";
import { Status } from "../../../shared/components/index.ts";
import { api, useIntent, useMe } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { useCategories } from "../../frame/categories.ts";
import { Needs } from "../../frame/faces.tsx";
import { Field } from "../../frame/field.tsx";
import { focusFirst } from "../../frame/focus-once.ts";
import { PageHead } from "../../frame/page-head.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";

const name = ["return-addresses"];

/** Where merchants take goods back, and which goods go where. */
export function ReturnAddresses() {
  return (
    <Needs right="addresses.write">
      <AddressList />
    </Needs>
  );
}

function AddressList() {
  const { t } = useWords();
  const [open, setOpen] = useState<ReturnAddress | "new" | null>(null);
  const pages = usePages<ReturnAddress>(name, "/api/v1/return-addresses");
  return (
    <div className="page">
      <PageHead title={t("desk:addresses.title")} lead={t("desk:addresses.lead")}>
        <Button type="primary" onClick={() => setOpen("new")}>
          {t("desk:addresses.add")}
        </Button>
      </PageHead>
      <PagedCard
        label={t("desk:addresses.title")}
        pages={pages}
        empty={{ title: t("desk:addresses.empty"), why: t("desk:addresses.emptyWhy") }}
      >
        {(rows) => <AddressTable rows={rows} onOpen={setOpen} />}
      </PagedCard>
      {open === null ? null : <AddressForm address={open === "new" ? undefined : open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function AddressTable({ rows, onOpen }: { rows: readonly ReturnAddress[]; onOpen: (row: ReturnAddress) => void }) {
  const { t, title } = useWords();
  return (
    <table className="table table-broad">
      <thead>
        <tr>
          <th>{t("desk:addresses.label")}</th>
          <th>{t("desk:addresses.place")}</th>
          <th>{t("desk:addresses.takes")}</th>
          <th className="right">{t("desk:addresses.priority")}</th>
          <th>{t("desk:addresses.state")}</th>
          <th aria-label={t("desk:case.actions")} />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-off={!row.active || undefined}>
            <td>
              <b>{row.label}</b>
              <small>{title(row.merchant)}</small>
            </td>
            <td>
              {row.place.name} <span className="ac-figures">{row.place.phone}</span>
              <small>{row.place.address}</small>
            </td>
            <td>
              <Takes row={row} />
            </td>
            <td className="right ac-figures">{row.priority}</td>
            <td className="nowrap">
              <Status tone={row.active ? "done" : "mute"}>
                {row.active ? t("desk:addresses.active") : t("desk:addresses.retired")}
              </Status>
            </td>
            <td className="right nowrap">
              <Tools row={row} onOpen={onOpen} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Takes({ row }: { row: ReturnAddress }) {
  const { t } = useWords();
  const categories = useCategories();
  const said = [
    ...row.categories.map((code) => categories.find(({ value }) => value === code)?.label ?? code),
    ...row.regions,
  ];
  if (said.length === 0) return <span className="fine">{t("desk:addresses.everything")}</span>;
  return <span>{said.join(t("desk:case.separator"))}</span>;
}

function Tools({ row, onOpen }: { row: ReturnAddress; onOpen: (row: ReturnAddress) => void }) {
  const { t, trouble } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const retire = useMutation({
    mutationFn: () => api("POST", `/api/v1/return-addresses/${row.id}/retire`, { active: !row.active }),
    onSuccess: () => void client.invalidateQueries({ queryKey: name }),
    onError: (error) => void message.error(trouble(error)),
  });
  return (
    <span className="page-tools">
      <Button size="small" onClick={() => onOpen(row)}>
        {t("desk:addresses.change")}
      </Button>
      <Button size="small" type="text" loading={retire.isPending} onClick={() => retire.mutate()}>
        {row.active ? t("desk:addresses.retire") : t("desk:addresses.revive")}
      </Button>
    </span>
  );
}

type Merchant = z.infer<typeof merchantShape>;

function AddressForm({ address, onClose }: { address: ReturnAddress | undefined; onClose: () => void }) {
  const { t, title, trouble } = useWords();
  const me = useMe();
  const client = useQueryClient();
  const keyFor = useIntent();
  const categories = useCategories();
  const [tried, setTried] = useState(false);
  const [form, setForm] = useState({
    merchantId: address?.merchantId ?? me?.merchant?.id ?? "",
    label: address?.label ?? "",
    name: address?.place.name ?? "",
    phone: address?.place.phone ?? "",
    address: address?.place.address ?? "",
    categories: address?.categories ?? [],
    regions: address?.regions ?? [],
    priority: address?.priority ?? 100,
  });
  const set = (change: Partial<typeof form>) => setForm((was) => ({ ...was, ...change }));
  const merchants = useQuery({
    queryKey: ["merchants", "choice"],
    queryFn: ({ signal }) => api<{ items: Merchant[] }>("GET", "/api/v1/merchants?limit=100", undefined, { signal }),
    enabled: address === undefined && !me?.merchant,
  });
  const save = useMutation({
    mutationFn: () => {
      const { merchantId, name: recipient, phone, address: street, ...rest } = form;
      const fields = { ...rest, place: { name: recipient.trim(), phone: phone.trim(), address: street.trim() } };
      const body = address === undefined ? { merchantId, ...fields } : { version: address.version, ...fields };
      const path = address === undefined ? "/api/v1/return-addresses" : `/api/v1/return-addresses/${address.id}/change`;
      return api("POST", path, body, { key: keyFor(body) });
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: name });
      onClose();
    },
  });
  const missing = (value: string) => (tried && value.trim() === "" ? t("desk:addresses.needed") : null);
  const ready = [form.merchantId, form.label, form.name, form.phone, form.address].every((one) => one.trim() !== "");
  const text = (field: "label" | "name" | "phone" | "address", label: string, maxLength: number) => (
    <Field label={label} bad={missing(form[field])}>
      {(id) => (
        <Input
          id={id}
          value={form[field]}
          maxLength={maxLength}
          status={missing(form[field]) ? "error" : ""}
          onChange={(event) => set({ [field]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <Modal
      open
      width={640}
      title={address === undefined ? t("desk:addresses.add") : t("desk:addresses.change")}
      onCancel={onClose}
      onOk={() => {
        setTried(true);
        if (ready) save.mutate();
      }}
      afterOpenChange={focusFirst("field")}
      okText={t("desk:addresses.save")}
      cancelText={t("desk:state.cancel")}
      okButtonProps={{ loading: save.isPending }}
      mask={{ closable: false }}
    >
      {address === undefined && !me?.merchant ? (
        <Field label={t("desk:addresses.merchant")} bad={missing(form.merchantId)}>
          {(id) => (
            <Select
              id={id}
              showSearch={{ optionFilterProp: "label" }}
              style={{ width: "100%" }}
              value={form.merchantId || null}
              onChange={(merchantId: string) => set({ merchantId })}
              loading={merchants.isPending}
              options={(merchants.data?.items ?? []).map((one) => ({
                value: one.id,
                label: title({ zh: one.name, en: one.nameEn }),
              }))}
            />
          )}
        </Field>
      ) : null}
      {text("label", t("desk:addresses.label"), 60)}
      {text("name", t("desk:addresses.name"), 60)}
      {text("phone", t("desk:addresses.phone"), 30)}
      {text("address", t("desk:addresses.address"), 200)}
      <Field label={t("desk:addresses.categories")}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            style={{ width: "100%" }}
            value={form.categories}
            placeholder={t("desk:addresses.everything")}
            onChange={(chosen: string[]) => set({ categories: chosen })}
            showSearch={{ optionFilterProp: "label" }}
            options={[...categories]}
          />
        )}
      </Field>
      <Field label={t("desk:addresses.regions")}>
        {(id) => (
          <Select
            id={id}
            mode="tags"
            style={{ width: "100%" }}
            value={form.regions}
            placeholder={t("desk:addresses.typeMore")}
            onChange={(regions: string[]) => set({ regions })}
            open={false}
            suffixIcon={null}
          />
        )}
      </Field>
      <Field label={t("desk:addresses.priority")}>
        {(id) => (
          <InputNumber
            id={id}
            min={0}
            max={1000}
            precision={0}
            value={form.priority}
            onChange={(priority) => set({ priority: priority ?? 100 })}
          />
        )}
      </Field>
      {save.isError ? (
        <p className="field-bad" role="alert">
          {trouble(save.error)}
        </p>
      ) : null}
    </Modal>
  );
}
