import { Modal } from "antd";
import { type ReactNode, useEffect } from "react";
import { useWords } from "../../shared/text/index.ts";
import { focusFirst } from "./focus-once.ts";

/** A dialog that Ctrl+Enter finishes; a failed attempt leaves it open with everything in it. */
export function Ask({ title, go, danger, quick, busy, blocked, onGo, onClose, children }: AskProps) {
  const { t } = useWords();
  useEffect(() => {
    const finish = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || busy || blocked) return;
      event.preventDefault();
      onGo();
    };
    window.addEventListener("keydown", finish);
    return () => window.removeEventListener("keydown", finish);
  });
  return (
    <Modal
      open
      title={title}
      okText={go}
      cancelText={t("desk:state.cancel")}
      okButtonProps={{ danger: danger ?? false, loading: busy, disabled: blocked ?? false }}
      onOk={onGo}
      onCancel={onClose}
      mask={{ closable: false }}
      afterOpenChange={focusFirst(quick ? "button" : "field")}
      destroyOnHidden
    >
      {children}
    </Modal>
  );
}
type AskProps = {
  title: string;
  go: string;
  danger?: boolean;
  /** Enter is enough: nothing has to be filled in. */
  quick?: boolean;
  busy: boolean;
  blocked?: boolean;
  onGo: () => void;
  onClose: () => void;
  children: ReactNode;
};
