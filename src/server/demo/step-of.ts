import type { Dice } from "./dice.ts";
import { carriers } from "./orders.ts";
import type { Verb } from "./plays.ts";
import type { Answer, Step } from "./steps.ts";
import { daysMore, hourMs, minuteMs } from "./timing.ts";

/** Who does what a verb says, and in which words. */

export function stepOf(dice: Dice, verb: Verb, atMs: number, caseNo: number, nowMs: number): Step {
  const shopper = { atMs, caseNo, by: "shopper" } as const;
  const merchant = { atMs, caseNo, by: "merchant" } as const;
  const bench = { atMs, caseNo, by: "warehouse", do: "inspect" } as const;
  switch (verb) {
    case "approve":
      return { do: "approve", atMs, caseNo, by: dice.chance(0.75) ? "merchant" : "agent" };
    case "reject":
      return { do: "reject", atMs, caseNo, by: "merchant", ...dice.pick(refusals) };
    case "withdraw":
      return { ...shopper, do: "withdraw" };
    case "resubmit":
      return {
        ...shopper,
        do: "resubmit",
        note: dice.pick([
          "补充了照片，麻烦再看一下。",
          "商品没有用过，包装完整，可以视频核实。",
          "已按要求重新拍照，请复核。",
        ]),
        photos: dice.between(1, 2),
      };
    case "ship":
      return {
        ...shopper,
        do: "ship",
        ...waybill(dice),
        way: dice.weighted([
          ["pickup", 50],
          ["self-ship", 38],
          ["drop-off", 12],
        ] as const),
      };
    case "book":
      // Just now: slots are given for a few days only.
      return { ...shopper, atMs: nowMs - 25 * minuteMs, do: "book", slotsMs: comingSlots(nowMs), ...waybill(dice) };
    case "ship-paid":
    case "ship-paid-dear":
      return {
        ...shopper,
        do: "ship",
        ...waybill(dice),
        way: "self-ship",
        paidYuan: verb === "ship-paid" ? dice.between(9, 24) : dice.between(36, 68),
      };
    case "decide-freight":
      return { ...merchant, do: "decide-freight", percent: 100, note: "大件运费确实贵，按凭证全额承担。" };
    case "carrier-delivers":
      return { ...shopper, do: "carrier", word: "delivered" };
    case "carrier-loses":
      return { ...shopper, do: "carrier", word: "lost" };
    case "carrier-returns":
      return { ...shopper, do: "carrier", word: "returned" };
    case "turned":
      return { ...shopper, do: "turn-round", word: "confirmed" };
    case "not-turned":
      return { ...shopper, do: "turn-round", word: "failed" };
    case "object-missing":
      return { ...shopper, do: "object", trouble: "not-arrived", note: "物流三天没动了，一直没收到。", photos: 0 };
    case "object-wrong":
      return { ...shopper, do: "object", trouble: "wrong", note: "换来的还是原来那个尺码。", photos: 1 };
    case "object-broken":
      return { ...shopper, do: "object", trouble: "broken", note: "外箱压坏了，里面也裂了。", photos: 1 };
    case "resend":
      return { ...merchant, do: "make-good", remedy: "resend", borneBy: "carrier", note: "抱歉，马上重新寄一件。" };
    case "pay-instead":
      return { ...merchant, do: "make-good", remedy: "refund", borneBy: "merchant", note: "已没有库存，为您退款。" };
    case "extend-shopper":
      return { ...merchant, do: "extend", days: daysMore[verb] ?? 1, note: "消费者出差，晚几天寄回，已说好。" };
    case "extend-merchant":
      return {
        atMs,
        caseNo,
        by: "supervisor",
        do: "extend",
        days: daysMore[verb] ?? 1,
        note: "商家仓库搬迁，已核实，多给两天。",
      };
    case "pay-otherwise":
      return { ...merchant, do: "pay-otherwise" };
    case "transfer":
      return {
        ...merchant,
        do: "transfer",
        reference: `HD${dice.digits(12)}`,
        note: "原账户已注销，已转到消费者提供的银行卡。",
        photos: 1,
      };
    case "say-received":
    case "say-not-received":
      return { ...shopper, do: "say-received", received: verb === "say-received" };
    case "reject-late":
      return {
        atMs,
        caseNo,
        by: "supervisor",
        do: "reject",
        reason: "no-evidence",
        note: "承运商查无此单，仓库也没有收到，寄件凭证无法提供。",
      };
    case "pay-back":
      return { ...shopper, do: "pay-back" };
    case "send-out":
      return { ...merchant, do: "send-out", ...waybill(dice) };
    case "confirm":
      return { ...shopper, do: "confirm" };
    case "pay":
      return { ...shopper, do: "pay" };
    case "receive":
      return { do: "receive", atMs, caseNo, by: dice.chance(0.5) ? "merchant" : "warehouse" };
    case "inspect":
    case "inspect-part":
    case "inspect-none":
      return {
        do: "inspect",
        atMs,
        caseNo,
        by: dice.chance(0.5) ? "merchant" : "warehouse",
        missing: verb === "inspect" ? "none" : verb === "inspect-part" ? "one" : "all",
      };
    case "inspect-used":
      return { ...merchant, do: "inspect", missing: "none", less: dice.pick(worn) };
    case "mend":
      return { ...bench, missing: "none", repair: dice.pick(mended) };
    case "beyond-repair":
      return {
        ...bench,
        missing: "none",
        repair: { outcome: "not-repairable", instead: "exchange", note: "主板进水，没有可换的零件，给您换一台新的。" },
      };
    case "accept-instead":
      return { ...shopper, do: "answer", accept: true, note: "好，换一台吧。" };
    case "offer-money":
      return {
        ...merchant,
        do: "offer",
        kind: "amount",
        percent: dice.pick([20, 30, 40]),
        note: "商品您留着用，我们退您一部分，您看可以吗？同意后马上到账。",
      };
    case "offer-return":
      return {
        ...merchant,
        do: "offer",
        kind: "kind",
        toKind: "return-and-refund",
        note: "请寄回商品，运费我们承担，收到后全额退款。",
      };
    case "ask-photos":
      return { ...merchant, do: "offer", kind: "evidence", note: "麻烦补一张问题部位的近照，方便我们向仓库核实。" };
    case "counter-money":
      return {
        ...shopper,
        do: "offer",
        kind: "amount",
        percent: 50,
        note: "东西还能用，退一半就可以，不用寄回。",
      };
    case "agree-money":
      return { ...merchant, do: "answer", accept: true, note: "好的，马上为您退款。" };
    case "accept-money":
    case "accept-return":
      return { ...shopper, do: "answer", accept: true, note: "可以，谢谢。" };
    case "accept-less":
      return { ...shopper, do: "answer", accept: true, note: "确实用过两次，同意扣一点。" };
    case "decline":
      return { ...shopper, do: "answer", accept: false, note: "太少了，我还是希望按申请处理。" };
    case "decline-less":
      return { ...shopper, do: "answer", accept: false, note: "收到时就是这样，不是我用的。" };
    case "escalate":
      return { ...shopper, do: "escalate", note: "商家不认，但照片里看得很清楚，请平台看一下。" };
    case "state-merchant":
      return { ...merchant, do: "state", words: "出库前有质检照片，商品完好，可能是使用中造成的。" };
    case "state-shopper":
      return { ...shopper, do: "state", words: "开箱时就拍了照，当天联系了客服，聊天记录也在。" };
    case "rule-grant":
      return { atMs, caseNo, by: "supervisor", do: "rule", ...rulings.grant };
    case "rule-partial":
      return { atMs, caseNo, by: "supervisor", do: "rule", ...rulings.partial };
    case "rule-refuse":
      return { atMs, caseNo, by: "supervisor", do: "rule", ...rulings.refuse };
    case "rule-again-grant":
      return {
        atMs,
        caseNo,
        by: "other-supervisor",
        do: "rule",
        blame: "merchant",
        ruling: "grant",
        note: "复核：开箱照片的拍摄时间与签收时间一致，支持消费者。",
      };
    case "appeal-shopper":
      return { ...shopper, do: "appeal", note: "裁定没有看我后来补的照片，请再看一次。" };
    case "appeal-merchant":
      return { ...merchant, do: "appeal", note: "质检记录没有被采信，申请复核。" };
    case "time-out":
      return { do: "time-out", atMs, caseNo, by: "shopper" };
    default:
      return { ...shopper, do: "refund", answers: answersOf[verb] };
  }
}

const answersOf: Readonly<Record<Extract<Verb, `refund:${string}`>, readonly Answer[]>> = {
  "refund:reserved": [],
  "refund:sending": ["processing"],
  "refund:unknown": ["unknown"],
  "refund:refused": ["refused"],
  "refund:short": ["short"],
  "refund:settled": ["settled"],
  "refund:found": ["unknown", "settled"],
};

const mended = [
  { outcome: "repaired", note: "重新焊接了松动的接口，通电测试正常。" },
  { outcome: "parts-replaced", note: "换了电池和密封圈，测试两小时正常。" },
] as const;

const worn = [
  { percent: 15, note: "有明显使用痕迹，按价目表扣除。" },
  { percent: 5, note: "已拆封，需重新包装。" },
  { percent: 20, note: "缺少原包装，且有使用痕迹。" },
] as const;

const rulings = {
  grant: { blame: "merchant", ruling: "grant", note: "照片与描述一致，商家未能提供发货前的完好证明。" },
  partial: { blame: "carrier", ruling: "partial", percent: 50, note: "外箱有运输痕迹，双方各承担一部分。" },
  refuse: { blame: "nobody", ruling: "refuse", note: "照片无法证明问题在签收前已存在。" },
} as const;

function waybill(dice: Dice): { carrier: string; trackingNumber: string } {
  const [carrier, prefix, digits] = dice.weighted(carriers);
  return { carrier, trackingNumber: `${prefix}${dice.digits(digits)}` };
}

/** One o'clock in the afternoon of the coming days, in China. */
function comingSlots(nowMs: number): number[] {
  const today = Math.floor((nowMs + 8 * hourMs) / (24 * hourMs));
  return [1, 2, 3, 4, 5].map((days) => (today + days) * 24 * hourMs + 5 * hourMs);
}

const refusals = [
  { reason: "not-intact", note: "按确认页约定，商品拆封后影响安全和品质，暂不支持无理由退货。" },
  { reason: "no-evidence", note: "照片看不出问题，请补充清晰的细节图。" },
  { reason: "not-intact", note: "照片显示包装已拆开，请说明情况。" },
] as const;

export function noteFor(dice: Dice, reason: string): string {
  return dice.chance(0.25) ? "" : dice.pick(notes[reason] ?? [""]);
}

const notes: Readonly<Record<string, readonly string[]>> = {
  "bought-by-child": ["孩子拿我手机下的单，我刚看到账单。", "孩子自己买的，我没有同意。"],
  "no-longer-wanted": ["买回来发现用不上。", "颜色和家里不搭。", "家里人说不需要了。"],
  "does-not-fit": ["尺寸偏小，穿不下。", "比想象的大一圈。", "上身效果不合适。"],
  "ordered-by-mistake": ["选错颜色了。", "重复下单了。", "地址填错了，重新买。"],
  "found-cheaper": ["刚买就降价了。", "别家更便宜。"],
  "price-dropped": ["刚买几天就降价了，申请价保。", "现在的价格比我买的时候低。"],
  "too-slow": ["等着用，一直没发货。", "说好昨天发的。"],
  "quality-fault": ["用了一次就坏了，见照片。", "有明显瑕疵。", "收到时已经坏了。"],
  "not-as-described": ["颜色和页面差很多。", "材质和描述不一样。", "尺寸和详情页不符。"],
  "wrong-item": ["发错款式了。", "收到的不是我买的那件。"],
  "missing-parts": ["少了一个配件。", "盒子里少了一件。"],
  "damaged-on-arrival": ["外箱压扁，里面碎了。", "运输中磕坏了一角。"],
  "never-arrived": ["显示签收，但我没有收到。", "物流好几天没有更新了。"],
};
