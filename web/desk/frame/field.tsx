import { type ReactNode, useId } from "react";

/** A control with its label above and, when something is wrong, a word below. */
export function Field({
  label,
  bad,
  children,
}: {
  label: string;
  bad?: string | null;
  children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {bad ? <span className="field-bad">{bad}</span> : null}
    </div>
  );
}
