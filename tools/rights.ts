import { rights, roles } from "#contract/parties";
import { rightsOf } from "#domains/parties";
import { newId } from "#kernel/ids";
import type { AssembledSystem } from "../src/server/system.ts";
import { ownSubject, visitors } from "../tests/architecture/house.ts";

/** docs/rights.md: which role holds which right, and who may do what, computed from the permissions themselves. */
export function rightsPage({ domains, routes }: Pick<AssembledSystem, "domains" | "routes">): string {
  const doing = domains.flatMap(({ actions }) => actions.map(({ meta }) => meta));
  const asking = routes.flatMap(({ query }) => (query === undefined ? [] : [query.meta]));
  return [
    "# Who may do what",
    "Made by `npm run documents` from the permissions in the code; a test compares. A merchant's person acts in the own shop only.",
    "## Rights of the roles",
    "`key`: nobody does it in person; the role may give the right to an API key of a program.",
    table(
      ["right", ...roles],
      rights.map((right) => {
        const held = onlyByKey(right, [...doing, ...asking]) ? "key" : mark(true);
        return [right, ...roles.map((role) => (rightsOf(role).has(right) ? held : mark(false)))];
      }),
    ),
    "## Actions",
    "`system` does what no person may: reactions and deadlines.",
    permissions(doing),
    "## Questions",
    permissions(asking),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

type Permitted = AssembledSystem["domains"][number]["actions"][number]["meta"];

/** Whether the right opens something to a program with a key and nothing to a person. */
function onlyByKey(right: string, metas: readonly Pick<Permitted, "allow">[]): boolean {
  const person = { kind: "staff", staffId: newId<"staff">(), role: "admin", rights: new Set([right]) } as const;
  const opensTo = (principal: typeof person & { readonly key?: string }) =>
    metas.some(
      ({ allow }) =>
        allow.permits({ principal, subject: ownSubject }) &&
        !allow.permits({ principal: { ...principal, rights: new Set() }, subject: ownSubject }),
    );
  return opensTo({ ...person, key: "a key" }) && !opensTo(person);
}

function permissions(metas: readonly Pick<Permitted, "name" | "allow">[]): string {
  const sorted = [...metas].sort((a, b) => (a.name < b.name ? -1 : 1));
  return table(
    ["name", "who may", ...visitors.map(({ who }) => who)],
    sorted.map(({ name, allow }) => [
      name,
      allow.sentence,
      ...visitors.map(({ principal }) => mark(allow.permits({ principal, subject: ownSubject }))),
    ]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function mark(yes: boolean): string {
  return yes ? "✓" : "";
}
