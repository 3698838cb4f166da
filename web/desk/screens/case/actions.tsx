import { useNavigate } from "@tanstack/react-router";
import { Button, Dropdown, Popover } from "antd";
import { type ReactNode, useState } from "react";
import type { Case } from "#contract/returns";
import { useWords } from "../../../shared/text/index.ts";
import { Icon } from "../../frame/icon.tsx";
import { useShortcuts } from "../../frame/shortcuts.ts";
import { ChildDialog } from "./child-dialog.tsx";
import {
  ApproveDialog,
  AssignDialog,
  ConfirmDialog,
  InterceptDialog,
  NoteDialog,
  ReceiveDialog,
  RejectDialog,
  SendOutDialog,
  ShipDialog,
  WithdrawDialog,
} from "./dialogs.tsx";
import { RuleDialog, StatementDialog, WordsDialog } from "./dispute-dialogs.tsx";
import { ExtendDialog } from "./extend-dialog.tsx";
import { AnswerDialog, OfferDialog } from "./offer-dialogs.tsx";
import { MakeGoodDialog, ObjectDialog } from "./outbound-dialogs.tsx";

type Dialog =
  | "approve"
  | "reject"
  | "receive"
  | "notes"
  | "assign"
  | "ship"
  | "withdraw"
  | "offer"
  | "answer-offer"
  | "ship-replacement"
  | "confirm-replacement"
  | "object-replacement"
  | "make-good"
  | "intercept"
  | "escalate"
  | "state"
  | "rule"
  | "appeal"
  | "extend"
  | "find-child"
  | null;

/** What this person may do with the case now, and why not the rest; all of it as the server says. */
export function Actions({ one }: { one: Case }) {
  const { t, of, because, format } = useWords();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Dialog>(null);
  const may = (action: string) =>
    one.abilities.some((ability) => sameAction(ability.action, action) && ability.allowed);
  const known = (action: string) => one.abilities.some((ability) => sameAction(ability.action, action));
  const inspect = () => void navigate({ to: "/bench", search: { scan: one.number } });
  // What waits for this person first: a ruling before an answer, an answer before a yes of one's own.
  const first = (["rule", "make-good", "answer-offer", "approve", "ship-replacement", "receive"] as const).find(may);
  const decide = first ? () => setOpen(first) : may("inspect") ? inspect : () => undefined;
  useShortcuts([
    { keys: "e", label: t("desk:keys.decide"), run: decide },
    ...(may("offer") ? [{ keys: "o", label: t("desk:keys.offer"), run: () => setOpen("offer") }] : []),
    ...(may("ship-replacement")
      ? [{ keys: "s", label: t("desk:keys.sendOut"), run: () => setOpen("ship-replacement") }]
      : []),
    ...(may("state") ? [{ keys: "d", label: t("desk:keys.state"), run: () => setOpen("state") }] : []),
    ...(may("assign") ? [{ keys: "a", label: t("desk:keys.assign"), run: () => setOpen("assign") }] : []),
    ...(may("notes") ? [{ keys: "r", label: t("desk:keys.note_"), run: () => setOpen("notes") }] : []),
  ]);
  const staffSide = one.abilities.filter(({ action }) => !elsewhere.has(action));
  const closed = staffSide.filter(({ allowed }) => !allowed);
  const forShopper = (["ship", "confirm-replacement", "object-replacement", "escalate", "withdraw"] as const).filter(
    may,
  );
  const close = () => setOpen(null);
  const main: ReactNode[] = [];
  const add = (action: Exclude<Dialog, null>, words: string, more: { danger?: boolean; key?: string } = {}) => {
    if (!may(action)) return;
    main.push(
      <Button
        key={action}
        type={main.length === 0 && !more.danger ? "primary" : "default"}
        danger={more.danger ?? false}
        onClick={() => setOpen(action)}
      >
        {words}
        {first === action ? <kbd>e</kbd> : more.key ? <kbd>{more.key}</kbd> : null}
      </Button>,
    );
  };
  add("rule", t("desk:dispute.rule"));
  add("make-good", t("desk:outbound.makeGood"));
  add("answer-offer", t("desk:offers.answer"));
  add("approve", t(`desk:case.${approveWords(one)}`, { amount: format.money(one.amount) }));
  add("ship-replacement", t("desk:outbound.send"), { key: "s" });
  add("receive", t("desk:case.receive"));
  if (may("inspect"))
    main.push(
      <Button key="inspect" type={main.length === 0 ? "primary" : "default"} onClick={inspect}>
        {t("desk:case.inspect")}
      </Button>,
    );
  add("intercept", t("desk:interception.ask"));
  add("state", t("desk:dispute.state"), { key: "d" });
  add("appeal", t("desk:dispute.appeal"));
  add("offer", t("desk:offers.make"), { key: "o" });
  add("reject", t("desk:case.reject"), { danger: true });
  return (
    <section className="actions" aria-label={t("desk:case.actions")}>
      <div className="actions-main">{main}</div>
      <div className="actions-rest">
        {known("notes") ? (
          <Button disabled={!may("notes")} onClick={() => setOpen("notes")}>
            {t("desk:case.note")}
            <kbd>r</kbd>
          </Button>
        ) : null}
        {known("assign") ? (
          <Button disabled={!may("assign")} onClick={() => setOpen("assign")}>
            {t("desk:case.assign")}
            <kbd>a</kbd>
          </Button>
        ) : null}
        {may("find-child") ? <Button onClick={() => setOpen("find-child")}>{t("desk:child.find")}</Button> : null}
        {may("extend") ? <Button onClick={() => setOpen("extend")}>{t("desk:case.extend")}</Button> : null}
        {forShopper.length > 0 ? (
          <Dropdown
            trigger={["click"]}
            menu={{
              items: forShopper.map((action) => ({
                key: action,
                label: of("ability", action),
                danger: action === "withdraw",
              })),
              onClick: ({ key }) => setOpen(forShopper.find((action) => action === key) ?? null),
            }}
          >
            <Button>
              {t("desk:case.forShopper")}
              <Icon name="down" size={13} />
            </Button>
          </Dropdown>
        ) : null}
        {closed.length > 0 ? (
          <Popover
            trigger={["hover", "focus", "click"]}
            placement="topRight"
            title={t("desk:case.notNow")}
            content={
              <dl className="why-not">
                {[...Map.groupBy(closed, ({ because: reason }) => because(reason))].map(([why, alike]) => (
                  <div key={why}>
                    <dt>{alike.map(({ action }) => of("ability", action)).join(t("desk:case.separator"))}</dt>
                    <dd>{why}</dd>
                  </div>
                ))}
              </dl>
            }
          >
            <Button
              type="text"
              icon={<Icon name="lock" size={16} />}
              aria-label={t("desk:case.whyNot")}
              title={t("desk:case.whyNot")}
            />
          </Popover>
        ) : null}
      </div>
      {open === "approve" ? <ApproveDialog one={one} onClose={close} /> : null}
      {open === "reject" ? <RejectDialog one={one} onClose={close} /> : null}
      {open === "receive" ? <ReceiveDialog one={one} onClose={close} /> : null}
      {open === "notes" ? <NoteDialog one={one} onClose={close} /> : null}
      {open === "ship" ? <ShipDialog one={one} onClose={close} /> : null}
      {open === "withdraw" ? <WithdrawDialog one={one} onClose={close} /> : null}
      {open === "offer" ? <OfferDialog one={one} onClose={close} /> : null}
      {open === "answer-offer" ? <AnswerDialog one={one} onClose={close} /> : null}
      {open === "ship-replacement" ? <SendOutDialog one={one} onClose={close} /> : null}
      {open === "intercept" ? <InterceptDialog one={one} onClose={close} /> : null}
      {open === "confirm-replacement" ? <ConfirmDialog one={one} onClose={close} /> : null}
      {open === "object-replacement" ? <ObjectDialog one={one} onClose={close} /> : null}
      {open === "make-good" ? <MakeGoodDialog one={one} onClose={close} /> : null}
      {open === "state" ? <StatementDialog one={one} onClose={close} /> : null}
      {open === "rule" ? <RuleDialog one={one} onClose={close} /> : null}
      {open === "appeal" || open === "escalate" ? <WordsDialog one={one} verb={open} onClose={close} /> : null}
      {open === "find-child" ? <ChildDialog one={one} onClose={close} /> : null}
      {open === "extend" ? <ExtendDialog one={one} onClose={close} /> : null}
      {open === "assign" ? <AssignDialog one={one} onClose={close} /> : null}
    </section>
  );
}

/** What only the shopper does; the desk does not explain it away. */
/** Offered in a menu of their own, and beside the refunds. */
const elsewhere = new Set([
  "find-child",
  "withdraw",
  "resubmit",
  "ship",
  "confirm-replacement",
  "object-replacement",
  "escalate",
  "pay-difference",
  "retry-refund",
  "choose-detour",
  "transfer-refund",
  "confirm-refund",
  "send-refund-again",
]);

function approveWords({ kind, caseState }: Case) {
  if (caseState === "approved") return "approveAmount";
  switch (kind) {
    case "return-and-refund":
      return "approveReturn";
    case "exchange":
      return "approveExchange";
    case "repair":
      return "approveRepair";
    case "reship":
      return "approveReship";
    default:
      return "approveAmount";
  }
}

/** The verb of the address and the verb of the action differ for notes. */
function sameAction(said: string, meant: string): boolean {
  return said === meant || (meant === "notes" && (said === "note" || said === "add-note"));
}
