import { useWords } from "../text/index.ts";

/** 3 分钟前, with the instant on hover; or the instant, near days by name. */
export function When({ at, how = "relative" }: { at: string; how?: "relative" | "near" | "moment" }) {
  const { format } = useWords();
  const text = how === "relative" ? format.relative(at) : how === "near" ? format.nearMoment(at) : format.moment(at);
  return (
    <time className="ac-figures" dateTime={at} title={format.moment(at)}>
      {text}
    </time>
  );
}
