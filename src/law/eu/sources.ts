import { source } from "../rule.ts";

// Directives bind through the law of each member state; what they fully harmonise is the same in all of them.

export const consumerRights = source(
  "2011/83/EU",
  { zh: "欧盟消费者权利指令", en: "Consumer Rights Directive" },
  "2011/83/EU",
  "2014-06-13",
);

export const withdrawalFunction = source(
  "2023/2673/EU",
  { zh: "欧盟在线撤回功能指令", en: "Directive on the Online Withdrawal Function" },
  "(EU) 2023/2673",
  "2026-06-19",
);

export const saleOfGoods = source(
  "2019/771/EU",
  { zh: "欧盟货物买卖指令", en: "Sale of Goods Directive" },
  "(EU) 2019/771",
  "2022-01-01",
);

export const periodsAndDates = source(
  "1182/71",
  { zh: "欧盟期间、日期和期限条例", en: "Regulation on Periods, Dates and Time Limits" },
  "(EEC, Euratom) 1182/71",
  "1971-07-01",
);

/** Matters for which no text was read yet. */
export const notYetRead = source(
  "eu-not-read",
  { zh: "尚未核对的规定", en: "Provisions not checked yet" },
  null,
  "2000-01-01",
);

export const sources = [consumerRights, withdrawalFunction, saleOfGoods, periodsAndDates, notYetRead];
