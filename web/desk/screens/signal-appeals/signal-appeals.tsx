import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useState } from "react";
import type { OpenAppeal } from "#contract/returns";
import { api, keys, Problem, useIntent, useKept } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Ask } from "../../frame/ask.tsx";
import { Needs } from "../../frame/faces.tsx";
import { NoteField } from "../../frame/note-field.tsx";
import { useHolds } from "../../frame/rights.ts";
import { WorkList } from "../../frame/work-list.tsx";
import "../case/compensation.css";

/** What shoppers say against the signals counted about them, and waits for somebody of the platform. */
export function SignalAppeals() {
  return (
    <Needs right="cases.overrule">
      <Waiting />
    </Needs>
  );
}

function Waiting() {
  const { t, of, format } = useWords();
  const holds = useHolds();
  const [deciding, setDeciding] = useState<{ one: OpenAppeal; uphold: boolean } | null>(null);
  return (
    <>
      <WorkList<OpenAppeal>
        name={keys.signalAppeals}
        path="/api/v1/signal-appeals"
        title={t("desk:appeals.title")}
        lead={t("desk:appeals.lead")}
        piles={[{ none: t("desk:appeals.none"), noneWhy: t("desk:appeals.noneWhy") }]}
        columns={[t("desk:appeals.signal"), t("desk:appeals.words"), t("desk:appeals.since"), t("desk:appeals.decide")]}
      >
        {(one) => (
          <tr key={one.id}>
            <td>
              <b>{of("signal-name", one.signal)}</b>
              <small>
                {Object.keys(one.params).length > 0 ? of("signal", one.signal, one.params) : t("desk:appeals.gone")}
              </small>
              {holds("shoppers.read") ? (
                <Link to="/shoppers/$customerId" params={{ customerId: one.customerId }} className="quiet-link">
                  {t("desk:case.openShopper")}
                </Link>
              ) : null}
            </td>
            <td>
              <p className="quote">{one.words}</p>
            </td>
            <td className="nowrap ac-figures">{format.nearMoment(one.at)}</td>
            <td>
              <div className="comp-acts">
                <Button size="small" type="primary" onClick={() => setDeciding({ one, uphold: true })}>
                  {t("desk:appeals.uphold")}
                </Button>
                <Button size="small" onClick={() => setDeciding({ one, uphold: false })}>
                  {t("desk:appeals.dismiss")}
                </Button>
              </div>
            </td>
          </tr>
        )}
      </WorkList>
      {deciding === null ? null : <Decide {...deciding} onClose={() => setDeciding(null)} />}
    </>
  );
}

function Decide({ one, uphold, onClose }: { one: OpenAppeal; uphold: boolean; onClose: () => void }) {
  const { t, trouble } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const keyFor = useIntent();
  const [note, setNote] = useKept(`signal-appeal:${one.id}`);
  const refresh = () => void client.invalidateQueries({ queryKey: keys.signalAppeals });
  const decide = useMutation({
    mutationFn: (body: object) =>
      api("POST", `/api/v1/signal-appeals/${one.customerId}/${one.id}/decide`, body, { key: keyFor(body) }),
    onSuccess: () => {
      void message.success(t("desk:appeals.done"));
      setNote("");
      refresh();
      onClose();
    },
    onError: (error) => {
      void message.error(trouble(error));
      if (error instanceof Problem && error.code === "appeal-decided") {
        refresh();
        onClose();
      }
    },
  });
  return (
    <Ask
      title={uphold ? t("desk:appeals.upholdTitle") : t("desk:appeals.dismissTitle")}
      go={uphold ? t("desk:appeals.uphold") : t("desk:appeals.dismiss")}
      busy={decide.isPending}
      blocked={note.trim() === ""}
      onClose={onClose}
      onGo={() => decide.mutate({ uphold, note: note.trim() })}
    >
      <p className="ask-what">{uphold ? t("desk:appeals.upholdWhy") : t("desk:appeals.dismissWhy")}</p>
      <NoteField label={t("desk:appeals.note")} value={note} onChange={setNote} />
    </Ask>
  );
}
