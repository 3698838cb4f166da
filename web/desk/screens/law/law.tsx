import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { api } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Answer, Bars, Face, Needs } from "../../frame/faces.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { SearchField } from "../../frame/search-field.tsx";

type Title = { zh: string; en: string };
type Rule = {
  rule: string;
  route: string | null;
  source: string;
  instrument: Title;
  number: string | null;
  article: string;
  inForceFrom: string;
  inForceTo: string | null;
  verification: "V" | "P" | "M";
};

/** The legal register: which rule rests on which article, since when, and whether the text was read. */
export function Law() {
  const { t, of, title } = useWords();
  const { q } = useSearch({ from: "/frame/law" });
  const navigate = useNavigate();
  const query = useQuery({
    queryKey: ["law"],
    queryFn: ({ signal }) => api<{ items: Rule[] }>("GET", "/api/v1/law/register", undefined, { signal }),
    staleTime: 600_000,
  });
  const find = useCallback(
    (text: string) => void navigate({ to: "/law", search: text ? { q: text } : {}, replace: true }),
    [navigate],
  );
  return (
    <Needs right="policies.read">
      <div className="page">
        <PageHead title={t("desk:law.title")} lead={t("desk:law.lead")}>
          <SearchField value={q ?? ""} onSearch={find} placeholder={t("desk:law.find")} width={280} />
        </PageHead>
        <Answer
          query={query}
          waiting={
            <div className="card card-pad">
              <Bars count={10} height={22} gap={18} />
            </div>
          }
        >
          {({ items }) => {
            const wanted = (q ?? "").toLowerCase();
            const shown = items.filter((rule) =>
              `${rule.rule} ${rule.route ? of("route", rule.route) : ""} ${title(rule.instrument)} ${rule.article}`
                .toLowerCase()
                .includes(wanted),
            );
            return <Register rules={shown} />;
          }}
        </Answer>
        <p className="fine page-note">{t("desk:law.verificationWhy")}</p>
      </div>
    </Needs>
  );
}

const tones: Record<Rule["verification"], Tone> = { V: "done", P: "wait", M: "mute" };

function Register({ rules }: { rules: readonly Rule[] }) {
  const { t, of, title, format } = useWords();
  if (rules.length === 0) return <Face drawing="search" title={t("desk:law.empty")} />;
  return (
    <div className="card table-scroll">
      <table className="table table-broad">
        <thead>
          <tr>
            <th>{t("desk:law.rule")}</th>
            <th>{t("desk:law.instrument")}</th>
            <th>{t("desk:law.inForce")}</th>
            <th>{t("desk:law.checked")}</th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={`${rule.rule}${rule.source}${rule.article}${rule.inForceFrom}`}>
              <td>
                <b className="mono">{rule.rule}</b>
                <small>{rule.route ? of("route", rule.route) : t("desk:law.everyRoute")}</small>
              </td>
              <td>
                {title(rule.instrument)}
                <small>
                  {t("desk:law.articleN", { n: rule.article })}
                  {rule.number ? ` · ${rule.number}` : ""}
                </small>
              </td>
              <td className="nowrap ac-figures">
                {format.fullDay(rule.inForceFrom)}
                <small>{`— ${rule.inForceTo ? format.fullDay(rule.inForceTo) : t("desk:law.now")}`}</small>
              </td>
              <td className="nowrap">
                <Status tone={tones[rule.verification]}>{t(`desk:case.verification.${rule.verification}`)}</Status>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
