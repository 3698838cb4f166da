export { type Anchor, type AuditKey, anchorAudit, auditKey } from "./anchor.ts";
export type { BadLink, ChainVerdict, SealedRow } from "./chain.ts";
export { sealAudit } from "./seal.ts";
export { type ChainState, verifyAudit } from "./verify.ts";
export { fileWitness, type Witness } from "./witness.ts";
