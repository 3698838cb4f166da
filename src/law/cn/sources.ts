import { source } from "../rule.ts";

// Keys and dates follow the legal register; a source that changed in substance gets a second record, not an edited one.

export const consumerLaw = source(
  "S1",
  { zh: "消费者权益保护法", en: "Consumer Rights and Interests Protection Law (2013 amendment)" },
  "主席令7号",
  "2014-03-15",
);

export const implementingRegulation = source(
  "S2",
  { zh: "消费者权益保护法实施条例", en: "Implementing Regulation of the Consumer Protection Law" },
  "国务院令778号",
  "2024-07-01",
);

export const sevenDayMeasures = source(
  "S3",
  {
    zh: "网络购买商品七日无理由退货暂行办法",
    en: "Interim Measures for Seven-Day No-Reason Return of Online Purchases",
  },
  "工商总局令90号",
  "2017-03-15",
);

export const ecommerceLaw = source("S4", { zh: "电子商务法", en: "E-Commerce Law" }, "主席令7号(2018)", "2019-01-01");

export const onlineTradingMeasures = source(
  "S5",
  { zh: "网络交易监督管理办法", en: "Measures for the Supervision of Online Trading" },
  "总局令37号",
  "2021-05-01",
);

export const complaintMeasures = source(
  "S6",
  { zh: "市场监督管理投诉举报处理办法", en: "Measures for Handling Complaints and Reports in Market Regulation" },
  "总局令121号",
  "2026-04-15",
);

export const liveCommerceMeasures = source(
  "S7",
  { zh: "直播电商监督管理办法", en: "Measures for the Supervision of Live Commerce" },
  "总局/网信办令117号",
  "2026-02-01",
);

export const liveMarketingMeasures = source(
  "S7'",
  { zh: "网络直播营销管理办法（试行）", en: "Measures for Live Marketing (for Trial Implementation)" },
  null,
  "2021-05-25",
);

export const onlineDisputes = source(
  "S8",
  {
    zh: "最高人民法院关于审理网络消费纠纷案件适用法律若干问题的规定（一）",
    en: "Provisions on Online Consumption Disputes (I)",
  },
  "法释〔2022〕8号",
  "2022-03-15",
);

export const foodAndDrugDisputes = source(
  "S8e",
  { zh: "最高人民法院关于审理食品药品纠纷案件适用法律若干问题的规定", en: "Provisions on Food and Drug Disputes" },
  null,
  "2021-12-01",
);

export const foodPunitiveDamages = source(
  "S8b",
  {
    zh: "最高人民法院关于审理食品药品惩罚性赔偿纠纷案件适用法律若干问题的解释",
    en: "Interpretation on Punitive Damages for Food and Drugs",
  },
  "法释〔2024〕9号",
  "2024-08-22",
);

export const foodSafetyDisputes = source(
  "S8c",
  {
    zh: "最高人民法院关于审理食品安全民事纠纷案件适用法律若干问题的解释（一）",
    en: "Interpretation on Food Safety Disputes (I)",
  },
  null,
  "2021-01-01",
);

export const prepaidDisputes = source(
  "S8d",
  {
    zh: "最高人民法院关于审理预付式消费民事纠纷案件适用法律若干问题的解释",
    en: "Interpretation on Prepaid Consumption Disputes",
  },
  "法释〔2025〕4号",
  "2025-05-01",
);

export const foodSafetyLaw2021 = source(
  "S12'",
  { zh: "食品安全法（2021修正）", en: "Food Safety Law (2021 amendment)" },
  null,
  "2021-04-29",
  "2025-11-30",
);

export const foodSafetyLaw = source(
  "S12",
  { zh: "食品安全法（2025修正）", en: "Food Safety Law (2025 amendment)" },
  null,
  "2025-12-01",
);

export const civilCode = source("S10", { zh: "民法典", en: "Civil Code" }, null, "2021-01-01");

export const productQualityLaw = source(
  "S11",
  { zh: "产品质量法", en: "Product Quality Law (2018 amendment)" },
  null,
  "2018-12-29",
);

export const penaltyMeasures = source(
  "S13",
  { zh: "侵害消费者权益行为处罚办法", en: "Measures for Penalising Infringements of Consumer Rights" },
  "工商总局令73号",
  "2015-03-15",
);

export const priceMarking = source(
  "S14",
  { zh: "明码标价和禁止价格欺诈规定", en: "Provisions on Marking Prices and Prohibiting Price Fraud" },
  "总局令56号",
  "2022-07-01",
);

export const threeGuarantees = source(
  "S19",
  { zh: "部分商品修理更换退货责任规定", en: "Provisions on Repair, Replacement and Return of Certain Goods" },
  "国经贸〔1995〕458号",
  "1995-08-25",
);

export const phoneGuarantees = source(
  "S20",
  { zh: "移动电话机商品修理更换退货责任规定", en: "Provisions on Repair, Replacement and Return of Mobile Phones" },
  "质检/工商/信产部令4号",
  "2001-11-15",
);

export const computerGuarantees = source(
  "S21",
  { zh: "微型计算机商品修理更换退货责任规定", en: "Provisions on Repair, Replacement and Return of Computers" },
  "质检/信产部令24号",
  "2002-09-01",
);

export const carGuarantees = source(
  "S22",
  { zh: "家用汽车产品修理更换退货责任规定", en: "Provisions on Repair, Replacement and Return of Family Cars" },
  "总局令43号",
  "2022-01-01",
);

/** Not law: what the large platforms hold to, and what shoppers therefore rely on. */
export const platformPractice = source(
  "practice",
  { zh: "电商平台通行规则", en: "Common practice of e-commerce platforms" },
  null,
  "2000-01-01",
);

/** Kinds of goods for which no statute text was read yet. */
export const notYetRead = source(
  "not-read",
  { zh: "尚未核对的专门规定", en: "Special provisions not checked yet" },
  null,
  "2000-01-01",
);

export const sources = [
  consumerLaw,
  implementingRegulation,
  sevenDayMeasures,
  ecommerceLaw,
  onlineTradingMeasures,
  complaintMeasures,
  liveCommerceMeasures,
  liveMarketingMeasures,
  onlineDisputes,
  foodAndDrugDisputes,
  foodPunitiveDamages,
  foodSafetyDisputes,
  prepaidDisputes,
  foodSafetyLaw2021,
  foodSafetyLaw,
  civilCode,
  productQualityLaw,
  penaltyMeasures,
  priceMarking,
  threeGuarantees,
  phoneGuarantees,
  computerGuarantees,
  carGuarantees,
  platformPractice,
  notYetRead,
];
