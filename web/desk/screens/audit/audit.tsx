import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { type FormEvent, useEffect, useState } from "react";
import type { z } from "zod";
import type { AuditRow, auditChainShape } from "#contract/compliance";
import { api } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Needs } from "../../frame/faces.tsx";
import { Field } from "../../frame/field.tsx";
import { Icon } from "../../frame/icon.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";
import "./audit.css";

/** Who did what, newest first, and whether the chain that seals it is whole. */
export function Audit() {
  return (
    <Needs right="audit.read">
      <AuditPage />
    </Needs>
  );
}

function AuditPage() {
  const { t, format } = useWords();
  const asked = useSearch({ from: "/frame/audit" });
  const pages = usePages<AuditRow>(
    ["audit"],
    "/api/v1/audit",
    { ...asked, from: instantOf(asked.from), until: instantOf(asked.until, 1) },
    { limit: 50 },
  );
  return (
    <div className="page">
      <PageHead title={t("desk:audit.title")} lead={t("desk:audit.lead")} />
      <Chain />
      <Filter />
      <PagedCard label={t("desk:audit.title")} pages={pages} empty={{ title: t("desk:audit.empty") }}>
        {(rows) => (
          <table className="table table-broad">
            <thead>
              <tr>
                <th>{t("desk:audit.when")}</th>
                <th>{t("desk:audit.who")}</th>
                <th>{t("desk:audit.action")}</th>
                <th>{t("desk:audit.subject")}</th>
                <th>{t("desk:audit.detail")}</th>
                <th className="right">{t("desk:audit.seq")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td className="nowrap ac-figures">{format.moment(row.at)}</td>
                  <td className="nowrap">
                    {row.principalName ??
                      t([`desk:audit.principal.${row.principalKind}`, "desk:audit.principal.system"])}
                    {row.principalName ? (
                      <small>{t([`desk:audit.principal.${row.principalKind}`, "desk:audit.principal.system"])}</small>
                    ) : null}
                  </td>
                  <td>
                    {t([`desk:act.${row.action}`, "desk:act.other"])}
                    <small className="mono">{row.action}</small>
                  </td>
                  <td>
                    {row.subjectKind ? t([`desk:subject.${row.subjectKind}`, "desk:subject.other"]) : "—"}
                    <small className="mono audit-id" title={row.subjectId ?? ""}>
                      {row.subjectName ?? row.subjectId ?? ""}
                    </small>
                  </td>
                  <td className="audit-detail">
                    {Object.entries(row.detail).map(([name, value]) => (
                      <span key={name}>
                        <i>{name}</i> {typeof value === "object" ? JSON.stringify(value) : String(value)}
                      </span>
                    ))}
                  </td>
                  <td className="right nowrap ac-figures" title={row.hash ?? ""}>
                    {row.seq ?? <span className="fine">{t("desk:audit.unsealed")}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </PagedCard>
    </div>
  );
}

function Chain() {
  const { t, format } = useWords();
  const client = useQueryClient();
  const look = (path: string, options: { signal?: AbortSignal } = {}) =>
    api<z.infer<typeof auditChainShape>>("GET", path, undefined, options);
  const chain = useQuery({
    queryKey: ["audit", "chain"],
    queryFn: ({ signal }) => look("/api/v1/audit/chain", { signal }),
    staleTime: 30_000,
  });
  // Opening the page looks at what is new; the button looks at all of it.
  const whole = useMutation({
    mutationFn: () => look("/api/v1/audit/chain?full=1"),
    onSuccess: (found) => client.setQueryData(["audit", "chain"], found),
  });
  const { data } = chain;
  return (
    <section className="chain" data-whole={data?.whole} aria-live="polite">
      <Icon name={data && !data.whole ? "alert" : "shield"} size={22} />
      <div>
        <b>
          {!data
            ? t("desk:state.loading")
            : data.whole
              ? t("desk:audit.chainWhole")
              : t("desk:audit.chainBroken", { n: data.firstBad ?? "?" })}
        </b>
        <p className="fine">
          {data
            ? t("desk:audit.chainRows", { rows: format.number(data.rows), sealed: format.number(data.sealed) })
            : "\u00a0"}
          {data?.wholeAt ? ` · ${t("desk:audit.wholeAt", { at: format.moment(data.wholeAt) })}` : ""}
          {data?.head ? (
            <span className="mono"> · {t("desk:audit.head", { hash: data.head.slice(0, 12) })}</span>
          ) : null}
        </p>
      </div>
      <Button size="small" loading={chain.isFetching || whole.isPending} onClick={() => whole.mutate()}>
        {t("desk:audit.check")}
      </Button>
    </section>
  );
}

type Asked = { action?: string; principal?: string; subject?: string; from?: string; until?: string };

function Filter() {
  const { t } = useWords();
  const asked: Asked = useSearch({ from: "/frame/audit" });
  const navigate = useNavigate();
  const [typed, setTyped] = useState<Asked>(asked);
  useEffect(() => setTyped(asked), [asked]);
  const go = (event: FormEvent) => {
    event.preventDefault();
    void navigate({
      to: "/audit",
      search: Object.fromEntries(Object.entries(typed).filter(([, value]) => value)),
      replace: true,
    });
  };
  const field = (name: keyof Asked, label: string, type: "text" | "date" = "text") => (
    <Field label={label}>
      {(id) => (
        <Input
          id={id}
          type={type}
          value={typed[name] ?? ""}
          onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
          maxLength={80}
          allowClear={type === "text"}
        />
      )}
    </Field>
  );
  return (
    <form className="audit-filter" onSubmit={go}>
      {field("action", t("desk:audit.action"))}
      {field("principal", t("desk:audit.who"))}
      {field("subject", t("desk:audit.subject"))}
      {field("from", t("desk:audit.from"), "date")}
      {field("until", t("desk:audit.until"), "date")}
      <Button htmlType="submit">{t("desk:audit.filter")}</Button>
    </form>
  );
}

/** Midnight of a day as this reader's clock has it, as an instant. */
function instantOf(day: string | undefined, plusDays = 0): string | undefined {
  if (!day) return undefined;
  const midnight = new Date(`${day}T00:00:00`);
  if (Number.isNaN(midnight.getTime())) return undefined;
  midnight.setDate(midnight.getDate() + plusDays);
  return midnight.toISOString();
}
