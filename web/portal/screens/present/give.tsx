import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { MaybePresent, Order, Present } from "#contract/orders";
import { api, keys, useIntent } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Icon } from "../../frame/icons.tsx";
import { Sheet } from "../../frame/sheet.tsx";
import { toast } from "../../frame/toast.tsx";
import { Form } from "../progress/move.tsx";
import "./present.css";

/** The goods are for somebody else: a link and a code, with which they exchange or send back and never see a price. */
export function Give({ order }: { order: Order }) {
  const { t } = useWords();
  const [sheet, open] = useState<"make" | "end" | null>(null);
  const found = useQuery({
    queryKey: keys.presentOf(order.number),
    queryFn: ({ signal }) => api<MaybePresent>("GET", `${path(order.number)}`, undefined, { signal }),
  });
  if (found.data === undefined) return null;
  const { present } = found.data;
  return (
    <section className="card present-give" aria-labelledby="present-give">
      <div className="card-head">
        <h2 id="present-give" className="card-title">
          <Icon name="present" size={20} /> {t("portal:present.give")}
        </h2>
        {present ? null : (
          <button type="button" className="button less" onClick={() => open("make")}>
            {t("portal:present.make")}
          </button>
        )}
      </div>
      {present?.code ? (
        <Shared order={order} code={present.code} onEnd={() => open("end")} />
      ) : (
        <p className="small quiet">{t("portal:present.give-text")}</p>
      )}
      {sheet === "make" ? <MakeSheet order={order} onClose={() => open(null)} /> : null}
      {sheet === "end" ? <EndSheet order={order} onClose={() => open(null)} /> : null}
    </section>
  );
}

function Shared({ order, code, onEnd }: { order: Order; code: string; onEnd: () => void }) {
  const { t, trouble } = useWords();
  const client = useQueryClient();
  const keyFor = useIntent();
  const renew = useMutation({
    // The code is part of what is said: renewing the next one is another wish.
    mutationFn: () => api<Present>("POST", `${path(order.number)}/renew`, {}, { key: keyFor(code) }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.presentOf(order.number) });
      toast(t("portal:present.renewed"));
    },
  });
  const link = `${location.origin}/present/enter#${encodeURIComponent(order.number)}/${code}`;
  const copy = () => void navigator.clipboard?.writeText(link).then(() => toast(t("common:copied")));
  const share = () =>
    void navigator.share?.({ title: t("portal:present.share-title"), url: link }).catch(() => undefined);
  return (
    <>
      <p className="small quiet">{t("portal:present.shared-text")}</p>
      <p className="present-link">
        <span className="tiny quiet figures">{t("portal:present.order", { number: order.number })}</span>
        <b className="figures">{code}</b>
      </p>
      {renew.isError ? (
        <p className="notice" data-tone="bad" role="alert">
          {trouble(renew.error)}
        </p>
      ) : null}
      <div className="present-buttons">
        <button type="button" className="button main" onClick={"share" in navigator ? share : copy}>
          {"share" in navigator ? t("portal:present.share") : t("portal:present.copy")}
        </button>
        {"share" in navigator ? (
          <button type="button" className="button" onClick={copy}>
            {t("portal:present.copy")}
          </button>
        ) : null}
      </div>
      <div className="present-buttons">
        <button type="button" className="link" disabled={renew.isPending} onClick={() => renew.mutate()}>
          {t("portal:present.renew")}
        </button>
        <button type="button" className="link" onClick={onEnd}>
          {t("portal:present.end")}
        </button>
      </div>
    </>
  );
}

function MakeSheet({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t, title } = useWords();
  const client = useQueryClient();
  const lines = order.lines.filter((line) => !line.isAdjustment);
  const [chosen, choose] = useState<readonly number[]>(lines.map(({ lineNo }) => lineNo));
  const make = useMutation({
    mutationFn: () =>
      api<Present>("POST", path(order.number), chosen.length === lines.length ? {} : { lineNos: chosen }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.presentOf(order.number) });
      onClose();
    },
  });
  return (
    <Sheet title={t("portal:present.make")} onClose={onClose}>
      <Form move={make} ready={chosen.length > 0} button={t("portal:present.make-do")} onSubmit={() => make.mutate()}>
        <p className="small quiet">{t("portal:present.make-text")}</p>
        <div className="present-lines">
          {lines.map((line) => (
            <label key={line.lineId}>
              <input
                type="checkbox"
                checked={chosen.includes(line.lineNo)}
                onChange={(event) =>
                  choose(event.target.checked ? [...chosen, line.lineNo] : chosen.filter((no) => no !== line.lineNo))
                }
              />
              <span>{title(line.title)}</span>
            </label>
          ))}
        </div>
      </Form>
    </Sheet>
  );
}

function EndSheet({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => api("POST", `${path(order.number)}/end`, {}),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.presentOf(order.number) });
      onClose();
    },
  });
  return (
    <Sheet title={t("portal:present.end")} onClose={onClose}>
      <Form move={end} ready harm button={t("portal:present.end-do")} onSubmit={() => end.mutate()}>
        <p className="quiet">{t("portal:present.end-text")}</p>
      </Form>
    </Sheet>
  );
}

function path(number: string): string {
  return `/api/v1/orders/${encodeURIComponent(number)}/present`;
}
