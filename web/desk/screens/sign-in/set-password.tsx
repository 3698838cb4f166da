import { useNavigate, useSearch } from "@tanstack/react-router";
import { App, Button, Input } from "antd";
import { type FormEvent, useState } from "react";
import { api, Problem } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Field } from "../../frame/field.tsx";
import { Entrance } from "./entrance.tsx";

const shortest = 12;

/** From the invitation or the mail after "forgot": a new password, by a link that works once. */
export function SetPassword() {
  const { t } = useWords();
  const { token } = useSearch({ from: "/set-password" });
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (first.length < shortest) return setTrouble(t("desk:setPassword.short"));
    if (first !== second) return setTrouble(t("desk:setPassword.differ"));
    setBusy(true);
    setTrouble(null);
    try {
      await api("POST", "/api/auth/reset-password", { newPassword: first, token });
      void message.success(t("desk:setPassword.done"));
      await navigate({ to: "/sign-in" });
    } catch (error) {
      const lost = error instanceof Problem && (error.status === 0 || error.status >= 500);
      setTrouble(lost ? t("desk:state.failedWhy") : t("desk:setPassword.badToken"));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Entrance>
      <form className="entrance-form" onSubmit={(event) => void submit(event)}>
        <h1>{t("desk:setPassword.title")}</h1>
        <p className="lead">{token ? t("desk:setPassword.lead") : t("desk:setPassword.noToken")}</p>
        <Field label={t("desk:setPassword.new")}>
          {(id) => (
            <Input.Password
              id={id}
              value={first}
              onChange={(event) => setFirst(event.target.value)}
              size="large"
              autoComplete="new-password"
              disabled={!token}
              maxLength={128}
            />
          )}
        </Field>
        <Field label={t("desk:setPassword.again")}>
          {(id) => (
            <Input.Password
              id={id}
              value={second}
              onChange={(event) => setSecond(event.target.value)}
              size="large"
              autoComplete="new-password"
              disabled={!token}
              maxLength={128}
            />
          )}
        </Field>
        {trouble ? (
          <p className="said said-bad" role="alert">
            {trouble}
          </p>
        ) : null}
        <Button type="primary" size="large" block htmlType="submit" loading={busy} disabled={!token}>
          {t("desk:setPassword.go")}
        </Button>
      </form>
    </Entrance>
  );
}
