import type { Case } from "#contract/returns";
import { collectionTones, Status, type Tone } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { DetourPart } from "./detour.tsx";
import { DiscrepancyPart } from "./discrepancy.tsx";
import { RetryRefund } from "./retry-refund.tsx";

type Refund = Case["refunds"][number];

/** What is asked of the shopper about the case, and where each stands. */
function Collections({ of: collections }: { of: Case["collections"] }) {
  const { t, of, format } = useWords();
  if (collections.length === 0) return null;
  return (
    <>
      <h3 className="sub-title">{t("desk:case.collections")}</h3>
      {collections.map((one) => (
        <article key={one.number} className="refund">
          <header>
            <span className="mono">{one.number}</span>
            <Status tone={collectionTones[one.state]}>{of("collection", one.state)}</Status>
            <b className="ac-figures">{format.money(one.amount)}</b>
          </header>
          <small className="fine">
            {[
              of("collection-cause", one.causeKind),
              one.receivedAt
                ? t("desk:case.collectionReceived", { when: format.nearMoment(one.receivedAt) })
                : t("desk:case.collectionUntil", { when: format.nearMoment(one.expiresAt) }),
            ].join(" · ")}
          </small>
        </article>
      ))}
    </>
  );
}

/** Each refund with its parts per tender and what the provider says. */
export function Refunds({ one }: { one: Case }) {
  const { t, of, format } = useWords();
  const again = one.abilities.some(({ action, allowed }) => action === "send-refund-again" && allowed);
  const blocked = one.abilities.some(({ action, allowed }) => action === "retry-refund" && allowed);
  return (
    <section className="card card-pad">
      <h2 className="card-title">{t("desk:case.refunds")}</h2>
      {one.refunds.length === 0 ? (
        <p className="fine">
          {one.moneyState === "attention" ? t("desk:case.refundBlocked") : t("desk:case.refundNone")}
        </p>
      ) : null}
      {blocked ? <RetryRefund one={one} /> : null}
      {one.refunds.map((refund) => (
        <article key={refund.number} className="refund">
          <header>
            <span className="mono">{refund.number}</span>
            <Status tone={tones[refund.state]}>{of("refund", refund.state)}</Status>
            <b className="ac-figures">{format.money(refund.amount)}</b>
          </header>
          <DetourPart one={one} refund={refund} />
          {refund.discrepancies.map((each) => (
            <DiscrepancyPart key={each.number} of={each} caseNumber={one.number} />
          ))}
          {again && refund.state === "refused" ? <RetryRefund one={one} refund={refund} /> : null}
          <ul>
            {refund.parts.map((part) => (
              <li key={part.tender}>
                <span>{of("tender", part.tender)}</span>
                <span className="refund-state" data-state={part.state}>
                  {part.settledBy && part.settledBy !== "provider"
                    ? of("settled-by", part.settledBy)
                    : of("refund", part.state)}
                  {part.attempts > 1 ? ` · ${t("desk:case.attempts", { n: part.attempts })}` : ""}
                </span>
                <span className="ac-figures">{format.money(part.amount)}</span>
                {part.providerStatus || part.settledAt ? (
                  <small>
                    {[
                      part.providerStatus ? t("desk:case.providerSays", { status: part.providerStatus }) : null,
                      part.settledAt ? t("desk:case.settledAt", { when: format.nearMoment(part.settledAt) }) : null,
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </small>
                ) : null}
              </li>
            ))}
          </ul>
        </article>
      ))}
      <Collections of={one.collections} />
    </section>
  );
}

const tones: Record<Refund["state"], Tone> = {
  reserved: "going",
  sending: "going",
  unknown: "wait",
  settled: "done",
  refused: "bad",
  mismatched: "bad",
};
