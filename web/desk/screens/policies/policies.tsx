import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Status } from "../../../shared/components/index.ts";
import { api } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Answer, Bars, Face, Needs } from "../../frame/faces.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import "./policies.css";

export type PolicyRow = {
  id: string;
  merchantId: string | null;
  merchantName: string | null;
  title: { zh: string; en: string };
  versions: { version: number; effectiveFrom: string; publishedAt: string; publishedBy: string | null }[];
  current: number | null;
};

export function usePolicies({ enabled = true } = {}) {
  return useQuery({
    enabled,
    queryKey: ["policies"],
    queryFn: ({ signal }) => api<{ items: PolicyRow[] }>("GET", "/api/v1/policies", undefined, { signal }),
    staleTime: 60_000,
  });
}

/** Every policy with its versions, the newest first. */
export function Policies() {
  const { t, format, title } = useWords();
  const policies = usePolicies();
  return (
    <Needs right="policies.read">
      <div className="page">
        <PageHead title={t("desk:policies.title")} lead={t("desk:policies.lead")} />
        <Answer
          query={policies}
          waiting={
            <div className="card card-pad">
              <Bars count={6} height={22} gap={18} />
            </div>
          }
        >
          {({ items }) =>
            items.length === 0 ? (
              <Face drawing="calm" title={t("desk:policies.empty")}>
                <p>{t("desk:policies.emptyWhy")}</p>
              </Face>
            ) : (
              <div className="stack">
                {items.map((policy) => (
                  <section key={policy.id} className="card">
                    <header className="card-head">
                      <h2>{title(policy.title)}</h2>
                      <span className="fine">{policy.merchantName ?? t("desk:policies.platform")}</span>
                    </header>
                    <ol className="versions">
                      {policy.versions
                        .toSorted((a, b) => b.version - a.version)
                        .map((version) => (
                          <li key={version.version}>
                            <Link
                              to="/policies/$id/$version"
                              params={{ id: policy.id, version: String(version.version) }}
                              className="row-link"
                            >
                              {t("desk:policies.version", { n: version.version })}
                            </Link>
                            {version.version === policy.current ? (
                              <Status tone="done">{t("desk:policies.current")}</Status>
                            ) : (
                              <span />
                            )}
                            <span>{t("desk:policies.effective", { when: format.moment(version.effectiveFrom) })}</span>
                            <span className="fine">
                              {t("desk:policies.published", {
                                who: publisherSays(t, version.publishedBy),
                                when: format.day(version.publishedAt),
                              })}
                            </span>
                          </li>
                        ))}
                    </ol>
                  </section>
                ))}
              </div>
            )
          }
        </Answer>
      </div>
    </Needs>
  );
}

/** Policies that came with the system were published by nobody in person. */
function publisherSays(t: ReturnType<typeof useWords>["t"], publisher: string | null): string {
  return publisher === null || publisher === "aftercare" || publisher.startsWith("system:")
    ? t("desk:state.system")
    : publisher;
}
