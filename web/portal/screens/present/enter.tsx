import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { api, hangUp, meQuery, Problem, useMe } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Icon } from "../../frame/icons.tsx";
import { Screen } from "../../frame/screen.tsx";
import "./present.css";

/** The recipient's door: the link brings both, the card says both. What the link carries stays out of the server's logs. */
export function EnterPresent() {
  const { t, trouble } = useWords();
  const hash = useRouterState({ select: (state) => state.location.hash });
  const [told] = useState(() => readLink(hash));
  const [orderNumber, setOrderNumber] = useState(told?.orderNumber ?? "");
  const [code, setCode] = useState(told?.code ?? "");
  const navigate = useNavigate();
  const me = useMe();
  const client = useQueryClient();
  const enter = useMutation({
    mutationFn: () => api("POST", "/api/v1/present/enter", { orderNumber: orderNumber.trim(), code: code.trim() }),
    onSuccess: async () => {
      client.clear();
      hangUp();
      await client.fetchQuery(meQuery);
      await navigate({ to: "/present", hash: "", replace: true });
    },
  });
  const tried = useRef(false);
  useEffect(() => {
    if (told === null || tried.current) return;
    tried.current = true;
    enter.mutate();
  }, [told, enter.mutate]);
  const ready = orderNumber.trim() !== "" && code.trim().length >= 8;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !enter.isPending) enter.mutate();
  };
  return (
    <Screen title={t("portal:present.enter-title")} up={me ? "/me" : "/sign-in"}>
      <div className="present-welcome">
        <Icon name="present" size={44} />
        <h2>{t("portal:present.welcome")}</h2>
        <p className="small quiet">{t("portal:present.welcome-text")}</p>
      </div>
      <form className="card present-form" onSubmit={submit} noValidate>
        <div className="field">
          <label htmlFor="present-order">{t("portal:present.order-number")}</label>
          <input
            id="present-order"
            className="input figures"
            value={orderNumber}
            onChange={(event) => setOrderNumber(event.target.value)}
            autoComplete="off"
            autoCapitalize="characters"
            maxLength={64}
          />
        </div>
        <div className="field">
          <label htmlFor="present-code">{t("portal:present.code")}</label>
          <input
            id="present-code"
            className="input figures present-code"
            value={code}
            onChange={(event) => setCode(event.target.value.toUpperCase())}
            autoComplete="off"
            autoCapitalize="characters"
            maxLength={30}
            placeholder="XXXX-XXXX-XXXX"
            aria-describedby="present-code-hint"
            aria-invalid={enter.isError}
          />
          <p id="present-code-hint" className="tiny quiet">
            {t("portal:present.code-hint")}
          </p>
        </div>
        {enter.isError ? (
          <p className="field-trouble" role="alert">
            {codeIsWrong(enter.error) ? t("portal:present.code-wrong") : trouble(enter.error)}
          </p>
        ) : null}
        <button
          type="submit"
          className="button main wide"
          disabled={!ready || enter.isPending}
          aria-busy={enter.isPending}
        >
          {enter.isPending ? t("portal:sign-in.entering") : t("portal:present.enter")}
        </button>
      </form>
    </Screen>
  );
}

/** There is nothing to be sent anew, as for who signs in: the code is the giver's. */
function codeIsWrong(error: Error): boolean {
  return error instanceof Problem && error.code === "code-wrong";
}

/** `#order/CODE-CODE-CODE`, as the giver's page makes it. */
function readLink(hash: string): { orderNumber: string; code: string } | null {
  const [orderNumber = "", code = "", ...more] = hash.split("/").map(decodeURIComponent);
  return orderNumber === "" || code === "" || more.length > 0 ? null : { orderNumber, code };
}
