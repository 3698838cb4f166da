import { z } from "zod";
import { type Db, system } from "#platform/db";
import { titleShape } from "#platform/wire";

/** The people of the demo shop who can be tried. Shown on the sign-in pages, in the demo only. */
export type DemoPeople = {
  readonly staff: readonly {
    staffId: string;
    email: string;
    name: string;
    role: string;
    password: string;
    /** The shop somebody serves; nobody's of the platform. */
    shop?: InBoth;
  }[];
  readonly shoppers: readonly { phone: string; name: string; note: InBoth }[];
};

/** As the page shows it in its language. */
type InBoth = { readonly zh: string; readonly en: string };

export const shownShape = z.object({
  demo: z.boolean(),
  staff: z.array(
    z.object({
      email: z.string(),
      password: z.string(),
      name: z.string(),
      role: z.string(),
      shop: titleShape.optional(),
    }),
  ),
  /** `note`: what the account is good for. */
  shoppers: z.array(z.object({ phone: z.string(), name: z.string(), note: titleShape })),
  /** What to do for a code: "shown" means that the answer to asking for one carries it. */
  codeHint: z.literal("shown").nullable(),
});
type Shown = z.output<typeof shownShape>;

const settingKey = "demo.logins";

/** Gives the staff rows of the demo their sign-ins and passwords, and notes whom the sign-in pages offer. Repeating it changes nothing. */
export async function createDemoLogins(db: Db, people: DemoPeople): Promise<void> {
  const { hashPassword } = await import("better-auth/crypto");
  const passwords = [...new Set(people.staff.map(({ password }) => password))];
  const hashes = new Map(await Promise.all(passwords.map(async (one) => [one, await hashPassword(one)] as const)));
  await db.pools.auth.query(
    `with people as (
       select p.staff_id, p.email, p.name, p.hash from jsonb_to_recordset($1) as p (staff_id uuid, email text, name text, hash text)),
     logins as (
       insert into "user" (name, email, "emailVerified") select name, lower(email), true from people
       on conflict (email) do update set name = excluded.name returning id, email),
     accounts as (
       insert into account ("accountId", "providerId", "userId", password, "updatedAt")
       select l.id::text, 'credential', l.id, p.hash, now() from logins l join people p on lower(p.email) = l.email
        where not exists (select 1 from account a where a."userId" = l.id and a."providerId" = 'credential'))
     update parties.staff s set login_id = l.id from people p join logins l on l.email = lower(p.email)
      where s.id = p.staff_id and s.login_id is null`,
    [
      JSON.stringify(
        people.staff.map(({ staffId, email, name, password }) => ({
          staff_id: staffId,
          email,
          name,
          hash: hashes.get(password),
        })),
      ),
    ],
  );
  const shown: Shown = {
    demo: true,
    staff: people.staff.map(({ staffId: _, ...person }) => person),
    shoppers: people.shoppers.map(({ phone, name, note }) => ({ phone, name, note })),
    codeHint: "shown",
  };
  await db.withTx(system("demo"), (tx) =>
    tx.run(
      "insert into platform.setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value",
      [settingKey, shown],
    ),
  );
}

export async function demoLogins(db: Db, demo: boolean): Promise<Shown> {
  const nobody: Shown = { demo: false, staff: [], shoppers: [], codeHint: null };
  if (!demo) return nobody;
  const row = await db.withTx(
    system("demo"),
    (tx) => tx.maybe<{ value: Shown }>("select value from platform.setting where key = $1", [settingKey]),
    { readOnly: true },
  );
  return row?.value ?? nobody;
}
