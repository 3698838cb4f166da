import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { api } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";

type Sent = { sent: true; expiresInSeconds: number; demoCode?: string };

/** First who, then the six digits. The second step keeps the first in sight, so that a typing mistake is seen. */
export function CodeForm({ way, onEntered }: { way: "account" | "order"; onEntered: () => Promise<void> }) {
  const { t, trouble } = useWords();
  const [who, setWho] = useState("");
  const [orderNumber, setOrderNumber] = useState("");
  const [code, setCode] = useState("");
  const codeInput = useRef<HTMLInputElement>(null);
  const wait = useWait();
  const person =
    way === "order"
      ? { orderNumber: orderNumber.trim(), phone: bare(who) }
      : who.includes("@")
        ? { email: who.trim() }
        : { phone: bare(who) };

  const send = useMutation({
    mutationFn: () => api<Sent>("POST", way === "order" ? "/api/v1/guest/code" : "/api/v1/sign-in/code", person),
    onSuccess: ({ demoCode }) => {
      wait.start(60);
      setCode(demoCode ?? "");
      setTimeout(() => codeInput.current?.focus(), 50);
    },
  });
  const enter = useMutation({
    mutationFn: (digits: string) =>
      api("POST", way === "order" ? "/api/v1/guest/enter" : "/api/v1/sign-in/enter", { ...person, code: digits }),
    onSuccess: onEntered,
  });

  const typed = (text: string) => {
    const digits = text.replace(/\D/g, "").slice(0, 6);
    setCode(digits);
    enter.reset();
    if (digits.length === 6) enter.mutate(digits);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!send.isSuccess) send.mutate();
    else if (code.length === 6) enter.mutate(code);
  };
  const complete = bare(who).length >= 4 && (way === "account" || orderNumber.trim() !== "");
  const busy = send.isPending || enter.isPending || enter.isSuccess;

  return (
    <form className="code-form" onSubmit={submit} noValidate>
      {way === "order" ? (
        <div className="field">
          <label htmlFor="order-number">{t("portal:sign-in.order-number")}</label>
          <input
            id="order-number"
            className="input"
            value={orderNumber}
            onChange={(event) => changed(() => setOrderNumber(event.target.value))}
            autoComplete="off"
            autoCapitalize="characters"
            maxLength={64}
            placeholder={t("portal:sign-in.order-number-example")}
          />
        </div>
      ) : null}
      <div className="field">
        <label htmlFor="who">
          {way === "order" ? t("portal:sign-in.order-phone") : t("portal:sign-in.phone-or-mail")}
        </label>
        <input
          id="who"
          className="input"
          value={who}
          onChange={(event) => changed(() => setWho(event.target.value))}
          type={way === "order" ? "tel" : "text"}
          inputMode={way === "order" ? "tel" : "email"}
          autoComplete={way === "order" ? "tel" : "username"}
          autoCapitalize="none"
          maxLength={200}
          placeholder={
            way === "order" ? t("portal:sign-in.order-phone-example") : t("portal:sign-in.phone-or-mail-example")
          }
          aria-invalid={send.isError}
        />
      </div>
      {send.isError ? (
        <p className="field-trouble" role="alert">
          {trouble(send.error)}
        </p>
      ) : null}
      {send.isSuccess ? (
        <div className="field code-field">
          <label htmlFor="code">{t("portal:sign-in.code")}</label>
          <input
            ref={codeInput}
            id="code"
            className="input code-input"
            value={code}
            onChange={(event) => typed(event.target.value)}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            placeholder="······"
            aria-invalid={enter.isError}
            aria-describedby="code-hint"
          />
          <p id="code-hint" className="tiny quiet">
            {send.data.demoCode
              ? t("portal:sign-in.code-demo")
              : way === "order"
                ? t("portal:sign-in.code-sent-order")
                : t("portal:sign-in.code-sent")}
          </p>
          {enter.isError ? (
            <p className="field-trouble" role="alert">
              {trouble(enter.error)}
            </p>
          ) : null}
        </div>
      ) : null}
      {send.isSuccess ? (
        <>
          <button type="submit" className="button main wide" disabled={code.length !== 6 || busy} aria-busy={busy}>
            {busy ? t("portal:sign-in.entering") : t("portal:sign-in.enter")}
          </button>
          <button
            type="button"
            className="link code-again"
            disabled={wait.seconds > 0 || send.isPending}
            onClick={() => send.mutate()}
          >
            {wait.seconds > 0 ? t("portal:sign-in.again-in", { seconds: wait.seconds }) : t("portal:sign-in.again")}
          </button>
        </>
      ) : (
        <button type="submit" className="button main wide" disabled={!complete || busy} aria-busy={busy}>
          {busy ? t("portal:sign-in.sending") : t("portal:sign-in.send")}
        </button>
      )}
    </form>
  );

  /** Another person needs another code. */
  function changed(set: () => void) {
    set();
    if (send.isSuccess || send.isError) send.reset();
    setCode("");
    enter.reset();
  }
}

function bare(phone: string): string {
  return phone.replace(/[\s-]/g, "");
}

/** Seconds until a code may be asked for again. */
function useWait() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (seconds === 0) return;
    const ticking = setTimeout(() => setSeconds(seconds - 1), 1000);
    return () => clearTimeout(ticking);
  }, [seconds]);
  return { seconds, start: setSeconds };
}
