import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Drawing, type DrawingName } from "../../shared/components/index.ts";
import { Problem } from "../../shared/data/index.ts";
import { useWords } from "../../shared/text/index.ts";
import { Screen } from "./screen.tsx";

/** Shows what a query brought, or the face for what it brought instead. */
export function Loaded<T>({
  query,
  skeleton,
  children,
}: {
  query: UseQueryResult<T>;
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return <Coming>{skeleton}</Coming>;
}

/** Grey shapes at once, words for whoever waits longer than a second. */
export function Coming({ children }: { children: ReactNode }) {
  const { t } = useWords();
  return (
    <div aria-busy="true">
      <div aria-hidden="true">{children}</div>
      <p className="coming tiny quiet" role="status">
        {t("common:loading")}
      </p>
    </div>
  );
}

/** Between pages, while the next one's code and the session are on their way. */
export function Waiting() {
  return (
    <main className="screen waiting">
      <Coming>
        <SkeletonCard bars={[50, 80]} />
        <SkeletonCard picture bars={[70, 40, 90]} />
        <SkeletonCard picture bars={[60, 40]} />
      </Coming>
    </main>
  );
}

/** What to say when something did not come: no permission, not there, no line, or our fault. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t, trouble } = useWords();
  const status = error instanceof Problem ? error.status : -1;
  const face: [DrawingName, string] =
    status === 403
      ? ["locked", t("portal:face.forbidden")]
      : status === 404
        ? ["lost", t("portal:face.missing")]
        : status === 0
          ? ["offline", t("portal:face.offline")]
          : ["offline", t("portal:face.trouble")];
  const final = status === 403 || status === 404;
  return (
    <Empty drawing={face[0]} title={face[1]} text={trouble(error)} alert>
      {onRetry && !final ? (
        <button type="button" className="button main" onClick={onRetry}>
          {t("common:retry")}
        </button>
      ) : (
        <Link to="/" className="button main">
          {t("portal:face.home")}
        </Link>
      )}
    </Empty>
  );
}

export function Empty({
  drawing,
  title,
  text,
  alert,
  children,
}: {
  drawing: DrawingName;
  title: string;
  text?: string;
  /** Something went wrong, and is read out at once. */
  alert?: boolean;
  children?: ReactNode;
}) {
  return (
    <div className="empty" role={alert ? "alert" : undefined}>
      <Drawing name={drawing} />
      <h2>{title}</h2>
      {text ? <p>{text}</p> : null}
      {children ? <div className="empty-actions">{children}</div> : null}
    </div>
  );
}

export function NotFound() {
  const { t } = useWords();
  return (
    <Screen title={t("portal:face.missing")} up="/">
      <Empty drawing="lost" title={t("portal:face.missing")} text={t("portal:face.missing-page")}>
        <Link to="/" className="button main">
          {t("portal:face.home")}
        </Link>
      </Empty>
    </Screen>
  );
}

/** The page itself broke, or its code could not be fetched. Forms are kept, so starting anew loses nothing. */
export function PageTrouble({ error }: { error: unknown }) {
  const { t } = useWords();
  const shown = error instanceof Problem || navigator.onLine ? error : new Problem(0, "offline");
  return (
    <Screen title={t("common:product")}>
      <Failure error={shown} onRetry={() => location.reload()} />
    </Screen>
  );
}

/** Grey shapes in the places of what is coming: `bars` of a card, each as wide as its share of the row. */
export function SkeletonCard({
  picture = false,
  bars = [60, 90, 40],
}: {
  picture?: boolean;
  bars?: readonly number[];
}) {
  return (
    <div className="card skeleton-card">
      {picture ? <span className="skeleton skeleton-picture" /> : null}
      <div>
        {bars.map((share) => (
          <span key={share} className="skeleton" style={{ width: `${share}%` }} />
        ))}
      </div>
    </div>
  );
}
