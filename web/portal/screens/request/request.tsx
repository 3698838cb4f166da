import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { Order, OrderLine } from "#contract/orders";
import type { EvidenceKind, Option, Options } from "#contract/returns";
import { api, keys, limits, useIntent, usePhotos } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Evidence } from "../../frame/evidence.tsx";
import { Coming, Empty, Failure, Loaded, SkeletonCard } from "../../frame/faces.tsx";
import { Icon } from "../../frame/icons.tsx";
import { Screen } from "../../frame/screen.tsx";
import { toast } from "../../frame/toast.tsx";
import { Basis } from "./basis.tsx";
import { ageOf, BadPieces, badOf, ChildAge, Conditions } from "./conditions.tsx";
import { type Draft, dropDraft, readDraft, writeDraft } from "./draft.ts";
import { Items } from "./items.tsx";
import { KeepForLess } from "./keep.tsx";
import { Reasons } from "./reasons.tsx";
import { Rights } from "./rights.tsx";
import { NotLikeThis, Services } from "./services.tsx";
import { AtTheDoor, goodsAreOpen, goodsOf, nothingElse, PriceDrop, WantedGoods } from "./wanted.tsx";
import "./request.css";

type Requested = { cases: { number: string }[] };

/** Which service, why, confirm: three taps; more is asked only where the decision turns on it. */
export function RequestPage() {
  const { t } = useWords();
  const { number } = useParams({ from: "/signed-in/orders/$number/request" });
  const { line } = useSearch({ from: "/signed-in/orders/$number/request" });
  const order = useQuery({
    queryKey: keys.order(number),
    queryFn: ({ signal }) => api<Order>("GET", `/api/v1/orders/${encodeURIComponent(number)}`, undefined, { signal }),
  });
  const up = `/orders/${number}`;
  if (order.data === undefined)
    return (
      <Screen title={t("portal:request.title")} up={up}>
        <Loaded query={order} skeleton={<RequestSkeleton />}>
          {() => null}
        </Loaded>
      </Screen>
    );
  const lines = order.data.lines.filter((one) => one.units.free > 0 && !one.isGift && !one.isAdjustment);
  if (lines.length === 0)
    return (
      <Screen title={t("portal:request.title")} up={up}>
        <Empty drawing="lost" title={t("portal:request.nothing-free")} text={t("portal:request.nothing-free-text")} />
      </Screen>
    );
  return <RequestForm number={number} lines={lines} first={line} />;
}

function RequestForm({
  number,
  lines,
  first,
}: {
  number: string;
  lines: readonly OrderLine[];
  first: string | undefined;
}) {
  const { t, trouble, format, title } = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const keyFor = useIntent();
  const [draft, setDraft] = useState<Draft>(() => ({ ...newDraft(lines, first), ...readDraft(number, first) }));
  const photos = usePhotos({ orderNumber: number }, draft.photos);
  const change = (part: Partial<Draft>) => setDraft((was) => ({ ...was, ...part }));
  useEffect(
    () => writeDraft(number, first, { ...draft, photos: photos.photos }),
    [number, first, draft, photos.photos],
  );

  // A line of its own only: of several nobody could say which are bad.
  const bad = Object.values(draft.items).filter((count) => count > 0).length === 1 ? badOf(draft.bad) : null;
  const byChild = draft.reason === "bought-by-child" ? ageOf(draft.childAge) : null;
  const asked = {
    lines: lines.flatMap((line) =>
      (draft.items[line.lineId] ?? 0) > 0 ? [{ lineId: line.lineId, quantity: draft.items[line.lineId] ?? 1 }] : [],
    ),
    ...(draft.reason ? { reason: draft.reason } : {}),
    ...(Object.keys(draft.condition).length > 0 ? { condition: draft.condition } : {}),
    ...(bad === null ? {} : { bad }),
    ...(byChild === null ? {} : { childAge: byChild }),
  };
  const options = useQuery({
    queryKey: keys.options(number, asked),
    enabled: asked.lines.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    queryFn: ({ signal }) =>
      api<Options>("POST", `/api/v1/orders/${encodeURIComponent(number)}/options`, asked, { signal }),
  });
  const chosen = options.data?.options.find((one) => one.kind === draft.kind);
  const reason = chosen?.reasons.find((one) => one.reason === draft.reason);
  const refused = chosen?.standing === "refused";
  const titles = Object.fromEntries(lines.map((line) => [line.lineId, title(line.title)]));
  const single = asked.lines.length === 1 ? asked.lines[0] : undefined;
  const askedLine = lines.find((line) => line.lineId === asked.lines[0]?.lineId);
  const goodsOut = draft.kind === "exchange" || draft.kind === "repair" || draft.kind === "reship";
  const difference =
    draft.kind === "exchange" && draft.wanted.how === "other" ? draft.wanted.product?.difference : null;
  const side = Math.sign(Number(difference?.amount ?? 0));
  const missing = whatIsMissing(draft, chosen, {
    lines: asked.lines.length,
    shown: reason === undefined || !reason.evidence || photos.kinds.some((kind) => reason.shownBy.includes(kind)),
    sending: photos.sending,
    bad: bad !== null,
    age: byChild !== null,
  });

  const submit = useMutation({
    mutationFn: () => {
      const body = {
        ...asked,
        kind: draft.kind,
        reason: draft.reason,
        note: draft.note.trim(),
        evidence: photos.ids,
        ...(draft.kind === "exchange" ? { shipFirst: draft.shipFirst, ...goodsOf(draft.wanted) } : {}),
        ...(draft.kind === "refuse-delivery" && draft.intercept ? { intercept: true } : {}),
      };
      return api<Requested>("POST", `/api/v1/orders/${encodeURIComponent(number)}/cases`, body, { key: keyFor(body) });
    },
    onSuccess: async ({ cases }) => {
      dropDraft(number, first);
      for (const queryKey of [keys.home, keys.orders, keys.cases]) void client.invalidateQueries({ queryKey });
      toast(t("portal:request.sent", { count: cases.length }));
      const [only] = cases;
      if (cases.length === 1 && only)
        await navigate({ to: "/cases/$number", params: { number: only.number }, replace: true });
      else await navigate({ to: "/orders/$number", params: { number }, replace: true });
    },
  });

  const sections = {
    items: useRef<HTMLElement>(null),
    kind: useRef<HTMLElement>(null),
    wanted: useRef<HTMLElement>(null),
    reason: useRef<HTMLElement>(null),
    condition: useRef<HTMLElement>(null),
    photos: useRef<HTMLElement>(null),
  };
  const show = (section: keyof typeof sections) =>
    sections[section].current?.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "center" });
  const go = () => {
    if (missing === null) submit.mutate();
    else if (missing !== "wait" && missing !== "refused") show(missing === "note" ? "photos" : missing);
  };
  const pick = (kind: Option["kind"], why = draft.reason) => {
    const stays = options.data?.options.find((one) => one.kind === kind)?.reasons.some((one) => one.reason === why);
    const reasons = options.data?.options.find((one) => one.kind === kind)?.reasons ?? [];
    const only = reasons.length === 1 ? (reasons[0]?.reason ?? null) : null;
    change({ kind, reason: stays ? why : only });
    setTimeout(() => show("reason"), 60);
  };

  const toDo = {
    items: t("portal:request.missing-items"),
    kind: t("portal:request.missing-kind"),
    reason: t("portal:request.missing-reason"),
    condition: t("portal:request.missing-condition"),
    wanted: t("portal:request.missing-wanted"),
    note: t("portal:request.missing-note"),
    photos: t("portal:request.missing-photos"),
    wait: t("portal:request.missing-wait"),
    refused: t("portal:request.missing-refused"),
  };

  return (
    <Screen
      title={t("portal:request.title")}
      up={`/orders/${number}`}
      footer={
        <>
          <p className="request-sum">
            <span className="tiny quiet">
              {side < 0
                ? t("portal:request.sum-difference")
                : goodsOut
                  ? t("portal:request.sum-cost")
                  : t("portal:request.refund")}
            </span>
            <b className="figures" data-waiting={options.isFetching || undefined}>
              {refused || !chosen
                ? "—"
                : difference && side !== 0
                  ? format.money({ ...difference, amount: difference.amount.replace("-", "") })
                  : goodsOut
                    ? t("portal:request.sum-nothing")
                    : chosen.amount
                      ? format.money(chosen.amount)
                      : "—"}
            </b>
          </p>
          <button
            type="button"
            className="button main"
            aria-busy={submit.isPending}
            disabled={submit.isPending || missing === "wait" || missing === "refused"}
            onClick={go}
          >
            {submit.isPending ? t("portal:request.sending") : missing ? toDo[missing] : t("portal:request.send")}
          </button>
        </>
      }
    >
      <section ref={sections.items} className="card">
        <Items lines={lines} items={draft.items} onChange={(items) => change({ items, wanted: nothingElse })} />
      </section>
      {asked.lines.length === 0 ? null : options.data === undefined ? (
        options.isError ? (
          <Failure error={options.error} onRetry={() => void options.refetch()} />
        ) : (
          <Coming>
            <SkeletonCard bars={[40, 90]} />
            <SkeletonCard bars={[36, 84]} />
            <SkeletonCard bars={[30, 70]} />
          </Coming>
        )
      ) : (
        <>
          <section ref={sections.kind} aria-labelledby="services">
            <h2 id="services" className="section-head">
              {t("portal:request.services")}
            </h2>
            <Services options={options.data.options} chosen={draft.kind} why={draft.reason} onChoose={pick}>
              {options.data.keep ? (
                <KeepForLess keep={options.data.keep} asked={{ number, lines: asked.lines }} />
              ) : null}
            </Services>
          </section>
          {chosen && chosen.reasons.length > 0 ? (
            <section ref={sections.reason} aria-labelledby="reasons" className="request-part">
              <h2 id="reasons" className="section-head">
                {t("portal:request.why")}
              </h2>
              <Reasons option={chosen} value={draft.reason} onChange={(next) => change({ reason: next })} />
            </section>
          ) : null}
          {chosen && draft.reason && (chosen.asks.length > 0 || chosen.asksBad || chosen.asksAge) ? (
            <section ref={sections.condition} className="request-part request-more">
              {chosen.asks.length > 0 ? (
                <Conditions
                  asks={chosen.asks}
                  value={draft.condition}
                  onChange={(next) => change({ condition: next })}
                />
              ) : null}
              {chosen.asksAge ? (
                <ChildAge value={draft.childAge} onChange={(next) => change({ childAge: next })} />
              ) : null}
              {chosen.asksBad ? <BadPieces value={draft.bad} onChange={(next) => change({ bad: next })} /> : null}
            </section>
          ) : null}
          {chosen && draft.reason && refused ? <NotLikeThis option={chosen} onChoose={pick} /> : null}
          {chosen?.kind === "refuse-delivery" && !refused ? (
            <AtTheDoor option={chosen} intercept={draft.intercept} onIntercept={(intercept) => change({ intercept })} />
          ) : null}
          {chosen?.kind === "price-protection" && !refused ? <PriceDrop option={chosen} titles={titles} /> : null}
          {chosen?.kind === "exchange" && reason && !refused && askedLine ? (
            <section ref={sections.wanted} className="card request-part request-more">
              <WantedGoods
                wanted={draft.wanted}
                shipFirst={draft.shipFirst}
                line={askedLine}
                asked={single ? { number, ...single } : null}
                onChange={change}
              />
            </section>
          ) : null}
          {chosen && reason && !refused ? (
            <section ref={sections.photos} className="card request-part request-more">
              <EvidenceWanted option={chosen} reason={reason} given={photos.kinds} />
              <Evidence
                photos={photos}
                needed={reason.evidence}
                wanted={[...chosen.evidenceNeeded, ...reason.shownBy]}
              />
              <div className="field">
                <label htmlFor="note">
                  {draft.kind === "reship"
                    ? t("portal:request.note-missing")
                    : draft.kind === "repair"
                      ? t("portal:request.note-fault")
                      : t("portal:request.note")}
                </label>
                <textarea
                  id="note"
                  className="input"
                  value={draft.note}
                  onChange={(event) => change({ note: event.target.value })}
                  maxLength={limits.noteLength}
                  placeholder={
                    draft.kind === "reship"
                      ? t("portal:request.note-missing-example")
                      : draft.kind === "repair"
                        ? t("portal:request.note-fault-example")
                        : t("portal:request.note-example")
                  }
                />
              </div>
            </section>
          ) : null}
          {chosen && draft.reason && !refused ? <Basis option={chosen} titles={titles} /> : null}
          {options.isError ? (
            <p className="notice" data-tone="bad" role="alert">
              {trouble(options.error)}
            </p>
          ) : null}
          {options.data.decisions[0] ? <Rights decision={options.data.decisions[0].decision} /> : null}
          {submit.isError ? (
            <p className="notice" data-tone="bad" role="alert">
              <Icon name="retry" size={18} />
              {trouble(submit.error)}
            </p>
          ) : null}
        </>
      )}
    </Screen>
  );
}

/** What shows it, told before anything is sent: what is needed, what speeds it up, and why a film will be asked for. */
function EvidenceWanted({
  option,
  reason,
  given,
}: {
  option: Option;
  reason: Option["reasons"][number];
  given: readonly EvidenceKind[];
}) {
  const { t, of } = useWords();
  const spoken = (kinds: readonly EvidenceKind[]) =>
    kinds.map((kind) => of("evidence-kind", kind)).join(t("common:list-or"));
  const { evidenceNeeded } = option;
  const both = reason.shownBy.filter((kind) => evidenceNeeded.includes(kind));
  const kinds = both.length > 0 ? both : reason.shownBy;
  // A film of the unboxing is a film.
  const has = evidenceNeeded.some(
    (kind) => given.includes(kind) || (kind === "video" && given.includes("unboxing-video")),
  );
  const film = option.filmWanted.length > 0 && !given.some((kind) => kind === "video" || kind === "unboxing-video");
  return (
    <>
      <h2 className="small">
        {reason.evidence ? t("portal:request.evidence-needed", { kinds: spoken(kinds) }) : t("portal:request.photos")}
      </h2>
      {evidenceNeeded.length > 0 && !has && (given.length > 0 || both.length === 0) ? (
        <p className="notice small" data-tone="wait" role="status">
          {t("portal:request.evidence-clause", { kinds: spoken(evidenceNeeded) })}
        </p>
      ) : null}
      {film ? (
        <p className="notice small" data-tone="wait" role="status">
          <span>
            {t("portal:request.film-wanted", {
              why: option.filmWanted.map((signal) => of("signal-name", signal)).join(t("common:list-or")),
            })}{" "}
            <Link to="/me/signals" className="link">
              {t("portal:request.film-why")}
            </Link>
          </span>
        </p>
      ) : null}
    </>
  );
}

function calm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** The first thing that still stands between the shopper and a request; null when nothing does. */
function whatIsMissing(
  draft: Draft,
  chosen: Option | undefined,
  have: { lines: number; shown: boolean; sending: boolean; bad: boolean; age: boolean },
) {
  if (have.lines === 0) return "items";
  if (!chosen) return "kind";
  if (draft.reason === null || !chosen.reasons.some((one) => one.reason === draft.reason))
    return chosen.standing === "refused" ? "refused" : "reason";
  if (chosen.asks.some((ask) => draft.condition[ask] === undefined)) return "condition";
  if (chosen.asksAge && !have.age) return "condition";
  if (chosen.standing === "refused") return "refused";
  if (chosen.asksBad && !have.bad) return "condition";
  if (draft.kind === "exchange" && goodsAreOpen(draft.wanted)) return "wanted";
  if (have.sending) return "wait";
  if (!have.shown) return "photos";
  // A photo shows what came; only words say what did not.
  if (draft.kind === "reship" && draft.reason === "missing-parts" && draft.note.trim() === "") return "note";
  return null;
}

function newDraft(lines: readonly OrderLine[], first: string | undefined): Draft {
  const [only] = lines;
  const start = lines.find((line) => line.lineId === first) ?? (lines.length === 1 ? only : undefined);
  return {
    items: start ? { [start.lineId]: start.units.free } : {},
    kind: null,
    reason: null,
    condition: {},
    bad: { pieces: "", of: "" },
    childAge: "",
    note: "",
    wanted: nothingElse,
    shipFirst: false,
    intercept: true,
    photos: [],
  };
}

function RequestSkeleton() {
  return (
    <>
      <SkeletonCard picture bars={[70, 40]} />
      <SkeletonCard bars={[40, 90]} />
      <SkeletonCard bars={[36, 84]} />
    </>
  );
}
