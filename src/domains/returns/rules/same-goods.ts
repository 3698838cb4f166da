import type { LoadedLine } from "#domains/orders";
import type { WantedGoods } from "../store/case.ts";

type Sold = Pick<
  LoadedLine,
  "product_number" | "title" | "title_en" | "picture" | "variant" | "category_code" | "special_class"
>;

/** What goes out where nothing else is named: the same again. */
export function sameGoods(line: Sold, variant: string = line.variant): WantedGoods {
  return {
    productNumber: line.product_number,
    title: line.title,
    titleEn: line.title_en,
    picture: line.picture,
    variant,
    categoryCode: line.category_code,
    specialClass: line.special_class,
  };
}
