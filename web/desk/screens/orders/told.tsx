import type { OrderLine } from "#contract/orders";
import { useWords, type Words } from "../../../shared/text/index.ts";

/** What was said of the goods before they were bought, a line each; nothing where nobody told us. */
export function ToldBefore({ told }: { told: OrderLine["told"] }) {
  const words = useWords();
  if (told === null) return null;
  return saidOf(words, told).map((line) => <small key={line}>{line}</small>);
}

function saidOf({ t, of, format }: Words, told: NonNullable<OrderLine["told"]>): string[] {
  const { promises, comparison, withdrawal, liveRoom } = told;
  const kept = (snapshot: string | null) =>
    snapshot === null ? "" : ` · ${t("desk:case.snapshot", { name: snapshot })}`;
  const said: string[] = [];
  if (promises !== null) {
    const what = [
      promises.noReasonDays === null ? null : t("desk:told.days", { count: promises.noReasonDays }),
      promises.returnFreight === null ? null : of("freight-payer", promises.returnFreight),
      promises.warrantyMonths === null ? null : t("desk:told.warranty", { count: promises.warrantyMonths }),
      promises.multiple === null
        ? null
        : t(`desk:told.multiple${promises.multiple.besideRefund ? "Beside" : ""}`, promises.multiple),
    ].filter((part) => part !== null);
    said.push(`${t(`desk:told.by.${promises.by}`)} ${what.join(t("common:list-or"))}${kept(promises.snapshot)}`);
  }
  if (comparison !== null)
    said.push(`${t("desk:told.compared", { price: format.money(comparison.price) })}${kept(comparison.snapshot)}`);
  if (withdrawal !== null)
    said.push(
      `${t(withdrawal.informed ? "desk:told.informed" : withdrawal.at === null ? "desk:told.notInformed" : "desk:told.informedLater", { at: withdrawal.at === null ? "" : format.day(withdrawal.at) })}${kept(withdrawal.snapshot)}`,
    );
  if (liveRoom !== null)
    said.push(
      `${t(liveRoom.sellerShown ? "desk:told.sellerShown" : "desk:told.sellerNotShown")}${kept(liveRoom.snapshot)}`,
    );
  return said;
}
