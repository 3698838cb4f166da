export { type ComplianceParts, compliance } from "./routes.ts";
