import { useMutation, useQuery } from '@apollo/client/react';
import { IconChecks, IconInbox } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { noteAllRead } from '../client/inbox-cache.ts';
import {
  InboxDocument,
  MarkAllReadDocument,
  MarkReadDocument,
  UnreadCountDocument,
} from '../client/inbox.generated.ts';
import { useAction } from '../client/use-action.ts';
import { useCursorPages } from '../client/use-cursor-pages.ts';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';
import classes from './inbox.module.css';
import { NotificationList } from './notification-list.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { Lines, Skeleton } from './skeleton.tsx';

/** What the viewer was told, page by page. */
export const Inbox = () => (
  <PageBoundary
    skeleton={
      <Skeleton>
        <Lines count={8} height="3.5rem" />
      </Skeleton>
    }
  >
    <Notifications />
  </PageBoundary>
);

function Notifications() {
  const { t } = useTranslation('ui');
  const pages = useCursorPages(InboxDocument, {}, ({ notifications }) => notifications);
  const { data: count } = useQuery(UnreadCountDocument);
  const [markRead] = useMutation(MarkReadDocument);
  const [markAllRead] = useMutation(MarkAllReadDocument, { update: noteAllRead });
  const { problem: unmarked, run } = useAction();
  const { nodes, hasMore } = pages;
  const problem = unmarked ?? pages.problem;

  if (nodes.length === 0)
    return (
      <EmptyState icon={<IconInbox size={40} stroke={1.3} />} title={t('inbox.empty')}>
        {t('inbox.emptyText')}
      </EmptyState>
    );
  const isMoreUnread = hasMore && count !== undefined && count.unreadNotifications > 0;
  const unread = isMoreUnread || nodes.some(({ readAt }) => readAt === null);
  return (
    <>
      <div className={classes.tools}>
        <Button
          disabled={!unread}
          leftSection={<IconChecks size={16} aria-hidden />}
          onClick={() => run(() => markAllRead())}
        >
          {t('inbox.readAll')}
        </Button>
      </div>
      {problem && <p role="alert">{t(`problem.${problem}`)}</p>}
      <NotificationList notifications={nodes} onRead={(id) => run(() => markRead({ variables: { id } }))} />
      {hasMore && (
        <div className={classes.more}>
          <Button loading={pages.loadingMore} onClick={pages.loadMore}>
            {t('inbox.more')}
          </Button>
        </div>
      )}
    </>
  );
}
