import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { PresentPage as Page } from "#contract/returns";
import { Picture, Status, standingOf } from "../../../shared/components/index.ts";
import { api, hangUp, keys } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Empty, Loaded, SkeletonCard } from "../../frame/faces.tsx";
import { Icon } from "../../frame/icons.tsx";
import { Screen } from "../../frame/screen.tsx";
import "./present.css";

/** What was given, what can be done about it, and what is under way. There is no price on these pages, and none is sent. */
export function PresentPage() {
  const { t } = useWords();
  const page = useQuery({
    queryKey: keys.present,
    queryFn: ({ signal }) => api<Page>("GET", "/api/v1/present", undefined, { signal }),
  });
  return (
    <Screen title={t("portal:present.title")} action={<Leave />}>
      <Loaded query={page} skeleton={<PresentSkeleton />}>
        {(found) => <Content page={found} />}
      </Loaded>
    </Screen>
  );
}

function Content({ page }: { page: Page }) {
  const { t, of, title, format } = useWords();
  if (page.goods.length === 0) return <Empty drawing="calm" title={t("portal:present.empty")} />;
  return (
    <>
      <div className="present-welcome">
        <Icon name="present" size={36} />
        <h2>{t("portal:present.for-you")}</h2>
        <p className="small quiet">{t("portal:present.for-you-text")}</p>
      </div>
      {page.cases.length > 0 ? (
        <section className="card present-cases" aria-label={t("portal:present.cases")}>
          <h2 className="small quiet">{t("portal:present.cases")}</h2>
          {page.cases.map((one) => {
            const { word, tone } = standingOf({ ...one, moneyState: "none" });
            return (
              <Link
                key={one.number}
                to="/present/cases/$number"
                params={{ number: one.number }}
                className="present-case"
              >
                <span>
                  <b>{of("kind", one.kind)}</b>
                  <span className="tiny quiet">{title(one.title)}</span>
                </span>
                <Status tone={tone}>{of("standing", word)}</Status>
                <Icon name="forward" size={16} />
              </Link>
            );
          })}
        </section>
      ) : null}
      <section className="card present-goods" aria-label={t("portal:present.goods")}>
        {page.goods.map((line) => (
          <article key={line.lineId}>
            <div className="goods">
              <Picture of={line.picture} size={72} />
              <div className="goods-words">
                <h3 className="goods-title">{title(line.title)}</h3>
                <p className="tiny quiet">{[line.variant, title(line.merchantName)].filter(Boolean).join(" · ")}</p>
                <p className="tiny quiet">
                  {line.deliveredAt
                    ? t("portal:present.delivered", { day: format.day(line.deliveredAt) })
                    : t("portal:present.not-here")}
                </p>
                {line.units.held > 0 ? (
                  <p className="tiny present-held">{t("portal:order.held", { count: line.units.held })}</p>
                ) : null}
              </div>
              <span className="goods-figure small">×{line.quantity}</span>
            </div>
            {line.units.free > 0 && line.deliveredAt ? (
              <Link to="/present/ask/$lineId" params={{ lineId: line.lineId }} className="button wide">
                {t("portal:present.ask")}
              </Link>
            ) : null}
          </article>
        ))}
      </section>
      <p className="tiny quiet present-foot">{t("portal:present.promise")}</p>
    </>
  );
}

function Leave() {
  const { t } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: () => api("POST", "/api/v1/sign-out", {}),
    onSuccess: async () => {
      hangUp();
      client.clear();
      await navigate({ to: "/present/enter", replace: true });
    },
  });
  return (
    <button type="button" className="icon-button" aria-label={t("portal:present.leave")} onClick={() => leave.mutate()}>
      <Icon name="out" size={20} />
    </button>
  );
}

function PresentSkeleton() {
  return (
    <>
      <SkeletonCard bars={[40, 80]} />
      <SkeletonCard picture bars={[75, 40, 95]} />
    </>
  );
}
