import type { Option } from "#contract/returns";
import { Receipt } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";

type Citation = Option["citations"][number];

/** What the answer rests on, and how the amount comes about, before anything is sent. */
export function Basis({ option, titles }: { option: Option; titles: Readonly<Record<string, string>> }) {
  const { t, because, of } = useWords();
  const articles = [...new Map(option.citations.map((one) => [`${one.source} ${one.article}`, one])).values()];
  return (
    <>
      {option.receipt && option.standing !== "refused" ? (
        <section className="card request-part" aria-label={t("portal:request.arithmetic")}>
          <h2 className="request-part-title">{t("portal:request.arithmetic")}</h2>
          <Receipt receipt={option.receipt} totalLabel={t("portal:request.refund-total")} titles={titles} />
        </section>
      ) : null}
      {option.because.length + articles.length > 0 ? (
        <section className="law request-part" aria-label={t("portal:request.basis")}>
          <b>{t("portal:request.basis")}</b>
          <div>
            {option.best ? <p className="law-route">{of("route", option.best)}</p> : null}
            {option.because.map((one) => (
              <p key={`${one.code} ${JSON.stringify(one.params)}`}>{because(one)}</p>
            ))}
            {articles.length > 0 ? (
              <ul className="tiny">
                {articles.map((one) => (
                  <li key={`${one.source} ${one.article}`}>
                    <Article citation={one} />
                  </li>
                ))}
              </ul>
            ) : null}
          </div>
        </section>
      ) : null}
    </>
  );
}

/** 《消费者权益保护法》第 25 条 */
export function Article({ citation }: { citation: Citation }) {
  const { t, of } = useWords();
  const statute = of("statute", citation.source);
  return /^\d/.test(citation.article)
    ? t("portal:article", { statute, article: citation.article.replaceAll(", ", t("portal:article-join")) })
    : `${statute} ${citation.article}`;
}
