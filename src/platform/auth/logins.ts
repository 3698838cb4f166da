import { randomBytes } from "node:crypto";
import type pg from "pg";
import type { Log } from "#platform/log";
import { hashOf } from "./marks.ts";
import { resetSeconds } from "./passwords.ts";
import type { MailSender } from "./senders.ts";
import { words } from "./words.ts";

const invitationDays = 7;

/** Sign-ins of staff: made with an invitation, renewed with a link. Every link goes by mail to the person's own address. */
export type Logins = {
  /** Gives the person a sign-in and answers a one-use link to set a password, for whoever hands it over. Earlier links stop working. */
  linkFor(staffId: string): Promise<string | undefined>;
  /** Gives the person a sign-in and mails a one-use link; repeated, the newest link counts. Nothing for somebody disabled. */
  invite(staffId: string): Promise<void>;
  /** Mails the link of a password reset that better-auth has prepared. Only staff in service get one. */
  sendResetLink(loginId: string, token: string): Promise<void>;
  /** Links that were sent before die with the password that is set. */
  dropLinks(loginId: string): Promise<void>;
  secondFactorOf(staffId: string): Promise<boolean>;
};

export type LoginParts = {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly mail: MailSender;
  readonly publicUrl: string;
};

export function createLogins({ pool, mail, publicUrl }: LoginParts): Logins {
  // The address is made from configuration alone; what a request says about its host never reaches a mail.
  const linkTo = (token: string) => `${publicUrl}/desk/set-password?token=${token}`;

  const newLink = (staffId: string) =>
    inTransaction(pool, async (client) => {
      const person = await loginOf(client, staffId);
      if (person === undefined) return undefined;
      const token = randomBytes(32).toString("base64url");
      await client.query("delete from verification where value = $1", [person.loginId]);
      await client.query(
        `insert into verification (identifier, value, "expiresAt") values ($1, $2, now() + ${invitationDays} * interval '1 day')`,
        [hashOf(`reset-password:${token}`), person.loginId],
      );
      return { person, url: linkTo(token) };
    });

  return {
    linkFor: async (staffId) => (await newLink(staffId))?.url,
    invite: async (staffId) => {
      const made = await newLink(staffId);
      if (made === undefined) return;
      const { person, url } = made;
      const params = { name: person.name, days: String(invitationDays), url };
      await mail.send({
        to: person.email,
        subject: words(person.locale, "invitation-subject", params),
        text: words(person.locale, "invitation", params),
      });
    },
    sendResetLink: async (loginId, token) => {
      const { rows } = await pool.query<Person>(
        "select email, name, locale from parties.staff where login_id = $1 and state = 'active'",
        [loginId],
      );
      const [person] = rows;
      if (person === undefined) return;
      const params = { name: person.name, minutes: String(resetSeconds / 60), url: linkTo(token) };
      await mail.send({
        to: person.email,
        subject: words(person.locale, "reset-subject", params),
        text: words(person.locale, "reset", params),
      });
    },
    dropLinks: async (loginId) => {
      await pool.query("delete from verification where value = $1", [loginId]);
    },
    secondFactorOf: async (staffId) => {
      const { rows } = await pool.query<{ on: boolean | null }>(
        `select u."twoFactorEnabled" as on from "user" u join parties.staff p on p.login_id = u.id where p.id = $1`,
        [staffId],
      );
      return rows[0]?.on === true;
    },
  };
}

type Person = { email: string; name: string; locale: string };

/** The sign-in of somebody in service, made when there is none yet. */
async function loginOf(client: pg.PoolClient, staffId: string): Promise<(Person & { loginId: string }) | undefined> {
  const { rows } = await client.query<Person & { login_id: string | null }>(
    "select email, name, locale, login_id from parties.staff where id = $1 and state = 'active'",
    [staffId],
  );
  const [person] = rows;
  if (person === undefined) return undefined;
  if (person.login_id !== null) return { ...person, loginId: person.login_id };
  const made = await client.query<{ id: string }>(
    `insert into "user" (name, email, "emailVerified") values ($1, $2, true)
      on conflict (email) do update set "updatedAt" = now() where "user"."customerId" is null returning id`,
    [person.name, person.email],
  );
  const loginId = made.rows[0]?.id;
  if (loginId === undefined) throw new Error("a sign-in that was just made is gone");
  await client.query("update parties.staff set login_id = $2 where id = $1 and login_id is null", [staffId, loginId]);
  return { ...person, loginId };
}

async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
