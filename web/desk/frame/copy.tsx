import { Tooltip } from "antd";
import { useState } from "react";
import { useWords } from "../../shared/text/index.ts";
import { Icon } from "./icon.tsx";

/** A number or a secret that one click puts on the clipboard. */
export function Copy({ text, label }: { text: string; label?: string }) {
  const { t } = useWords();
  const [done, setDone] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone(true);
      setTimeout(() => setDone(false), 1600);
    } catch {
      // Without leave to use the clipboard, the text can still be selected by hand.
    }
  };
  return (
    <Tooltip title={done ? t("desk:state.copied") : t("desk:state.copy")}>
      <button type="button" className="copy" onClick={() => void copy()}>
        <span>{label ?? text}</span>
        <Icon name={done ? "check" : "copy"} size={13} />
      </button>
    </Tooltip>
  );
}
