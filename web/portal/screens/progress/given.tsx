import { useQuery } from "@tanstack/react-query";
import type { CaseCompensations, Compensation } from "#contract/payments";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { api, keys } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";

/** What is given beside the price: how much, why, by which article where the law gives it, and where it stands. */
export function Given({ number }: { number: string }) {
  const { t, of, format, trouble } = useWords();
  const given = useQuery({
    queryKey: keys.compensations(number),
    queryFn: ({ signal }) =>
      api<CaseCompensations>("GET", `/api/v1/cases/${encodeURIComponent(number)}/compensations`, undefined, { signal }),
  });
  if (given.isError)
    return (
      <p className="notice" data-tone="bad" role="alert">
        {trouble(given.error)}
      </p>
    );
  if (given.data === undefined || given.data.items.length === 0) return null;
  return (
    <section className="card" aria-labelledby="given">
      <h2 id="given" className="card-title">
        {t("portal:given.title")}
      </h2>
      <ul className="refund-parts">
        {given.data.items.map((one) => (
          <li key={one.number}>
            <span>{of("ground", one.ground)}</span>
            <span className="figures">{format.money(one.amount)}</span>
            <Status tone={tones[one.state]}>{of("given", one.state)}</Status>
            <span className="tiny quiet freight-words">{why(one)}</span>
          </li>
        ))}
      </ul>
    </section>
  );

  function why({ kind, paid, basis, citations, payout }: Compensation): string {
    return [
      kind === "statutory" ? t("portal:given.by-law") : t("portal:given.goodwill"),
      kind === "statutory" && paid && basis ? `${of("basis", basis)} ${format.money(paid)}` : "",
      ...citations.map(({ source, article }) => t("portal:given.article", { law: of("statute", source), article })),
      payout?.settledAt ? format.moment(payout.settledAt) : "",
    ]
      .filter(Boolean)
      .join(" · ");
  }
}

const tones: Record<Compensation["state"], Tone> = {
  proposed: "wait",
  "awaiting-approval": "wait",
  approved: "going",
  paying: "going",
  paid: "done",
  refused: "mute",
};
