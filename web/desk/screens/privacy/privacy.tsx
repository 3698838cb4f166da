import { Link } from "@tanstack/react-router";
import type { z } from "zod";
import type { privacyRequestShape } from "#contract/compliance";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Needs } from "../../frame/faces.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { PagedCard, usePages } from "../../frame/pages.tsx";

type PrivacyRequest = z.infer<typeof privacyRequestShape>;

/** Who asked for their data or for its end, and what became of it. */
export function Privacy() {
  return (
    <Needs right="privacy.handle">
      <RequestList />
    </Needs>
  );
}

function RequestList() {
  const { t, format } = useWords();
  const pages = usePages<PrivacyRequest>(["privacy"], "/api/v1/privacy");
  return (
    <div className="page">
      <PageHead title={t("desk:privacy.title")} lead={t("desk:privacy.lead")} />
      <PagedCard label={t("desk:privacy.title")} pages={pages} empty={{ title: t("desk:privacy.empty") }}>
        {(rows) => (
          <table className="table">
            <thead>
              <tr>
                <th>{t("desk:privacy.kind")}</th>
                <th>{t("desk:case.shopper")}</th>
                <th>{t("desk:privacy.state")}</th>
                <th>{t("desk:privacy.askedBy")}</th>
                <th>{t("desk:privacy.receivedAt")}</th>
                <th>{t("desk:privacy.finishedAt")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td>{row.kind === "export" ? t("desk:privacy.export") : t("desk:privacy.erase")}</td>
                  <td>
                    <Link
                      to="/shoppers/$customerId"
                      params={{ customerId: row.customerId }}
                      className="quiet-link mono"
                    >
                      {row.customerId.slice(-8)}
                    </Link>
                  </td>
                  <td>
                    <Status tone={tones[row.state]}>{t(`desk:privacy.${row.state}`)}</Status>
                  </td>
                  <td>{t([`desk:audit.principal.${row.askedBy}`, "desk:audit.principal.staff"])}</td>
                  <td className="nowrap ac-figures">{format.moment(row.receivedAt)}</td>
                  <td className="nowrap ac-figures">{row.finishedAt ? format.moment(row.finishedAt) : "—"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </PagedCard>
    </div>
  );
}

const tones: Record<PrivacyRequest["state"], Tone> = { received: "wait", done: "done", refused: "bad" };
