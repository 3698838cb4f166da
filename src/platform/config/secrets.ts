import { createHmac, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, readFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { z } from "zod";
import { prepareDataDir, withStartLock, writeDurably } from "./data-dir.ts";
import type { Config } from "./settings.ts";
import { explainFileError, StartError, systemErrorCode } from "./start-error.ts";

export const databaseRoles = ["superuser", "owner", "shopper", "guest", "merchant", "staff", "system", "auth"] as const;
export type DatabaseRole = (typeof databaseRoles)[number];

const keyBytes = 32;
const keyText = z.base64url().refine((text) => Buffer.from(text, "base64url").length === keyBytes, {
  error: `must be ${keyBytes} bytes in base64url`,
});
const password = z.string().regex(/^[A-Za-z0-9_-]{16,}$/, "must be 16 or more letters, digits, _ or -");

const shape = z.strictObject({
  format: z.literal(1),
  databasePasswords: z.record(z.enum(databaseRoles), password),
  session: keyText,
  /** Master keys of field encryption by version; the highest version encrypts, all decrypt. */
  fieldKeys: z.record(z.string().regex(/^[1-9]\d{0,4}$/), keyText).refine((keys) => Object.keys(keys).length > 0),
  blindIndex: keyText,
  fileLink: keyText,
  paymentWebhook: keyText,
  /** Only where a real carrier signs its notices. */
  carrierWebhook: keyText.optional(),
});
type Stored = z.output<typeof shape>;

/**
 * What must never leave this machine: passwords of the database roles, and 32-byte keys.
 * Prints and serialises as "[secrets]", so that logging the object by mistake shows nothing.
 */
export class Secrets {
  readonly databasePasswords: Readonly<Record<DatabaseRole, string>>;
  readonly sessionKey: Buffer;
  readonly fieldKeys: ReadonlyMap<number, Buffer>;
  /** The version that encrypts; older ones only decrypt. */
  readonly currentFieldKeyVersion: number;
  readonly blindIndexKey: Buffer;
  readonly fileLinkKey: Buffer;
  readonly paymentWebhookKey: Buffer;
  readonly carrierWebhookKey: Buffer | undefined;

  constructor(stored: Stored) {
    const key = (text: string) => Buffer.from(text, "base64url");
    this.databasePasswords = Object.freeze(stored.databasePasswords);
    this.sessionKey = key(stored.session);
    this.fieldKeys = new Map(Object.entries(stored.fieldKeys).map(([version, text]) => [Number(version), key(text)]));
    this.currentFieldKeyVersion = Math.max(...this.fieldKeys.keys());
    this.blindIndexKey = key(stored.blindIndex);
    this.fileLinkKey = key(stored.fileLink);
    this.paymentWebhookKey = key(stored.paymentWebhook);
    this.carrierWebhookKey = stored.carrierWebhook === undefined ? undefined : key(stored.carrierWebhook);
    Object.freeze(this);
  }

  toJSON(): string {
    return "[secrets]";
  }

  [inspect.custom](): string {
    return "[secrets]";
  }
}

/**
 * The secrets of this data folder: `secrets.json` (mode 0600), made on the first start, overlaid by AFTERCARE_SECRET_*.
 * Refuses to make new ones for a database that already exists, because its personal fields could never be read again.
 */
export async function readSecrets(config: Config, env: NodeJS.ProcessEnv = process.env): Promise<Secrets> {
  const path = secretsPath(config.dataDir);
  const stored = (await load(path)) ?? (await create(config, path));
  return new Secrets(check({ ...stored, ...fromEnvironment(stored, env) }, "AFTERCARE_SECRET_* variables"));
}

export function secretsPath(dataDir: string): string {
  return join(dataDir, "secrets.json");
}

async function load(path: string): Promise<Stored | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return undefined;
    throw explainFileError(error, path);
  }
  // Somebody else may own the file; then its mode is theirs to keep.
  await chmod(path, 0o600).catch(() => undefined);
  return check(withGuest(parseJson(text, path)), path);
}

/** A folder from before guests had a role of their own: a password that follows from what it holds, so that every process has the same. */
function withGuest(stored: unknown): unknown {
  const known = z.looseObject({ databasePasswords: z.looseObject({ shopper: z.string() }) }).safeParse(stored);
  if (!known.success || known.data.databasePasswords["guest"] !== undefined) return stored;
  const { shopper } = known.data.databasePasswords;
  const guest = createHmac("sha256", shopper).update("guest").digest("base64url");
  return { ...known.data, databasePasswords: { ...known.data.databasePasswords, guest } };
}

async function create(config: Config, path: string): Promise<Stored> {
  await prepareDataDir(config.dataDir);
  return withStartLock(config.dataDir, async () => {
    const made = await load(path);
    if (made) return made;
    if (existsSync(join(config.dataDir, "postgres", "PG_VERSION"))) {
      throw new StartError({
        what: "The secrets of an existing database are missing",
        where: path,
        todo: "put secrets.json back from a backup; without it passwords and personal data cannot be read",
      });
    }
    const fresh = generate();
    await writeDurably(path, `${JSON.stringify(fresh, null, 2)}\n`, 0o600);
    return fresh;
  });
}

function generate(): Stored {
  const key = () => randomBytes(keyBytes).toString("base64url");
  const passwords = Object.fromEntries(databaseRoles.map((role) => [role, randomBytes(24).toString("base64url")]));
  return {
    format: 1,
    databasePasswords: passwords as Stored["databasePasswords"],
    session: key(),
    fieldKeys: { "1": key() },
    blindIndex: key(),
    fileLink: key(),
    paymentWebhook: key(),
  };
}

/** AFTERCARE_SECRET_FIELD_KEYS is written `1:key,2:key`; AFTERCARE_SECRET_DATABASE_<ROLE> is a password. */
function fromEnvironment(stored: Stored, env: NodeJS.ProcessEnv): Record<string, unknown> {
  const overlay: Record<string, unknown> = {};
  const take = (field: string, variable: string) => {
    if (env[variable]) overlay[field] = env[variable];
  };
  take("session", "AFTERCARE_SECRET_SESSION");
  take("blindIndex", "AFTERCARE_SECRET_BLIND_INDEX");
  take("fileLink", "AFTERCARE_SECRET_FILE_LINK");
  take("paymentWebhook", "AFTERCARE_SECRET_PAYMENT_WEBHOOK");
  take("carrierWebhook", "AFTERCARE_SECRET_CARRIER_WEBHOOK");
  const fieldKeys = env.AFTERCARE_SECRET_FIELD_KEYS;
  if (fieldKeys) overlay.fieldKeys = Object.fromEntries(fieldKeys.split(",").map((pair) => pair.split(":", 2)));
  overlay.databasePasswords = Object.fromEntries(
    databaseRoles.map((role) => [
      role,
      env[`AFTERCARE_SECRET_DATABASE_${role.toUpperCase()}`] || stored.databasePasswords[role],
    ]),
  );
  return overlay;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(path, "is not JSON");
  }
}

/** Names the field that is wrong, never its value. */
function check(candidate: unknown, where: string): Stored {
  const parsed = shape.safeParse(candidate);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw damaged(where, `${issue?.path.join(".") || "content"} is not a valid secret`);
}

function damaged(where: string, how: string): StartError {
  return new StartError({
    what: `The secrets are damaged: ${how}`,
    where,
    todo: "put the file or the variables back from a backup",
  });
}
