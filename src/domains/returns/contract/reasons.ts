import type { CaseKind } from "../model.ts";

/** Another list of reasons is another version; a case keeps the version and the words it was asked in. */
export const taxonomyVersion = 4;

/** What can show something; the law pack and the clauses of a policy read the same words. */
export const evidenceKinds = ["photo", "video", "unboxing-video", "waybill", "report"] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

type Terms = {
  /** What the law pack reads. */
  readonly claim: string;
  /** Any one of these is needed; empty: the shopper's word is enough to ask. */
  readonly evidence: readonly EvidenceKind[];
  readonly kinds: readonly CaseKind[];
  /** A closer word for that reason, which is asked for only where it decides something. */
  readonly under?: string;
  /** Where the goods are when it can be so; left out: anywhere. */
  readonly where?: readonly ("not-sent" | "on-the-way" | "delivered")[];
  /** Categories and special classes of the law pack it can be so of; left out: any. */
  readonly goods?: readonly string[];
  /** Deceit, or what is wrong with food: compensated beside the price once somebody has shown it. */
  readonly wrong?: "fraud" | "unsafe" | "expired" | "date-altered" | "no-lawful-source" | "mandatory-label-missing";
  /** It is the seller who takes the order back, and why: a broken contract, beside the money. */
  readonly sellerCancels?: "out-of-stock";
  /** A child bought it: how old is asked, and whether it binds is for a person. */
  readonly byChild?: true;
  /** The merchant can see whether it is so, and so it is never approved by a policy alone. */
  readonly merchantKnows?: true;
  readonly words: { readonly zh: string; readonly en: string };
};

const backOrMoney = ["refund-only", "return-and-refund"] as const;
const anyRemedy = ["refund-only", "return-and-refund", "exchange"] as const;
const orRepaired = [...anyRemedy, "repair"] as const;
const shows = ["photo", "video", "unboxing-video", "report"] as const;
const parcelShows = ["photo", "video", "unboxing-video", "waybill"] as const;
const worn = ["clothing", "shoes-and-hats", "bags"] as const;
const sized = [...worn, "toys", "home-textiles", "furnishings", "other"] as const;
const works = ["electronics", "toys", "furnishings", "medical-device", "other"] as const;

/** Reasons by what they say of the goods: short words first, closer ones `under` them. */
export const reasons = {
  "no-longer-wanted": {
    claim: "no-longer-wanted",
    evidence: [],
    kinds: ["cancel-before-shipment", "return-and-refund", "refuse-delivery"],
    words: { zh: "不想要了", en: "No longer wanted" },
  },
  "does-not-fit": {
    claim: "no-longer-wanted",
    evidence: [],
    kinds: ["return-and-refund", "exchange"],
    goods: sized,
    words: { zh: "尺码/款式不合适", en: "Size or style does not suit" },
  },
  "ordered-by-mistake": {
    claim: "no-longer-wanted",
    evidence: [],
    kinds: ["cancel-before-shipment", "return-and-refund", "exchange", "refuse-delivery"],
    words: { zh: "拍错/多拍", en: "Ordered by mistake" },
  },
  "discount-missed": {
    claim: "no-longer-wanted",
    evidence: [],
    kinds: ["cancel-before-shipment"],
    words: { zh: "没用/少用优惠", en: "Missed a discount" },
  },
  "wrong-address": {
    claim: "no-longer-wanted",
    evidence: [],
    kinds: ["cancel-before-shipment", "refuse-delivery"],
    words: { zh: "地址/电话填错", en: "Wrong address or phone" },
  },
  "found-cheaper": {
    claim: "no-longer-wanted",
    evidence: [],
    kinds: ["cancel-before-shipment", "return-and-refund"],
    words: { zh: "价格更低了", en: "Found cheaper" },
  },
  "agreed-with-seller": {
    claim: "other",
    evidence: [],
    kinds: ["cancel-before-shipment", "return-and-refund"],
    merchantKnows: true,
    words: { zh: "和商家协商一致", en: "Agreed with the seller" },
  },
  "price-dropped": {
    claim: "price-drop",
    evidence: [],
    kinds: ["price-protection"],
    words: { zh: "买后降价了", en: "Price dropped since" },
  },
  "out-of-stock": {
    claim: "late-delivery",
    evidence: [],
    kinds: ["cancel-before-shipment"],
    sellerCancels: "out-of-stock",
    merchantKnows: true,
    words: { zh: "商家说缺货", en: "Seller is out of stock" },
  },
  "too-slow": {
    claim: "late-delivery",
    evidence: [],
    kinds: ["cancel-before-shipment", "refuse-delivery"],
    where: ["not-sent"],
    words: { zh: "未按约定时间发货", en: "Not sent when promised" },
  },
  "late-delivery": {
    claim: "late-delivery",
    evidence: [],
    kinds: ["refund-only", "return-and-refund", "refuse-delivery"],
    where: ["on-the-way", "delivered"],
    words: { zh: "比承诺的晚送达", en: "Later than promised" },
  },
  "never-arrived": {
    claim: "not-received",
    evidence: [],
    kinds: ["refund-only", "reship"],
    where: ["on-the-way", "delivered"],
    words: { zh: "一直没收到", en: "Never arrived" },
  },
  "no-tracking": {
    claim: "not-received",
    evidence: [],
    kinds: ["refund-only", "reship"],
    where: ["on-the-way"],
    words: { zh: "物流一直无跟踪", en: "No tracking news" },
  },
  "already-refused": {
    claim: "no-longer-wanted",
    evidence: [],
    kinds: ["refuse-delivery"],
    where: ["on-the-way"],
    words: { zh: "已拒签", en: "Already refused at the door" },
  },
  "quality-fault": {
    claim: "quality",
    evidence: shows,
    kinds: orRepaired,
    where: ["delivered"],
    words: { zh: "质量有问题", en: "Faulty" },
  },
  "does-not-work": {
    claim: "quality",
    evidence: ["video", "unboxing-video", "photo", "report"],
    kinds: orRepaired,
    under: "quality-fault",
    where: ["delivered"],
    goods: works,
    words: { zh: "功能故障", en: "Does not work" },
  },
  "skin-reaction": {
    claim: "quality",
    evidence: ["report"],
    kinds: backOrMoney,
    under: "quality-fault",
    where: ["delivered"],
    goods: ["cosmetics"],
    words: { zh: "肤质不匹配/过敏", en: "Skin reaction" },
  },
  "not-as-described": {
    claim: "not-as-described",
    evidence: shows,
    kinds: anyRemedy,
    where: ["delivered"],
    words: { zh: "与描述不符", en: "Not as described" },
  },
  "function-differs": {
    claim: "not-as-described",
    evidence: shows,
    kinds: anyRemedy,
    under: "not-as-described",
    where: ["delivered"],
    goods: works,
    words: { zh: "功能不符", en: "Functions differ" },
  },
  "material-differs": {
    claim: "not-as-described",
    evidence: ["photo", "report"],
    kinds: anyRemedy,
    under: "not-as-described",
    where: ["delivered"],
    goods: [...sized, "cosmetics"],
    words: { zh: "材质/成分不符", en: "Material differs" },
  },
  "colour-or-style-differs": {
    claim: "not-as-described",
    evidence: shows,
    kinds: anyRemedy,
    under: "not-as-described",
    where: ["delivered"],
    words: { zh: "颜色/款式不符", en: "Colour or style differs" },
  },
  "size-differs": {
    claim: "not-as-described",
    evidence: shows,
    kinds: anyRemedy,
    under: "not-as-described",
    where: ["delivered"],
    goods: sized,
    words: { zh: "尺寸与页面不符", en: "Size differs from the page" },
  },
  "wrong-item": {
    claim: "wrong-item",
    evidence: ["photo", "video", "unboxing-video"],
    kinds: anyRemedy,
    where: ["delivered"],
    words: { zh: "发错货了", en: "Wrong item" },
  },
  "missing-parts": {
    claim: "missing",
    evidence: parcelShows,
    kinds: ["refund-only", "return-and-refund", "reship"],
    where: ["delivered"],
    words: { zh: "少件/漏发", en: "Something missing" },
  },
  "empty-parcel": {
    claim: "missing",
    evidence: parcelShows,
    kinds: ["refund-only", "reship"],
    where: ["delivered"],
    words: { zh: "空包裹", en: "Empty parcel" },
  },
  "damaged-on-arrival": {
    claim: "damaged-in-transit",
    evidence: ["photo", "video", "unboxing-video"],
    kinds: [...orRepaired, "refuse-delivery"],
    where: ["on-the-way", "delivered"],
    words: { zh: "收到时已破损/有污渍", en: "Damaged or stained on arrival" },
  },
  spoiled: {
    claim: "spoiled",
    evidence: ["photo", "video", "unboxing-video"],
    kinds: backOrMoney,
    where: ["delivered"],
    goods: ["food", "perishable"],
    words: { zh: "坏了/变质", en: "Spoiled" },
  },
  "unsafe-food": {
    claim: "quality",
    evidence: ["photo", "video", "report"],
    kinds: backOrMoney,
    where: ["delivered"],
    goods: ["food"],
    wrong: "unsafe",
    words: { zh: "食品有问题", en: "Something wrong with the food" },
  },
  "food-expired": {
    claim: "quality",
    evidence: ["photo", "video"],
    kinds: backOrMoney,
    under: "unsafe-food",
    where: ["delivered"],
    goods: ["food"],
    wrong: "expired",
    words: { zh: "已过保质期", en: "Past its date" },
  },
  "food-date-altered": {
    claim: "quality",
    evidence: ["photo", "video", "report"],
    kinds: backOrMoney,
    under: "unsafe-food",
    where: ["delivered"],
    goods: ["food"],
    wrong: "date-altered",
    words: { zh: "涂改生产日期", en: "Date altered" },
  },
  "food-no-lawful-source": {
    claim: "quality",
    evidence: ["photo", "video", "report"],
    kinds: backOrMoney,
    under: "unsafe-food",
    where: ["delivered"],
    goods: ["food"],
    wrong: "no-lawful-source",
    words: { zh: "无合法来源", en: "No lawful source" },
  },
  "food-unlabelled": {
    claim: "quality",
    evidence: ["photo", "video"],
    kinds: backOrMoney,
    under: "unsafe-food",
    where: ["delivered"],
    goods: ["food"],
    wrong: "mandatory-label-missing",
    words: { zh: "缺中文标签等必要标识", en: "Required label missing" },
  },
  counterfeit: {
    claim: "counterfeit",
    evidence: ["photo", "video", "report"],
    kinds: backOrMoney,
    where: ["delivered"],
    wrong: "fraud",
    words: { zh: "假冒商品", en: "Counterfeit" },
  },
  "bought-by-child": {
    claim: "other",
    evidence: [],
    kinds: ["return-and-refund"],
    where: ["delivered"],
    byChild: true,
    words: { zh: "孩子未经同意买的", en: "A child bought it without consent" },
  },
  other: {
    claim: "other",
    evidence: [],
    kinds: ["return-and-refund"],
    words: { zh: "其他原因", en: "Something else" },
  },
} as const satisfies Record<string, Terms>;
export type Reason = keyof typeof reasons;

/** The same, for whoever asks about any of them. */
const all: Readonly<Record<Reason, Terms>> = reasons;
export const reasonNames = Object.keys(reasons) as [Reason, ...Reason[]];

export function termsOf(reason: Reason): Terms {
  return all[reason];
}

/** A change of mind is settled at what the kept goods cost; the seller's failure gives everything back. */
export function causeOf(reason: Reason): "changed-mind" | "sellers-fault" {
  const { claim } = reasons[reason];
  return claim === "no-longer-wanted" || claim === "other" ? "changed-mind" : "sellers-fault";
}

export function isFor(reason: Reason, kind: CaseKind): boolean {
  return all[reason].kinds.includes(kind);
}

/** Whether this kind of evidence is one that the reason needs, or it needs none. */
export function isShown(reason: Reason, given: readonly EvidenceKind[]): boolean {
  const { evidence } = all[reason];
  return evidence.length === 0 || evidence.some((kind) => given.includes(kind));
}

type Goods = {
  readonly category: string;
  readonly special: string | null;
  readonly where: "not-sent" | "on-the-way" | "delivered";
};

/** Whether it is likely of these goods, where they are; a list to choose from is short by this, and nothing is refused by it. */
export function fits(reason: Reason, { category, special, where }: Goods): boolean {
  const terms = all[reason];
  const goods = terms.goods?.some((one) => one === category || one === special) ?? true;
  return goods && (terms.where?.includes(where) ?? true);
}

/** Whether the closer word is heard as something else, or shown by something else, than the one it is under. */
export function decidesMore(reason: Reason): boolean {
  const { under, claim, evidence, wrong } = all[reason];
  const first = reasonNames.find((name) => name === under);
  if (first === undefined) return false;
  const above = all[first];
  return claim !== above.claim || wrong !== above.wrong || evidence.join() !== above.evidence.join();
}
