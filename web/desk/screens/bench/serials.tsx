import { Input } from "antd";
import { useState } from "react";
import { Status } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Icon } from "../../frame/icon.tsx";

/** The serial numbers that were sold, and the field that a scanner compares them in. */
export function Serials({
  known,
  scanned,
  onChange,
}: {
  known: readonly string[];
  scanned: readonly string[];
  onChange: (serials: readonly string[]) => void;
}) {
  const { t } = useWords();
  const [typed, setTyped] = useState("");
  const take = () => {
    const serial = typed.trim();
    if (serial !== "" && !scanned.includes(serial)) onChange([...scanned, serial]);
    setTyped("");
  };
  const strange = scanned.filter((serial) => !known.some((each) => same(each, serial)));
  return (
    <fieldset className="serials">
      <legend>{t("desk:bench.serials")}</legend>
      <ul>
        {known.map((serial) => {
          const found = scanned.some((each) => same(each, serial));
          return (
            <li key={serial}>
              <span className="mono">{serial}</span>
              <Status tone={found ? "done" : "mute"}>
                {found ? t("desk:bench.serialSame") : t("desk:bench.serialNotYet")}
              </Status>
            </li>
          );
        })}
        {strange.map((serial) => (
          <li key={serial} data-strange>
            <span className="mono">{serial}</span>
            <Status tone="bad">{t("desk:bench.serialOther")}</Status>
            <button
              type="button"
              aria-label={t("desk:bench.serialRemove", { serial })}
              onClick={() => onChange(scanned.filter((each) => each !== serial))}
            >
              <Icon name="cross" size={14} />
            </button>
          </li>
        ))}
      </ul>
      <Input
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          // A scanner ends with Enter; with Ctrl it is the whole count that is finished.
          if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          take();
        }}
        onBlur={take}
        placeholder={t("desk:bench.serialScan")}
        aria-label={t("desk:bench.serialScan")}
        prefix={<Icon name="scan" size={16} />}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
      />
      {strange.length > 0 ? <p className="serials-why">{t("desk:bench.serialWhy")}</p> : null}
    </fieldset>
  );
}

/** As the server compares them. */
function same(one: string, other: string): boolean {
  const plain = (serial: string) => serial.toUpperCase().replaceAll(/[\s-]/g, "");
  return plain(one) === plain(other);
}
