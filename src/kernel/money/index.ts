export { allocate, cumulativeShare } from "./allocate.ts";
export { type Currency, currency, digitsOf } from "./currency.ts";
export { lesser } from "./lesser.ts";
export { add, compare, isZero, type Money, max, min, money, negate, subtract, sum, zero } from "./money.ts";
export { formatMoney, fromWire, type MoneyOnWire, toWire } from "./wire.ts";
