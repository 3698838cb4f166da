import { useNavigate } from "@tanstack/react-router";
import { Button, Dropdown, Popover } from "antd";
import { type ReactNode, useState } from "react";
import type { Case } from "#contract/returns";
import { useWords } from "../../../shared/text/index.ts";
import { Icon } from "../../frame/icon.tsx";
import { useShortcuts } from "../../frame/shortcuts.ts";
import {
  ApproveDialog,
  AssignDialog,
  NoteDialog,
  ReceiveDialog,
  RejectDialog,
  ShipDialog,
  WithdrawDialog,
} from "./dialogs.tsx";

type Dialog = "approve" | "reject" | "receive" | "notes" | "assign" | "ship" | "withdraw" | null;

/** What this person may do with the case now, and why not the rest; all of it as the server says. */
export function Actions({ one }: { one: Case }) {
  const { t, of, because, format } = useWords();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Dialog>(null);
  const may = (action: string) =>
    one.abilities.some((ability) => sameAction(ability.action, action) && ability.allowed);
  const known = (action: string) => one.abilities.some((ability) => sameAction(ability.action, action));
  const inspect = () => void navigate({ to: "/bench", search: { scan: one.number } });
  const decide = may("approve")
    ? () => setOpen("approve")
    : may("receive")
      ? () => setOpen("receive")
      : may("inspect")
        ? inspect
        : () => undefined;
  useShortcuts([
    { keys: "e", label: t("desk:keys.decide"), run: decide },
    ...(may("assign") ? [{ keys: "a", label: t("desk:keys.assign"), run: () => setOpen("assign") }] : []),
    ...(may("notes") ? [{ keys: "r", label: t("desk:keys.note_"), run: () => setOpen("notes") }] : []),
  ]);
  const staffSide = one.abilities.filter(({ action }) => !elsewhere.has(action));
  const closed = staffSide.filter(({ allowed }) => !allowed);
  const forShopper = (["ship", "withdraw"] as const).filter(may);
  const close = () => setOpen(null);
  const main: ReactNode[] = [];
  if (may("approve"))
    main.push(
      <Button key="approve" type="primary" onClick={() => setOpen("approve")}>
        {one.kind === "return-and-refund" && one.caseState !== "approved"
          ? t("desk:case.approveReturn")
          : t("desk:case.approveAmount", { amount: format.money(one.amount) })}
        <kbd>e</kbd>
      </Button>,
    );
  if (may("receive"))
    main.push(
      <Button key="receive" type={main.length === 0 ? "primary" : "default"} onClick={() => setOpen("receive")}>
        {t("desk:case.receive")}
      </Button>,
    );
  if (may("inspect"))
    main.push(
      <Button key="inspect" type={main.length === 0 ? "primary" : "default"} onClick={inspect}>
        {t("desk:case.inspect")}
      </Button>,
    );
  if (may("reject"))
    main.push(
      <Button key="reject" danger onClick={() => setOpen("reject")}>
        {t("desk:case.reject")}
      </Button>,
    );
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
        {forShopper.length > 0 ? (
          <Dropdown
            trigger={["click"]}
            menu={{
              items: forShopper.map((action) => ({
                key: action,
                label: of("ability", action),
                danger: action === "withdraw",
              })),
              onClick: ({ key }) => setOpen(key === "ship" ? "ship" : "withdraw"),
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
            trigger="click"
            placement="topRight"
            title={t("desk:case.notNow")}
            content={
              <dl className="why-not">
                {closed.map(({ action, because: reason }) => (
                  <div key={action}>
                    <dt>{of("ability", action)}</dt>
                    <dd>{because(reason)}</dd>
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
      {open === "assign" ? <AssignDialog one={one} onClose={close} /> : null}
    </section>
  );
}

/** What only the shopper does; the desk does not explain it away. */
/** Offered in a menu of their own, and beside the refunds. */
const elsewhere = new Set(["withdraw", "resubmit", "ship", "retry-refund"]);

/** The verb of the address and the verb of the action differ for notes. */
function sameAction(said: string, meant: string): boolean {
  return said === meant || (meant === "notes" && (said === "note" || said === "add-note"));
}
