import type { ParkedParcel } from "#contract/logistics";
import { Status, type Tone } from "../../../shared/components/index.ts";
import { useWords } from "../../../shared/text/index.ts";

/** On the shelf, somebody's, or gone and why. */
export function ParkedState({ parcel }: { parcel: Pick<ParkedParcel, "state" | "subject" | "disposeReason"> }) {
  const { t } = useWords();
  const tone: Tone = parcel.state === "parked" ? "wait" : parcel.state === "matched" ? "done" : "mute";
  return (
    <>
      <Status tone={tone}>{t(`desk:parked.state.${parcel.state}`)}</Status>
      {parcel.subject ? <small className="mono">{parcel.subject.number}</small> : null}
      {parcel.disposeReason ? <small>{t(`desk:parked.dispose.${parcel.disposeReason}`)}</small> : null}
    </>
  );
}
