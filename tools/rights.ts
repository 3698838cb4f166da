import { rights, roles } from "#contract/parties";
import { rightsOf } from "#domains/parties";
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
    table(
      ["right", ...roles],
      rights.map((right) => [right, ...roles.map((role) => mark(rightsOf(role).has(right)))]),
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
