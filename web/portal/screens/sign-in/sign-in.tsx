import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { hangUp, meQuery } from "../../../shared/data/index.ts";
import { languages, setLanguage, useWords } from "../../../shared/text/index.ts";
import { chooseByArrows } from "../../frame/arrows.ts";
import { Icon } from "../../frame/icons.tsx";
import { Screen } from "../../frame/screen.tsx";
import { CodeForm } from "./code-form.tsx";
import { DemoShoppers } from "./demo-shoppers.tsx";
import { demoQuery } from "./shown.ts";
import "./sign-in.css";

/** Whoever has an account gets a code by phone or mail; whoever has only an order proves it with the phone on it. */
export function SignIn() {
  const { t, language, because } = useWords();
  const { problem } = useSearch({ from: "/sign-in" });
  const [way, setWay] = useState<"account" | "order">("account");
  const entered = useEntered();
  const demo = useQuery(demoQuery);
  const nextLanguage = languages.find((one) => one !== language) ?? "zh-CN";
  return (
    <Screen
      title={t("portal:sign-in.title")}
      action={
        <button
          type="button"
          className="link sign-in-language"
          lang={nextLanguage}
          onClick={() => void setLanguage(nextLanguage)}
        >
          {nextLanguage === "en" ? "English" : "中文"}
        </button>
      }
    >
      <div className="sign-in-brand">
        <Icon name="shield" size={44} />
        <p className="sign-in-name">{t("common:product")}</p>
        <p className="quiet small">{t("portal:sign-in.lead")}</p>
      </div>
      {problem ? (
        <p className="notice" data-tone="wait" role="alert">
          {because({ code: problem })}
        </p>
      ) : null}
      <section className="card sign-in-card">
        <div className="ways" role="tablist" onKeyDown={chooseByArrows} aria-label={t("portal:sign-in.way")}>
          {(["account", "order"] as const).map((one) => (
            <button key={one} type="button" role="tab" aria-selected={way === one} onClick={() => setWay(one)}>
              {one === "account" ? t("portal:sign-in.by-account") : t("portal:sign-in.by-order")}
            </button>
          ))}
        </div>
        <CodeForm key={way} way={way} onEntered={entered} />
      </section>
      {demo.data?.demo && demo.data.shoppers.length > 0 ? <DemoShoppers demo={demo.data} onEntered={entered} /> : null}
      <Link to="/present/enter" className="card sign-in-present">
        <Icon name="present" size={22} />
        <span>{t("portal:present.got-one")}</span>
        <Icon name="forward" size={16} />
      </Link>
      <div className="sign-in-foot tiny quiet">
        <p>{t("portal:sign-in.privacy")}</p>
        {way === "account" && demo.data?.marksDevices ? <p>{t("portal:signals.device")}</p> : null}
      </div>
    </Screen>
  );
}

/** Somebody else may have been here before: forget what was theirs, then go where the shopper was heading. */
function useEntered(): () => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { to } = useSearch({ from: "/sign-in" });
  return async () => {
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== "demo" });
    hangUp();
    await client.fetchQuery(meQuery);
    await navigate({ to: to ?? "/", replace: true });
  };
}
