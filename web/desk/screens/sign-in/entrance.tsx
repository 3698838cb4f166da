import type { ReactNode } from "react";
import { currentLanguage, setLanguage, useWords } from "../../../shared/text/index.ts";
import { Mark } from "../../frame/frame.tsx";
import { Icon } from "../../frame/icon.tsx";
import { chooseLook, useLook } from "../../frame/look.ts";
import "./sign-in.css";

/** The pages before one is inside: a form on paper, and what the desk is about beside it. */
export function Entrance({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const { isDark } = useLook();
  const other =
    currentLanguage() === "en"
      ? ({ code: "zh-CN", name: "中文" } as const)
      : ({ code: "en", name: "English" } as const);
  return (
    <main className="entrance">
      <aside className="entrance-side">
        <div className="brand">
          <Mark size={32} />
          <b>{t("desk:brand")}</b>
          <span>{t("desk:place")}</span>
        </div>
        <Journey />
        <p>{t("desk:signIn.lead")}</p>
      </aside>
      <div className="entrance-main">
        <div className="entrance-tools">
          <button type="button" className="head-button" onClick={() => void setLanguage(other.code)}>
            {other.name}
          </button>
          <button
            type="button"
            className="head-button"
            aria-label={isDark ? t("desk:frame.themeLight") : t("desk:frame.themeDark")}
            onClick={() => chooseLook(isDark ? "light" : "dark")}
          >
            <Icon name={isDark ? "sun" : "moon"} />
          </button>
        </div>
        <div className="entrance-card">{children}</div>
      </div>
    </main>
  );
}

/** A parcel's way back, as a drawing: asked, sent, looked at, paid. */
function Journey() {
  return (
    <svg
      className="journey"
      viewBox="0 0 420 320"
      aria-hidden="true"
      fill="none"
      strokeWidth="2.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path className="journey-way" d="M70 250c60-10 40-90 110-96s70 70 130 50 40-90 70-124" strokeDasharray="2 9" />
      <g className="journey-stop">
        <circle cx="70" cy="250" r="30" />
        <path d="M57 243h26v16H70l-6 6v-6h-7z" />
      </g>
      <g className="journey-stop">
        <circle cx="176" cy="154" r="30" />
        <path d="M162 148l14-7 14 7v14l-14 7-14-7zM162 148l14 7 14-7M176 155v14" />
      </g>
      <g className="journey-stop">
        <circle cx="300" cy="206" r="30" />
        <path d="M297 194a10 10 0 1 0 .1 20 10 10 0 0 0-.1-20M304 211l9 9" />
      </g>
      <g className="journey-stop journey-end">
        <circle cx="378" cy="82" r="34" />
        <path d="M363 83l10 10 20-21" />
      </g>
    </svg>
  );
}
