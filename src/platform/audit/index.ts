export { type AuditKey, anchorAudit, auditKey } from "./anchor.ts";
export { sealAudit } from "./seal.ts";
export { verifyAudit } from "./verify.ts";
export { type ChainWatch, watchChain } from "./watch.ts";
export { fileWitness, type Witness } from "./witness.ts";
