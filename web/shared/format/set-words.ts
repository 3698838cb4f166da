import type { Order, OrderLine } from "#contract/orders";

/** The goods of one set and how many of each: "相机 × 1 + 镜头 × 1". */
export function setWords(
  set: NonNullable<Order["promotions"][number]["set"]>,
  lines: readonly OrderLine[],
  title: (name: OrderLine["title"]) => string,
): string {
  return set
    .flatMap(({ lineNo, units }) => {
      const line = lines.find((one) => one.lineNo === lineNo);
      return line === undefined ? [] : [`${title(line.title)} × ${units}`];
    })
    .join(" + ");
}
