import type { CSSProperties } from "react";
import "./components.css";
import { drawings } from "./picture-drawings.ts";

/**
 * A product as a line drawing on a tinted ground. `of` is the shop's picture key, kind and hue: `headphones:160`.
 * An unknown kind is a parcel; the title stands beside it, so it says nothing to a screen reader.
 */
export function Picture({ of, size = 64 }: { of: string; size?: number }) {
  const [name = "", hue] = of.split(":");
  const drawing = drawings[aliases[name] ?? name] ?? drawings.box;
  const style = { "--hue": hueOf(hue, name), width: size, height: size } as CSSProperties;
  return (
    <span className="ac-picture" style={style} aria-hidden="true">
      <svg
        aria-hidden="true"
        viewBox="0 0 48 48"
        fill="none"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        {drawing?.tint ? <path className="tint" d={drawing.tint} /> : null}
        {drawing?.shine ? <path className="shine" d={drawing.shine} /> : null}
        <path d={drawing?.lines} />
      </svg>
    </span>
  );
}

/** Without a hue, the kind itself picks one, always the same. */
function hueOf(hue: string | undefined, name: string): number {
  const given = Number(hue);
  if (hue !== undefined && hue !== "" && Number.isFinite(given)) return ((given % 360) + 360) % 360;
  let sum = 150;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  return sum;
}

const aliases: Record<string, string> = {
  headphone: "headphones",
  headset: "headphones",
  earphones: "earbuds",
  cup: "mug",
  coat: "jacket",
  down: "jacket",
  "t-shirt": "shirt",
  tshirt: "shirt",
  skirt: "dress",
  pants: "trousers",
  jeans: "trousers",
  sneakers: "shoes",
  sneaker: "shoes",
  shoe: "shoes",
  handbag: "bag",
  luggage: "suitcase",
  smartphone: "phone",
  computer: "laptop",
  notebook: "laptop",
  pad: "tablet",
  smartwatch: "watch",
  light: "lamp",
  "desk-lamp": "lamp",
  cooker: "rice-cooker",
  washer: "washing-machine",
  refrigerator: "fridge",
  television: "tv",
  novel: "book",
  doll: "bear",
  "plush-toy": "bear",
  toy: "bear",
  cosmetics: "cream",
  skincare: "cream",
  serum: "cream",
  cherries: "cherry",
  fruit: "apple",
  "rice-bag": "rice",
  jewellery: "ring",
  jewelry: "ring",
  gold: "ring",
  duvet: "quilt",
  bedding: "quilt",
  bed: "quilt",
  armchair: "chair",
  desk: "table",
  flowers: "flower",
  voucher: "ticket",
  download: "code",
  software: "code",
  parcel: "box",
  package: "box",
  thermos: "bottle",
  "vacuum-cleaner": "vacuum",
  robot: "vacuum",
  teapot: "teapot",
  kettle: "kettle",
  seafood: "crab",
  pet: "bowl",
};
