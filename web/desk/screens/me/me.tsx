import { Segmented } from "antd";
import type { ReactNode } from "react";
import { api, useMe } from "../../../shared/data/index.ts";
import { currentLanguage, type Language, setLanguage, useWords } from "../../../shared/text/index.ts";
import { chooseLook, type Look, useLook } from "../../frame/look.ts";
import { PageHead } from "../../frame/page-head.tsx";
import { SecondFactor } from "./second-factor.tsx";
import "./me.css";

/** Language, light or dark, the second factor, and what this person may do. */
export function MyPage() {
  const { t, title } = useWords();
  const me = useMe();
  const { chosen } = useLook();
  if (!me) return null;
  const speak = (language: Language) => {
    void setLanguage(language);
    void api("PUT", "/api/v1/me/locale", { locale: language }).catch(() => undefined);
  };
  return (
    <div className="page page-narrow">
      <PageHead title={t("desk:me.title")} />
      <div className="stack">
        <section className="card settings">
          <Setting name={t("desk:me.who")}>
            <b>{me.name}</b>
            <span className="fine">
              {[
                me.role ? t(`desk:role.${me.role}`) : null,
                me.team,
                me.merchant ? title({ zh: me.merchant.name, en: me.merchant.nameEn }) : null,
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </Setting>
          <Setting name={t("desk:me.language")}>
            <Segmented<Language>
              value={currentLanguage()}
              onChange={speak}
              options={[
                { value: "zh-CN", label: "中文" },
                { value: "en", label: "English" },
              ]}
            />
          </Setting>
          <Setting name={t("desk:me.theme")}>
            <Segmented<Look>
              value={chosen}
              onChange={chooseLook}
              options={[
                { value: "system", label: t("desk:me.themeSystem") },
                { value: "light", label: t("desk:me.themeLight") },
                { value: "dark", label: t("desk:me.themeDark") },
              ]}
            />
          </Setting>
        </section>
        <SecondFactor on={me.secondFactor} />
        <section className="card card-pad">
          <h2 className="card-title">{t("desk:me.rights")}</h2>
          <ul className="rights">
            {me.rights.map((right) => (
              <li key={right} className="pill">
                {t(`desk:right.${right}`)}
              </li>
            ))}
          </ul>
        </section>
      </div>
    </div>
  );
}

function Setting({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="setting">
      <span>{name}</span>
      <div>{children}</div>
    </div>
  );
}
