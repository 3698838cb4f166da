import { useEffect, useRef } from "react";
import { usePhotos } from "../../../shared/data/index.ts";
import { Photos } from "../../frame/photos.tsx";

/** Photos of one line, sent up while the counting goes on. */
export function BenchPhotos({
  number,
  onChange,
}: {
  number: string;
  onChange: (ids: readonly string[], busy: boolean) => void;
}) {
  const photos = usePhotos({ caseNumber: number });
  const tell = useRef(onChange);
  tell.current = onChange;
  const sent = photos.ids.join(" ");
  useEffect(() => {
    tell.current(sent === "" ? [] : sent.split(" "), photos.sending);
  }, [sent, photos.sending]);
  return <Photos photos={photos} />;
}
