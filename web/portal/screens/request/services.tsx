import type { Option } from "#contract/returns";
import { Status } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { chooseByArrows } from "../../frame/arrows.ts";
import { Icon } from "../../frame/icons.tsx";
import { Articles, bySource } from "./basis.tsx";

type Kind = Option["kind"];
type Reason = Option["reasons"][number]["reason"];

/** The services in the order of their use: what can be had, what somebody must look at, what cannot and why. */
export function Services({
  options,
  chosen,
  why,
  onChoose,
}: {
  options: readonly Option[];
  chosen: Kind | null;
  /** The reason the options were judged by, once one is chosen. */
  why: Reason | null;
  onChoose: (kind: Kind, reason?: Reason) => void;
}) {
  const { t } = useWords();
  const open = options.filter((one) => one.standing === "offered");
  const review = options.filter((one) => one.standing === "review");
  const refused = options.filter((one) => one.standing === "refused");
  return (
    <div className="services">
      <div className="services-open" role="radiogroup" onKeyDown={chooseByArrows} aria-labelledby="services">
        {[...open, ...review].map((one) => (
          <Service key={one.kind} option={one} chosen={one.kind === chosen} onChoose={() => onChoose(one.kind)} />
        ))}
      </div>
      {open.length + review.length === 0 ? <p className="notice">{t("portal:request.none-offered")}</p> : null}
      {refused.map((one) => (
        <Refused key={one.kind} option={one} options={options} why={why} onChoose={onChoose} />
      ))}
    </div>
  );
}

function Service({ option, chosen, onChoose }: { option: Option; chosen: boolean; onChoose: () => void }) {
  const { t, of, format } = useWords();
  const review = option.standing === "review";
  return (
    // biome-ignore lint/a11y/useSemanticElements: a card that is a radio button
    <button type="button" role="radio" aria-checked={chosen} className="card service" onClick={onChoose}>
      <span className="service-sign" aria-hidden="true">
        {of("kind-sign", option.kind)}
      </span>
      <span className="service-words">
        <span className="service-head">
          <b>{of("kind", option.kind)}</b>
          {review ? (
            <Status tone="wait">{t("portal:request.needs-look")}</Status>
          ) : option.amount ? (
            <Status tone="done">
              <span className="figures">{t("portal:request.refundable", { amount: format.money(option.amount) })}</span>
            </Status>
          ) : null}
        </span>
        <span className="small quiet">{of("kind-hint", option.kind)}</span>
        <span className="small quiet">
          {[
            option.lastDay ? t("portal:request.last-day", { day: format.day(option.lastDay) }) : "",
            option.kind === "return-and-refund" && option.freightPayer ? of("freight-payer", option.freightPayer) : "",
            option.autoApproved
              ? t("portal:request.at-once")
              : option.answerWithinHours
                ? t("portal:request.answer-within", { hours: option.answerWithinHours })
                : "",
          ]
            .filter((part) => part !== "")
            .join(t("portal:list-join"))}
        </span>
      </span>
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
  const { t, of, because } = useWords();
  const [reason] = option.because;
  // Of all that is cited, the article that this reason rests on.
  const citations = option.citations.filter((one) => one.rule === reason?.rule);
  // What a change of mind cannot get, a fault may.
  const fault = option.reasons.find((one) => one.evidence)?.reason;
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
        {bySource(citations).map((same) => (
          <span key={same[0]?.source} className="tiny">
            <Articles citations={same} />
          </span>
        ))}
        {fault !== undefined && !judgedByFault ? (
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
