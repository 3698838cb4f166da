import type { ReactNode } from "react";
import { TabTitle } from "../../shared/components/index.ts";

/** What a page is called, what it is for, and its tools. */
export function PageHead({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  return (
    <header className="page-head">
      <div>
        <TabTitle of={title} />
        <h1>{title}</h1>
        {lead ? <p className="lead">{lead}</p> : null}
      </div>
      {children ? <div className="page-tools">{children}</div> : null}
    </header>
  );
}
