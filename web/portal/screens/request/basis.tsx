import type { Option } from "#contract/returns";
import { Receipt } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";

type Citation = Option["citations"][number];

/** What the answer rests on, and how the amount comes about, before anything is sent. */
export function Basis({ option, titles }: { option: Option; titles: Readonly<Record<string, string>> }) {
  const { t, because, of } = useWords();
  const statutes = bySource(option.citations);
  return (
    <>
      {option.receipt && option.standing !== "refused" ? (
        <section className="card request-part" aria-label={t("portal:request.arithmetic")}>
          <h2 className="request-part-title">{t("portal:request.arithmetic")}</h2>
          <Receipt receipt={option.receipt} totalLabel={t("portal:request.refund-total")} titles={titles} />
        </section>
      ) : null}
      {option.because.length + statutes.length > 0 ? (
        <section className="law request-part" aria-label={t("portal:request.basis")}>
          <b>{t("portal:request.basis")}</b>
          <div>
            {option.best ? <p className="law-route">{of("route", option.best)}</p> : null}
            {option.because.map((one) => (
              <p key={`${one.code} ${JSON.stringify(one.params)}`}>{because(one)}</p>
            ))}
            {statutes.length > 0 ? (
              <ul className="tiny">
                {statutes.map((citations) => (
                  <li key={citations[0]?.source}>
                    <Articles citations={citations} />
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

/** 《消费者权益保护法》第 2、25(1) 条: several articles of one statute. */
export function Articles({ citations }: { citations: readonly Citation[] }) {
  const { t, of } = useWords();
  const [first] = citations;
  if (!first) return null;
  const statute = of("statute", first.source);
  const articles = [...new Set(citations.flatMap(({ article }) => article.split(", ")))].sort(
    (a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10),
  );
  return articles.every((article) => /^\d/.test(article))
    ? t("portal:article", { statute, article: articles.join(t("portal:article-join")) })
    : `${statute} ${articles.join(" ")}`;
}

/** The citations of each statute together, in the order of their coming. */
export function bySource(citations: readonly Citation[]): Citation[][] {
  const sources = new Map<string, Citation[]>();
  for (const one of citations) sources.set(one.source, [...(sources.get(one.source) ?? []), one]);
  return [...sources.values()];
}
