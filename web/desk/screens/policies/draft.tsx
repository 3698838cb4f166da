import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { App, Button, Input, Tabs } from "antd";
import { useDeferredValue, useState } from "react";
import type { PolicyDraft, PolicyDraftMoved, PolicyFinding, PolicyTerms } from "#contract/returns";
import { Status, TabTitle, type Tone } from "../../../shared/components/index.ts";
import { api, forget, newKey, Problem, useIntent, useKept } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Answer, Bars, Needs } from "../../frame/faces.tsx";
import { Field } from "../../frame/field.tsx";
import { Icon } from "../../frame/icon.tsx";
import { clauseSays } from "./clause.ts";
import { ClauseForm } from "./clause-form.tsx";
import type { Clause } from "./compare.ts";
import {
  type DraftBody,
  type DraftClause,
  newClause,
  type Typed,
  typedFrom,
  typedOf,
  typingKey,
} from "./draft-body.ts";
import { Findings } from "./findings.tsx";
import { HandlingForm } from "./handling-form.tsx";
import { Comparison, useVersion } from "./policy.tsx";
import { Publish } from "./publish.tsx";
import { Replay } from "./replay.tsx";
import { useTerms } from "./start-draft.tsx";
import { useMerchantNames } from "./use-merchant-names.ts";
import "./policies.css";

const tabs = ["edit", "compare", "replay"] as const;
type Tab = (typeof tabs)[number];

/** A policy being written: what it says, what the law says of it, and what it would have changed. */
export function DraftScreen() {
  const { t } = useWords();
  const { id } = useParams({ from: "/frame/policy-drafts/$id" });
  const draft = useQuery({
    queryKey: ["policy-drafts", id],
    queryFn: ({ signal }) => api<PolicyDraft>("GET", `/api/v1/policy-drafts/${id}`, undefined, { signal }),
  });
  const terms = useTerms();
  return (
    <Needs right="policies.write">
      <div className="page page-draft">
        <Link to="/policies" className="quiet-link with-icon">
          <Icon name="back" size={14} />
          {t("desk:policies.title")}
        </Link>
        <Answer query={draft} waiting={<Blank />}>
          {(loaded) => (
            <Answer query={terms} waiting={<Blank />}>
              {(words) => <Draft key={loaded.version} draft={loaded} terms={words} />}
            </Answer>
          )}
        </Answer>
      </div>
    </Needs>
  );
}

function Blank() {
  return (
    <div className="card card-pad">
      <Bars count={8} height={22} gap={18} />
    </div>
  );
}

const tones: Record<PolicyDraft["state"], Tone> = { draft: "going", published: "done", discarded: "mute" };

function Draft({ draft, terms }: { draft: PolicyDraft; terms: PolicyTerms }) {
  const words = useWords();
  const { t, title, format, trouble, because } = words;
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { tab = "edit" } = useSearch({ from: "/frame/policy-drafts/$id" });
  const intent = useIntent();
  const [kept, keep] = useKept(typingKey(draft.id, draft.version));
  const [publishing, setPublishing] = useState(false);
  const typed = typedFrom(kept) ?? typedOf(draft);
  const changed = kept !== "";
  const may = (action: string) => draft.abilities.find((ability) => ability.action === action);
  const locked = may("save")?.allowed !== true;
  const check = useCheck(draft, typed.body);
  const findings = check.data?.findings ?? draft.findings;
  const type = (next: Typed) => keep(JSON.stringify(next));
  const reload = () => client.invalidateQueries({ queryKey: ["policy-drafts"] });
  const save = useMutation({
    mutationFn: () => {
      const content = { version: draft.version, policyId: draft.policyId, ...typed };
      return api<PolicyDraftMoved>("PUT", `/api/v1/policy-drafts/${draft.id}`, content, { key: intent(content) });
    },
    onSuccess: () => {
      forget(typingKey(draft.id, draft.version));
      void message.success(t("desk:state.saved"));
      void reload();
    },
  });
  const discard = useMutation({
    mutationFn: () =>
      api("POST", `/api/v1/policy-drafts/${draft.id}/discard`, { version: draft.version }, { key: newKey() }),
    onSuccess: () => {
      forget(typingKey(draft.id, draft.version));
      void reload();
      void navigate({ to: "/policies" });
    },
    onError: (error) => void message.error(trouble(error)),
  });
  const publish = may("publish");
  return (
    <>
      <header className="page-head">
        <div>
          <TabTitle of={title(typed.title)} />
          <h1>{title(typed.title)}</h1>
          <p className="lead draft-lead">
            <Status tone={tones[draft.state]}>{t(`desk:draft.state.${draft.state}`)}</Status>
            <span>{draft.merchantName ? title(draft.merchantName) : t("desk:policies.platform")}</span>
            <span className="mono">{draft.policyId}</span>
            <span>{t("desk:draft.changedBy", { who: draft.changedBy, when: format.relative(draft.changedAt) })}</span>
          </p>
        </div>
        <div className="page-tools">
          <Button
            danger
            type="text"
            disabled={may("discard")?.allowed !== true}
            onClick={() =>
              modal.confirm({
                title: t("desk:draft.discardTitle"),
                content: t("desk:draft.discardWhy"),
                okText: t("desk:draft.discard"),
                okButtonProps: { danger: true },
                cancelText: t("desk:state.cancel"),
                onOk: () => discard.mutateAsync().catch(() => undefined),
              })
            }
          >
            {t("desk:draft.discard")}
          </Button>
          <Button
            type={changed ? "primary" : "default"}
            disabled={locked || !changed}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {t("desk:state.save")}
          </Button>
          <Button
            type={changed ? "default" : "primary"}
            disabled={publish?.allowed !== true || changed}
            title={changed ? t("desk:draft.saveFirst") : because(publish?.because)}
            onClick={() => setPublishing(true)}
          >
            {t("desk:draft.publish")}
          </Button>
        </div>
      </header>
      {draft.state === "published" && draft.publishedVersion !== null ? (
        <p className="page-note">
          <Link
            to="/policies/$id/$version"
            params={{ id: draft.policyId, version: String(draft.publishedVersion) }}
            className="row-link"
          >
            {t("desk:draft.seePublished", { n: draft.publishedVersion })}
          </Link>
        </p>
      ) : null}
      {save.isError ? <NotSaved error={save.error} onReload={() => void reload()} /> : null}
      <Summary findings={findings} changed={changed} invalid={check.isError} />
      <Tabs
        activeKey={tab}
        onChange={(wanted) =>
          void navigate({
            to: "/policy-drafts/$id",
            params: { id: draft.id },
            search: wanted === "edit" ? {} : { tab: wanted as Tab },
            replace: true,
          })
        }
        items={tabs.map((key) => ({ key, label: t(`desk:draft.tab.${key}`) }))}
      />
      {tab === "edit" ? (
        <Editor
          draft={draft}
          typed={typed}
          terms={terms}
          locked={locked}
          clauses={check.data?.clauses ?? draft.clauses}
          findings={findings}
          invalid={check.error}
          onChange={type}
        />
      ) : tab === "compare" ? (
        <Compared draft={draft} typed={typed} clauses={check.data?.clauses ?? draft.clauses} />
      ) : (
        <Replay draft={draft} unsaved={changed} />
      )}
      {publishing ? <Publish draft={draft} onClose={() => setPublishing(false)} /> : null}
    </>
  );
}

/** What the law says of what is typed, a moment after the typing. */
function useCheck({ id, merchantId }: PolicyDraft, body: DraftBody) {
  const said = useDeferredValue(JSON.stringify(body));
  return useQuery({
    queryKey: ["policy-drafts", "check", id, said],
    queryFn: ({ signal }) =>
      api<{ clauses: Clause[]; findings: PolicyFinding[] }>(
        "POST",
        "/api/v1/policy-drafts/check",
        { body: JSON.parse(said), merchantId },
        { signal },
      ),
    placeholderData: (before) => before,
    retry: false,
    staleTime: 60_000,
  });
}

function NotSaved({ error, onReload }: { error: unknown; onReload: () => void }) {
  const { t, trouble } = useWords();
  const overtaken = error instanceof Problem && error.code === "draft-changed";
  return (
    <p className="page-note draft-bad" role="alert">
      {trouble(error)} {t("desk:draft.stillHere")}{" "}
      {overtaken ? (
        <Button size="small" onClick={onReload}>
          {t("desk:draft.seeTheirs")}
        </Button>
      ) : null}
    </p>
  );
}

function Summary({
  findings,
  changed,
  invalid,
}: {
  findings: readonly PolicyFinding[];
  changed: boolean;
  invalid: boolean;
}) {
  const { t } = useWords();
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const tone: Tone = invalid ? "bad" : errors > 0 ? "bad" : findings.length > 0 ? "wait" : "done";
  return (
    <div className="draft-summary card" role="status">
      <Status tone={tone}>
        {invalid
          ? t("desk:draft.incomplete")
          : errors > 0
            ? t("desk:draft.errors", { count: errors })
            : findings.length > 0
              ? t("desk:draft.warnings", { count: findings.length })
              : t("desk:draft.lawful")}
      </Status>
      <span className="fine">{t("desk:draft.allRoutes")}</span>
      {changed ? <span className="pill">{t("desk:draft.unsaved")}</span> : null}
    </div>
  );
}

function Editor({ draft, typed, terms, locked, clauses, findings, invalid, onChange }: EditorProps) {
  const words = useWords();
  const { t } = words;
  const [open, setOpen] = useState<number | null>(null);
  const merchants = useMerchantNames(draft.merchantId === null);
  const { body } = typed;
  const own = body.policy.clauses;
  const setClauses = (next: DraftClause[]) =>
    onChange({ ...typed, body: { ...body, policy: { ...body.policy, clauses: next } } });
  const sentence = (id: string) => {
    const said = clauses.find(({ code, params }) => code === "policy-clause" && params["id"] === id);
    return said ? clauseSays(words, said) : id;
  };
  return (
    <>
      <section className="card card-pad">
        <div className="form-columns">
          <Field label={t("desk:draft.titleZh")}>
            {(id) => (
              <Input
                id={id}
                value={typed.title.zh}
                maxLength={100}
                disabled={locked}
                onChange={(event) => onChange({ ...typed, title: { ...typed.title, zh: event.target.value } })}
              />
            )}
          </Field>
          <Field label={t("desk:draft.titleEn")}>
            {(id) => (
              <Input
                id={id}
                value={typed.title.en}
                maxLength={100}
                disabled={locked}
                onChange={(event) => onChange({ ...typed, title: { ...typed.title, en: event.target.value } })}
              />
            )}
          </Field>
        </div>
      </section>
      <h2 className="section-title">{t("desk:draft.clauses")}</h2>
      <div className="stack">
        {own.length === 0 ? <p className="fine">{t("desk:draft.noClauses")}</p> : null}
        {own.map((clause, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the name of a clause changes while it is typed, its place does not
          <section key={index} className="card draft-clause">
            <div>
              <button
                type="button"
                className="clause-head"
                aria-expanded={open === index}
                onClick={() => setOpen(open === index ? null : index)}
              >
                <span className="count">{index + 1}</span>
                <span>{sentence(clause.id)}</span>
                <Icon name="down" size={16} />
              </button>
              {open === index ? (
                <ClauseForm
                  clause={clause}
                  terms={terms}
                  merchants={merchants}
                  locked={locked}
                  onChange={(next) => setClauses(own.with(index, next))}
                  onRemove={() => {
                    setOpen(null);
                    setClauses(own.toSpliced(index, 1));
                  }}
                />
              ) : null}
            </div>
            <aside>
              <Missing error={invalid} index={index} />
              <Findings findings={findings.filter((finding) => finding.clause === clause.id)} />
            </aside>
          </section>
        ))}
        <Button
          disabled={locked}
          icon={<Icon name="plus" size={14} />}
          onClick={() => {
            setOpen(own.length);
            setClauses([...own, newClause(own)]);
          }}
        >
          {t("desk:draft.addClause")}
        </Button>
      </div>
      <h2 className="section-title">{t("desk:draft.handling")}</h2>
      <section className="card draft-clause">
        <div className="card-pad-in">
          <HandlingForm
            body={body}
            terms={terms}
            locked={locked}
            onChange={(next) => onChange({ ...typed, body: next })}
          />
        </div>
        <aside>
          <Findings findings={findings.filter((finding) => finding.clause === null)} />
        </aside>
      </section>
    </>
  );
}
type EditorProps = {
  readonly draft: PolicyDraft;
  readonly typed: Typed;
  readonly terms: PolicyTerms;
  readonly locked: boolean;
  readonly clauses: readonly Clause[];
  readonly findings: readonly PolicyFinding[];
  /** Why what is typed is no policy yet; null when it is one. */
  readonly invalid: unknown;
  readonly onChange: (typed: Typed) => void;
};

/** What a clause still lacks to be one. */
function Missing({ error, index }: { error: unknown; index: number }) {
  const { t } = useWords();
  if (!(error instanceof Problem)) return null;
  const prefix = `body.policy.clauses.${index}.`;
  const fields = new Set(
    error.errors.flatMap(({ field }) =>
      field.startsWith(prefix) ? (field.slice(prefix.length).split(".")[0] ?? []) : [],
    ),
  );
  if (fields.size === 0) return null;
  return (
    <p className="field-bad">
      {t("desk:draft.missing", {
        list: [...fields]
          .map((field) => t([`desk:draft.${field === "id" ? "clauseId" : field}`, "desk:draft.clauseId"]))
          .join(t("desk:case.separator")),
      })}
    </p>
  );
}

/** Set against the version that holds now. */
function Compared({ draft, typed, clauses }: { draft: PolicyDraft; typed: Typed; clauses: readonly Clause[] }) {
  const { t } = useWords();
  const current = useVersion(draft.policyId, draft.current === null ? undefined : String(draft.current));
  if (draft.current === null) return <p className="fine">{t("desk:draft.nothingToCompare")}</p>;
  return (
    <Answer query={current} waiting={<Blank />}>
      {(was) => (
        <Comparison was={was} now={{ ...was, ...typed, clauses: [...clauses] }} nowCalled={t("desk:draft.thisDraft")} />
      )}
    </Answer>
  );
}
