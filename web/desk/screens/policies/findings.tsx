import type { PolicyFinding } from "#contract/returns";
import { Status } from "../../../shared/components/index.ts";
import { useWords, type Words } from "../../../shared/text/index.ts";

/** What the law says of a clause or of the handling: in words, with the article. */
export function Findings({ findings }: { findings: readonly PolicyFinding[] }) {
  const words = useWords();
  const { t, title } = words;
  if (findings.length === 0) return null;
  return (
    <ul className="findings">
      {findings.map((finding) => (
        <li key={JSON.stringify([finding.code, finding.params])} data-severity={finding.severity}>
          <Status tone={finding.severity === "error" ? "bad" : "wait"}>{t(`desk:finding.${finding.severity}`)}</Status>
          <p>{findingSays(words, finding)}</p>
          {finding.instrument ? (
            <p className="fine">
              {title(finding.instrument)}
              {articleSays(t, finding.article)}
              {finding.rule ? ` · ${finding.rule}` : ""}
            </p>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** Practice has headings in the place of articles. */
function articleSays(t: Words["t"], article: string | null): string {
  if (article === null) return "";
  return ` ${/^\d/.test(article) ? t("desk:law.articleN", { n: article }) : article}`;
}

function findingSays({ t, of }: Words, { code, params }: PolicyFinding): string {
  const listed = (value: unknown, prefix: string) =>
    String(value ?? "")
      .split(" ")
      .filter((one) => one !== "")
      .map((one) => t([`desk:${prefix}.${one}`, `desk:${prefix}.other`]))
      .join(t("desk:case.separator"));
  const said = {
    own:
      typeof params["hours"] === "number" && params["from"] !== undefined
        ? t("desk:finding.hours", { count: Number(params["hours"]) })
        : t("desk:finding.days", { count: Number(params["days"] ?? 0) }),
    law:
      params["lawDays"] === undefined
        ? t("desk:finding.noLimit")
        : t("desk:finding.days", { count: Number(params["lawDays"]) }),
    hours: params["hours"] ?? 0,
    lawHours: params["lawHours"] ?? 0,
    condition: of("condition", String(params["condition"] ?? "")),
    needs: listed(params["needs"], "proof"),
    days: params["days"] ?? 0,
    reason: params["reason"] === undefined ? "" : of("reason", String(params["reason"])),
  };
  const sentence = t(`desk:finding.${code}`, said);
  return params["categories"] === undefined
    ? sentence
    : `${sentence}${t("desk:finding.only", { list: listed(params["categories"], "category") })}`;
}
