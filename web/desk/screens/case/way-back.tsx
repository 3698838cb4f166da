import { Button, Image } from "antd";
import { useState } from "react";
import type { Case } from "#contract/returns";
import { useWords } from "../../../shared/text/index.ts";
import { carrierSays } from "../../frame/carrier.ts";
import { Copy } from "../../frame/copy.tsx";
import { ChangeDisposition, type Pieces } from "../goods-waiting/change-disposition.tsx";
import "../goods-waiting/goods-waiting.css";
import { Shots } from "./evidence.tsx";
import { Parcels } from "./parcels.tsx";

/** How the goods come back, where to, and what was found when they did. */
export function WayBack({ one }: { one: Case }) {
  const { t, of, format, title } = useWords();
  const { wayBack, inspections } = one;
  const address = wayBack.returnAddress;
  return (
    <section className="card card-pad">
      <h2 className="card-title">{t("desk:case.wayBack")}</h2>
      <dl className="facts">
        {wayBack.trackingNumber ? (
          <div>
            <dt>{t("desk:case.tracking")}</dt>
            <dd>
              {wayBack.carrier ? `${carrierSays(of, wayBack.carrier)} ` : ""}
              <Copy text={wayBack.trackingNumber} />
            </dd>
          </div>
        ) : (
          <div>
            <dt>{t("desk:case.tracking")}</dt>
            <dd className="fine">{t("desk:case.wayBackNone")}</dd>
          </div>
        )}
        {wayBack.shippedAt ? (
          <div>
            <dt>{t("desk:case.shippedAt")}</dt>
            <dd>{format.nearMoment(wayBack.shippedAt)}</dd>
          </div>
        ) : null}
        {wayBack.arrivedAt ? (
          <div>
            <dt>{t("desk:case.arrivedAt")}</dt>
            <dd>{format.nearMoment(wayBack.arrivedAt)}</dd>
          </div>
        ) : null}
        {address ? (
          <div>
            <dt>{t("desk:case.returnTo")}</dt>
            <dd>
              {address.name} {address.phone}
              <br />
              {address.address}
            </dd>
          </div>
        ) : null}
      </dl>
      <Parcels number={one.number} />
      {one.repair ? (
        <p className="fine">
          {[
            one.repair.outcome === null
              ? t("desk:case.repair")
              : `${t("desk:case.repair")}: ${of("repair-outcome", one.repair.outcome)}`,
            one.repair.before > 0 ? t("desk:bench.repairBefore", { count: one.repair.before }) : "",
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      ) : null}
      {inspections.length > 0 ? (
        <>
          <h3 className="sub-title">{t("desk:case.inspections")}</h3>
          <ul className="inspections">
            {inspections.map((found) => {
              const line = one.lines.find(({ lineId }) => lineId === found.lineId);
              return (
                <li key={`${found.lineId}${found.at}`}>
                  <b>{line ? `${title(line.title)} ${line.variant}` : ""}</b>
                  <span>
                    {t("desk:case.inspected", {
                      expected: found.expected,
                      received: found.received,
                      accepted: found.accepted,
                    })}
                  </span>
                  <span>
                    {[
                      found.by === "platform"
                        ? t("desk:case.countedByPlatform")
                        : found.by === "merchant"
                          ? t("desk:case.countedByMerchant")
                          : "",
                      of("grade", found.grade),
                      of("disposition", found.disposition),
                      format.nearMoment(found.at),
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                  {found.note ? <span className="quote">{found.note}</span> : null}
                  <Standing one={one} found={found} goods={line ? `${title(line.title)} ${line.variant}` : ""} />
                  {found.photos.length > 0 ? (
                    <Image.PreviewGroup>
                      <Shots
                        evidence={one.evidence.filter(({ id }) => found.photos.includes(id))}
                        of={t("desk:case.inspections")}
                      />
                    </Image.PreviewGroup>
                  ) : null}
                </li>
              );
            })}
          </ul>
        </>
      ) : null}
    </section>
  );
}

/** Where the counted pieces stand now, how they came there, and the way to change it. */
function Standing({ one, found, goods }: { one: Case; found: Case["inspections"][number]; goods: string }) {
  const { t, of, format } = useWords();
  const [changing, setChanging] = useState<Pieces | null>(null);
  const mayChange = one.abilities.some(({ action, allowed }) => action === "change-disposition" && allowed);
  const open = found.standing.filter(({ next }) => next.length > 0);
  if (found.changes.length === 0 && !(mayChange && open.length > 0)) return null;
  return (
    <>
      {found.changes.map((change) => (
        <span key={change.at}>
          {t("desk:goods.changed", {
            n: change.quantity,
            from: of("disposition", change.from),
            to: of("disposition", change.to),
          })}
          {" · "}
          {[change.by, format.nearMoment(change.at), change.note].filter(Boolean).join(" · ")}
        </span>
      ))}
      {mayChange ? (
        <span className="standing">
          {open.map(({ disposition, quantity, next }) => (
            <Button
              key={disposition}
              size="small"
              onClick={() =>
                setChanging({ number: one.number, lineId: found.lineId, goods, from: disposition, quantity, next })
              }
            >
              {t("desk:goods.stands", { n: quantity, where: of("disposition", disposition) })} ·{" "}
              {t("desk:goods.change")}
            </Button>
          ))}
        </span>
      ) : null}
      {changing ? <ChangeDisposition pieces={changing} onClose={() => setChanging(null)} /> : null}
    </>
  );
}
