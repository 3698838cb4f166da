import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import type { PolicyDraftRow } from "#contract/returns";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { api, useMe } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Answer, Bars, Face, Needs } from "../../frame/faces.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";
import { useHolds } from "../../frame/rights.ts";
import { NewPolicy, NextVersion } from "./start-draft.tsx";
import "./policies.css";

export type PolicyRow = {
  id: string;
  merchantId: string | null;
  merchantName: { zh: string; en: string } | null;
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
  const mayWrite = useHolds()("policies.write");
  const me = useMe();
  const [beginning, setBeginning] = useState(false);
  // A merchant's person writes the own shop's policies, and reads the platform's.
  const mine = (policy: PolicyRow) =>
    policy.id !== "built-in" && (!me?.merchant || me.merchant.id === policy.merchantId);
  return (
    <Needs right="policies.read">
      <div className="page">
        <PageHead title={t("desk:policies.title")} lead={t("desk:policies.lead")}>
          {mayWrite ? (
            <Button type="primary" onClick={() => setBeginning(true)}>
              {t("desk:draft.new")}
            </Button>
          ) : null}
        </PageHead>
        {mayWrite ? <Drafts /> : null}
        {beginning ? <NewPolicy onClose={() => setBeginning(false)} /> : null}
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
                      <span className="fine policy-owner">
                        {policy.merchantName ? title(policy.merchantName) : t("desk:policies.platform")}
                      </span>
                      {mayWrite && mine(policy) ? <NextVersion policy={policy} /> : null}
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

const draftTones: Record<PolicyDraftRow["state"], Tone> = { draft: "going", published: "done", discarded: "mute" };

/** What is being written: out of sight where there is nothing. */
function Drafts() {
  const { t, title, format } = useWords();
  const pages = usePages<PolicyDraftRow>(["policy-drafts"], "/api/v1/policy-drafts", { state: "draft" });
  if (pages.query.isSuccess && pages.rows.length === 0) return null;
  return (
    <>
      <h2 className="section-title">{t("desk:draft.drafts")}</h2>
      <PagedCard label={t("desk:draft.drafts")} pages={pages} empty={{ title: t("desk:draft.none") }}>
        {(rows) => (
          <ol className="versions">
            {rows.map((draft) => (
              <li key={draft.id}>
                <Link to="/policy-drafts/$id" params={{ id: draft.id }} className="row-link">
                  {title(draft.title)}
                </Link>
                <Status tone={draftTones[draft.state]}>{t(`desk:draft.state.${draft.state}`)}</Status>
                <span className="fine">
                  {draft.merchantName ? title(draft.merchantName) : t("desk:policies.platform")} ·{" "}
                  <span className="mono">{draft.policyId}</span>
                </span>
                <span className="fine">
                  {t("desk:draft.changedBy", { who: draft.changedBy, when: format.relative(draft.changedAt) })}
                </span>
              </li>
            ))}
          </ol>
        )}
      </PagedCard>
      <h2 className="section-title">{t("desk:draft.publishedOnes")}</h2>
    </>
  );
}

/** Policies that came with the system were published by nobody in person. */
function publisherSays(t: ReturnType<typeof useWords>["t"], publisher: string | null): string {
  return publisher === null || publisher === "aftercare" || publisher.startsWith("system:")
    ? t("desk:state.system")
    : publisher;
}
