import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Segmented, Select } from "antd";
import { useState } from "react";
import { TabTitle } from "../../../shared/components/index.ts";
import { api } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Answer, Bars, Needs } from "../../frame/faces.tsx";
import { Icon } from "../../frame/icon.tsx";
import { TableScroll } from "../../frame/table-scroll.tsx";
import { clauseSays } from "./clause.ts";
import { type Clause, differences, type Leaf, leavesOf } from "./compare.ts";
import { usePolicies } from "./policies.tsx";
import "./policies.css";

type PolicyVersion = {
  id: string;
  title: { zh: string; en: string };
  merchantName: { zh: string; en: string } | null;
  version: number;
  effectiveFrom: string;
  publishedAt: string;
  publishedBy: string | null;
  body: unknown;
  clauses: Clause[];
};

/** One version to read, clause by clause, or set against another one. */
export function PolicyScreen() {
  const { t, title, format } = useWords();
  const { id, version } = useParams({ from: "/frame/policies/$id/$version" });
  const other = useSearch({ from: "/frame/policies/$id/$version" }).with;
  const navigate = useNavigate();
  const policies = usePolicies();
  const query = useVersion(id, version);
  const against = useVersion(id, other);
  const versions = policies.data?.items.find((policy) => policy.id === id)?.versions ?? [];
  return (
    <Needs right="policies.read">
      <div className="page page-reading">
        <Link to="/policies" className="quiet-link with-icon">
          <Icon name="back" size={14} />
          {t("desk:policies.title")}
        </Link>
        <Answer
          query={query}
          waiting={
            <div className="card card-pad">
              <Bars count={8} height={22} gap={18} />
            </div>
          }
        >
          {(policy) => (
            <>
              <header className="page-head">
                <div>
                  <TabTitle of={title(policy.title)} />
                  <h1>{`${title(policy.title)} · ${t("desk:policies.version", { n: policy.version })}`}</h1>
                  <p className="lead">
                    {policy.merchantName ? title(policy.merchantName) : t("desk:policies.platform")} ·{" "}
                    {t("desk:policies.effective", { when: format.moment(policy.effectiveFrom) })} ·{" "}
                    <a href={`/api/v1/policies/${encodeURIComponent(id)}/${version}/schema-org`} className="quiet-link">
                      {t("desk:policies.schemaOrg")}
                    </a>
                  </p>
                </div>
                {versions.length > 1 ? (
                  <div className="page-tools">
                    <Select
                      value={other ?? ""}
                      style={{ minWidth: 180 }}
                      aria-label={t("desk:policies.compare")}
                      onChange={(value: string) =>
                        void navigate({
                          to: "/policies/$id/$version",
                          params: { id, version },
                          search: value ? { with: value } : {},
                          replace: true,
                        })
                      }
                      options={[
                        { value: "", label: t("desk:policies.compareNone") },
                        ...versions
                          .filter((each) => String(each.version) !== version)
                          .map((each) => ({
                            value: String(each.version),
                            label: `${t("desk:policies.compare")} v${each.version}`,
                          })),
                      ]}
                    />
                  </div>
                ) : null}
              </header>
              {other && against.data ? <Comparison now={policy} was={against.data} /> : <Reading policy={policy} />}
            </>
          )}
        </Answer>
      </div>
    </Needs>
  );
}

export function useVersion(id: string, version: string | undefined) {
  return useQuery({
    queryKey: ["policies", id, version],
    queryFn: ({ signal }) =>
      api<PolicyVersion>("GET", `/api/v1/policies/${encodeURIComponent(id)}/${version}`, undefined, { signal }),
    enabled: version !== undefined,
    staleTime: 300_000,
  });
}

type How = "clauses" | "raw";

function HowToRead({ how, onChange }: { how: How; onChange: (how: How) => void }) {
  const { t } = useWords();
  return (
    <Segmented<How>
      value={how}
      onChange={onChange}
      options={[
        { value: "clauses", label: t("desk:policies.clauses") },
        { value: "raw", label: t("desk:policies.raw") },
      ]}
    />
  );
}

function Reading({ policy }: { policy: PolicyVersion }) {
  const words = useWords();
  const [how, setHow] = useState<How>("clauses");
  return (
    <section className="card card-pad">
      <HowToRead how={how} onChange={setHow} />
      {how === "clauses" ? (
        <ol className="clauses">
          {policy.clauses.map((clause) => (
            <li key={clauseName(clause)}>{clauseSays(words, clause)}</li>
          ))}
        </ol>
      ) : (
        <Leaves leaves={leavesOf(policy.body)} />
      )}
    </section>
  );
}

/** The body flattened to name and value: what the rules read. */
function Leaves({ leaves }: { leaves: readonly Leaf[] }) {
  return (
    <dl className="leaves">
      {leaves.map(({ path, value }) => (
        <div key={path}>
          <dt className="mono">{path}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What changed from one version to the other: as sentences, or as the data the rules read. */
export function Comparison({ now, was, nowCalled }: { now: PolicyVersion; was: PolicyVersion; nowCalled?: string }) {
  const words = useWords();
  const { t } = words;
  const [how, setHow] = useState<How>("clauses");
  const said = (policy: PolicyVersion) =>
    policy.clauses.map((clause) => ({ path: clauseName(clause), value: clauseSays(words, clause) }));
  const changes =
    how === "clauses" ? differences(said(was), said(now)) : differences(leavesOf(was.body), leavesOf(now.body));
  return (
    <section className="card">
      <div className="card-pad">
        <HowToRead how={how} onChange={setHow} />
      </div>
      <TableScroll label={t("desk:policies.title")}>
        <table className="table compare">
          <thead>
            <tr>
              <th>{how === "raw" ? t("desk:policies.raw") : t("desk:policies.clauses")}</th>
              <th>{`${t("desk:policies.was")} · v${was.version}`}</th>
              <th>{`${t("desk:policies.now")} · ${nowCalled ?? `v${now.version}`}`}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ path, before, after }) => (
              <tr key={path}>
                <td>
                  {before === null
                    ? t("desk:policies.added")
                    : after === null
                      ? t("desk:policies.removed")
                      : t("desk:policies.changed")}
                  {how === "raw" ? <small className="mono">{path}</small> : null}
                </td>
                <td>{before === null ? <span className="fine">—</span> : <del className="was">{before}</del>}</td>
                <td>{after === null ? <span className="fine">—</span> : <ins className="now">{after}</ins>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {changes.length === 0 ? <p className="fine card-pad">{t("desk:policies.same")}</p> : null}
    </section>
  );
}

/** A clause keeps its name from version to version; the handling has one clause per code. */
function clauseName({ code, params }: Clause): string {
  return typeof params["id"] === "string" ? `${code}:${params["id"]}` : code;
}
