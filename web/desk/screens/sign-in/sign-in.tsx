import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Input, type InputRef } from "antd";
import { type FormEvent, useRef, useState } from "react";
import { api, keys, meQuery, Problem } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Field } from "../../frame/field.tsx";
import { Entrance } from "./entrance.tsx";

type DemoPerson = {
  email: string;
  password: string;
  name: string;
  role: string;
  shop?: { zh: string; en: string };
};

/** Password, then the second factor where the person has one; in the demo, one click. */
export function SignIn() {
  const { t, title } = useWords();
  const { to } = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  const client = useQueryClient();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [wantsCode, setWantsCode] = useState(false);
  const [busy, setBusy] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const passwordField = useRef<InputRef>(null);
  const demo = useDemoPeople();

  const arrive = async () => {
    await client.invalidateQueries({ queryKey: keys.me });
    const me = await client.fetchQuery({ ...meQuery, staleTime: 0 });
    if (!me) throw new Problem(401, "not-signed-in");
    await navigate({ href: to?.startsWith("/") ? to : "/", replace: true });
  };
  const attempt = async (who: string, work: () => Promise<void>, sayWrong: string) => {
    setBusy(who);
    setTrouble(null);
    setTold(null);
    try {
      await work();
    } catch (error) {
      setTrouble(sayFailure(error, sayWrong, t));
    } finally {
      setBusy(null);
    }
  };
  const enter = (who: string, as: { email: string; password: string }) =>
    attempt(
      who,
      async () => {
        const answer = await api<{ twoFactorRedirect?: boolean }>("POST", "/api/auth/sign-in/email", as);
        if (answer?.twoFactorRedirect) setWantsCode(true);
        else await arrive();
      },
      t("desk:signIn.wrong"),
    );
  const submitPassword = (event: FormEvent) => {
    event.preventDefault();
    void enter("form", { email: email.trim(), password });
  };
  const submitCode = (event: FormEvent) => {
    event.preventDefault();
    void attempt(
      "form",
      async () => {
        await api("POST", "/api/auth/two-factor/verify-totp", { code: code.trim() });
        await arrive();
      },
      t("desk:signIn.codeWrong"),
    );
  };
  const forgot = () => {
    if (!email.includes("@")) {
      setTrouble(t("desk:signIn.forgotNeedsEmail"));
      return;
    }
    void attempt(
      "forgot",
      async () => {
        await api("POST", "/api/auth/request-password-reset", {
          email: email.trim(),
          redirectTo: "/desk/set-password",
        });
        setTold(t("desk:signIn.forgotSent"));
      },
      t("desk:state.somethingWrong"),
    );
  };

  return (
    <Entrance>
      {wantsCode ? (
        <form className="entrance-form" onSubmit={submitCode}>
          <h1>{t("desk:signIn.second")}</h1>
          <p className="lead">{t("desk:signIn.secondWhy")}</p>
          <Field label={t("desk:signIn.code")}>
            {(id) => (
              <Input
                id={id}
                value={code}
                onChange={(event) => setCode(event.target.value)}
                size="large"
                autoFocus
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={6}
                className="code-input"
              />
            )}
          </Field>
          <Say trouble={trouble} told={told} />
          <Button
            type="primary"
            size="large"
            block
            htmlType="submit"
            loading={busy !== null}
            disabled={code.trim().length !== 6}
          >
            {t("desk:signIn.verify")}
          </Button>
          <Button type="link" onClick={() => setWantsCode(false)}>
            {t("desk:signIn.otherAccount")}
          </Button>
        </form>
      ) : (
        <>
          <form className="entrance-form" onSubmit={submitPassword}>
            <h1>{t("desk:signIn.title")}</h1>
            <p className="lead">{t("desk:signIn.lead")}</p>
            <Field label={t("desk:signIn.email")}>
              {(id) => (
                <Input
                  id={id}
                  value={email}
                  onChange={(event) => setEmail(event.target.value)}
                  size="large"
                  type="email"
                  autoComplete="username"
                  required
                  maxLength={200}
                />
              )}
            </Field>
            <Field label={t("desk:signIn.password")}>
              {(id) => (
                <Input.Password
                  id={id}
                  ref={passwordField}
                  value={password}
                  onChange={(event) => setPassword(event.target.value)}
                  size="large"
                  autoComplete="current-password"
                  required
                  maxLength={200}
                />
              )}
            </Field>
            <Say trouble={trouble} told={told} />
            <Button type="primary" size="large" block htmlType="submit" loading={busy === "form"}>
              {t("desk:signIn.go")}
            </Button>
            <div className="entrance-links">
              <Button type="link" size="small" loading={busy === "forgot"} onClick={forgot}>
                {t("desk:signIn.forgot")}
              </Button>
              <a href="/">{t("desk:signIn.shopper")}</a>
            </div>
          </form>
          {demo.length > 0 ? (
            <section className="entrance-demo">
              <h2>{t("desk:signIn.demo")}</h2>
              <ul>
                {demo.map((person) => (
                  <li key={person.email}>
                    <button
                      type="button"
                      disabled={busy !== null}
                      data-busy={busy === person.email || undefined}
                      onClick={() => void enter(person.email, person)}
                    >
                      <span className="avatar">{person.name.slice(0, 1)}</span>
                      <b>{person.name}</b>
                      <small>{person.shop ? title(person.shop) : t(`desk:role.${person.role}`)}</small>
                    </button>
                  </li>
                ))}
              </ul>
              <p className="fine">{t("desk:signIn.demoWhy")}</p>
            </section>
          ) : null}
        </>
      )}
    </Entrance>
  );
}

function useDemoPeople(): readonly DemoPerson[] {
  const demo = useQuery({
    queryKey: keys.demo,
    queryFn: ({ signal }) =>
      api<{ demo: boolean; staff: DemoPerson[] }>("GET", "/api/v1/sign-in/demo", undefined, { signal }),
    staleTime: 300_000,
  });
  return demo.data?.demo ? demo.data.staff : [];
}

function Say({ trouble, told }: { trouble: string | null; told: string | null }) {
  if (trouble)
    return (
      <p className="said said-bad" role="alert">
        {trouble}
      </p>
    );
  return told ? (
    <p className="said said-good" role="status">
      {told}
    </p>
  ) : null;
}

/** The login's own codes are not ours: a few have a sentence, the rest say what was attempted. */
function sayFailure(error: unknown, sayWrong: string, t: ReturnType<typeof useWords>["t"]): string {
  if (!(error instanceof Problem)) return t("desk:state.somethingWrong");
  if (error.status === 429) return t("desk:signIn.tooMany");
  if (error.status === 403) return t("desk:signIn.disabled");
  if (error.status === 0 || error.status >= 500) return t("desk:state.failedWhy");
  return sayWrong;
}
