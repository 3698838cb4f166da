import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Options } from "#contract/returns";
import { Status } from "../../../shared/components/index.ts";
import { api, keys, useIntent, usePhotos } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { chooseByArrows } from "../../frame/arrows.ts";
import { Evidence } from "../../frame/evidence.tsx";
import { Sheet } from "../../frame/sheet.tsx";
import { toast } from "../../frame/toast.tsx";
import { Form } from "../progress/move.tsx";

type Keep = NonNullable<Options["keep"]>;
type Asked = { readonly number: string; readonly lines: readonly { lineId: string; quantity: number }[] };

/** What the shop pays for goods that stay: one more card beside the services, done in one tap. */
export function KeepForLess({ keep, asked }: { keep: Keep; asked: Asked }) {
  const { t, format } = useWords();
  const [open, setOpen] = useState(false);
  const most = keep.offers.reduce((best, one) => (Number(one.amount.amount) > Number(best.amount.amount) ? one : best));
  return (
    <>
      <button type="button" className="card service" onClick={() => setOpen(true)}>
        <span className="service-sign" aria-hidden="true">
          {t("portal:keep.sign")}
        </span>
        <span className="service-words">
          <span className="service-head">
            <b>{t("portal:keep.title")}</b>
            <Status tone={keep.autoApproved ? "done" : "wait"}>
              {keep.autoApproved ? t("portal:request.at-once") : t("portal:request.needs-look")}
            </Status>
          </span>
          <span className="small quiet">
            {keep.autoApproved ? t("portal:keep.text") : t("portal:keep.text-review")}
          </span>
        </span>
        <span className="service-facts">
          {[
            [t("portal:request.fact-gets"), t("portal:keep.up-to", { amount: format.money(most.amount) })],
            [
              t("portal:request.fact-takes"),
              keep.withinDays === 0
                ? t("portal:request.takes-none")
                : t("portal:request.takes", { count: keep.withinDays }),
            ],
            [
              t("portal:request.fact-effort"),
              [
                t("portal:request.effort-nothing"),
                keep.offers.some(({ shownBy }) => shownBy.includes("photo")) ? t("portal:request.effort-photos") : "",
              ]
                .filter(Boolean)
                .join(t("portal:request.effort-join")),
            ],
          ].map(([name, value]) => (
            <span key={name}>
              <span className="tiny quiet">{name}</span>
              <b className="figures">{value}</b>
            </span>
          ))}
        </span>
        <span className="service-terms tiny quiet">{t("portal:request.given-by-shop")}</span>
      </button>
      {open ? <KeepSheet keep={keep} asked={asked} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function KeepSheet({ keep, asked, onClose }: { keep: Keep; asked: Asked; onClose: () => void }) {
  const { t, of, format } = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const keyFor = useIntent();
  const [reason, setReason] = useState(keep.offers.length === 1 ? (keep.offers[0]?.reason ?? null) : null);
  const photos = usePhotos({ orderNumber: asked.number });
  const chosen = keep.offers.find((one) => one.reason === reason);
  const shown =
    chosen !== undefined &&
    (chosen.shownBy.length === 0 || photos.kinds.some((kind) => chosen.shownBy.includes(kind))) &&
    !photos.sending;
  const take = useMutation({
    mutationFn: () => {
      const body = { lines: asked.lines, kind: "refund-only", keep: true, reason, evidence: photos.ids };
      const path = `/api/v1/orders/${encodeURIComponent(asked.number)}/cases`;
      return api<{ cases: { number: string }[] }>("POST", path, body, { key: keyFor(body) });
    },
    onSuccess: async ({ cases: [one] }) => {
      for (const queryKey of [keys.home, keys.orders, keys.cases]) void client.invalidateQueries({ queryKey });
      toast(t("portal:request.sent", { count: 1 }));
      if (one) await navigate({ to: "/cases/$number", params: { number: one.number }, replace: true });
    },
  });
  return (
    <Sheet title={t("portal:keep.title")} onClose={onClose}>
      <Form
        move={take}
        ready={shown}
        button={chosen ? t("portal:keep.do", { amount: format.money(chosen.amount) }) : t("portal:keep.pick")}
        onSubmit={() => take.mutate()}
      >
        <p className="small quiet">{keep.autoApproved ? t("portal:keep.text") : t("portal:keep.text-review")}</p>
        <p id="keep-why" className="small">
          {t("portal:keep.why")}
        </p>
        <div className="keep-reasons" role="radiogroup" onKeyDown={chooseByArrows} aria-labelledby="keep-why">
          {keep.offers.map((one) => (
            // biome-ignore lint/a11y/useSemanticElements: a row that is a radio button
            <button
              key={one.reason}
              type="button"
              role="radio"
              className="keep-reason"
              aria-checked={one.reason === reason}
              onClick={() => setReason(one.reason)}
            >
              <span>{of("reason", one.reason)}</span>
              <span className="tiny quiet">{t("portal:keep.percent", { percent: one.percent })}</span>
              <b className="figures">{format.money(one.amount)}</b>
            </button>
          ))}
        </div>
        {chosen && chosen.shownBy.length > 0 ? (
          <>
            <p className="small">
              {t("portal:request.evidence-needed", {
                kinds: chosen.shownBy.map((kind) => of("evidence-kind", kind)).join(t("common:list-or")),
              })}
            </p>
            <Evidence photos={photos} needed wanted={chosen.shownBy} />
          </>
        ) : null}
      </Form>
    </Sheet>
  );
}
