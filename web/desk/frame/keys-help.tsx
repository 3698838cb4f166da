import { Modal } from "antd";
import { useWords } from "../../shared/text/index.ts";
import { type Shortcut, shortcutsNow } from "./shortcuts.ts";

/** Every key that acts right now. */
export function KeysHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords();
  const all = open ? shortcutsNow() : [];
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t("desk:keys.title")} destroyOnHidden width={620}>
      <div className="keys-help">
        <Keys title={t("desk:keys.here")} shortcuts={all.filter((shortcut) => !shortcut.everywhere)} />
        <Keys title={t("desk:keys.everywhere")} shortcuts={all.filter((shortcut) => shortcut.everywhere)} />
      </div>
      <p className="fine">{t("desk:keys.note")}</p>
    </Modal>
  );
}

function Keys({ title, shortcuts }: { title: string; shortcuts: readonly Shortcut[] }) {
  if (shortcuts.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {shortcuts.map(({ keys, label }) => (
          <div key={keys + label}>
            <dt>
              {keys.split(" ").map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
