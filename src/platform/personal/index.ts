export { NotOurs, type SealingKey } from "./envelope.ts";
export type { MaskedKind } from "./mask.ts";
export { e164 } from "./normalise.ts";
export {
  createPersonal,
  type IndexedKind,
  type Personal,
  type PersonalSecrets,
  type Place,
  type WrappedKey,
} from "./personal.ts";
