import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { PresentOptions, PresentPage, PresentReplacements } from "#contract/returns";
import { Picture, Status } from "../../../shared/components/index.ts";
import { api, keys, useIntent, usePhotos } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { chooseByArrows } from "../../frame/arrows.ts";
import { Evidence } from "../../frame/evidence.tsx";
import { Coming, Empty, Failure, Loaded, SkeletonCard } from "../../frame/faces.tsx";
import { Icon } from "../../frame/icons.tsx";
import { Screen } from "../../frame/screen.tsx";
import { Sheet } from "../../frame/sheet.tsx";
import { toast } from "../../frame/toast.tsx";
import { Note } from "../progress/move.tsx";
import { Conditions } from "../request/conditions.tsx";
import { Reasons } from "../request/reasons.tsx";
import "../request/request.css";
import "./present.css";

type Line = PresentPage["goods"][number];
type Option = PresentOptions["options"][number];
type Product = PresentReplacements["items"][number];

/** Other goods, what is missing, or back with it: three taps, and no word of what it cost. */
export function AskPresent() {
  const { t } = useWords();
  const { lineId } = useParams({ from: "/receiving/present/ask/$lineId" });
  const page = useQuery({
    queryKey: keys.present,
    queryFn: ({ signal }) => api<PresentPage>("GET", "/api/v1/present", undefined, { signal }),
  });
  const line = page.data?.goods.find((one) => one.lineId === lineId);
  if (page.data && line && line.units.free > 0) return <AskForm line={line} orderNumber={page.data.orderNumber} />;
  return (
    <Screen title={t("portal:present.ask")} up="/present">
      <Loaded query={page} skeleton={<SkeletonCard picture bars={[70, 40]} />}>
        {() => (
          <Empty drawing="lost" title={t("portal:request.nothing-free")} text={t("portal:request.nothing-free-text")} />
        )}
      </Loaded>
    </Screen>
  );
}

function AskForm({ line, orderNumber }: { line: Line; orderNumber: string }) {
  const { t, of, title, trouble, because } = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const keyFor = useIntent();
  const [quantity, setQuantity] = useState(line.units.free);
  const [kind, setKind] = useState<Option["kind"] | null>(null);
  const [reason, setReason] = useState<Option["reasons"][number]["reason"] | null>(null);
  const [condition, setCondition] = useState<Readonly<Partial<Record<Option["asks"][number], boolean>>>>({});
  const [product, setProduct] = useState<Product | null>(null);
  const [picking, pick] = useState(false);
  const [note, setNote] = useState("");
  const [quiet, setQuiet] = useState(false);
  const photos = usePhotos({ orderNumber });
  const asked = {
    lines: [{ lineId: line.lineId, quantity }],
    ...(reason ? { reason } : {}),
    ...(Object.keys(condition).length > 0 ? { condition } : {}),
  };
  const options = useQuery({
    queryKey: keys.presentOptions(asked),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    queryFn: ({ signal }) => api<PresentOptions>("POST", "/api/v1/present/options", asked, { signal }),
  });
  const chosen = options.data?.options.find((one) => one.kind === kind);
  const why = chosen?.reasons.find((one) => one.reason === reason);
  const refused = chosen?.standing === "refused";
  const ownFreight = chosen?.effort === "send-back" && chosen.freightPayer !== "none";
  const unanswered = chosen?.asks.some((ask) => condition[ask] === undefined) ?? false;
  const needsPhotos = why?.evidence === true && !photos.kinds.some((one) => why.shownBy.includes(one));
  const needsNote = kind === "reship" && note.trim() === "";
  const ready = why !== undefined && !refused && !unanswered && !needsPhotos && !needsNote && !photos.sending;
  const submit = useMutation({
    mutationFn: () => {
      const body = {
        ...asked,
        kind,
        note: note.trim(),
        evidence: photos.ids,
        quiet,
        ...(kind === "exchange" && product ? { wanted: { productNumber: product.productNumber } } : {}),
      };
      return api<{ cases: { number: string }[] }>(
        "POST",
        `/api/v1/orders/${encodeURIComponent(orderNumber)}/cases`,
        body,
        {
          key: keyFor(body),
        },
      );
    },
    onSuccess: async ({ cases: [one] }) => {
      void client.invalidateQueries({ queryKey: keys.present });
      toast(t("portal:request.sent", { count: 1 }));
      if (one) await navigate({ to: "/present/cases/$number", params: { number: one.number }, replace: true });
    },
  });
  const todo = !chosen
    ? t("portal:request.missing-kind")
    : refused
      ? t("portal:request.missing-refused")
      : !why
        ? t("portal:request.missing-reason")
        : unanswered
          ? t("portal:request.missing-condition")
          : needsPhotos
            ? t("portal:request.missing-photos")
            : needsNote
              ? t("portal:request.missing-note")
              : t("portal:request.send");
  return (
    <Screen
      title={t("portal:present.ask")}
      up="/present"
      footer={
        <>
          <p className="request-sum">
            <span className="tiny quiet">{t("portal:present.costs-you")}</span>
            <b>{ownFreight ? t("portal:present.costs-freight") : t("portal:request.sum-nothing")}</b>
          </p>
          <button
            type="button"
            className="button main"
            disabled={!ready || submit.isPending}
            aria-busy={submit.isPending}
            onClick={() => submit.mutate()}
          >
            {submit.isPending ? t("portal:request.sending") : todo}
          </button>
        </>
      }
    >
      <section className="card">
        <div className="goods">
          <Picture of={line.picture} size={64} />
          <div className="goods-words">
            <p className="goods-title">{title(line.title)}</p>
            <p className="tiny quiet">{line.variant}</p>
          </div>
        </div>
        {line.units.free > 1 ? (
          <fieldset className="stepper" aria-label={t("portal:request.quantity-of", { title: title(line.title) })}>
            <span className="small quiet">{t("portal:request.quantity", { max: line.units.free })}</span>
            <button
              type="button"
              className="icon-button"
              aria-label={t("portal:request.fewer")}
              disabled={quantity <= 1}
              onClick={() => setQuantity(quantity - 1)}
            >
              <Icon name="minus" size={18} />
            </button>
            <output className="figures">{quantity}</output>
            <button
              type="button"
              className="icon-button"
              aria-label={t("portal:request.more")}
              disabled={quantity >= line.units.free}
              onClick={() => setQuantity(quantity + 1)}
            >
              <Icon name="plus" size={18} />
            </button>
          </fieldset>
        ) : null}
      </section>
      {options.data === undefined ? (
        options.isError ? (
          <Failure error={options.error} onRetry={() => void options.refetch()} />
        ) : (
          <Coming>
            <SkeletonCard bars={[40, 90]} />
            <SkeletonCard bars={[36, 84]} />
          </Coming>
        )
      ) : (
        <section aria-labelledby="present-services">
          <h2 id="present-services" className="section-head">
            {t("portal:present.what")}
          </h2>
          <div
            className="services-open"
            role="radiogroup"
            onKeyDown={chooseByArrows}
            aria-labelledby="present-services"
          >
            {options.data.options.map((one) => (
              <Service
                key={one.kind}
                option={one}
                chosen={one.kind === kind}
                onChoose={() => {
                  setKind(one.kind);
                  if (!one.reasons.some((other) => other.reason === reason)) setReason(null);
                }}
              />
            ))}
          </div>
        </section>
      )}
      {chosen ? (
        <section aria-labelledby="reasons" className="request-part">
          <h2 id="reasons" className="section-head">
            {t("portal:request.why")}
          </h2>
          <Reasons option={chosen} value={reason} onChange={setReason} />
        </section>
      ) : null}
      {chosen && why && chosen.asks.length > 0 ? (
        <section className="request-part">
          <Conditions asks={chosen.asks} value={condition} onChange={setCondition} />
        </section>
      ) : null}
      {chosen && refused ? (
        <p className="notice request-part" data-tone="wait" role="status">
          {chosen.because[0] ? because(chosen.because[0]) : t("portal:request.refused-plain")}
        </p>
      ) : null}
      {chosen && why && !refused ? (
        <section className="card request-part request-more">
          {kind === "exchange" ? (
            <>
              <h2 className="small">{t("portal:wanted.title")}</h2>
              <button type="button" className="wanted-product" onClick={() => pick(true)}>
                {product ? <Picture of={product.picture} size={48} /> : null}
                <span className="goods-words">{product ? title(product.title) : t("portal:present.same-goods")}</span>
                <span className="link">{t("portal:present.other-goods")}</span>
              </button>
            </>
          ) : null}
          {why.evidence ? (
            <h2 className="small">
              {t("portal:request.evidence-needed", {
                kinds: why.shownBy.map((one) => of("evidence-kind", one)).join(t("common:list-or")),
              })}
            </h2>
          ) : null}
          <Evidence photos={photos} needed={why.evidence} wanted={why.shownBy} />
          <Note
            id="present-note"
            value={note}
            onChange={setNote}
            label={kind === "reship" ? t("portal:request.note-missing") : t("portal:request.note")}
          />
          <label className="switch-row">
            <span>
              <b>{t("portal:present.quiet")}</b>
              <span className="tiny quiet">{t("portal:present.quiet-text")}</span>
            </span>
            <input
              type="checkbox"
              className="switch"
              checked={quiet}
              onChange={(event) => setQuiet(event.target.checked)}
            />
          </label>
        </section>
      ) : null}
      {submit.isError ? (
        <p className="notice" data-tone="bad" role="alert">
          {trouble(submit.error)}
        </p>
      ) : null}
      {picking ? (
        <ProductSheet
          asked={{ lineId: line.lineId, quantity }}
          onClose={() => pick(false)}
          onPick={(one) => {
            setProduct(one);
            pick(false);
          }}
        />
      ) : null}
    </Screen>
  );
}

function Service({ option, chosen, onChoose }: { option: Option; chosen: boolean; onChoose: () => void }) {
  const { t, of, format } = useWords();
  const terms = [
    option.kind === "return-and-refund" ? t("portal:present.refund-to-giver") : of("kind-hint", option.kind),
    option.withinDays > 0 ? t("portal:request.takes", { count: option.withinDays }) : "",
    option.lastDay ? t("portal:request.last-day", { day: format.day(option.lastDay) }) : "",
    option.effort === "send-back" && option.freightPayer ? of("present-freight", option.freightPayer) : "",
  ].filter(Boolean);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a card that is a radio button
    <button type="button" role="radio" aria-checked={chosen} className="card service" onClick={onChoose}>
      <span className="service-sign" aria-hidden="true">
        {of("kind-sign", option.kind)}
      </span>
      <span className="service-words">
        <span className="service-head">
          <b>{option.kind === "return-and-refund" ? t("portal:present.send-back") : of("kind", option.kind)}</b>
          {option.standing === "offered" ? (
            <Status tone="done">{t("portal:request.available")}</Status>
          ) : option.standing === "review" ? (
            <Status tone="wait">{t("portal:request.needs-look")}</Status>
          ) : (
            <Status tone="mute">{t("portal:request.not-available")}</Status>
          )}
        </span>
        <span className="small quiet">{terms.join(t("portal:list-join"))}</span>
      </span>
    </button>
  );
}

/** What the shop sells today and costs no more than what was given; no price is said. */
function ProductSheet({
  asked,
  onPick,
  onClose,
}: {
  asked: { lineId: string; quantity: number };
  onPick: (product: Product | null) => void;
  onClose: () => void;
}) {
  const { t, title } = useWords();
  const query = new URLSearchParams({ lineId: asked.lineId, quantity: String(asked.quantity) }).toString();
  const found = useQuery({
    queryKey: keys.presentReplacements(query),
    queryFn: ({ signal }) =>
      api<PresentReplacements>("GET", `/api/v1/present/replacements?${query}`, undefined, { signal }),
  });
  return (
    <Sheet title={t("portal:wanted.pick-title")} onClose={onClose}>
      <Loaded query={found} skeleton={<SkeletonCard picture bars={[70, 40]} />}>
        {({ items }) => (
          <div className="product-list">
            <p className="tiny quiet">{t("portal:present.no-dearer")}</p>
            <ul>
              <li>
                <button type="button" className="product" onClick={() => onPick(null)}>
                  <span className="goods-words">{t("portal:present.same-goods")}</span>
                </button>
              </li>
              {items.map((one) => (
                <li key={one.productNumber}>
                  <button type="button" className="product" onClick={() => onPick(one)}>
                    <Picture of={one.picture} size={48} />
                    <span className="goods-words">
                      <span className="goods-title">{title(one.title)}</span>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        )}
      </Loaded>
    </Sheet>
  );
}
