import { createHmac } from "node:crypto";
import type { Secrets } from "#platform/config";
import { freshBytes, NotOurs, type SealingKey, seal, sealingKey, unseal } from "./envelope.ts";
import { createKeyCache } from "./key-cache.ts";
import { type MaskedKind, mask } from "./mask.ts";
import { deviceValue, e164, lastFour, plainAddress, plainEmail, plainName } from "./normalise.ts";

export type IndexedKind = "phone" | "phone-last4" | "email" | "name" | "address" | "device";

/** Where a sealed value lies. A value copied to another row or column cannot be opened there. */
export type Place = { readonly table: string; readonly column: string; readonly rowId: string };

/** The key of one shopper as it is kept: wrapped by the master key of this version. Destroying it erases the person. */
export type WrappedKey = { readonly wrapped: Uint8Array; readonly masterVersion: number };

/** Personal fields: sealed for one place with the shopper's own key, found by blind index, shown masked. */
export type Personal = {
  /** Equal values give equal text, nothing else can be read from it. Undefined where the value is not of this kind. */
  blindIndex(kind: IndexedKind, value: string): string | undefined;
  mask(kind: MaskedKind, value: string): string;
  seal(key: SealingKey, place: Place, text: string): Uint8Array;
  /** @throws NotOurs for another key, another place or changed bytes */
  open(key: SealingKey, place: Place, sealed: Uint8Array): string;
  newShopperKey(): WrappedKey & { readonly key: SealingKey };
  /** @throws NotOurs when no master key of this version fits */
  unwrap(wrapped: Uint8Array, masterVersion: number): SealingKey;
};

export type PersonalSecrets = Pick<Secrets, "fieldKeys" | "currentFieldKeyVersion" | "blindIndexKey">;

const keyBytes = 32;
const keysKept = 10_000;
const secondsKept = 300;

export function createPersonal(secrets: PersonalSecrets): Personal {
  const masters = new Map([...secrets.fieldKeys].map(([version, bytes]) => [version, sealingKey(bytes)]));
  const keys = createKeyCache(keysKept, secondsKept);

  function master(version: number): SealingKey {
    const key = masters.get(version);
    if (key === undefined) throw new NotOurs(`there is no master key of version ${version}`);
    return key;
  }

  return {
    mask,
    blindIndex: (kind, value) => {
      const plain = normalised[kind](value);
      if (plain === undefined) return undefined;
      return createHmac("sha256", secrets.blindIndexKey).update(`${kind}|${plain}`).digest("base64url");
    },
    seal: (key, place, text) => seal(key, contextOf(place), Buffer.from(text)),
    open: (key, place, sealed) => unseal(key, contextOf(place), sealed).toString(),
    newShopperKey: () => {
      const masterVersion = secrets.currentFieldKeyVersion;
      const bytes = freshBytes(keyBytes);
      const made = { key: sealingKey(bytes), wrapped: seal(master(masterVersion), wrapping, bytes), masterVersion };
      bytes.fill(0);
      return made;
    },
    unwrap: (wrapped, masterVersion) =>
      // Kept by the wrapped bytes: once they are destroyed in the database, nobody can ask for the key again.
      keys.of(`${masterVersion}|${Buffer.from(wrapped).toString("base64")}`, () =>
        sealingKey(unseal(master(masterVersion), wrapping, wrapped)),
      ),
  };
}

const wrapping = "shopper key";

const normalised: Readonly<Record<IndexedKind, (value: string) => string | undefined>> = {
  phone: e164,
  "phone-last4": lastFour,
  email: plainEmail,
  name: plainName,
  address: plainAddress,
  device: deviceValue,
};

function contextOf({ table, column, rowId }: Place): string {
  return `${table}|${column}|${rowId}`;
}
