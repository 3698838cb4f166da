import { useCanGoBack, useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { TabTitle } from "../../shared/components/index.ts";
import { useWords } from "../../shared/text/index.ts";
import { Icon } from "./icons.tsx";

type Props = {
  readonly title: string;
  /** Where "back" leads when the page was opened by its address. Absent on the pages of the tab bar. */
  readonly up?: string;
  readonly action?: ReactNode;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
};

/** The frame of one screen: its name above, its content, and what can be done below. */
export function Screen({ title, up, action, footer, children }: Props) {
  return (
    <>
      <header className="top-bar">
        <span className="top-bar-side">{up === undefined ? null : <Back up={up} />}</span>
        <TabTitle of={title} />
        <h1>{title}</h1>
        <span className="top-bar-side top-bar-end">{action}</span>
      </header>
      <main className="screen" id="content" tabIndex={-1}>
        {children}
      </main>
      {footer ? <footer className="foot-bar">{footer}</footer> : null}
    </>
  );
}

function Back({ up }: { up: string }) {
  const { t } = useWords();
  const router = useRouter();
  const canGoBack = useCanGoBack();
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={t("common:back")}
      onClick={() => (canGoBack ? router.history.back() : void router.navigate({ to: up }))}
    >
      <Icon name="back" />
    </button>
  );
}
