import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Status } from "../../../shared/components/index.ts";
import { api } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Answer, Bars, Face, Needs } from "../../frame/faces.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { clauseSays } from "../policies/clause.ts";
import type { Clause } from "../policies/compare.ts";
import { type PolicyRow, usePolicies } from "../policies/policies.tsx";

/** What is approved at once and how long whoever must act has, by the policies in force, in words. */
export function AutoApproval() {
  const { t } = useWords();
  return (
    <Needs right="policies.read">
      <div className="page page-reading">
        <PageHead title={t("desk:autoApproval.title")} lead={t("desk:autoApproval.lead")} />
        <Policies />
      </div>
    </Needs>
  );
}

function Policies() {
  const { t } = useWords();
  const policies = usePolicies();
  return (
    <Answer
      query={policies}
      waiting={
        <div className="card card-pad">
          <Bars count={6} height={22} gap={18} />
        </div>
      }
    >
      {({ items }) => {
        const inForce = items.filter(({ current }) => current !== null);
        return inForce.length === 0 ? (
          <Face drawing="calm" title={t("desk:policies.empty")}>
            <p>{t("desk:policies.emptyWhy")}</p>
          </Face>
        ) : (
          <InForce items={inForce} />
        );
      }}
    </Answer>
  );
}

function InForce({ items }: { items: readonly PolicyRow[] }) {
  const words = useWords();
  const { t, title } = words;
  const versions = useQueries({
    queries: items.map(({ id, current }) => ({
      queryKey: ["policies", id, String(current)],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api<{ clauses: Clause[] }>("GET", `/api/v1/policies/${encodeURIComponent(id)}/${current}`, undefined, {
          signal,
        }),
      staleTime: 60_000,
    })),
  });
  return (
    <div className="stack">
      {items.map((policy, at) => {
        const version = versions[at];
        return (
          <section key={policy.id} className="card card-pad">
            <header className="panel-head">
              <h2 className="card-title">
                <Link
                  to="/policies/$id/$version"
                  params={{ id: policy.id, version: String(policy.current) }}
                  className="row-link"
                >
                  {title(policy.title)}
                </Link>
              </h2>
              <Status tone="done">{t("desk:policies.version", { n: policy.current ?? 0 })}</Status>
              <span className="fine">
                {policy.merchantName ? title(policy.merchantName) : t("desk:policies.platform")}
              </span>
            </header>
            {version === undefined ? null : (
              <Answer query={version} waiting={<Bars count={2} height={18} gap={10} />}>
                {({ clauses }) => (
                  <ul className="clauses">
                    {clauses
                      .filter(({ code }) => code === "handling-auto-approve")
                      .map((clause) => (
                        <li key={clause.code}>{clauseSays(words, clause)}</li>
                      ))}
                    <li>{t("desk:autoApproval.otherwise")}</li>
                  </ul>
                )}
              </Answer>
            )}
          </section>
        );
      })}
    </div>
  );
}
