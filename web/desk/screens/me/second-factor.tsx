import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Modal, QRCode } from "antd";
import { useState } from "react";
import { Status } from "../../../shared/components/index.ts";
import { api, keys, Problem } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Copy } from "../../frame/copy.tsx";
import { Field } from "../../frame/field.tsx";
import { focusFirst } from "../../frame/focus-once.ts";

type Enrolment = { totpURI: string; backupCodes: string[] };

/** Turns the second factor on (password, authenticator, proof) or off (password). */
export function SecondFactor({ on }: { on: boolean }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState("");
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [code, setCode] = useState("");
  const finish = (words: string) => {
    void message.success(words);
    void client.invalidateQueries({ queryKey: keys.me });
    close();
  };
  const close = () => {
    setOpen(false);
    setPassword("");
    setCode("");
    setEnrolment(null);
    step.reset();
  };
  const step = useMutation({
    mutationFn: async () => {
      if (on) {
        await api("POST", "/api/auth/two-factor/disable", { password });
        return finish(t("desk:me.secondGone"));
      }
      if (!enrolment) return setEnrolment(await api<Enrolment>("POST", "/api/auth/two-factor/enable", { password }));
      await api("POST", "/api/auth/two-factor/verify-totp", { code: code.trim() });
      finish(t("desk:me.secondDone"));
    },
  });
  const secret = enrolment ? (new URL(enrolment.totpURI).searchParams.get("secret") ?? "") : "";
  return (
    <section className="card card-pad">
      <div className="second-head">
        <div>
          <h2 className="card-title">
            {t("desk:me.second")}{" "}
            <Status tone={on ? "done" : "mute"}>{on ? t("desk:me.secondIsOn") : t("desk:me.secondIsOff")}</Status>
          </h2>
          <p className="fine">{on ? t("desk:me.secondOn") : t("desk:me.secondOff")}</p>
        </div>
        <Button onClick={() => setOpen(true)}>{on ? t("desk:me.secondDisable") : t("desk:me.secondEnable")}</Button>
      </div>
      <Modal
        open={open}
        title={on ? t("desk:me.secondDisable") : t("desk:me.secondEnable")}
        onCancel={close}
        onOk={() => step.mutate()}
        afterOpenChange={focusFirst("field")}
        okText={on ? t("desk:me.secondDisable") : enrolment ? t("desk:signIn.verify") : t("desk:me.next")}
        cancelText={t("desk:state.cancel")}
        okButtonProps={{
          loading: step.isPending,
          danger: on,
          disabled: enrolment ? code.trim().length !== 6 : password === "",
        }}
        mask={{ closable: false }}
        destroyOnHidden
      >
        {enrolment ? (
          <div className="enrol">
            <p>{t("desk:me.secondScan2")}</p>
            <div className="enrol-code">
              <QRCode
                value={enrolment.totpURI}
                type="svg"
                size={168}
                bordered={false}
                color="#1f2328"
                bgColor="#ffffff"
              />
              <div>
                <p className="fine">{t("desk:me.secondScan")}</p>
                <span className="secret">
                  <Copy text={secret} label={secret.replace(/(.{4})/g, "$1 ").trim()} />
                </span>
                <Copy text={enrolment.totpURI} label={t("desk:me.secondUri")} />
              </div>
            </div>
            <p className="fine">{t("desk:me.secondCodes")}</p>
            <ul className="backup mono">
              {enrolment.backupCodes.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
            <Field label={t("desk:me.secondConfirm")}>
              {(id) => (
                <Input
                  id={id}
                  value={code}
                  onChange={(event) => setCode(event.target.value)}
                  onPressEnter={() => step.mutate()}
                  inputMode="numeric"
                  autoComplete="one-time-code"
                  autoFocus
                  maxLength={6}
                />
              )}
            </Field>
          </div>
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (password !== "") step.mutate();
            }}
          >
            <Field label={t("desk:me.passwordFirst")}>
              {(id) => (
                <Input.Password
                  id={id}
                  value={password}
                  onChange={(event) => setPassword(event.target.value)}
                  autoComplete="current-password"
                />
              )}
            </Field>
          </form>
        )}
        {step.isError ? (
          <p className="field-bad" role="alert">
            {step.error instanceof Problem && step.error.status > 0 && step.error.status < 500
              ? enrolment
                ? t("desk:signIn.codeWrong")
                : t("desk:me.passwordWrong")
              : t("desk:state.failedWhy")}
          </p>
        ) : null}
      </Modal>
    </section>
  );
}
