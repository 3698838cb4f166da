import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, forgetAll, hangUp, keys, useIntent, useMe } from "../../../shared/data/index.ts";
import { type Language, languages, setLanguage, useWords } from "../../../shared/text/index.ts";
import { chooseByArrows } from "../../frame/arrows.ts";
import { Icon } from "../../frame/icons.tsx";
import { Screen } from "../../frame/screen.tsx";
import { Sheet } from "../../frame/sheet.tsx";
import { toast } from "../../frame/toast.tsx";
import "./me.css";

/** Who the shopper is here, in which language, and what is theirs to take along or take away. */
export function MePage() {
  const { t, of } = useWords();
  const me = useMe();
  const leave = useLeave();
  if (!me) return null;
  const guest = me.kind === "guest";
  return (
    <Screen title={t("portal:me.title")}>
      <section className="card profile">
        <span className="profile-face" aria-hidden="true">
          {me.name ? me.name.slice(0, 1) : <Icon name="me" />}
        </span>
        <div>
          <h2>{guest ? t("portal:me.guest") : me.name || t("portal:me.nameless")}</h2>
          <p className="small quiet figures">
            {guest
              ? t("portal:me.guest-text", { number: me.orderNumber ?? "" })
              : [me.phoneMask, me.emailMask].filter(Boolean).join(" · ")}
          </p>
        </div>
        {me.tier && !guest ? <span className="profile-tier">{of("tier", me.tier)}</span> : null}
      </section>
      <LanguageChoice />
      {guest ? null : <SignalsWay />}
      {guest ? null : <PresentWay />}
      {guest ? null : <OwnData />}
      <button type="button" className="button wide" disabled={leave.isPending} onClick={() => leave.mutate()}>
        <Icon name="out" size={20} />
        {t("portal:me.sign-out")}
      </button>
      {me.demo ? <p className="tiny quiet me-demo">{t("portal:me.demo")}</p> : null}
    </Screen>
  );
}

function LanguageChoice() {
  const { t, language } = useWords();
  const choose = (next: Language) => {
    void setLanguage(next);
    // The choice holds on this device whether or not the account could be told.
    api("PUT", "/api/v1/me/locale", { locale: next }).catch(() => undefined);
  };
  const names: Record<Language, string> = { "zh-CN": t("common:language.zh-CN"), en: t("common:language.en") };
  return (
    <section className="card setting">
      <h2 id="language">{t("portal:me.language")}</h2>
      <div className="segments" role="radiogroup" onKeyDown={chooseByArrows} aria-labelledby="language">
        {languages.map((one) => (
          // biome-ignore lint/a11y/useSemanticElements: a segment that is a radio button
          <button
            key={one}
            type="button"
            role="radio"
            lang={one}
            aria-checked={language === one}
            onClick={() => choose(one)}
          >
            {names[one]}
          </button>
        ))}
      </div>
    </section>
  );
}

function SignalsWay() {
  const { t } = useWords();
  return (
    <section className="card own-data">
      <Link to="/me/signals" className="row-button">
        <Icon name="shield" size={22} />
        <span>
          <b>{t("portal:signals.title")}</b>
          <span className="tiny quiet">{t("portal:signals.way")}</span>
        </span>
        <Icon name="forward" size={16} />
      </Link>
    </section>
  );
}

/** Who was given something comes in by its code, whoever they are here. */
function PresentWay() {
  const { t } = useWords();
  return (
    <section className="card own-data">
      <Link to="/present/enter" className="row-button">
        <Icon name="present" size={22} />
        <span>
          <b>{t("portal:present.got-one")}</b>
          <span className="tiny quiet">{t("portal:present.way")}</span>
        </span>
        <Icon name="forward" size={16} />
      </Link>
    </section>
  );
}

function OwnData() {
  const { t, trouble } = useWords();
  const [erasing, setErasing] = useState(false);
  const keyFor = useIntent();
  const take = useMutation({
    mutationFn: () => api<unknown>("POST", "/api/v1/me/export", {}, { key: keyFor({ export: Date.now() }) }),
    onSuccess: (data) => {
      saveAs("aftercare-my-data.json", JSON.stringify(data, null, 2));
      toast(t("portal:me.export-done"));
    },
  });
  return (
    <section className="card own-data" aria-labelledby="own-data">
      <h2 id="own-data" className="small quiet">
        {t("portal:me.data")}
      </h2>
      <button type="button" className="row-button" disabled={take.isPending} onClick={() => take.mutate()}>
        <Icon name="download" size={22} />
        <span>
          <b>{take.isPending ? t("portal:me.export-going") : t("portal:me.export")}</b>
          <span className="tiny quiet">{t("portal:me.export-text")}</span>
        </span>
        <Icon name="forward" size={16} />
      </button>
      {take.isError ? (
        <p className="notice" data-tone="bad" role="alert">
          {trouble(take.error)}
        </p>
      ) : null}
      <button type="button" className="row-button" onClick={() => setErasing(true)}>
        <Icon name="bin" size={22} />
        <span>
          <b>{t("portal:me.erase")}</b>
          <span className="tiny quiet">{t("portal:me.erase-text")}</span>
        </span>
        <Icon name="forward" size={16} />
      </button>
      {erasing ? <EraseSheet onClose={() => setErasing(false)} /> : null}
    </section>
  );
}

/** Cannot be undone, so it says what goes, what the law keeps, and asks once more. */
function EraseSheet({ onClose }: { onClose: () => void }) {
  const { t, trouble } = useWords();
  const [understood, setUnderstood] = useState(false);
  const keyFor = useIntent();
  const client = useQueryClient();
  const navigate = useNavigate();
  const erase = useMutation({
    mutationFn: () => api("POST", "/api/v1/me/erase", {}, { key: keyFor("erase") }),
    onSuccess: async () => {
      toast(t("portal:me.erase-done"));
      hangUp();
      forgetAll();
      client.clear();
      await navigate({ to: "/sign-in", replace: true });
    },
  });
  return (
    <Sheet title={t("portal:me.erase-ask")} onClose={onClose}>
      <ul className="erase-points small">
        <li>{t("portal:me.erase-goes")}</li>
        <li>{t("portal:me.erase-stays")}</li>
        <li>{t("portal:me.erase-final")}</li>
      </ul>
      <label className="erase-check">
        <input
          type="checkbox"
          className="item-check"
          checked={understood}
          onChange={(event) => setUnderstood(event.target.checked)}
        />
        {t("portal:me.erase-understood")}
      </label>
      {erase.isError ? (
        <p className="notice" data-tone="bad" role="alert">
          {trouble(erase.error)}
        </p>
      ) : null}
      <div className="erase-buttons">
        <button type="button" className="button" onClick={onClose}>
          {t("portal:me.erase-keep")}
        </button>
        <button
          type="button"
          className="button harm"
          disabled={!understood || erase.isPending}
          onClick={() => erase.mutate()}
        >
          {erase.isPending ? t("portal:me.erase-going") : t("portal:me.erase-do")}
        </button>
      </div>
    </Sheet>
  );
}

function useLeave() {
  const { trouble } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => api("POST", "/api/v1/sign-out", {}),
    onSuccess: async () => {
      hangUp();
      client.setQueryData(keys.me, null);
      await navigate({ to: "/sign-in", replace: true });
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== "me" && query.queryKey[0] !== "demo" });
    },
    onError: (error) => toast(trouble(error), "bad"),
  });
}

function saveAs(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
