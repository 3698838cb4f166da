import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown, Input, Modal, Segmented, Select } from "antd";
import { type FormEvent, useState } from "react";
import type { z } from "zod";
import type { merchantShape, Role, StaffRow } from "#contract/parties";
import { Status } from "../../../shared/components/index.ts";
import { api, newKey, useMe } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Needs } from "../../frame/faces.tsx";
import { Field } from "../../frame/field.tsx";
import { focusFirst } from "../../frame/focus-once.ts";
import { Icon } from "../../frame/icon.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";
import { useHolds } from "../../frame/rights.ts";
import { RightsMatrix } from "./rights-matrix.tsx";
import "./staff.css";

/** The people of the desk, their roles, and what each role may do. */
export function Staff() {
  return (
    <Needs right="staff.read">
      <StaffPage />
    </Needs>
  );
}

function StaffPage() {
  const { t } = useWords();
  const holds = useHolds();
  const [shown, setShown] = useState<"people" | "matrix">("people");
  const [adding, setAdding] = useState(false);
  return (
    <div className="page">
      <PageHead title={t("desk:staff.title")} lead={shown === "matrix" ? t("desk:staff.matrixWhy") : undefined}>
        <Segmented
          value={shown}
          onChange={setShown}
          options={[
            { value: "people", label: t("desk:staff.people") },
            { value: "matrix", label: t("desk:staff.matrix") },
          ]}
        />
        {holds("staff.write") ? (
          <Button type="primary" onClick={() => setAdding(true)}>
            {t("desk:staff.add")}
          </Button>
        ) : null}
      </PageHead>
      {shown === "people" ? <People /> : <RightsMatrix />}
      {adding ? <AddPerson onClose={() => setAdding(false)} /> : null}
    </div>
  );
}

function People() {
  const { t, format, title } = useWords();
  const me = useMe();
  const holds = useHolds();
  const pages = usePages<StaffRow>(["staff"], "/api/v1/staff", {}, { limit: 50 });
  return (
    <PagedCard label={t("desk:staff.title")} pages={pages} empty={{ title: t("desk:staff.empty") }}>
      {(rows) => (
        <table className="table table-broad">
          <thead>
            <tr>
              <th>{t("desk:staff.name")}</th>
              <th>{t("desk:staff.role")}</th>
              <th>{t("desk:staff.team")}</th>
              <th>{t("desk:staff.state")}</th>
              <th aria-label={t("desk:case.actions")} />
            </tr>
          </thead>
          <tbody>
            {rows.map((person) => (
              <tr key={person.id} data-off={person.state === "disabled" || undefined}>
                <td>
                  <div className="person-cell">
                    <i className="avatar">{person.name.slice(0, 1)}</i>
                    <span>
                      <b>{person.name}</b>{" "}
                      {person.id === me?.id ? <span className="pill">{t("desk:staff.you")}</span> : null}
                      <small>{person.email}</small>
                    </span>
                  </div>
                </td>
                <td className="nowrap">{t(`desk:role.${person.role}`)}</td>
                <td>{person.merchantName ? title(person.merchantName) : (person.team ?? "—")}</td>
                <td className="nowrap">
                  {person.state === "disabled" ? (
                    <Status tone="mute">{t("desk:staff.disabled")}</Status>
                  ) : person.hasLogin ? (
                    <Status tone="done">{t("desk:staff.active")}</Status>
                  ) : (
                    <Status tone="mute">{t("desk:staff.invited")}</Status>
                  )}
                  <small>{format.day(person.createdAt)}</small>
                </td>
                <td className="right">
                  {holds("staff.write") && person.id !== me?.id ? <PersonTools person={person} /> : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </PagedCard>
  );
}

function PersonTools({ person }: { person: StaffRow }) {
  const { t, trouble } = useWords();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const again = () => void client.invalidateQueries({ queryKey: ["staff"] });
  const change = useMutation({
    mutationFn: (to: { role?: Role; state?: StaffRow["state"] }) =>
      api("POST", `/api/v1/staff/${person.id}/change`, to, { key: newKey() }),
    onSuccess: () => {
      void message.success(t("desk:state.saved"));
      again();
    },
    onError: (error) => void message.error(trouble(error)),
  });
  const invite = useMutation({
    mutationFn: () => api("POST", `/api/v1/staff/${person.id}/invite`, {}, { key: newKey() }),
    onSuccess: () => void message.success(t("desk:staff.invited2")),
    onError: (error) => void message.error(trouble(error)),
  });
  return (
    <Dropdown
      trigger={["click"]}
      placement="bottomRight"
      menu={{
        items: [
          {
            key: "role",
            label: t("desk:staff.role"),
            children: roleNames.map((role) => ({
              key: `role:${role}`,
              label: t(`desk:role.${role}`),
              disabled: role === person.role,
            })),
          },
          { key: "invite", label: t("desk:staff.invite"), disabled: person.state === "disabled" },
          { type: "divider" },
          person.state === "active"
            ? { key: "disabled", danger: true, label: t("desk:staff.disable") }
            : { key: "active", label: t("desk:staff.enable") },
        ],
        onClick: ({ key }) => {
          if (key === "invite") invite.mutate();
          else if (key === "active") change.mutate({ state: "active" });
          else if (key === "disabled")
            modal.confirm({
              title: `${t("desk:staff.disable")} ${person.name}?`,
              content: t("desk:staff.disableWhy"),
              okText: t("desk:staff.disable"),
              okButtonProps: { danger: true },
              cancelText: t("desk:state.cancel"),
              onOk: () => change.mutateAsync({ state: "disabled" }).catch(() => undefined),
            });
          else {
            const role = roleNames.find((each) => `role:${each}` === key);
            if (role) change.mutate({ role });
          }
        },
      }}
    >
      <Button
        size="small"
        type="text"
        loading={change.isPending || invite.isPending}
        aria-label={`${t("desk:case.actions")}: ${person.name}`}
        icon={<Icon name="gear" size={16} />}
      />
    </Dropdown>
  );
}

function AddPerson({ onClose }: { onClose: () => void }) {
  const { t, trouble, title } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const holds = useHolds();
  const [person, setPerson] = useState<{
    name: string;
    email: string;
    role: Role;
    merchantId: string | null;
    team: string;
  }>({ name: "", email: "", role: "agent", merchantId: null, team: "" });
  const [key, setKey] = useState(newKey);
  const merchants = useQuery({
    queryKey: ["merchants", "all"],
    queryFn: ({ signal }) =>
      api<{ items: z.infer<typeof merchantShape>[] }>("GET", "/api/v1/merchants?limit=100", undefined, { signal }),
    enabled: person.role === "merchant" && holds("merchants.read"),
  });
  const add = useMutation({
    mutationFn: () => {
      const { name, email, role, merchantId, team } = person;
      return api<StaffRow>(
        "POST",
        "/api/v1/staff",
        {
          name: name.trim(),
          email: email.trim(),
          role,
          ...(role === "merchant" && merchantId ? { merchantId } : {}),
          ...(team.trim() ? { team: team.trim() } : {}),
        },
        { key },
      );
    },
    onSuccess: (added) => {
      void client.invalidateQueries({ queryKey: ["staff"] });
      onClose();
      void message.success(t("desk:staff.added", { name: added.name }));
    },
    onError: () => setKey(newKey()),
  });
  const complete =
    person.name.trim() !== "" &&
    /.+@.+\..+/.test(person.email) &&
    (person.role !== "merchant" || person.merchantId !== null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (complete) add.mutate();
  };
  return (
    <Modal
      open
      title={t("desk:staff.add")}
      onCancel={onClose}
      afterOpenChange={focusFirst("field")}
      okText={t("desk:staff.addGo")}
      cancelText={t("desk:state.cancel")}
      okButtonProps={{ disabled: !complete, loading: add.isPending }}
      onOk={() => add.mutate()}
      mask={{ closable: false }}
    >
      <p className="ask-what">{t("desk:staff.addWhy")}</p>
      <form onSubmit={submit}>
        <Field label={t("desk:staff.name")}>
          {(id) => (
            <Input
              id={id}
              value={person.name}
              onChange={(event) => setPerson({ ...person, name: event.target.value })}
              maxLength={60}
            />
          )}
        </Field>
        <Field label={t("desk:staff.email")}>
          {(id) => (
            <Input
              id={id}
              type="email"
              value={person.email}
              onChange={(event) => setPerson({ ...person, email: event.target.value })}
              maxLength={200}
            />
          )}
        </Field>
        <Field label={t("desk:staff.role")}>
          {(id) => (
            <Select
              id={id}
              value={person.role}
              onChange={(role) => setPerson({ ...person, role })}
              options={roleNames.map((role) => ({ value: role, label: t(`desk:role.${role}`) }))}
            />
          )}
        </Field>
        {person.role === "merchant" ? (
          <Field label={t("desk:staff.merchant")}>
            {(id) => (
              <Select
                id={id}
                value={person.merchantId}
                loading={merchants.isPending}
                showSearch={{ optionFilterProp: "label" }}
                onChange={(merchantId) => setPerson({ ...person, merchantId })}
                options={(merchants.data?.items ?? []).map((merchant) => ({
                  value: merchant.id,
                  label: title({ zh: merchant.name, en: merchant.nameEn }),
                }))}
              />
            )}
          </Field>
        ) : null}
        <Field label={t("desk:staff.team")}>
          {(id) => (
            <Input
              id={id}
              value={person.team}
              onChange={(event) => setPerson({ ...person, team: event.target.value })}
              maxLength={60}
            />
          )}
        </Field>
        <button type="submit" hidden />
      </form>
      {add.isError ? (
        <p className="field-bad" role="alert">
          {trouble(add.error)}
        </p>
      ) : null}
    </Modal>
  );
}

const roleNames: readonly Role[] = [
  "agent",
  "supervisor",
  "merchant",
  "warehouse",
  "technician",
  "live",
  "operations",
  "compliance",
  "admin",
];
