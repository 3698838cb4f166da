import { useMutation } from "@tanstack/react-query";
import { api } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Icon } from "../../frame/icons.tsx";
import type { DemoSignIn } from "./shown.ts";

/** The demo shop's people, one tap each. */
export function DemoShoppers({ demo, onEntered }: { demo: DemoSignIn; onEntered: () => Promise<void> }) {
  const { t, trouble, title } = useWords();
  const enter = useMutation({
    mutationFn: async (phone: string) => {
      const { demoCode } = await api<{ demoCode?: string }>("POST", "/api/v1/sign-in/code", { phone });
      await api("POST", "/api/v1/sign-in/enter", { phone, code: demoCode ?? "" });
    },
    onSuccess: onEntered,
  });
  return (
    <section className="demo" aria-labelledby="demo-title">
      <h2 id="demo-title" className="small quiet">
        {t("portal:sign-in.demo")}
      </h2>
      <ul>
        {demo.shoppers.map((one) => (
          <li key={one.phone}>
            <button
              type="button"
              className="demo-person"
              disabled={enter.isPending}
              aria-busy={enter.isPending && enter.variables === one.phone}
              onClick={() => enter.mutate(one.phone)}
            >
              <span className="demo-face" aria-hidden="true">
                {one.name.slice(0, 1)}
              </span>
              <span>
                <b>{one.name}</b>
                <span className="tiny quiet">{typeof one.note === "string" ? one.note : title(one.note)}</span>
              </span>
              <Icon name="forward" size={18} />
            </button>
          </li>
        ))}
      </ul>
      {enter.isError ? (
        <p className="field-trouble" role="alert">
          {trouble(enter.error)}
        </p>
      ) : null}
    </section>
  );
}
