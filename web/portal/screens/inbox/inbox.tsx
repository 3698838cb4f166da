import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { When } from "../../../shared/components/index.ts";
import { api, keys } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Coming, Empty, Failure, SkeletonCard } from "../../frame/faces.tsx";
import { Icon, type IconName } from "../../frame/icons.tsx";
import { Screen } from "../../frame/screen.tsx";
import { toast } from "../../frame/toast.tsx";
import { useReached } from "../orders/use-reached.ts";
import "./inbox.css";

type Message = {
  id: string;
  at: string;
  kind: string;
  params: Record<string, unknown>;
  subjectKind: string;
  subjectNumber: string;
  readAt: string | null;
};
type Page = { items: Message[]; nextCursor: string | null; unread: number };

/** Everything the shop told the shopper, newest first; opening one reads it. */
export function Inbox() {
  const { t, trouble } = useWords();
  const client = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: keys.inbox,
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      api<Page>("GET", `/api/v1/inbox${pageParam ? `?cursor=${encodeURIComponent(pageParam)}` : ""}`, undefined, {
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor,
  });
  const read = useMutation({
    mutationFn: (which: { ids: string[] } | { all: true }) => api("POST", "/api/v1/inbox/read", which),
    onSuccess: () => {
      for (const queryKey of [keys.inbox, keys.me]) void client.invalidateQueries({ queryKey });
    },
    onError: (error) => toast(trouble(error), "bad"),
  });
  const end = useReached(() => {
    if (list.hasNextPage && !list.isFetchingNextPage && !list.isFetchNextPageError) void list.fetchNextPage();
  });
  const messages = list.data?.pages.flatMap((page) => page.items) ?? [];
  const unread = messages.some((one) => one.readAt === null);
  return (
    <Screen
      title={t("portal:inbox.title")}
      action={
        unread ? (
          <button
            type="button"
            className="link inbox-all"
            disabled={read.isPending}
            onClick={() => read.mutate({ all: true })}
          >
            {t("portal:inbox.read-all")}
          </button>
        ) : null
      }
    >
      {list.data === undefined ? (
        list.isError ? (
          <Failure error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <Coming>
            <SkeletonCard bars={[40, 85]} />
            <SkeletonCard bars={[50, 80]} />
            <SkeletonCard bars={[36, 76]} />
          </Coming>
        )
      ) : messages.length === 0 ? (
        <Empty drawing="inbox" title={t("portal:inbox.none")} text={t("portal:inbox.none-text")} />
      ) : (
        <>
          <ul className="messages">
            {messages.map((one) => (
              <li key={one.id}>
                <MessageLink
                  one={one}
                  onOpen={() => (one.readAt === null ? read.mutate({ ids: [one.id] }) : undefined)}
                />
              </li>
            ))}
          </ul>
          <div ref={end} className="order-end tiny quiet" role="status">
            {list.isFetchNextPageError || (list.hasNextPage && !list.isFetchingNextPage) ? (
              <button type="button" className="button less" onClick={() => void list.fetchNextPage()}>
                {t("common:more")}
              </button>
            ) : list.hasNextPage ? (
              t("common:loading")
            ) : (
              t("portal:inbox.end")
            )}
          </div>
        </>
      )}
    </Screen>
  );
}

function MessageLink({ one, onOpen }: { one: Message; onOpen: () => void }) {
  const { t, of } = useWords();
  const content = (
    <>
      <span className="message-sign" data-kind={signOf(one.kind)} aria-hidden="true">
        <Icon name={signOf(one.kind)} size={20} />
      </span>
      <span className="message-words">
        <span className="message-head">
          <b>{of("inbox", one.kind, one.params)}</b>
          <span className="tiny quiet">
            <When at={one.at} />
          </span>
        </span>
        <span className="small quiet">{of("inbox-body", one.kind, one.params)}</span>
      </span>
      {one.readAt === null ? (
        <span className="message-dot">{<span className="for-ears">{t("portal:inbox.unread")}</span>}</span>
      ) : null}
    </>
  );
  if (one.subjectKind === "order")
    return (
      <Link to="/orders/$number" params={{ number: one.subjectNumber }} className="card message" onClick={onOpen}>
        {content}
      </Link>
    );
  if (one.subjectKind === "collection")
    return (
      <Link to="/pay/$number" params={{ number: one.subjectNumber }} className="card message" onClick={onOpen}>
        {content}
      </Link>
    );
  return (
    <Link to="/cases/$number" params={{ number: one.subjectNumber }} className="card message" onClick={onOpen}>
      {content}
    </Link>
  );
}

function signOf(kind: string): IconName {
  if (kind.endsWith("completed") || kind.endsWith("approved")) return "check";
  if (kind.endsWith("shipped") || kind.endsWith("arrived")) return "truck";
  if (kind.endsWith("rejected") || kind.endsWith("lost")) return "note";
  if (kind.endsWith("near") || kind.endsWith("closed")) return "hourglass";
  return "shield";
}
