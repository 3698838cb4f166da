export { ByLaw } from "./by-law.tsx";
export { Countdown, useTimeLeft } from "./countdown.tsx";
export { Drawing, type DrawingName } from "./drawing.tsx";
export { Picture } from "./picture.tsx";
export { Receipt } from "./receipt.tsx";
export { When } from "./relative.tsx";
export { type CaseStanding, Status, standingOf, type Tone } from "./status.tsx";
export { Stretched } from "./stretched.tsx";
export { Timeline, type TimelineLine } from "./timeline.tsx";
