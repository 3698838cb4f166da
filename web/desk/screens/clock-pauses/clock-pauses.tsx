import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { z } from "zod";
import type { ClockPause, pausePageShape } from "#contract/returns";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { api } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Answer, Bars, Face, Needs } from "../../frame/faces.tsx";
import { PageHead } from "../../frame/page-head.tsx";
import { useHolds } from "../../frame/rights.ts";
import { TableScroll } from "../../frame/table-scroll.tsx";
import { PublishPause } from "./publish-pause.tsx";

/** When the clocks of cases stand still, whatever policy they are pinned to: festivals, peak days, what nobody could foresee. */
export function ClockPauses() {
  return (
    <Needs right="policies.read">
      <PauseTable />
    </Needs>
  );
}

const tones = { ahead: "wait", now: "going", over: "mute" } as const satisfies Record<ClockPause["state"], Tone>;

function PauseTable() {
  const { t, title, format } = useWords();
  const mayPublish = useHolds()("policies.write");
  const [open, setOpen] = useState(false);
  const query = useQuery({
    queryKey: ["clock-pauses"],
    queryFn: ({ signal }) => api<z.infer<typeof pausePageShape>>("GET", "/api/v1/clock-pauses", undefined, { signal }),
    // How far the open deadlines have followed is seen to grow.
    refetchInterval: ({ state }) => (state.data?.items.some(({ appliedAt }) => appliedAt === null) ? 3_000 : false),
  });
  return (
    <div className="page">
      <PageHead title={t("desk:clockPauses.title")} lead={t("desk:clockPauses.lead")}>
        {mayPublish ? (
          <Button type="primary" onClick={() => setOpen(true)}>
            {t("desk:clockPauses.publish")}
          </Button>
        ) : null}
      </PageHead>
      <Answer
        query={query}
        waiting={
          <div className="card card-pad">
            <Bars count={6} height={20} gap={20} />
          </div>
        }
      >
        {({ items }) => (
          <div className="card">
            {items.length === 0 ? (
              <Face drawing="calm" title={t("desk:clockPauses.empty")}>
                <p>{t("desk:clockPauses.emptyWhy")}</p>
              </Face>
            ) : (
              <TableScroll label={t("desk:clockPauses.title")}>
                <table className="table table-broad">
                  <thead>
                    <tr>
                      <th>{t("desk:clockPauses.what")}</th>
                      <th>{t("desk:clockPauses.when")}</th>
                      <th>{t("desk:clockPauses.holds")}</th>
                      <th>{t("desk:entries.owner")}</th>
                      <th>{t("desk:entries.state")}</th>
                      <th className="right">{t("desk:clockPauses.moved")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {items.map((pause) => (
                      <tr key={pause.id} data-off={pause.state === "over" || undefined}>
                        <td>
                          <b>{title(pause.label)}</b>
                          <small>{t(`desk:clockPauses.cause.${pause.cause}`)}</small>
                        </td>
                        <td className="nowrap ac-figures">
                          {format.moment(pause.from)} – {format.moment(pause.until)}
                        </td>
                        <td>
                          {pause.holds.map((who) => t(`desk:clockPauses.who.${who}`)).join(t("desk:case.separator"))}
                        </td>
                        <td className="nowrap">
                          {pause.merchantName ? title(pause.merchantName) : t("desk:policies.platform")}
                        </td>
                        <td className="nowrap">
                          <Status tone={tones[pause.state]}>{t(`desk:clockPauses.state.${pause.state}`)}</Status>
                        </td>
                        <td className="right nowrap">
                          {pause.appliedAt === null
                            ? t("desk:clockPauses.moving", { n: pause.moved })
                            : t("desk:clockPauses.movedCount", { n: pause.moved })}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </TableScroll>
            )}
          </div>
        )}
      </Answer>
      {open ? <PublishPause onClose={() => setOpen(false)} /> : null}
    </div>
  );
}
