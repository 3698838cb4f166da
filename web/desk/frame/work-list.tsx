import { Segmented } from "antd";
import { type ReactNode, useState } from "react";
import { PageHead } from "./page-head.tsx";
import { PagedCard, usePages } from "./pages.tsx";

type Pile = {
  /** Asked of the server as `state`; absent where there is one pile only. */
  readonly state?: string;
  readonly label?: string;
  /** What is said where nothing lies in it. */
  readonly none: string;
  readonly noneWhy?: string;
};
type Column = string | { readonly figures: string };

/** Work that lies in piles, the first of which waits for somebody: head, choice of the pile, and its rows by the page. */
export function WorkList<T>({
  name,
  path,
  title,
  lead,
  piles,
  columns,
  children,
}: {
  name: readonly unknown[];
  path: string;
  title: string;
  lead: string;
  piles: readonly [Pile, ...Pile[]];
  columns: readonly Column[];
  /** One row, with its key. */
  children: (one: T) => ReactNode;
}) {
  const [at, setAt] = useState(0);
  const { state, none, noneWhy } = piles[at] ?? piles[0];
  const pages = usePages<T>(name, path, { state }, { refetchInterval: 30_000 });
  return (
    <div className="page">
      <PageHead title={title} lead={lead}>
        {piles.length > 1 ? (
          <Segmented value={at} onChange={setAt} options={piles.map(({ label }, value) => ({ value, label }))} />
        ) : null}
      </PageHead>
      <PagedCard
        label={title}
        pages={{ ...pages, narrowed: false }}
        empty={{ title: none, ...(noneWhy === undefined ? {} : { why: noneWhy }) }}
      >
        {(rows) => (
          <table className="table table-broad">
            <thead>
              <tr>
                {columns.map((column) =>
                  typeof column === "string" ? (
                    <th key={column}>{column}</th>
                  ) : (
                    <th key={column.figures} className="right">
                      {column.figures}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>{rows.map(children)}</tbody>
          </table>
        )}
      </PagedCard>
    </div>
  );
}
