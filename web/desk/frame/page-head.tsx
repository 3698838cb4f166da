import type { ReactNode } from "react";

/** What a page is called, what it is for, and its tools. */
export function PageHead({ title, lead, children }: { title: ReactNode; lead?: ReactNode; children?: ReactNode }) {
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {lead ? <p className="lead">{lead}</p> : null}
      </div>
      {children ? <div className="page-tools">{children}</div> : null}
    </header>
  );
}
