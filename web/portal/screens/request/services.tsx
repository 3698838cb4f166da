import { type ReactNode, useState } from "react";
import type { Option } from "#contract/returns";
import { Status } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { chooseByArrows } from "../../frame/arrows.ts";
import { Icon } from "../../frame/icons.tsx";
import { Articles, bySource } from "./basis.tsx";

type Kind = Option["kind"];
type Reason = Option["reasons"][number]["reason"];

/** What can be had and what somebody must look at, side by side; what cannot be had is folded away with why. */
export function Services({
  options,
  chosen,
  why,
  onChoose,
  children,
}: {
  options: readonly Option[];
  chosen: Kind | null;
  /** The reason the options were judged by, once one is chosen. */
  why: Reason | null;
  onChoose: (kind: Kind, reason?: Reason) => void;
  /** What else is to be had. */
  children?: ReactNode;
}) {
  const { t } = useWords();
  const open = options.filter((one) => one.standing === "offered");
  const review = options.filter((one) => one.standing === "review");
  const refused = options.filter((one) => one.standing === "refused");
  const nothing = open.length + review.length === 0;
  const [unfolded, unfold] = useState<boolean | null>(null);
  return (
    <div className="services">
      <div className="services-open" role="radiogroup" onKeyDown={chooseByArrows} aria-labelledby="services">
        {[...open, ...review].map((one) => (
          <Service
            key={one.kind}
            option={one}
            chosen={one.kind === chosen}
            why={why}
            onChoose={() => onChoose(one.kind)}
          />
        ))}
      </div>
      {children}
      {nothing ? <p className="notice">{t("portal:request.none-offered")}</p> : null}
      {refused.length > 0 ? (
        <details
          className="services-refused"
          open={unfolded ?? nothing}
          onToggle={(event) => unfold(event.currentTarget.open)}
        >
          <summary>
            {t("portal:request.not-available-count", { count: refused.length })}
            <Icon name="down" size={16} />
          </summary>
          <div className="services-open">
            {refused.map((one) => (
              <Refused key={one.kind} option={one} options={options} why={why} onChoose={onChoose} />
            ))}
          </div>
        </details>
      ) : null}
    </div>
  );
}

/** What it brings, how long it takes, and what one has to do for it. */
function Service({
  option,
  chosen,
  why,
  onChoose,
}: {
  option: Option;
  chosen: boolean;
  why: Reason | null;
  onChoose: () => void;
}) {
  const { t, of, format } = useWords();
  const { kind, effort } = option;
  const own = option.reasons.find(({ reason }) => reason === why);
  const photos = own ? own.evidence : option.reasons.every(({ evidence }) => evidence);
  const facts: [string, string][] = [
    [
      t("portal:request.fact-gets"),
      kind === "exchange"
        ? t("portal:request.gets-exchange")
        : kind === "repair"
          ? t("portal:request.gets-repair")
          : kind === "reship"
            ? t("portal:request.gets-reship")
            : option.amount
              ? format.money(option.amount)
              : t("portal:request.gets-open"),
    ],
    [
      t("portal:request.fact-takes"),
      option.withinDays === 0
        ? t("portal:request.takes-none")
        : t("portal:request.takes", { count: option.withinDays }),
    ],
    [
      t("portal:request.fact-effort"),
      [
        {
          nothing: t("portal:request.effort-nothing"),
          "send-back": t("portal:request.effort-send-back"),
          "refuse-at-door": t("portal:request.effort-refuse"),
        }[effort],
        photos ? t("portal:request.effort-photos") : "",
      ]
        .filter(Boolean)
        .join(t("portal:request.effort-join")),
    ],
  ];
  // Above what the goods cost, the reader asks where the rest is from.
  const freight = option.receipt?.steps.find(({ code }) => code === "charged-freight");
  const terms = [
    freight ? t("portal:request.with-freight", { amount: format.money(freight.amount) }) : "",
    option.givenBy === null
      ? ""
      : option.givenBy === "law"
        ? t("portal:request.given-by-law")
        : t("portal:request.given-by-shop"),
    option.bonus ? t("portal:request.bonus", { amount: format.money(option.bonus) }) : "",
    option.lastDay ? t("portal:request.last-day", { day: format.day(option.lastDay) }) : "",
    effort === "send-back" && option.freightPayer ? of("freight-payer", option.freightPayer) : "",
    option.fee ? t("portal:request.fee", { amount: format.money(option.fee) }) : "",
    effort === "send-back" && option.waysBack
      ? t("portal:request.ways-back", {
          ways: option.waysBack.map((way) => of("way", way)).join(t("portal:list-join")),
        })
      : "",
    option.autoApproved || !option.answerWithinHours
      ? ""
      : t("portal:request.answer-within", { hours: option.answerWithinHours }),
  ].filter(Boolean);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a card that is a radio button
    <button type="button" role="radio" aria-checked={chosen} className="card service" onClick={onChoose}>
      <span className="service-sign" aria-hidden="true">
        {of("kind-sign", kind)}
      </span>
      <span className="service-words">
        <span className="service-head">
          <b>{of("kind", kind)}</b>
          {option.standing === "review" ? (
            <Status tone="wait">{t("portal:request.needs-look")}</Status>
          ) : (
            <Status tone="done">
              {option.autoApproved ? t("portal:request.at-once") : t("portal:request.available")}
            </Status>
          )}
        </span>
        <span className="small quiet">{of("kind-hint", kind)}</span>
      </span>
      <span className="service-facts">
        {facts.map(([name, value]) => (
          <span key={name}>
            <span className="tiny quiet">{name}</span>
            <b className="figures">{value}</b>
          </span>
        ))}
      </span>
      {terms.length > 0 ? <span className="service-terms tiny quiet">{terms.join(t("portal:list-join"))}</span> : null}
    </button>
  );
}

function Refused({
  option,
  options,
  why,
  onChoose,
}: {
  option: Option;
  options: readonly Option[];
  why: Reason | null;
  onChoose: (kind: Kind, reason?: Reason) => void;
}) {
  const { t, of, because, format } = useWords();
  const [reason] = option.because;
  // Of all that is cited, the article that this reason rests on.
  const citations = option.citations.filter((one) => one.rule === reason?.rule);
  // What a change of mind cannot get, a fault may.
  const fault = option.reasons.find((one) => one.evidence)?.reason;
  const mindToo = option.reasons.some((one) => !one.evidence);
  const judgedByFault = option.reasons.some((one) => one.evidence && one.reason === why);
  const others = option.alternatives.filter((kind) =>
    options.some((one) => one.kind === kind && one.standing !== "refused"),
  );
  return (
    <div className="service service-refused">
      <span className="service-sign" aria-hidden="true">
        {of("kind-sign", option.kind)}
      </span>
      <span className="service-words">
        <span className="service-head">
          <b>{of("kind", option.kind)}</b>
          <Status tone="mute">{t("portal:request.not-available")}</Status>
        </span>
        <span className="small">{reason ? because(reason) : t("portal:request.refused-plain")}</span>
        {option.lastDay ? (
          <span className="tiny">{t("portal:request.was-until", { day: format.day(option.lastDay) })}</span>
        ) : null}
        {bySource(citations).map((same) => (
          <span key={same[0]?.source} className="tiny">
            <Articles citations={same} />
          </span>
        ))}
        {fault !== undefined && mindToo && !judgedByFault ? (
          <button type="button" className="link service-fault" onClick={() => onChoose(option.kind, fault)}>
            {t("portal:request.fault")} <Icon name="forward" size={14} />
          </button>
        ) : null}
        {others.length > 0 ? (
          <span className="service-others small">
            {t("portal:request.instead")}
            {others.map((kind) => (
              <button key={kind} type="button" className="link" onClick={() => onChoose(kind)}>
                {of("kind", kind)}
              </button>
            ))}
          </span>
        ) : null}
      </span>
    </div>
  );
}

/** The chosen service is not to be had for the chosen reason, or not for goods in this state: why, and what is. */
export function NotLikeThis({ option, onChoose }: { option: Option; onChoose: (kind: Kind) => void }) {
  const { t, of, because } = useWords();
  const [reason] = option.because;
  return (
    <div className="notice not-like-this request-part" data-tone="wait" role="status">
      <p>{reason ? because(reason) : t("portal:request.refused-plain")}</p>
      {option.alternatives.map((kind) => (
        <button key={kind} type="button" className="button less" onClick={() => onChoose(kind)}>
          {t("portal:request.take", { kind: of("kind", kind) })}
        </button>
      ))}
    </div>
  );
}
