export { findBrowser } from "./browser.ts";
export { type Check, type DoctorOptions, doctor } from "./doctor.ts";
