import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import type { ReactNode } from "react";
import type { Right } from "#contract/parties";
import { Drawing, type DrawingName } from "../../shared/components/index.ts";
import { Problem } from "../../shared/data/index.ts";
import { useWords } from "../../shared/text/index.ts";
import { useHolds } from "./rights.ts";

/** What a screen shows for an answer that is on its way, failed, is not for this person, or has come. */
export function Answer<T>({ query, waiting, children }: AnswerProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  return <Waiting>{waiting}</Waiting>;
}
type AnswerProps<T> = {
  readonly query: Pick<UseQueryResult<T>, "data" | "isError" | "error" | "refetch">;
  readonly waiting: ReactNode;
  readonly children: (data: T) => ReactNode;
};

/** The shape of what comes; after a second it says so in words. */
export function Waiting({ children }: { children: ReactNode }) {
  const { t } = useWords();
  return (
    <div className="waiting" aria-busy="true">
      {children}
      <p className="waiting-words" role="status">
        {t("desk:state.loading")}
      </p>
    </div>
  );
}

export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t, trouble } = useWords();
  if (error instanceof Problem && error.status === 403) {
    const right = error.params["right"];
    return <Forbidden right={typeof right === "string" ? (right as Right) : null} />;
  }
  const missing = error instanceof Problem && error.status === 404;
  return (
    <Face drawing={missing ? "lost" : "offline"} title={missing ? trouble(error) : t("desk:state.failed")} alert>
      {missing ? null : (
        <p>{error instanceof Problem && error.status > 0 ? trouble(error) : t("desk:state.failedWhy")}</p>
      )}
      {missing || !onRetry ? null : (
        <Button type="primary" onClick={onRetry}>
          {t("desk:state.retry")}
        </Button>
      )}
    </Face>
  );
}

export function Forbidden({ right }: { right: Right | null }) {
  const { t } = useWords();
  return (
    <Face drawing="locked" title={t("desk:state.forbidden")} whole>
      <p>
        {right ? t("desk:state.forbiddenWhy", { right: t(`desk:right.${right}`) }) : t("desk:state.forbiddenPlain")}
      </p>
      <Link to="/" className="quiet-link">
        {t("desk:state.goHome")}
      </Link>
    </Face>
  );
}

/** Its children, or which right is missing. */
export function Needs({ right, children }: { right: Right; children: ReactNode }) {
  const holds = useHolds();
  return holds(right) ? children : <Forbidden right={right} />;
}

export function NotFound() {
  const { t } = useWords();
  return (
    <Face drawing="lost" title={t("desk:state.notFound")} whole>
      <p>{t("desk:state.notFoundWhy")}</p>
      <Link to="/" className="quiet-link">
        {t("desk:state.goHome")}
      </Link>
    </Face>
  );
}

/** A calm page with a drawing and a sentence: empty, failed, forbidden. */
export function Face({ drawing, title, children, small, alert, whole }: FaceProps) {
  const Title = whole ? "h1" : "h2";
  return (
    <div className={small ? "face face-small" : "face"} role={alert ? "alert" : undefined}>
      <Drawing name={drawing} width={small ? 112 : 168} />
      <Title>{title}</Title>
      {children}
    </div>
  );
}
type FaceProps = {
  drawing: DrawingName;
  title: string;
  children?: ReactNode;
  small?: boolean;
  alert?: boolean;
  /** It is all there is on the page. */
  whole?: boolean;
};

/** A screen that is on its way for longer than the eye forgives. */
export function Pending() {
  const { t } = useWords();
  return (
    <main className="face">
      <Drawing name="sent" width={140} />
      <h1>{t("desk:state.loading")}</h1>
    </main>
  );
}

/** Grey bars in the place of lines to come. */
export function Bars({ count, height = 16, gap = 12 }: { count: number; height?: number; gap?: number }) {
  return (
    <div className="bars" style={{ gap }}>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars are alike and never move
        <span key={index} style={{ height, width: `${[92, 78, 86, 64, 96][index % 5]}%` }} />
      ))}
    </div>
  );
}
