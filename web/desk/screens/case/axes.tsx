import type { ReactNode } from "react";
import type { Case } from "#contract/returns";
import { Status, Stretched, type Tone } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { carrierSays } from "../../frame/carrier.ts";
import { Clock } from "../../frame/clock.tsx";

/** The axes side by side, each as a word with its colour and shape; those that this case has no use for are left out. */
export function Axes({ one }: { one: Case }) {
  const { t, of, format } = useWords();
  const parcel = (carrier: string | null, number: string | null) =>
    number ? [carrier ? carrierSays(of, carrier) : null, number].filter(Boolean).join(" ") : null;
  return (
    <dl className="axes card">
      <Axis
        name={t("desk:case.axis.case")}
        tone={caseTones[one.caseState]}
        word={of("case", one.caseState)}
        now={one.waitingOn === "merchant" && one.outboundState !== "to-ship"}
      >
        {one.rejectReason && one.caseState === "rejected" ? of("reject", one.rejectReason) : null}
      </Axis>
      {one.goodsState === "none" && one.outboundState !== "none" ? null : (
        <Axis
          name={t("desk:case.axis.goods")}
          tone={goodsTones[one.goodsState]}
          word={of("goods", nobodySendsBack(one) ? "with-carrier" : one.goodsState)}
          now={one.waitingOn === "warehouse"}
        >
          {parcel(one.wayBack.carrier, one.wayBack.trackingNumber)}
        </Axis>
      )}
      {one.outboundState === "none" ? null : (
        <Axis
          name={t("desk:case.axis.outbound")}
          tone={outboundTones[one.outboundState]}
          word={of("outbound", one.outboundState)}
          now={one.outboundState === "to-ship" || one.outbound.trouble !== null}
        >
          {one.outbound.trouble
            ? of("trouble", one.outbound.trouble)
            : parcel(one.outbound.carrier, one.outbound.trackingNumber)}
        </Axis>
      )}
      {one.interception.state === "none" ? null : (
        <Axis
          name={t("desk:interception.axis")}
          tone={interceptionTones[one.interception.state]}
          word={of("interception", one.interception.state)}
          now={one.interception.state === "wanted"}
        >
          {one.interception.answerBy ? format.nearMoment(one.interception.answerBy) : null}
        </Axis>
      )}
      {one.disputeState === "none" ? null : (
        <Axis
          name={t("desk:case.axis.dispute")}
          tone={disputeTones[one.disputeState]}
          word={of("dispute", one.disputeState)}
          now={one.waitingOn === "platform"}
        >
          {one.dispute?.ruling ? of("ruling", one.dispute.ruling.ruling) : null}
        </Axis>
      )}
      <Axis
        name={t("desk:case.axis.money")}
        tone={moneyTones[one.moneyState]}
        word={of("money", one.moneyState)}
        now={one.waitingOn === "payment"}
        bad={one.moneyState === "attention"}
      >
        {format.money(Number(one.refunded.amount) > 0 ? one.refunded : one.amount)}
      </Axis>
      <div>
        <dt>{t("desk:case.axis.clock")}</dt>
        <dd>
          {one.dueAt ? <Clock until={one.dueAt} large /> : "—"}
          <small>
            {one.dueAt
              ? format.nearMoment(one.dueAt)
              : one.closedAt
                ? format.nearMoment(one.closedAt)
                : of("waiting-on", one.waitingOn)}
          </small>
          <Stretched stretched={one.next.stretched} className="fine axis-why" />
        </dd>
      </div>
    </dl>
  );
}

/** A parcel that was not taken is with its carrier, whether it is turned round by now or not. */
function nobodySendsBack({ kind, goodsState }: Case): boolean {
  return kind === "refuse-delivery" && goodsState === "in-transit";
}

function Axis({ name, tone, word, now, bad, children }: AxisProps) {
  return (
    <div data-now={now || undefined} data-bad={bad || undefined}>
      <dt>{name}</dt>
      <dd>
        <Status tone={tone}>{word}</Status>
        {children ? <small className="ac-figures">{children}</small> : null}
      </dd>
    </div>
  );
}
type AxisProps = {
  readonly name: string;
  readonly tone: Tone;
  readonly word: string;
  readonly now: boolean;
  readonly bad?: boolean;
  readonly children: ReactNode;
};

const caseTones: Record<Case["caseState"], Tone> = {
  submitted: "wait",
  negotiating: "wait",
  approved: "going",
  rejected: "bad",
  completed: "done",
  withdrawn: "mute",
  closed: "mute",
};
const goodsTones: Record<Case["goodsState"], Tone> = {
  none: "mute",
  "awaiting-shipment": "wait",
  "in-transit": "going",
  arrived: "wait",
  inspected: "done",
  lost: "bad",
  "not-sent": "mute",
};
export const outboundTones: Record<Case["outboundState"], Tone> = {
  none: "mute",
  "to-ship": "wait",
  shipped: "going",
  arrived: "wait",
  lost: "bad",
  refused: "bad",
  delivered: "done",
  cancelled: "mute",
};
const interceptionTones: Record<Case["interception"]["state"], Tone> = {
  none: "mute",
  wished: "wait",
  wanted: "going",
  confirmed: "done",
  failed: "bad",
};
const moneyTones: Record<Case["moneyState"], Tone> = {
  none: "mute",
  due: "going",
  reserved: "going",
  sending: "going",
  unknown: "wait",
  settled: "done",
  attention: "bad",
};
export const disputeTones: Record<Case["disputeState"], Tone> = {
  none: "mute",
  evidence: "wait",
  review: "wait",
  ruled: "going",
  appeal: "wait",
  final: "done",
  closed: "mute",
};
