export { differenceInterval, type Interval, type Share, shareInterval } from "./share.ts";
