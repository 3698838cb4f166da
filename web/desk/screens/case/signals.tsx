import { useQuery } from "@tanstack/react-query";
import type { Signals } from "#contract/returns";
import { Status } from "../../../shared/components/index.ts";
import { api, keys } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Bars } from "../../frame/faces.tsx";

/** The risk signals that were open when the case was asked, with the figures they come from and what they do not do. */
export function SignalsPanel({ number }: { number: string }) {
  const { t, of, trouble } = useWords();
  const query = useQuery({
    queryKey: keys.caseSignals(number),
    queryFn: ({ signal }) =>
      api<Signals>("GET", `/api/v1/cases/${encodeURIComponent(number)}/signals`, undefined, { signal }),
    // What was open then does not change any more.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { data } = query;
  return (
    <section className="card card-pad">
      <h2 className="card-title">{t("desk:signals.title")}</h2>
      {data === undefined ? (
        query.isError ? (
          <p className="fine" role="alert">
            {trouble(query.error)}
          </p>
        ) : (
          <Bars count={2} />
        )
      ) : data.signals.length === 0 ? (
        <p className="fine">{t("desk:signals.none")}</p>
      ) : (
        <>
          <ul className="case-signals">
            {data.signals.map(({ signal, strength, params }) => (
              <li key={signal}>
                <b>{of("signal-name", signal)}</b>{" "}
                <Status tone={strength === "strong" ? "wait" : "mute"}>{of("signal-strength", strength)}</Status>
                <p>{of("signal", signal, params)}</p>
              </li>
            ))}
          </ul>
          {data.consequences.automaticApproval ? null : <p className="fine">{t("desk:signals.slower")}</p>}
          {data.consequences.videoWanted ? <p className="fine">{t("desk:signals.video")}</p> : null}
          <p className="fine">{t("desk:signals.noDecision")}</p>
        </>
      )}
    </section>
  );
}
